"""Redirects in and out as CSV."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from wagtail.contrib.redirects.models import Redirect

from lederweb.pages.services.import_redirects import NotATable, import_redirects
from lederweb.testing.world import World

pytestmark = pytest.mark.django_db

ARTICLE = "/artikler/frivillige-skal-ogsaa-ledes/"
IMPORT, EXPORT = "/admin/redirects/import/", "/admin/redirects/export.csv"


@pytest.fixture
def ellen(world: World) -> Client:
    world.article("Frivillige skal også ledes")
    client = Client()
    client.force_login(world.ellen_the_editor, backend="django.contrib.auth.backends.ModelBackend")
    return client


def send(client: Client, text: str | bytes) -> str:
    content = text.encode() if isinstance(text, str) else text
    form = {"file": SimpleUploadedFile("liste.csv", content)}
    return client.post(IMPORT, form, follow=True).content.decode()


def test_good_lines_work_at_once_and_bad_ones_are_named(ellen: Client, client: Client) -> None:
    told = send(
        ellen,
        f"Fra;Til;Permanent\n/gammel/;{ARTICLE};ja\n/tom/;\n/midlertidig;https://www.kl.dk/;nej\n"
        f"{ARTICLE};/soeg/\n",
    )
    assert client.get("/gammel/")["Location"] == ARTICLE
    assert client.get("/midlertidig/").status_code == 302
    for line, reason in (("3", "skal begge udfyldes"), ("5", "Der står en side")):
        assert f"<td>{line}</td>" in told
        assert reason in told
    assert Redirect.objects.get(old_path="/gammel").redirect_page.url == ARTICLE


def test_every_fault_has_a_sentence_of_its_own(ellen: Client) -> None:
    lines = {
        "uden-skraastreg;/soeg/": "begynde med /",
        "/;/soeg/": "forsiden",
        "/a;javascript:alert(1)": "https://",
        "/b;//evil.example/": "https://",
        "/c;/\\evil.example/": "https://",
        "/d;/D/": "til sig selv",
        "/e/" + "x" * 300 + ";/soeg/": "255",
        "/g;/soeg/": "samme adresse",
        "/h;": "udfyldes",
        "/i": "udfyldes",
    }
    told = send(ellen, "/g;/soeg/\n" + "\n".join(lines))
    for sentence in lines.values():
        assert sentence.lower() in told.lower(), sentence
    assert list(Redirect.objects.values_list("old_path", flat=True)) == ["/g"]


def test_rings_are_refused_also_with_redirects_that_are_there(world: World) -> None:
    assert world.home
    Redirect.add_redirect("/c", "/a/")
    outcome = import_redirects(content=b"/a;/b\n/b;/c\n/x;/y\n/y;/x\n/fin;/soeg/\n")
    assert [refused.line for refused in outcome.refused] == [1, 2, 3, 4]
    assert outcome.made == 1


def test_the_same_file_may_be_imported_again(world: World) -> None:
    assert world.home
    content = "Fra,Til\n/a,/soeg/\n/b,/soeg/?q=æ\n".encode()
    first, second = import_redirects(content=content), import_redirects(content=content)
    assert (first.made, second.made, second.unchanged) == (2, 0, 2)
    third = import_redirects(content=b"/a;/katalog/\n")
    assert (third.made, third.changed) == (0, 1)


def test_what_goes_out_comes_in_again(ellen: Client) -> None:
    send(ellen, f"/gammel;{ARTICLE}\n/s;https://www.kl.dk/?a=b;nej\n")
    Redirect.add_redirect("=SUM(A1)", "/soeg/")
    Redirect.objects.filter(redirect_link="/soeg/").update(old_path="=SUM(A1)")
    table = b"".join(ellen.get(EXPORT).streaming_content)
    text = table.decode("utf-8-sig")
    assert text.splitlines()[0] == "Fra;Til;Permanent"
    assert "'=SUM(A1);" in text
    before = list(Redirect.objects.exclude(old_path="=SUM(A1)").values_list("old_path", flat=True))
    Redirect.objects.all().delete()
    send(ellen, table)
    assert list(Redirect.objects.values_list("old_path", flat=True)) == before
    assert not Redirect.objects.get(old_path="/s").is_permanent


def test_an_older_excel_may_have_written_it(world: World) -> None:
    assert world.home
    import_redirects(content="Fra;Til\r\n/gør-det;/soeg/\r\n".encode("cp1252"))
    assert Redirect.objects.get().old_path == "/gør-det"


@pytest.mark.parametrize("content", [b"", b"\n\n", b"PK\x03\x04\x00\x00\x00", b"Fra;Til\n"])
def test_what_is_no_table_is_said(world: World, content: bytes) -> None:
    with pytest.raises(NotATable):
        import_redirects(content=content)


def test_the_list_leads_to_both(ellen: Client) -> None:
    page = ellen.get("/admin/redirects/").content.decode()
    assert IMPORT in page
    assert EXPORT in page
