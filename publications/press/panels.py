"""What the editor of a publication sees of the work that goes on behind it."""

from __future__ import annotations

from typing import Any

from wagtail.admin.panels import Panel


class FilesPanel(Panel):
    """The publication's PDFs as they were read, and the files made of its chapters."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "publications/admin/files_panel.html"

        def is_shown(self) -> bool:
            return bool(self.instance.pk)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            context["readings"] = self.instance.pdf_readings()
            context["files"] = self.instance.made_files.select_related("document").order_by("-what")
            return context
