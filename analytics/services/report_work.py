"""Long work on a status report, done by a worker and told about while it goes on."""

from __future__ import annotations

import datetime as dt
import logging
from typing import Any

from django.conf import settings
from django.db.models import F, Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from analytics.models import ReportWork, StatusReportPage
from analytics.reports.kinds import SECTIONS
from analytics.services.draft_report import draft_report
from analytics.services.publish_report import NotReady, publish_report

logger = logging.getLogger(__name__)

_STEPS = {ReportWork.Kind.DRAFT: len(SECTIONS) + 1, ReportWork.Kind.PUBLISH: 4}
# Without a sign of life for so long, its worker is gone and another one takes it.
_GONE_AFTER = dt.timedelta(minutes=2)


def ask(*, page: StatusReportPage, kind: str, by: Any, reason: str = "") -> bool:
    """Ask for the work; False while other work on the report goes on."""
    from analytics.tasks import work_on_report

    ReportWork.objects.get_or_create(
        page=page, defaults={"kind": kind, "state": ReportWork.State.DONE}
    )
    free = ReportWork.objects.filter(page=page).filter(
        Q(state__in=[ReportWork.State.DONE, ReportWork.State.FAILED]) | Q(_is_forgotten())
    )
    taken = free.update(
        kind=kind,
        state=ReportWork.State.WAITING,
        step="",
        done=0,
        total=_STEPS[ReportWork.Kind(kind)],
        trouble="",
        reason=reason,
        asked_by=by,
        touched_at=timezone.now(),
    )
    if taken:
        work_on_report.delay_on_commit(page.pk)
    return bool(taken)


def carry_out(*, page_id: int) -> None:
    """Do what is asked for. Whoever comes second finds it claimed and does nothing."""
    claimed = ReportWork.objects.filter(page=page_id).filter(
        Q(state=ReportWork.State.WAITING) | Q(_is_forgotten(), state=ReportWork.State.RUNNING)
    )
    if not claimed.update(state=ReportWork.State.RUNNING, done=0, touched_at=timezone.now()):
        return
    work = ReportWork.objects.select_related("page", "asked_by").get(page=page_id)
    with translation.override(settings.LANGUAGE_CODE):
        try:
            _do(work)
        except NotReady as error:
            _end(work, ReportWork.State.FAILED, str(error))
        except Exception:
            logger.exception("The work on report %s stopped.", page_id)
            _end(work, ReportWork.State.FAILED, _("Something went wrong. Try again."))
        else:
            _end(work, ReportWork.State.DONE)


def _do(work: ReportWork) -> None:
    def tell(step: str) -> None:
        ReportWork.objects.filter(page=work.page_id).update(
            step=step, done=F("done") + 1, touched_at=timezone.now()
        )

    if work.kind == ReportWork.Kind.DRAFT:
        draft_report(page=work.page, by=work.asked_by, tell=tell)
    else:
        publish_report(page=work.page, by=work.asked_by, recount_because=work.reason, tell=tell)


def _end(work: ReportWork, state: str, trouble: str = "") -> None:
    ReportWork.objects.filter(page=work.page_id).update(
        state=state, step="", trouble=trouble, touched_at=timezone.now()
    )


def _is_forgotten() -> Q:
    return Q(touched_at__lt=timezone.now() - _GONE_AFTER)


def carry_out_what_waits() -> None:
    """What nobody announced, or whose worker is gone."""
    waiting = ReportWork.objects.filter(
        Q(state=ReportWork.State.WAITING) | Q(_is_forgotten(), state=ReportWork.State.RUNNING)
    )
    for page_id in waiting.values_list("page_id", flat=True):
        carry_out(page_id=page_id)
