"""The courses' part of the world: a lesson and a learner."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone

QUIZ = [
    (
        "question",
        {
            "question": "Hvad gør du først?",
            "answers": [
                {
                    "text": "Jeg taler.",
                    "is_right": False,
                    "feedback": "Så ved du ikke, hvad den anden vil.",
                },
                {"text": "Jeg lytter.", "is_right": True, "feedback": "Så ved du, hvor I er."},
            ],
        },
    ),
    (
        "question",
        {
            "question": "Hvad hjælper en samtale?",
            "answers": [
                {"text": "God tid", "is_right": True, "feedback": "Tid giver ro."},
                {"text": "Et klart formål", "is_right": True, "feedback": "Begge ved hvorfor."},
                {"text": "En åben dør", "is_right": False, "feedback": "Andre kan høre med."},
            ],
        },
    ),
]


class CourseWorld:
    """Mixed into `World`. The learner is Karen."""

    if TYPE_CHECKING:

        def course(self, title: str = "", **fields: Any) -> Any: ...

        def _published(self, parent: Any, page: Any, topics: Any = (), tags: Any = ()) -> Any: ...

    def lesson(self, title: str = "Lyt først", course: Any = None, **fields: Any) -> Any:
        """A lesson with a question to reflect on and a quiz of one and of several answers."""
        from publications.models import LessonPage

        fields = {
            "lead": "Den, der lytter, finder ud af, hvad samtalen handler om.",
            "body": [("text", "<p>Begynd med at spørge.</p>")],
            "reflections": [("question", "Hvornår lyttede du sidst?")],
            "quiz": QUIZ,
        } | fields
        return self._published(course or self.course(), LessonPage(title=title, **fields))

    def enrolment(self, course: Any, name: str = "Karen", **fields: Any) -> Any:
        """A learner at example.org; confirmed and counted unless a test says otherwise."""
        from lederweb.lib.periods import day_of
        from publications.courses.consent import CURRENT, WORDINGS
        from publications.models import Enrolment
        from publications.services.count_courses import count

        now = timezone.now()
        fields = {"confirmed_at": now, "last_active_at": now} | fields
        enrolment = Enrolment.objects.create(
            course=course,
            email=f"{name.lower()}@example.org",
            wording=str(WORDINGS[CURRENT]),
            version=CURRENT,
            **fields,
        )
        if enrolment.confirmed_at:
            count(course=course, day=day_of(enrolment.confirmed_at), enrolled=1)
        return enrolment
