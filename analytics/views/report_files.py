"""The files below a published status report: PDF, Word and the receipt."""

from __future__ import annotations

import logging

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from analytics.models import StatusReportPage
from analytics.models.reports import PDF, RECEIPT
from analytics.services.publish_report import make_file, receipt_of

logger = logging.getLogger(__name__)

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def file_response(page: StatusReportPage, form: str) -> HttpResponse:
    """Kept since the publication, so it is answered at once; made now where it is missing."""
    frozen = page.newest_frozen
    if frozen is None:
        raise Http404
    if form == RECEIPT:
        content, kind, name = receipt_of(frozen).encode(), "text/csv; charset=utf-8", "csv"
    else:
        try:
            content = bytes(make_file(frozen, form).content)
        except Exception:
            logger.exception("The %s of report %s was not made.", form, frozen.pk)
            return HttpResponse(
                _("The file cannot be made just now. Try again in a while."),
                status=503,
                content_type="text/plain; charset=utf-8",
            )
        kind, name = ("application/pdf", "pdf") if form == PDF else (_WORD, "docx")
    response = HttpResponse(content, content_type=kind)
    what = f"{page.slug}-kvittering" if form == RECEIPT else page.slug
    response["Content-Disposition"] = f'attachment; filename="{what}.{name}"'
    # What changed since is counted for it: once, until anything is published.
    response.page_cache = form == RECEIPT  # type: ignore[attr-defined]
    return response
