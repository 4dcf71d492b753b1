"""A learner's own pages: behind a link sent to the address, without a password or a cookie."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lederweb.mail.links import BadLink, read_token
from lederweb.mail.signed_pages import signed_link
from publications.courses.forms import AccessForm
from publications.courses.links import ACCESS, ACCESS_WITHIN, learner_path
from publications.courses.quiz import Quiz, mark
from publications.models import Enrolment, LessonPage, LessonProgress
from publications.models.courses import neighbours
from publications.services import enrol, follow_course, remind_learners

View = Callable[..., HttpResponse]
METHODS = require_http_methods(["GET", "HEAD", "POST"])


def for_learner(view: View) -> View:
    """Reads the token and hands the enrolment on; a dead link leads to the form for a new one.

    The course's name in the address is for people: it may have changed since.
    """

    @signed_link
    @wraps(view)
    def wrapper(
        request: HttpRequest, slug: str, token: str, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        try:
            identity = read_token(ACCESS, token, ACCESS_WITHIN)
            enrolment = Enrolment.objects.active().select_related("course").get(access_id=identity)
        except (BadLink, Enrolment.DoesNotExist):
            context = {"form": AccessForm(), "is_dead": True}
            return render(request, "publications/course_access.html", context, status=410)
        return view(request, enrolment, token, *args, **kwargs)

    return wrapper


def frame(enrolment: Enrolment, token: str) -> dict[str, Any]:
    """What each of the learner's pages knows."""
    return {"enrolment": enrolment, "course": enrolment.course, "token": token}


@require_safe
@for_learner
def overview(request: HttpRequest, enrolment: Enrolment, token: str) -> HttpResponse:
    """/e-kurser/<slug>/deltager/<token>/: how far the learner is, and where to go on."""
    lessons = list(enrolment.course.lessons().only_for_lists()) if enrolment.course.live else []
    progress = {each.lesson_id: each for each in enrolment.progress.all()}
    steps = [{"lesson": lesson, "progress": progress.get(lesson.pk)} for lesson in lessons]
    others = Enrolment.objects.of_address(enrolment.email_key).exclude(pk=enrolment.pk)
    context = frame(enrolment, token) | {
        "steps": steps,
        "done": sum(bool(step["progress"] and step["progress"].done_at) for step in steps),
        "next": next(
            (s["lesson"] for s in steps if not (s["progress"] and s["progress"].done_at)), None
        ),
        "others": [
            {"enrolment": other, "link": learner_path(other) if other.is_active else ""}
            for other in others
        ],
    }
    return render(request, "publications/course_learner.html", context)


@METHODS
@for_learner
def lesson(request: HttpRequest, enrolment: Enrolment, token: str, lesson: str) -> HttpResponse:
    """…/lektion/<lektion>/: the lesson with what the learner wrote, and its quiz.

    Opening it by a GET notes where the learner is; nothing else is changed without a POST.
    """
    lessons = list(enrolment.course.lessons())
    page = next((each for each in lessons if each.slug == lesson), None)
    if page is None or not enrolment.course.live:
        raise Http404
    around = neighbours(page, lessons)
    quiz, said = mark(page.quiz, request.POST), ""
    if request.method == "POST":
        said = _carry_out(request, enrolment, page, quiz)
        if said == "done":
            return _onward(enrolment, token, around["next"])
    if request.method == "HEAD":
        progress = LessonProgress(enrolment=enrolment, lesson=page)
    else:
        progress = follow_course.open_lesson(enrolment=enrolment, lesson=page)
    context = frame(enrolment, token) | around
    context |= {
        "lesson": page,
        "quiz": quiz,
        "said": said,
        "progress": progress,
        "reflections": [
            {
                "name": f"r-{question.id}",
                "text": question.value,
                "written": progress.reflections.get(str(question.id), ""),
            }
            for question in page.reflections
        ],
        "longest": follow_course.LONGEST_REFLECTION,
    }
    return render(request, "publications/course_learner_lesson.html", context)


def _carry_out(request: HttpRequest, enrolment: Enrolment, page: LessonPage, quiz: Quiz) -> str:
    """What the pressed button asks for; "written", "answered", "done" or nothing."""
    wanted = request.POST.get("handling")
    if wanted == "skriv":
        written = {
            str(question.id): request.POST.get(f"r-{question.id}", "")
            for question in page.reflections
        }
        follow_course.keep_reflections(enrolment=enrolment, lesson=page, written=written)
        return "written"
    if wanted == "svar":
        if quiz.is_passed:
            follow_course.pass_quiz(enrolment=enrolment, lesson=page)
        return "answered"
    if wanted == "faerdig":
        follow_course.finish_lesson(enrolment=enrolment, lesson=page)
        return "done"
    return ""


def _onward(enrolment: Enrolment, token: str, following: LessonPage | None) -> HttpResponse:
    """To the next lesson; after the last one to the overview, with what is left to do."""
    address = [enrolment.course.slug, token]
    if following is None:
        url = reverse("course_learner", args=address)
    else:
        url = reverse("course_learner_lesson", args=[*address, following.slug])
    # Browsers carry the place on the old page (#proev) along, unless the new one is named.
    return redirect(f"{url}#indhold")


@require_POST
@for_learner
def confirm_other(request: HttpRequest, enrolment: Enrolment, token: str) -> HttpResponse:
    """…/bekraeft/: begin another course that the same address has signed up for."""
    other = (
        Enrolment.objects.pending()
        .of_address(enrolment.email_key)
        .filter(public_id=_uuid_of(request.POST.get("kursus", "")))
        .first()
    )
    if other is None:
        return redirect("course_learner", slug=enrolment.course.slug, token=token)
    return redirect(learner_path(enrol.confirm(access_id=other.access_id)))


def _uuid_of(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


@require_POST
@for_learner
def reminders(request: HttpRequest, enrolment: Enrolment, token: str) -> HttpResponse:
    """…/paamindelser/: stop reminders, or have them again."""
    if request.POST.get("paamind") == "ja":
        remind_learners.resume_reminders(enrolment=enrolment)
    else:
        remind_learners.stop_reminders(public_id=enrolment.public_id)
    return redirect("course_learner", slug=enrolment.course.slug, token=token)


@require_POST
@for_learner
def renew(request: HttpRequest, enrolment: Enrolment, token: str) -> HttpResponse:
    """…/nyt-link/: every link until now is void; the learner goes on with a new one."""
    enrol.renew_access(enrolment=enrolment)
    return redirect(f"{learner_path(enrolment)}?nyt=1")
