"""Certificates: making one's own, and seeing whether somebody's is genuine."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from lederweb.mail.public_forms import public_form
from publications.courses.certificate import find, make_pdf, tidy_name
from publications.courses.forms import CheckForm, NameForm
from publications.courses.views.learner import METHODS, for_learner, frame
from publications.models import Enrolment


@METHODS
@for_learner
def certificate(request: HttpRequest, enrolment: Enrolment, token: str) -> HttpResponse:
    """…/bevis/: the learner types a name and gets the PDF. The name is kept nowhere."""
    if enrolment.completed_at is None:
        return redirect("course_learner", slug=enrolment.course.slug, token=token)
    form = NameForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return HttpResponse(
            make_pdf(enrolment, form.cleaned_data["name"]),
            content_type="application/pdf",
            headers={"Content-Disposition": 'attachment; filename="kursusbevis.pdf"'},
        )
    context = frame(enrolment, token) | {"form": form}
    status = 400 if form.is_bound else 200
    return render(request, "publications/course_certificate.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@public_form("course-certificate", limit="30 per hour")
def check(request: HttpRequest) -> HttpResponse:
    """/e-kurser/bevis/: whether a certificate is genuine, asked with its code and its name."""
    form = CheckForm(request.POST or None)
    context: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        name = tidy_name(form.cleaned_data["name"])
        finding = find(form.cleaned_data["code"], name)
        context |= {"is_asked": True, "finding": finding, "name": name}
    status = 400 if form.errors else 200
    return render(request, "publications/course_certificate_check.html", context, status=status)
