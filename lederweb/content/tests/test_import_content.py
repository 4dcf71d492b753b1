"""Pages of the old site, from a file."""

from __future__ import annotations

import shutil
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, ReferenceIndex, Revision
from wagtail.search.models import IndexEntry

from lederweb.content.importing import write
from lederweb.content.models import ImportedPage
from lederweb.content.services import import_content as importing
from lederweb.content.tests.importing import GOOD, Import, article, blocks, rejected
from lederweb.core.models import CustomDocument, CustomImage
from lederweb.testing.world import World
from publications.models import (
    ArticlePage,
    PublicationPage,
)

pytestmark = pytest.mark.django_db

EXAMPLE = Path(settings.BASE_DIR) / "docs" / "import-example.jsonl"


# --- The example --------------------------------------------------------------------------------
def test_the_example_in_the_docs_is_imported_with_every_old_address(
    site: World, client: Client, tmp_path: Path
) -> None:
    from lederweb.pages.tests.test_old_addresses import TABLE

    for name in ("import-example.jsonl", "front-page.png"):
        shutil.copy(EXAMPLE.with_name(name), tmp_path)
    told = StringIO()
    call_command("import_content", tmp_path / EXAMPLE.name, stdout=told)
    rows = len(EXAMPLE.read_text(encoding="utf-8").splitlines())
    assert f"{rows} nye, 0 ændret, 0 uændret, 0 overladt" in told.getvalue()
    for old, new in TABLE.items():
        answer = client.get(old)
        assert (answer.status_code, answer["Location"]) == (301, new)
        assert client.get(new).status_code == 200
    page = client.get("/artikler/undgaa-vaerdiloes-kompetenceudvikling-med-ny-metode/")
    text = page.content.decode()
    assert 'href="/publikationer/ledelse-af-kompetenceudvikling/"' in text
    assert "Hvad skal vi holde op med?" in text
    assert client.get("/om-vaksthuset/sadan-finder-du-os/")["Location"] == (
        "/om/saadan-finder-du-os/"
    )
    afar = ArticlePage.objects.get(slug="ny-publikation-saadan-leder-du-paa-afstand")
    assert afar.project.title == "Ledelse på afstand"
    assert afar.picture.description.startswith("Lederwebs forside")
    assert client.get(afar.url).status_code == 200


# --- A page as Wagtail would have made it ---------------------------------------------------------
def test_a_page_is_one_that_an_editor_can_go_on_with(
    bring: Import, site: World, client: Client
) -> None:
    bring(
        GOOD
        | {
            "published": "2017-08-25",
            "topics": ["personale/arbejdsmiljo", "Lederrollen"],
            "tags": ["Læring", "opgaver", "læring"],
            "tiers": [2, "3", "bestyrelse"],
            "picture": {"path": "flade.jpg", "alt": "En grøn flade", "credit": "Lederweb"},
        }
    )
    page = article()
    assert (page.published_on, str(page.sort_date)) == ("2017-08-25", "2017-08-25")
    assert sorted(page.owners) == ["2", "3", "b"]
    assert {topic.title for topic in page.topics.all()} == {"Arbejdsmiljø", "Lederrollen"}
    assert sorted(tag.name.lower() for tag in page.tags.all()) == ["læring", "opgaver"]
    assert page.picture.description == "En grøn flade"
    assert page.reading_minutes == 1
    assert page.updated_on is None
    assert page.live
    assert page.latest_revision_id == page.live_revision_id
    assert Page.find_problems() == ([], [], [], [], [])
    assert client.get(page.url).status_code == 200
    assert "Kurset fejlede" in IndexEntry.objects.get(object_id=str(page.pk)).body_text
    assert ReferenceIndex.get_references_for_object(page).exists()
    draft = page.get_latest_revision_as_object()
    draft.title = "Et nyt ord"
    draft.save_revision().publish()
    page = article()
    assert page.title == "Et nyt ord"
    assert page.tags.count() == 2
    assert page.topics.count() == 2


def test_an_editor_opens_an_imported_page(bring: Import, site: World, client: Client) -> None:
    bring(GOOD | {"html": "<p>A</p><h2>B</h2><ul><li>C</li></ul>", "tags": ["x"]})
    client.force_login(site.ellen_the_editor, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(f"/admin/pages/{article().pk}/edit/").status_code == 200


def test_links_lead_to_pages_that_come_later_in_the_file(bring: Import) -> None:
    bring(
        GOOD
        | {
            "html": '<p><a href="https://lederweb.dk/x/artikel/2/ord?x=1#top">to</a> '
            '<a href="/gammel/tre/">tre</a> <a href="/artikler/nar-alt-er-sagt/">fire</a> '
            '<a href="/personale/arbejdsmiljo/">emne</a> <a href="/ukendt/sted/?a=1">x</a></p>'
        },
        GOOD | {"id": 2, "title": "To"},
        GOOD | {"id": "tre", "kind": "tool", "title": "Tre", "addresses": ["/gammel/tre/"]},
        GOOD | {"id": 4, "title": "Når alt er sagt"},
    )
    [(_, html)] = blocks(article())
    targets = {
        name: Page.objects.get(title=title).pk
        for name, title in {
            "to": "To",
            "tre": "Tre",
            "fire": "Når alt er sagt",
            "emne": "Arbejdsmiljø",
        }.items()
    }
    for name, number in targets.items():
        assert f'<a linktype="page" id="{number}">{name}</a>' in html
    assert '<a href="/ukendt/sted/?a=1">x</a>' in html


def test_a_picture_that_many_use_is_taken_once(bring: Import) -> None:
    picture = {"path": "flade.jpg", "alt": "En flade"}
    bring(
        *(GOOD | {"id": number, "picture": picture} for number in (1, 2)),
        GOOD | {"id": 3, "html": '<p><img src="./flade.jpg" alt="En flade"></p>'},
    )
    assert CustomImage.objects.count() == 1
    assert blocks(article(3))[0][0] == "picture"


def test_files_are_linked_where_the_text_links_them_and_listed_where_not(bring: Import) -> None:
    files = [{"path": "ark.pdf", "title": "Arbejdsark"}]
    bring(
        GOOD | {"id": 1, "files": files, "html": '<p>Hent <a href="ark.pdf">arket</a>.</p>'},
        GOOD | {"id": 2, "files": files},
    )
    number = CustomDocument.objects.get().pk
    assert f'<a linktype="document" id="{number}">arket</a>' in blocks(article(1))[0][1]
    kind, value = blocks(article(2))[-1]
    assert kind == "documents"
    assert [entry["value"] for entry in value["documents"]] == [number]


# --- Again --------------------------------------------------------------------------------------
def test_the_second_run_changes_nothing_and_a_changed_row_changes_its_page(bring: Import) -> None:
    other = GOOD | {"id": 2, "title": "To"}
    bring(GOOD, other)
    again = bring(GOOD, other)
    assert (again.new, again.changed, again.unchanged) == (0, 0, 2)
    changed = bring(GOOD | {"lead": "Nu med nye ord.", "tags": ["ny"]}, other)
    assert (changed.new, changed.changed, changed.unchanged) == (0, 1, 1)
    page = article()
    assert page.lead == "Nu med nye ord."
    assert [tag.name for tag in page.tags.all()] == ["ny"]
    assert page.revisions.count() == 2
    assert bring(GOOD | {"lead": "Nu med nye ord.", "tags": ["ny"]}, other).unchanged == 2


def test_what_an_editor_has_changed_is_left_alone(bring: Import) -> None:
    bring(GOOD)
    page = article()
    page.lead = "Ellens ord."
    page.save_revision().publish()
    report = bring(GOOD | {"lead": "Filens ord."})
    assert (report.kept, report.changed) == (1, 0)
    assert article().lead == "Ellens ord."
    assert "ændret af en redaktør" in rejected(bring)[0]["reasons"][0]
    assert bring(GOOD | {"lead": "Filens ord."}, overwrite=True).changed == 1
    assert article().lead == "Filens ord."


def test_what_an_editor_has_taken_away_stays_away(bring: Import) -> None:
    bring(GOOD, GOOD | {"id": 2, "title": "To"})
    article().unpublish()
    article(2).delete()
    assert bring(GOOD, GOOD | {"id": 2, "title": "To"}).unchanged == 2
    report = bring(GOOD | {"lead": "Ny."}, GOOD | {"id": 2, "title": "To", "lead": "Ny."})
    assert (report.kept, report.new, report.changed) == (2, 0, 0)
    assert not article().live
    assert not ArticlePage.objects.filter(legacy_id=2).exists()


def test_a_page_that_was_here_before_is_left_alone(bring: Import, site: World) -> None:
    site.article("Undgå værdiløs kompetenceudvikling", legacy_id=153777, lead="Vores ord.")
    assert bring(GOOD).kept == 1
    assert article().lead == "Vores ord."
    assert bring(GOOD, overwrite=True).changed == 1
    assert article().lead == "Begynd med opgaven."


def test_an_import_killed_between_batches_goes_on_to_the_same_result(
    bring: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [
        GOOD
        | {
            "id": 100 + number,
            "title": "Samme titel",
            "html": f'<p><a href="/artikel/{100 + (number + 5) % 10}/">videre</a></p>',
        }
        for number in range(10)
    ]
    monkeypatch.setattr(importing, "BATCH", 3)
    insert = write.insert
    calls = []

    def dies(*args: Any) -> None:
        calls.append(1)
        insert(*args)
        if len(calls) == 3:
            raise KeyboardInterrupt

    monkeypatch.setattr(write, "insert", dies)
    with pytest.raises(KeyboardInterrupt):
        bring(*rows)
    assert ArticlePage.objects.count() == 6
    monkeypatch.setattr(write, "insert", insert)
    report = bring(*rows)
    assert (report.new, report.unchanged) == (4, 6)
    slugs = list(ArticlePage.objects.order_by("legacy_id").values_list("slug", flat=True))
    assert slugs == ["samme-titel", *(f"samme-titel-{number}" for number in range(2, 11))]
    for page in ArticlePage.objects.all():
        target = article(100 + (page.legacy_id - 100 + 5) % 10)
        assert f'id="{target.pk}"' in blocks(page)[0][1]
    assert Page.find_problems() == ([], [], [], [], [])
    assert Revision.objects.filter(base_content_type__model="page").count() >= 10


def test_a_dry_run_writes_nothing(bring: Import) -> None:
    report = bring(GOOD, {"kind": "sang"}, dry_run=True)
    assert (report.new, report.rejected) == (1, 1)
    assert not ArticlePage.objects.exists()
    assert not ImportedPage.objects.exists()
    assert len(rejected(bring)) == 1


def test_redirects_that_are_there_stay(bring: Import, site: World, client: Client) -> None:
    Redirect.add_redirect("/gammel", "/katalog/")
    bring(GOOD | {"addresses": ["/gammel/", "/anden/", "/x/artikel/153777/ord"]})
    assert client.get("/gammel/")["Location"] == "/katalog/"
    assert client.get("/anden/")["Location"] == article().url
    assert Redirect.objects.count() == 2, "the number needs no redirect"


def test_publications_are_imported_too(bring: Import) -> None:
    bring(GOOD | {"kind": "publication", "id": "x1", "published": "2017"})
    page = PublicationPage.objects.get()
    assert (page.published_on, page.legacy_id) == ("2017", None)
