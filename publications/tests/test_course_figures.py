"""The figures of courses: for the secretariat, and for whoever asks by date."""

from __future__ import annotations

import csv
import datetime as dt
import io

import pytest
from django.test import Client
from openpyxl import load_workbook

from publications.models import CourseOpening, Enrolment
from publications.services.count_courses import completed, count, enrolled

pytestmark = pytest.mark.django_db


@pytest.fixture
def counted(course):
    """The course as the status of December 2017 left it, and two months of our own."""
    CourseOpening.objects.create(
        course=course, enrolled=5829, counted_on="2017-11", source="Status december 2017"
    )
    for day, new, done in (("2026-01-31", 3, 0), ("2026-02-01", 2, 1), ("2026-02-28", 1, 2)):
        count(course=course, day=dt.date.fromisoformat(day), enrolled=new, completed=done)
    return course


@pytest.fixture
def sanne(world):
    client = Client()
    client.force_login(
        world.sanne_of_the_secretariat, backend="django.contrib.auth.backends.ModelBackend"
    )
    return client


def test_a_day_says_how_many_had_enrolled_by_then(counted):
    assert enrolled(counted, on=dt.date(2017, 10, 31)) is None
    assert enrolled(counted, on=dt.date(2017, 11, 1)) == 5829
    assert enrolled(counted, on=dt.date(2026, 1, 31)) == 5832
    assert enrolled(counted, on=dt.date(2026, 2, 28)) == 5835


def test_what_the_opening_balance_cannot_say_is_not_made_up(counted):
    assert completed(counted, on=dt.date(2026, 2, 28)) is None
    CourseOpening.objects.update(completed=1000)
    assert completed(counted, on=dt.date(2026, 2, 28)) == 1003


def test_a_new_course_begins_at_nothing(world):
    course = world.course("Helt nyt")
    today = dt.date(2026, 3, 1)
    assert (enrolled(course, on=today), completed(course, on=today)) == (0, 0)


def test_the_report_shows_months_and_where_the_balance_comes_from(sanne, counted):
    html = sanne.get("/admin/course_figures/").content.decode()
    for words in ("5.835", "5.829", "november 2017", "Status december 2017", "februar 2026"):
        assert words in html


def test_a_course_that_is_gone_keeps_its_figures(sanne, world, counted):
    count(course=counted, day=dt.date(2026, 3, 1), enrolled=1)
    CourseOpening.objects.all().delete()
    counted.delete()
    assert "Den svære samtale" in sanne.get("/admin/course_figures/").content.decode()


def test_the_report_is_fetched_for_a_spreadsheet(sanne, counted):
    answer = sanne.get("/admin/course_figures/e-kurser.csv")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert rows[1][2:] == ["5829", "", "5829", "Status december 2017"]
    assert rows[-1][1:] == ["februar 2026", "3", "3", "5835", ""]
    sheet = load_workbook(
        io.BytesIO(sanne.get("/admin/course_figures/e-kurser.xlsx").content)
    ).active
    assert [cell.value for cell in sheet[2]][2:5] == [5829, None, 5829]


def test_what_a_spreadsheet_takes_for_a_formula_is_quoted(sanne, counted):
    counted.title = '=HYPERLINK("http://example.org")'
    counted.save()
    CourseOpening.objects.update(source="+1+1")
    rows = csv.reader(
        io.StringIO(sanne.get("/admin/course_figures/e-kurser.csv").content.decode("utf-8-sig")),
        delimiter=";",
    )
    assert list(rows)[1][0] == '\'=HYPERLINK("http://example.org")'
    sheet = load_workbook(
        io.BytesIO(sanne.get("/admin/course_figures/e-kurser.xlsx").content)
    ).active
    assert sheet["A2"].data_type == "s"
    assert sheet["F2"].value == "'+1+1"


@pytest.mark.parametrize("role", ["ellen_the_editor", "morten_the_moderator"])
def test_editors_and_moderators_are_turned_away(world, counted, karen, role):
    client = Client()
    client.force_login(getattr(world, role), backend="django.contrib.auth.backends.ModelBackend")
    for path in ("course_figures/", "course_figures/e-kurser.csv", f"enrolments/{karen.pk}/"):
        assert client.get(f"/admin/{path}").status_code in (302, 403)


def test_the_secretariat_erases_a_learner_from_every_course(sanne, world, karen):
    world.enrolment(world.course("Et andet"))
    other = world.enrolment(karen.course, "Poul")
    assert "karen@example.org" in sanne.get("/admin/enrolments/").content.decode()
    assert "karen@example.org" in sanne.get(f"/admin/enrolments/{karen.pk}/").content.decode()
    sanne.post(f"/admin/enrolments/{karen.pk}/delete/")
    assert Enrolment.objects.get() == other


def test_the_secretariat_enters_an_opening_balance(sanne, course):
    data = {
        "course": course.pk,
        "enrolled": 695,
        "counted_on": "2017-11",
        "source": "Status december 2017",
    }
    assert sanne.get("/admin/course_openings/new/").status_code == 200
    sanne.post("/admin/course_openings/new/", data)
    assert CourseOpening.objects.get().enrolled == 695
    wrong = sanne.post("/admin/course_openings/new/", data | {"counted_on": "i november"})
    assert wrong.status_code == 200
