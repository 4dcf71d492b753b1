"""Signing up for a course, confirming it, and having the way in sent once more."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from lederweb.core.decorators import cached_page
from lederweb.mail.links import BadLink, read_token
from lederweb.mail.public_forms import public_form
from lederweb.mail.signed_pages import signed_link
from publications.courses.consent import WORDINGS
from publications.courses.forms import AccessForm, EnrolForm
from publications.courses.links import CONFIRM, CONFIRM_WITHIN, learner_path
from publications.models import CoursePage, Enrolment
from publications.services import enrol as service

_METHODS = require_http_methods(["GET", "HEAD", "POST"])


@_METHODS
@public_form("course-enrol", limit="20 per hour")
def enrol(request: HttpRequest, slug: str) -> HttpResponse:
    """/e-kurser/<slug>/tilmeld/: the course's form posts here. The answer is always the same."""
    course = get_object_or_404(CoursePage.objects.live().public(), slug=slug)
    form = EnrolForm(request.POST or None, course=course)
    if request.method == "POST" and form.is_valid():
        version, language = form.shown_wording
        if version in WORDINGS:
            service.enrol(
                address=form.cleaned_data["email"],
                course=course,
                version=version,
                language=language,
            )
            return redirect("course_check_inbox")
    status = 400 if form.is_bound else 200
    context = {"form": form, "course": course}
    return render(request, "publications/course_enrol.html", context, status=status)


@require_safe
@cached_page
def check_inbox(request: HttpRequest) -> HttpResponse:
    """/e-kurser/tjek-din-indbakke/: what happens next. Knows nobody's address."""
    return render(request, "publications/course_check_inbox.html")


@_METHODS
@signed_link
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """/e-kurser/bekraeft/<token>/: a page with a button; only its POST confirms."""
    try:
        access_id = read_token(CONFIRM, token, CONFIRM_WITHIN)
        enrolment = Enrolment.objects.select_related("course").get(access_id=access_id)
        if request.method == "POST":
            return redirect(learner_path(service.confirm(access_id=access_id)))
    except (BadLink, Enrolment.DoesNotExist, service.NothingToConfirm):
        return render(request, "publications/course_confirm_dead.html", status=410)
    return render(request, "publications/course_confirm.html", {"course": enrolment.course})


@_METHODS
@public_form("course-access", limit="20 per hour")
def ask_for_access(request: HttpRequest) -> HttpResponse:
    """/e-kurser/fortsaet/: a new way in, sent to the address. The answer is always the same."""
    form = AccessForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        service.send_access_link(address=form.cleaned_data["email"])
        return redirect("course_access_sent")
    status = 400 if form.is_bound else 200
    return render(request, "publications/course_access.html", {"form": form}, status=status)


@require_safe
@cached_page
def access_sent(request: HttpRequest) -> HttpResponse:
    """/e-kurser/fortsaet/sendt/: what happens next. Knows nobody's address."""
    return render(request, "publications/course_access_sent.html")
