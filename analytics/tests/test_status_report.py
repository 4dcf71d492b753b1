"""A status report: drafted from the registers, frozen when it comes out, told in its receipt."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from io import BytesIO

import docx
import pypdf
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from analytics.models import (
    FollowerCount,
    FrozenFigure,
    FrozenReport,
    MonthlyTotal,
    ReportMark,
    ReportWork,
    Series,
    StatusReportPage,
)
from analytics.reports import checks
from analytics.reports.document import Drawing, Items, Report
from analytics.services import publish_report as publishing
from analytics.services import report_work
from analytics.services.draft_report import draft_report
from analytics.services.publish_report import NotReady, publish_report
from analytics.services.record_figure import record_figure
from lederweb.core import page_cache
from lederweb.testing.world import World

SECRETARY = "sanne_of_the_secretariat"


@pytest.fixture(autouse=True)
def _database(db: None) -> None:
    """Every test here reads or writes."""


@pytest.fixture
def year(world: World) -> World:
    """Something of each kind in 2013."""
    project = world.project("Ledelse af frivillige", started_on="2012-08")
    project.save_revision().publish()
    world.article("Frivillige skal også ledes", project=project, published_on="2013-04-19")
    world.article("Uden dato", published_on="")
    world.publication("Nærværende ledelse", published_on="2013-05")
    world.episode(published_on="2013-02")
    world.mention("Børsen", published_on="2013-09-27")
    world.event(participants=118)
    for month, value in ((1, 1950), (12, 2375)):
        FollowerCount.objects.create(
            channel="facebook", month=dt.date(2012 if month == 1 else 2013, 12, 1), value=value
        )
    figures = (
        ("besoeg-2012", "visits", 57000, 2012),
        ("besoeg-2013", "visits", 58570, 2013),
    )
    for key, unit, value, of in figures:
        record_figure(
            key=key,
            label="Besøg pr. måned",
            unit=unit,
            value=value,
            year=of,
            source="Status",
            monthly_average=True,
            period_from=f"{of}-01-01",
            period_to=f"{of}-12-31",
        )
    return world


def fresh(page: StatusReportPage) -> StatusReportPage:
    return StatusReportPage.objects.get(pk=page.pk)


def drafted(world: World) -> StatusReportPage:
    page = world.report()
    draft_report(page=page, by=getattr(world, SECRETARY))
    return fresh(page)


def report_of(page: StatusReportPage) -> Report:
    return fresh(page).get_latest_revision_as_object().live_report()


def titles(report: Report, slug: str) -> list[str]:
    section = next(section for section in report.sections if section.slug == slug)
    return [
        item.title for block in section.blocks if isinstance(block, Items) for item in block.items
    ]


def out(page: StatusReportPage) -> FrozenReport:
    """Published without making files; tests of the files make them."""
    draft = fresh(page)
    draft.publish(draft.get_latest_revision(), skip_permission_checks=True)
    return FrozenReport.objects.filter(page=page).latest("pk")


def test_a_draft_fills_itself_from_the_registers(year: World) -> None:
    report = report_of(drafted(year))
    assert titles(report, "artikler") == ["Frivillige skal også ledes"]
    assert titles(report, "udgivelser") == ["Nærværende ledelse"]
    assert titles(report, "projekter") == ["Ledelse af frivillige"]
    assert titles(report, "medier") == ["Børsen"]
    assert titles(report, "arrangementer") == ["Erfaringsdag"]
    assert len(titles(report, "podcasts")) == 1
    assert {drawing.heading for drawing in report.drawings()} >= {
        "Besøg pr. måned",
        "Følgere på sociale medier",
    }
    values = {(line.name, line.value) for line in report.receipt}
    assert ("Erfaringsdag: deltagere", 118) in values
    assert {("Besøg pr. måned", 57000), ("Besøg pr. måned", 58570)} <= values
    results = report.sections[0].blocks[0].html  # type: ignore[union-attr]
    assert "1 publikation, 1 podcast og 1 artikel fra projekter" in results
    assert "58.570 besøg om måneden" in results


def test_an_article_belongs_to_the_period_its_day_lies_in(year: World) -> None:
    year.article("Træn din innovationsmuskel", published_on="2012-12-19")
    page = year.report(
        period_from=dt.date(2012, 12, 19),
        period_to=dt.date(2013, 4, 18),
        body=[("counted", {"what": "artikler"})],
    )
    assert titles(report_of(page), "artikler") == ["Træn din innovationsmuskel"]


def test_the_next_report_begins_the_day_after_the_last(world: World) -> None:
    assert StatusReportPage().period_from == timezone.localdate().replace(month=1, day=1)
    world.report(period_to=dt.date(2013, 12, 6))
    assert StatusReportPage().period_from == dt.date(2013, 12, 7)


def test_what_was_planned_is_proposed_as_done(world: World) -> None:
    points = [{"title": "Søgemaskineoptimering", "text": ""}]
    out(world.report("Status 2012", body=[("focus", {"what": "planned", "points": points})]))
    later = {"period_from": dt.date(2014, 1, 1), "period_to": dt.date(2014, 12, 31)}
    page = world.report("Status 2014", **later)
    draft_report(page=page)
    done, planned = (
        block.value
        for block in fresh(page).get_latest_revision_as_object().body
        if block.block_type == "focus"
    )
    assert [point["title"] for point in done["points"]] == ["Søgemaskineoptimering"]
    assert not planned["points"]


def test_a_draft_follows_a_published_report_stays_and_the_receipt_says_so(year: World) -> None:
    page = drafted(year)
    frozen = out(page)
    assert "Ingen tal er anderledes i dag" in publishing.receipt_of(frozen)
    year.mention("Politiken", published_on="2013-10-01")
    FollowerCount.objects.filter(value=2375).update(value=2400)
    page_cache.forget_all()
    assert "2.400" in str(report_of(page).receipt)
    assert len(titles(report_of(page), "medier")) == 2
    shown = Client().get(fresh(page).url).content.decode()
    assert "2.375" in shown
    assert "2.400" not in shown
    assert "Politiken" not in shown
    receipt = publishing.receipt_of(frozen)
    assert "Et andet tal i dag;Følgere på Facebook;1. december 2013;2.375;2.400" in receipt.replace(
        "31. december", "1. december"
    )
    assert frozen.checksum in receipt
    # Publishing again mends words and counts nothing, unless somebody says why.
    again = out(page)
    assert again.checksum == frozen.checksum
    counted = fresh(page)
    counted.recount_because = "Politiken manglede."
    counted.publish(counted.get_latest_revision(), skip_permission_checks=True)
    newest = fresh(page).newest_frozen
    assert newest is not None
    assert len(titles(newest.as_report(), "medier")) == 2
    assert "Politiken manglede." in publishing.receipt_of(newest)
    assert FrozenReport.objects.get(pk=frozen.pk).report == frozen.report


def test_nothing_comes_out_while_a_finding_is_open(world: World, client: Client) -> None:
    words = ("words", {"heading": "", "text": "<p>118 medarbejdere var med.</p>"})
    page = world.report(body=[words])
    with pytest.raises(NotReady, match="118"):
        publish_report(page=fresh(page))
    assert not fresh(page).live
    client.force_login(getattr(world, SECRETARY))
    address = reverse("analytics_report", args=[page.pk])
    shown = client.get(address)
    (finding,) = shown.context["open"]
    assert finding.place in shown.content.decode()
    # Not without a reason.
    client.post(address, {"do": "mark", "key": finding.key, "reason": " "})
    assert not ReportMark.objects.exists()
    client.post(address, {"do": "mark", "key": finding.key, "reason": "Talt på deltagerlisten."})
    receipt = publishing.receipt_of(out(page))
    assert "Udgivet trods" in receipt
    assert "Talt på deltagerlisten." in receipt
    client.post(address, {"do": "unmark", "key": finding.key})
    with pytest.raises(NotReady):
        out(page)


def test_the_work_is_done_once_and_tells_how_far_it_is(
    year: World, client: Client, django_capture_on_commit_callbacks: Callable
) -> None:
    client.force_login(getattr(year, SECRETARY))
    asked = {"title": "Status 2013", "first": "2013-01-01", "last": "2013-12-31"}
    answer = client.post(reverse("analytics_new_report"), asked)
    page = StatusReportPage.objects.get()
    assert answer.url == reverse("analytics_report", args=[page.pk])
    assert "Udkastet bliver lavet" in client.get(answer.url).content.decode()
    work = ReportWork.objects.get()
    assert not report_work.ask(page=page, kind=ReportWork.Kind.PUBLISH, by=None)
    report_work.carry_out_what_waits()
    work.refresh_from_db()
    assert (work.state, work.done) == (ReportWork.State.DONE, work.total)
    report_work.carry_out(page_id=page.pk)  # a second time: nothing
    assert StatusReportPage.objects.get().latest_revision.pk == fresh(page).latest_revision_id
    assert "data-moving" not in client.get(f"{answer.url}?progress").content.decode()
    client.post(answer.url, {"do": "publish"})
    report_work.carry_out_what_waits()
    work.refresh_from_db()
    assert (work.state, work.trouble, work.done) == (ReportWork.State.DONE, "", work.total)
    public = fresh(page).url
    files = {form: Client().get(f"{public}{form}/") for form in ("pdf", "word", "kvittering")}
    assert files["pdf"].content.startswith(b"%PDF")
    assert files["word"].content.startswith(b"PK")
    assert files["kvittering"].content.decode().startswith("\ufeff")
    assert Client().get(f"{public}andet/").status_code == 404


def test_what_stops_the_work_is_told(world: World, client: Client) -> None:
    page = world.report()
    client.force_login(getattr(world, SECRETARY))
    address = reverse("analytics_report", args=[page.pk])
    client.post(address, {"do": "publish"})
    report_work.carry_out_what_waits()
    shown = client.get(address).content.decode()
    assert "Udgivelsen stoppede. Rapporten er tom." in shown


def test_only_who_may_publish_reports_does_and_nothing_published_is_deleted(world: World) -> None:
    page = world.report()
    tester = page.permissions_for_user
    assert tester(getattr(world, SECRETARY)).can_edit()
    assert tester(world.ellen_the_editor).can_edit()
    for person in (world.ellen_the_editor, world.anna_the_administrator):
        assert not tester(person).can_publish()
    assert tester(getattr(world, SECRETARY)).can_delete()
    frozen = out(world.report("Status 2014", body=[("counted", {"what": "medier"})]))
    published = fresh(frozen.page)
    assert not published.permissions_for_user(getattr(world, SECRETARY)).can_delete()
    assert published.permissions_for_user(getattr(world, SECRETARY)).can_unpublish()


def test_the_public_page_costs_few_queries(
    year: World, django_assert_max_num_queries: Callable
) -> None:
    page = drafted(year)
    frozen = out(page)
    assert any(isinstance(one, Drawing) for one in frozen.as_report().drawings())
    url = fresh(page).url
    Client().get(url)  # makes the sizes of the pictures
    page_cache.forget_all()
    with django_assert_max_num_queries(12):
        assert Client().get(url).status_code == 200
    with django_assert_max_num_queries(12):
        assert Client().get("/status/").status_code == 200


def test_the_preview_counts_as_things_stand(year: World, client: Client) -> None:
    page = drafted(year)
    out(page)
    year.mention("Politiken", published_on="2013-10-01")
    draft = fresh(page).get_latest_revision_as_object()
    client.force_login(getattr(year, SECRETARY))
    shown = draft.make_preview_request(preview_mode="").rendered_content
    assert "Politiken" in shown
    assert "Hent PDF" not in shown


def count_months(metric: str) -> None:
    for month, value in ((8, 100), (9, 200), (10, 300)):
        MonthlyTotal.objects.create(
            month=dt.date(2013, month, 1),
            metric=metric,
            dimension="site",
            key="",
            value=value,
            series=Series.OWN,
            definition_version=1,
        )


def test_months_before_counting_began_are_left_out_and_not_taken_for_empty(world: World) -> None:
    count_months("visits")
    page = world.report(body=[("counted", {"what": "besoeg"})])
    (line,) = report_of(page).receipt
    assert (line.value, line.period) == (200, "august til oktober 2013")


def test_the_last_month_of_a_report_that_is_over_is_not_said_to_run(world: World) -> None:
    count_months("visits")
    count_months("visitors")
    report = report_of(world.report(body=[("counted", {"what": "besoeg"})]))
    _average, by_month = report.drawings()
    assert by_month.table.rows[0][:2] == ["oktober 2013", "300"]
    assert "indtil nu" not in str(by_month)


def test_a_published_report_is_found(world: World) -> None:
    body = [("words", {"heading": "Tak", "text": "<p>Tak til vores ildsjæle.</p>"})]
    out(world.report(body=body))
    found = Client().get("/soeg/", {"q": "ildsjæle"}).content.decode()
    assert "/status/status-2013/" in found


def test_a_draft_can_be_undone_until_somebody_writes_on(world: World, client: Client) -> None:
    written = [("words", {"heading": "Tak", "text": "<p>Tak til alle.</p>"})]
    page = world.report(body=written)
    client.force_login(getattr(world, SECRETARY))
    address = reverse("analytics_report", args=[page.pk])
    client.post(address, {"do": "draft"})
    report_work.carry_out_what_waits()
    assert fresh(page).get_latest_revision_as_object().body[0].block_type == "results"
    assert client.get(address).context["can_undo"]
    client.post(address, {"do": "undo"})
    draft = fresh(page).get_latest_revision_as_object()
    assert [block.block_type for block in draft.body] == ["words"]
    assert not client.get(address).context["can_undo"]


def test_a_corrected_figure_stands_in_the_report_at_once_and_what_was_counted_is_named(
    year: World,
) -> None:
    page = drafted(year)
    before = out(page)
    figure = FrozenFigure.objects.filter(page=page.pk, value=58570).get()
    client = Client()
    client.force_login(year.sanne_of_the_secretariat)
    answer = client.post(
        reverse("correct_figure", args=[figure.pk]),
        {"value": "58.590", "reason": "Kilden er rettet."},
        follow=True,
    )
    said = " ".join(str(message) for message in answer.context["messages"])
    assert "Det står som 58.570 i det, rapporten selv tæller, også: Besøg på Lederweb" in said
    newest = fresh(page).newest_frozen
    assert newest is not None
    corrections, results, *_more = newest.as_report().sections
    assert corrections.heading == "Rettelser"
    assert "58.590" in str(results)
    assert "58.570" not in str(results)
    assert newest.checksum != before.checksum
    told = Client().get(fresh(page).url).content.decode()
    assert "58.590" in told
    correction = re.compile(r"Rettet [^:<]+: der stod 58\.570\. Kilden er rettet\.")
    assert correction.search(told)
    files = {form: bytes(publishing.make_file(newest, form).content) for form in ("pdf", "word")}
    pages = pypdf.PdfReader(BytesIO(files["pdf"])).pages
    assert correction.search(" ".join(" ".join(page.extract_text() for page in pages).split()))
    assert any(
        map(correction.search, [p.text for p in docx.Document(BytesIO(files["word"])).paragraphs])
    )
    receipt = publishing.receipt_of(newest)
    assert "Kilden er rettet." in receipt
    assert "58.590;58.570" not in receipt


def test_what_a_draft_says_by_itself_agrees_with_what_it_lists(year: World) -> None:
    year.article("Uden projekt", published_on="2013-06-01")
    draft = drafted(year).get_latest_revision_as_object()
    assert "artikel fra projekter" in str(draft.live_report().sections[0])
    assert [one.sentence for one in checks.findings(draft) if one.code == "words"] == []
