"""The mail itself (promises N5, N6, N9 and N12)."""

import re

import pytest
from bs4 import BeautifulSoup
from django.test import override_settings

from lederweb.testing.mail_server import MailServer, Taken
from newsletter.issue_mail import issue_mail, preview_response
from newsletter.models import Subscriber
from newsletter.services.approve import approve_issue
from newsletter.tasks import send_issue

pytestmark = pytest.mark.django_db

INTRODUCTION = (
    "<p>Kære leder, læs <b>især</b> <a href='/artikler/ledelse-paa-afstand-0/'>den første</a>.</p>"
    "<ul><li>en</li><li>to</li></ul><ol><li>først</li><li>så</li></ol>"
)


@pytest.fixture(scope="module")
def taken(made_once) -> Taken:
    """The mail to Karen, as a mail server took it."""
    with made_once() as world, MailServer() as server:
        world.subscriber("Karen")
        pages = [world.article(f"Ledelse på afstand {n}", picture=world.picture) for n in range(8)]
        issue = world.issue(
            pages=pages, subject="Når du leder på afstand", introduction=INTRODUCTION
        )
        with override_settings(EMAIL_HOST="127.0.0.1", EMAIL_PORT=server.port):
            approve_issue(issue_id=issue.pk, approved_by=world.morten_the_moderator)
            send_issue(issue.pk)
        [taken] = server.taken
        return taken


def test_eight_items_stay_far_below_what_mail_programs_cut(taken):
    assert len(taken.part("html").encode()) < 60_000
    assert len(taken.content) < 100_000


def test_it_is_danish_with_a_heading_for_each_item(taken):
    html = taken.part("html")
    assert '<html lang="da"' in html
    assert html.count("<h1") == 1
    assert html.count("<h2") == 8
    assert "Uge 12, 2026" in html
    assert taken.message["Subject"] == "Når du leder på afstand"


def test_why_it_comes_is_said_so_that_it_is_true_of_imported_readers_too(taken):
    for kind in ("plain", "html"):
        text = " ".join(taken.part(kind).split())
        assert "fordi du er tilmeldt Lederwebs nyhedsbrev" in text
        assert "bekræftet" not in text


def test_every_picture_has_its_text_and_no_picture_watches(taken):
    pictures = re.findall(r"<img[^>]*>", taken.part("html"))
    assert len(pictures) == 1
    for picture in pictures:
        assert 'alt="Lys falder ind gennem ruderne i et drivhus"' in picture
        assert re.search(r'src="http://testserver/media/images/', picture)


def test_no_link_tells_who_clicked_but_those_for_leaving_and_settings(taken):
    karen = Subscriber.objects.get()
    for part in (taken.part("html"), taken.part("plain")):
        for link in re.findall(r"https?://[^\s\"<>)]+", part):
            if "/nyhedsbrev/afmeld/" in link or "/nyhedsbrev/indstillinger/" in link:
                assert karen.public_id.hex in link
            else:
                assert "?" not in link
                assert karen.public_id.hex not in link
                assert len(link) < 120
        assert "link.invalid" not in part
        assert "karen" not in part


def test_nothing_is_fetched_from_another_host(taken):
    html = taken.part("html")
    assert "fonts.googleapis" not in html
    assert "@import" not in html
    fetched = re.findall(r'(?:src|background)="(https?://[^"]+)"', html)
    assert all(address.startswith("http://testserver/") for address in fetched)


def test_the_text_part_is_written_to_be_read(taken):
    text = taken.part("plain")
    assert "Kære leder, læs især den første [1].\n" in text
    assert re.search(r"\n\[1\] http://testserver/nyhedsbrev/l/[a-z2-9]+/\n", text)
    for line in text.splitlines():
        assert len(line) <= 72 or " " not in line.strip()
    assert "– en\n– to" in text
    assert "1. først\n2. så" in text
    assert "<" not in text
    assert "\n\n\n" not in text


def test_the_headers_let_the_mailbox_provider_show_a_button_for_leaving(taken, client):
    message = taken.message
    link = str(message["List-Unsubscribe"])
    assert re.fullmatch(r"<http://testserver/nyhedsbrev/afmeld/[^>]+/>", link)
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["List-Id"]
    assert message["To"] == "karen@example.org"
    path = link.strip("<>").removeprefix("http://testserver")
    assert client.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert Subscriber.objects.get().state == "left"


def test_no_link_in_the_mail_changes_anything_when_a_scanner_opens_it(taken, client):
    before = Subscriber.objects.values().get()
    links = set(re.findall(r'href="(http://testserver[^"]+)"', taken.part("html")))
    links |= set(re.findall(r"http://testserver\S+[^\s).]", taken.part("plain")))
    assert len(links) > 10
    for link in links:
        path = link.removeprefix("http://testserver")
        # A link to something to read is the same for everybody and leads on.
        assert client.get(path).status_code == (302 if "/nyhedsbrev/l/" in path else 200)
        client.head(path)
    assert Subscriber.objects.values().get() == before
    assert before["state"] == "active"


def test_what_an_editor_writes_cannot_break_the_mail(world):
    evil = 'A & B <script>alert(1)</script> "x" </mj-text></mj-column>'
    issue = world.issue(evil, pages=[world.article(evil)], subject=evil, preview_text=evil)
    mail = issue_mail(issue)
    soup = BeautifulSoup(mail.html, "html.parser")
    assert soup.find("script") is None
    assert soup.find("h1").get_text() == evil
    assert soup.find("h2").get_text() == evil
    assert mail.subject == evil
    assert evil in mail.text


@pytest.mark.parametrize("mode", ["html", "dark", "no-pictures", "text", "tier-1"])
def test_the_preview_shows_no_address_that_is_none(world, mode):
    shown = preview_response(world.issue(), mode).content.decode()
    assert "link.invalid" not in shown
    assert ("[her står hver læsers eget link]" in shown) is (mode == "text")
