"""The figures of courses: counted as they happen, so that they outlive the people behind them."""

from __future__ import annotations

import datetime as dt

from django.db.models import F, Sum

from lederweb.core.fields import parse_partial_date
from publications.models import CourseDay, CourseOpening, CoursePage


def count(*, course: CoursePage, day: dt.date, enrolled: int = 0, completed: int = 0) -> None:
    """Add to a Danish day of a course; to be called in the transaction that it tells about."""
    CourseDay.objects.get_or_create(course=course, day=day, defaults={"title": course.title})
    CourseDay.objects.filter(course=course, day=day).update(
        title=course.title,
        enrolled=F("enrolled") + enrolled,
        completed=F("completed") + completed,
    )


def enrolled(course: CoursePage, *, on: dt.date) -> int | None:
    """How many had enrolled in the course by the end of the day, the years before included.

    Who was erased since, or left alone and deleted, still counts; who enrolled twice with an
    erasure between counts twice. None before the day of the opening balance: nobody knows.
    """
    opening = CourseOpening.objects.filter(course=course).first()
    if opening is not None and on < opening_day(opening):
        return None
    return (opening.enrolled if opening else 0) + _since(course, "enrolled", opening, on)


def completed(course: CoursePage, *, on: dt.date) -> int | None:
    """How many had completed it; as `enrolled`, and None where the opening balance cannot say."""
    opening = CourseOpening.objects.filter(course=course).first()
    if opening is not None and (opening.completed is None or on < opening_day(opening)):
        return None
    before = opening.completed or 0 if opening else 0
    return before + _since(course, "completed", opening, on)


def opening_day(opening: CourseOpening) -> dt.date:
    """The first day of the period that the balance was taken in."""
    year, month, day = parse_partial_date(opening.counted_on)
    return dt.date(year, month or 1, day or 1)


def _since(course: CoursePage, what: str, opening: CourseOpening | None, on: dt.date) -> int:
    days = CourseDay.objects.filter(course=course, day__lte=on)
    if opening is not None:
        days = days.filter(day__gte=opening_day(opening))
    return days.aggregate(total=Sum(what))["total"] or 0
