"""The report on enrolments: course by course and month by month, as a table and for a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Sum
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext as _

from lederweb.core.templatetags.lederweb import partial_date
from lederweb.lib.periods import Month
from lederweb.lib.spreadsheets import safe_cell
from publications.models import CourseDay, CourseOpening
from publications.services.count_courses import opening_day

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Row:
    """A month of a course, or what it had before (then `source` says where that stands)."""

    course: str
    period: str
    enrolled: int
    completed: int | None
    enrolled_in_all: int
    source: str = ""


@dataclass(frozen=True)
class CourseFigures:
    title: str
    rows: list[Row]

    @property
    def enrolled_in_all(self) -> int:
        return self.rows[-1].enrolled_in_all


def course_figures() -> list[CourseFigures]:
    """Every course that anybody enrolled in, also courses that are gone; three queries."""
    openings: dict[int | None, CourseOpening] = {
        opening.course_id: opening
        for opening in CourseOpening.objects.select_related("course").order_by("course__title")
    }
    days = (
        CourseDay.objects.annotate(month=TruncMonth("day"))
        .values("course_id", "course__title", "title", "month")
        .annotate(enrolled_then=Sum("enrolled"), completed_then=Sum("completed"))
        .order_by("course__title", "title", "month")
    )
    months: dict[tuple[int | None, str], dict[Month, tuple[int, int]]] = {
        (course_id, opening.course.title): {} for course_id, opening in openings.items()
    }
    for day in days:
        # A course that is gone keeps the title it had.
        key = (day["course_id"], day["course__title"] or day["title"])
        month, then = Month.of(day["month"]), (day["enrolled_then"], day["completed_then"])
        before = months.setdefault(key, {}).get(month, (0, 0))
        months[key][month] = (before[0] + then[0], before[1] + then[1])
    return [
        CourseFigures(title, list(_rows(title, openings.get(course_id), counted)))
        for (course_id, title), counted in sorted(months.items(), key=lambda item: item[0][1])
    ]


def _rows(
    title: str, opening: CourseOpening | None, counted: dict[Month, tuple[int, int]]
) -> Iterator[Row]:
    in_all = 0
    if opening is not None:
        in_all = opening.enrolled
        yield Row(
            course=title,
            period=_("Before: as of %(date)s") % {"date": partial_date(opening.counted_on)},
            enrolled=opening.enrolled,
            completed=opening.completed,
            enrolled_in_all=in_all,
            source=opening.source,
        )
    for month, (enrolled, completed) in sorted(counted.items()):
        # What the balance already has is not added once more.
        if opening is None or month.first_day >= opening_day(opening).replace(day=1):
            in_all += enrolled
            yield Row(title, month.name, enrolled, completed, in_all)


def table() -> list[list[str | int | float]]:
    """The report for a spreadsheet, its head first; texts that would be formulas are quoted."""
    head: list[str | int | None] = [
        _("E-course"),
        _("Period"),
        _("Enrolled"),
        _("Completed"),
        _("Enrolled in all"),
        _("Source"),
    ]
    rows: list[list[str | int | None]] = [
        [row.course, row.period, row.enrolled, row.completed, row.enrolled_in_all, row.source]
        for figures in course_figures()
        for row in figures.rows
    ]
    return [[safe_cell(cell) for cell in row] for row in [head, *rows]]


def as_csv() -> bytes:
    """Semicolons and a byte order mark, so that a Danish Excel opens it at once."""
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=";").writerows(table())
    return buffer.getvalue().encode("utf-8-sig")


def as_xlsx() -> bytes:
    from openpyxl import Workbook  # loaded when used: most processes never need its 5 MB

    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("E-courses"))
    for row in table():
        sheet.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()
