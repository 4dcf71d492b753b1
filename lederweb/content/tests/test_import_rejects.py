"""Rows of the old site that are wrong: a sentence each, and the rest is imported."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Page

from lederweb.content.importing import write
from lederweb.content.services.import_content import import_content
from lederweb.content.tests.importing import GOOD, Import, article, rejected

pytestmark = pytest.mark.django_db

WRONG: dict[str, tuple[Any, ...]] = {
    "kind": ("sang", None, 7, [], "Article"),
    "id": (None, "", 1.5, True, [], "a b", "x" * 41),
    "title": (None, "", "   ", 7, "x" * 256, ["a"]),
    "lead": (None, "", 7, "x" * 401, {}),
    "html": (None, "", 7, "<p> </p>", "<div>" * 100 + "x", "x" * 1_000_001, '<img src="nej.jpg">'),
    "slug": (7, "Store Bogstaver", "æ", "-a-", "x" * 201),
    "description": (7, "x" * 401),
    "published": (2017, "25.08.2017", "2017-13", "2017-02-30", "i går"),
    "updated": (2017, "25.08.2017", []),
    "addresses": ("/a", [7], ["a"], ["/"], ["/" + "x" * 300], [""]),
    "topics": ("Personale", [7], ["Findes ikke"], [None]),
    "tags": ("ord", [7], [""], ["x" * 101], ["x"] * 101),
    "tiers": (3, [4], ["x"], [True], [[]]),
    "project": (7, "Findes ikke", []),
    "picture": (
        7,
        {"alt": "En flade"},
        {"path": "flade.jpg"},
        {"path": "nej.jpg", "alt": "x"},
        {"path": "/etc/passwd", "alt": "x"},
        {"path": "../flade.jpg", "alt": "x"},
        {"path": "ark.pdf", "alt": "x"},
        {"path": "i-stykker.png", "alt": "x"},
        {"path": "http://evil.example/a.png", "alt": "x"},
        {"path": "udenfor.jpg", "alt": "x"},
        {"path": "flade.jpg", "alt": "x", "farve": "grøn"},
    ),
    "pictures": ("flade.jpg", [7], [{"path": "flade.jpg"}]),
    "files": (
        "ark.pdf",
        [7],
        [{"path": "nej.pdf"}],
        [{"path": "../ark.pdf"}],
        [{"path": "program.exe"}],
        [{"path": "html.pdf"}],
        [{"path": ""}],
    ),
    "ukendt": (1,),
}


def test_every_field_wrong_in_every_way_is_a_sentence_and_the_rest_is_imported(
    bring: Import,
) -> None:
    folder = bring.folder  # type: ignore[attr-defined]
    (folder / "i-stykker.png").write_bytes(b"\x89PNG\r\n\x1a\n" + b"x" * 50)
    (folder / "program.exe").write_bytes(b"MZ")
    (folder / "html.pdf").write_text("<script>alert(1)</script>")
    (folder.parent / "udenfor.jpg").write_bytes(b"x")
    (folder / "udenfor.jpg").symlink_to(folder.parent / "udenfor.jpg")
    rows = [GOOD | {"id": 1000 + i} for i in range(sum(len(v) for v in WRONG.values()))]
    cases = [(name, value) for name, values in WRONG.items() for value in values]
    for row, (name, value) in zip(rows, cases, strict=True):
        row[name] = value
    report = bring(*rows, GOOD)
    assert (report.rejected, report.new) == (len(rows), 1)
    for told, (name, value), row in zip(rejected(bring), cases, rows, strict=True):
        assert told["row"] == row
        assert told["reasons"], (name, value)
        for reason in told["reasons"]:
            assert reason[0] in "»ABCDEFGHIJKLMNOPQRSTUVWXYZÆØÅ", reason
            assert reason.endswith("."), reason
    assert [told["line"] for told in rejected(bring)] == list(range(1, len(rows) + 1))


def test_lines_that_are_no_pages_are_rejected_as_they_stand(bring: Import) -> None:
    folder = bring.folder  # type: ignore[attr-defined]
    report = bring("her er noget", "[1, 2]", "{", '"ord"', '{"a": NaN}', "[" * 100_000, "", GOOD)
    assert (report.rejected, report.new) == (6, 1)
    assert rejected(bring)[0] == {
        "line": 1,
        "reasons": ["Linjen er ikke JSON."],
        "row": "her er noget",
    }
    file = folder / "sider.jsonl"
    file.write_bytes(b'\xff\xfe{"a": 1}\n' + json.dumps(GOOD | {"id": 5}).encode())
    report = import_content(file=file, rejects=folder / "afvist.jsonl")
    assert (report.rejected, report.new) == (1, 1)


def test_twins_within_the_file_are_rejected(bring: Import) -> None:
    report = bring(
        GOOD | {"addresses": ["/a/"]},
        GOOD,
        GOOD | {"id": 2, "addresses": ["/A"]},
    )
    assert (report.new, report.rejected) == (1, 2)
    assert "Linje 1" in rejected(bring)[0]["reasons"][0]
    assert "linje 1" in rejected(bring)[1]["reasons"][0]


def test_rejected_rows_can_be_mended_and_imported_as_they_are(bring: Import) -> None:
    bring(GOOD | {"lead": ""})
    [told] = rejected(bring)
    told["row"]["lead"] = "Nu med ord."
    assert bring(told).new == 1


def test_signs_that_cannot_be_kept_are_left_out(bring: Import) -> None:
    bring(GOOD | {"title": "A\x00B\ud800C", "html": "<p>x\x00y&#0;z</p>"})
    assert article().title == "ABC"


def test_a_project_may_stand_anywhere_in_the_file(bring: Import) -> None:
    project = {"kind": "project", "id": 1, "title": "Innovative gaver", "lead": "X.", "html": "x"}
    bring(GOOD | {"project": "innovative gaver"}, project)
    assert article().project.title == "Innovative gaver"
    assert bring(GOOD | {"project": "innovative gaver"}, project).unchanged == 2


def test_what_is_rejected_while_writing_stops_nobody_else(
    bring: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill = write.fill

    def stumbles(page: Any, draft: Any) -> None:
        fill(page, draft)
        if draft.row.old_id == "2":
            page.title = "x" * 300

    monkeypatch.setattr(write, "fill", stumbles)
    report = bring(*(GOOD | {"id": number, "title": f"Nr. {number}"} for number in (1, 2, 3)))
    assert (report.new, report.rejected) == (2, 1)
    assert rejected(bring)[0]["reasons"] == ["Siden kunne ikke gemmes."]


@pytest.mark.parametrize("kind", ["course", "episode"])
def test_what_is_made_by_hand_is_rejected_with_the_reason(kind: str, bring: Import) -> None:
    bring(GOOD | {"kind": kind})
    assert rejected(bring)[0]["reasons"] == [
        f"»{kind}« bliver ikke importeret: Opret siden i redaktionen med alt, hvad den skal have."
    ]


def test_without_an_overview_its_kind_is_rejected(bring: Import) -> None:
    Page.objects.get(slug="vaerktoejer").delete()
    report = bring(GOOD | {"kind": "tool"}, GOOD)
    assert (report.new, report.rejected) == (1, 1)


def test_the_command_says_what_it_cannot_read(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="kan ikke læses"):
        call_command("import_content", tmp_path / "nej.jsonl")
    with pytest.raises(CommandError, match="kan ikke læses"):
        call_command("import_content", tmp_path)
    file = tmp_path / "a.jsonl"
    file.write_text("")
    with pytest.raises(CommandError):
        call_command("import_content", file, rejects=file)
