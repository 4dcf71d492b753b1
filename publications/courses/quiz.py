"""Marking a quiz: what was chosen, what is said to it, and whether it is passed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from wagtail.blocks import StreamValue


@dataclass(frozen=True)
class Answer:
    number: int
    text: str
    is_chosen: bool
    # Empty unless the answer was chosen.
    feedback: str
    is_right: bool


@dataclass(frozen=True)
class Question:
    """One question as it is shown, answered or not."""

    name: str  # of the form's field
    text: str
    takes_several: bool
    answers: list[Answer]
    is_answered: bool
    is_right: bool


@dataclass(frozen=True)
class Quiz:
    questions: list[Question]

    @property
    def is_answered(self) -> bool:
        return any(question.is_answered for question in self.questions)

    @property
    def is_passed(self) -> bool:
        """Every question has exactly its good answers."""
        return bool(self.questions) and all(question.is_right for question in self.questions)

    @property
    def right(self) -> int:
        return sum(question.is_right for question in self.questions)


def mark(questions: StreamValue, sent: QueryDict) -> Quiz:
    """The quiz with what a reader sent. What fits no answer is left out."""
    return Quiz([_question(child, sent) for child in questions])


def _question(child: Any, sent: QueryDict) -> Question:
    name = f"q-{child.id}"
    answers = child.value["answers"]
    good = {number for number, answer in enumerate(answers) if answer["is_right"]}
    takes_several = len(good) > 1
    chosen = {number for number in range(len(answers)) if str(number) in sent.getlist(name)}
    if not takes_several:
        chosen = set(sorted(chosen)[:1])
    return Question(
        name=name,
        text=child.value["question"],
        takes_several=takes_several,
        answers=[
            Answer(
                number=number,
                text=answer["text"],
                is_chosen=number in chosen,
                feedback=answer["feedback"] if number in chosen else "",
                is_right=answer["is_right"],
            )
            for number, answer in enumerate(answers)
        ],
        is_answered=bool(chosen),
        is_right=chosen == good,
    )
