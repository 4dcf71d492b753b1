"""What the pages floor puts on the first page of the admin."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy, ngettext

from lederweb.core.admin_home import MOST_ROWS, HomePanel, Row
from lederweb.lib import danish
from lederweb.pages.admin.not_found import MayRedirect
from lederweb.pages.not_found import latest_not_found


class NotFoundPanel(HomePanel):
    """Addresses that readers asked for in vain, the most asked for first."""

    name = "pages-not-found"
    heading = gettext_lazy("Pages not found")
    icon = "warning"
    empty = gettext_lazy("Every address that readers asked for has a page.")
    order = 260

    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(MayRedirect.permission_required)

    def found(self, request: HttpRequest) -> Any:
        return latest_not_found(MOST_ROWS)

    def row(self, found: Any) -> Row:
        asked = ngettext("%(count)s time", "%(count)s times", found.count)
        return Row(found.path, reverse("not_found"), asked % {"count": danish.number(found.count)})

    def more_url(self) -> str:
        return reverse("not_found")
