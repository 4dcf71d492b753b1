"""What editors see of readers' answers, and who may delete what was written."""

import csv
import datetime as dt
import io

import pytest
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from wagtail.models import PageLogEntry

from publications.models import Answer, ToolPage

pytestmark = pytest.mark.django_db
REPORT, REMARKS = "/admin/reports/svar/", "/admin/reports/bemaerkninger/"


def logged_in(person) -> Client:
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def rows(response) -> list[dict[str, str]]:
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


@pytest.fixture
def answers(world):
    article, tool = world.article("Ring, før du mailer"), world.tool("Idékort")
    march, april = dt.date(2026, 3, 10), dt.date(2026, 4, 10)
    Answer.objects.create(page=article, use="yes", day=march)
    Answer.objects.create(page=article, use="yes", day=april, remark='=HYPERLINK("x")')
    Answer.objects.create(page=article, use="no", day=april, remark="For langt")
    Answer.objects.create(page=tool, use="partly", day=march, remark="Kortene er for små")
    return {"article": article, "tool": tool}


def test_each_page_is_summed_with_its_shares(world, answers):
    page = logged_in(world.ellen_the_editor).get(REPORT).content.decode()
    assert "Ring, før du mailer" in page
    assert "2 (67 %)" in page
    assert "1 (33 %)" in page
    assert "10. april 2026" in page


def test_the_most_answered_page_stands_first_or_what_was_asked_for(world, answers):
    client = logged_in(world.ellen_the_editor)
    assert [row["Side"] for row in rows(client.get(REPORT, {"export": "csv"}))] == [
        "Ring, før du mailer",
        "Idékort",
    ]
    by_partly = client.get(REPORT, {"export": "csv", "ordering": "-partly"})
    assert rows(by_partly)[0]["Side"] == "Idékort"


def test_a_period_counts_only_its_own_answers(world, answers):
    client = logged_in(world.ellen_the_editor)
    asked = {"period_from": "2026-04-01", "period_to": "2026-04-30", "export": "csv"}
    [row] = rows(client.get(REPORT, asked))
    assert row["Side"] == "Ring, før du mailer"
    assert (row["Svar"], row["Bemærkninger"]) == ("2", "2")


def test_one_kind_can_be_asked_for(world, answers):
    client = logged_in(world.ellen_the_editor)
    kind = ContentType.objects.get_for_model(ToolPage).pk
    [row] = rows(client.get(REPORT, {"kind": kind, "export": "csv"}))
    assert row["Side"] == "Idékort"
    [row] = rows(client.get(REMARKS, {"kind": kind, "export": "csv"}))
    assert row["Bemærkning"] == "Kortene er for små"


def test_an_export_quotes_what_a_spreadsheet_takes_for_a_formula(world, answers):
    client = logged_in(world.sanne_of_the_secretariat)
    texts = [row["Bemærkning"] for row in rows(client.get(REMARKS, {"export": "csv"}))]
    assert '\'=HYPERLINK("x")' in texts
    sheet = b"".join(client.get(REMARKS, {"export": "xlsx"}).streaming_content)
    cells = [cell for row in load_workbook(io.BytesIO(sheet)).active for cell in row]
    assert all(cell.data_type != "f" for cell in cells)


def test_the_remarks_of_one_page(world, answers):
    client = logged_in(world.ellen_the_editor)
    page = client.get(REMARKS, {"page": answers["article"].pk}).content.decode()
    assert "For langt" in page
    assert "Kortene er for små" not in page


def test_a_moderator_deletes_what_was_written_and_the_answer_still_counts(world, answers):
    remark = Answer.objects.get(remark="For langt")
    address = reverse("readers_word_delete", args=[remark.pk])
    client = logged_in(world.morten_the_moderator)
    assert "For langt" in client.get(address).content.decode()
    client.post(address)
    remark.refresh_from_db()
    assert (remark.remark, remark.use) == ("", "no")
    assert PageLogEntry.objects.filter(action="publications.delete_remark").exists()


def test_an_editor_reads_but_does_not_delete(world, answers):
    remark = Answer.objects.get(remark="For langt")
    address = reverse("readers_word_delete", args=[remark.pk])
    client = logged_in(world.ellen_the_editor)
    assert address not in client.get(REMARKS).content.decode()
    client.post(address)
    remark.refresh_from_db()
    assert remark.remark == "For langt"


def test_the_page_editor_shows_the_answers_of_its_page(world, answers):
    client = logged_in(world.ellen_the_editor)
    page = client.get(reverse("wagtailadmin_pages:edit", args=[answers["article"].pk]))
    text = page.content.decode()
    assert "67 %" in text
    assert "For langt" in text
    empty = client.get(reverse("wagtailadmin_pages:edit", args=[world.article("Ny").pk]))
    assert "Ingen læsere har svaret endnu." in empty.content.decode()
