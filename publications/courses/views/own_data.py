"""What a learner may have done with what is kept: fetched, erased, not reminded (N6, N10)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from lederweb.lib.downloads import attachment
from lederweb.mail.links import BadLink, read_token
from lederweb.mail.signed_pages import signed_link
from publications.courses.links import STOP_REMINDERS
from publications.courses.views.learner import METHODS, for_learner, frame
from publications.models import Enrolment
from publications.services import erase_learner, remind_learners


@require_safe
@for_learner
def download(request: HttpRequest, enrolment: Enrolment, token: str) -> HttpResponse:
    """…/mine-data/: all that courses store about the learner's address."""
    return JsonResponse(
        erase_learner.data_about(enrolment.email_key),
        json_dumps_params={"ensure_ascii": False, "indent": 2},
        headers=attachment("lederweb-mine-kurser", "json"),
    )


@METHODS
@for_learner
def erase(request: HttpRequest, enrolment: Enrolment, token: str) -> HttpResponse:
    """…/slet/: a page with a button; only its POST erases."""
    if request.method != "POST":
        courses = Enrolment.objects.of_address(enrolment.email_key)
        context = frame(enrolment, token) | {"courses": [each.course.title for each in courses]}
        return render(request, "publications/course_erase.html", context)
    erase_learner.erase_learner(email_key=enrolment.email_key)
    return render(request, "publications/course_erased.html")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_link
def stop_reminders(request: HttpRequest, token: str) -> HttpResponse:
    """/e-kurser/paamindelser/<token>/: a page with a button; only its POST stops them.

    The same address takes the one-click POST of RFC 8058 from the mailbox provider: no cookie,
    no redirect, 200, and again 200 when it is repeated. The link never expires.
    """
    try:
        public_id = read_token(STOP_REMINDERS, token)
    except BadLink:
        return render(request, "publications/course_stop_dead.html", status=410)
    if request.method != "POST":
        return render(request, "publications/course_stop_reminders.html")
    remind_learners.stop_reminders(public_id=public_id)
    return render(request, "publications/course_reminders_stopped.html")
