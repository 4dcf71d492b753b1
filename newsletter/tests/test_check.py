"""The check list before sending."""

import socket

import pytest
from django.conf import settings
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import PageViewRestriction

from newsletter import own_links
from newsletter.issue_mail import issue_mail
from newsletter.services.check import findings_of, problems_of
from newsletter.services.draft import draft_weekly_issue

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(world):
    return world.subscriber("Karen")


def sentences(issue, **options):
    return [finding.sentence for finding in findings_of(issue, **options)]


def advice(issue):
    return [finding.sentence for finding in findings_of(issue) if not finding.blocks]


def test_a_good_issue_has_nothing_to_mend(world, reader):
    assert sentences(world.issue()) == []


def test_what_is_missing_stands_in_the_way(world):
    found = problems_of(world.issue(pages=[], subject=" "))
    assert len(found) == 3  # subject, items, readers


def test_long_and_missing_words_of_the_inbox_are_advice(world, reader):
    long = world.issue(subject="x" * 61, preview_text="y" * 111)
    assert len(advice(long)) == 2
    assert problems_of(long) == []
    assert len(advice(world.issue("Uge 13", preview_text=""))) == 1


@pytest.mark.parametrize("is_private", [True, False])
def test_an_item_that_is_not_public_is_named(world, reader, is_private):
    page = world.article("Hemmelig")
    issue = world.issue(pages=[page, world.article("Åben")])
    if is_private:
        PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    else:
        page.unpublish()
    [found] = problems_of(issue)
    assert "Hemmelig" in found


def test_a_link_to_a_page_that_is_not_public_is_named(world, reader):
    draft = world.article("Kladden")
    draft.unpublish()
    words = f'<p><a linktype="page" id="{draft.pk}">kladden</a></p>'
    [found] = problems_of(world.issue(introduction=words))
    assert "Kladden" in found


@pytest.mark.parametrize(
    ("path", "is_dead"),
    [
        ("/", False),
        ("/nyhedsbrev/tilmeld/", False),
        ("/artikler/ledelse-paa-afstand/", False),
        ("/artikler/ledelse-paa-afstand", False),
        ("/findes-ikke/", True),
        ("/admin/pages/3/edit/", True),
        ("/dokumenter/987654/x.pdf", True),
    ],
)
def test_own_links_are_asked_of_the_site_itself(world, reader, path, is_dead, monkeypatch):
    def nothing_is_fetched(*args, **kwargs):
        raise AssertionError(args)

    issue = world.issue(
        pages=[world.article("Ledelse på afstand")],
        introduction=f'<p><a href="{settings.BASE_URL}{path}">se</a></p>',
    )
    monkeypatch.setattr(own_links.socket, "create_connection", nothing_is_fetched)
    assert bool(problems_of(issue)) is is_dead


def test_a_redirect_leads_somewhere_only_if_what_it_leads_to_is_public(world, reader):
    target = world.article("Den nye")
    Redirect.objects.create(old_path="/gammel", redirect_page=target)
    words = f'<p><a href="{settings.BASE_URL}/gammel/">se</a></p>'
    assert problems_of(world.issue(introduction=words)) == []
    target.unpublish()
    [found] = problems_of(world.issue("Uge 13", introduction=words))
    assert "/gammel/" in found


def test_a_link_to_a_page_that_is_gone_is_named_by_its_words(world, reader):
    words = '<p><a linktype="page" id="987654">Tilmeld dig her</a></p>'
    [found] = problems_of(world.issue(introduction=words))
    assert "Tilmeld dig her" in found


@pytest.mark.parametrize("address", ["www.kl.dk", "#afsnit"])
def test_an_address_that_no_mail_can_open_is_named(world, reader, address):
    [found] = problems_of(world.issue(introduction=f'<p><a href="{address}">kl</a></p>'))
    assert f"({address})" in found


def test_a_picture_without_words_is_named_once(world, reader):
    picture = world.picture
    picture.description = " "
    picture.save()
    issue = world.issue(
        pages=[world.article("A", picture=picture), world.article("B", picture=picture)],
        before=[("picture", {"image": picture, "description": "", "caption": ""})],
    )
    assert len(problems_of(issue)) == 1
    issue.before = [("picture", {"image": picture, "description": "Et drivhus", "caption": ""})]
    assert len(problems_of(issue)) == 1  # the items show it without those words


def test_a_mail_that_gmail_would_cut_is_not_sent(world, reader):
    issue = world.issue(introduction=f"<p>{'ord ' * 30_000}</p>")
    assert len(issue_mail(issue).html) > 100_000
    [found] = problems_of(issue)
    assert "100" in found


def test_nothing_is_fetched_from_a_private_network(world, reader):
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        address = f"http://127.0.0.1:{server.getsockname()[1]}/"
        issue = world.issue(introduction=f'<p><a href="{address}">se</a></p>')
        assert sentences(issue) == []  # not followed unless asked
        [found] = findings_of(issue, with_outside=True)
        assert address in found.sentence
        assert not found.blocks
        with pytest.raises(TimeoutError):
            server.accept()


@pytest.mark.parametrize(
    ("status", "is_dead"), [(200, False), (301, False), (403, False), (404, True), (500, True)]
)
def test_a_link_elsewhere_is_judged_by_its_answer(monkeypatch, status, is_dead):
    import http.server
    import threading

    class Answer(http.server.BaseHTTPRequestHandler):
        def do_HEAD(self):
            self.send_response(status)
            self.send_header("Location", "http://127.0.0.1:1/")
            self.end_headers()

        def log_message(self, *args):
            pass

    with http.server.HTTPServer(("127.0.0.1", 0), Answer) as server:
        threading.Thread(target=server.handle_request, daemon=True).start()
        monkeypatch.setattr(own_links, "_public_number", lambda host, port: host)
        address = f"http://127.0.0.1:{server.server_port}/x?y"
        assert bool(own_links.problems_outside([address])) is is_dead


@pytest.mark.parametrize(
    "host",
    ["10.0.0.1", "169.254.169.254", "[::1]", "192.168.1.1", "[::ffff:127.0.0.1]", "localhost"],
)
def test_private_numbers_are_known_in_every_spelling(host):
    assert own_links.problems_outside([f"http://{host}/"])


def test_the_weekly_draft_can_be_sent_as_it_is(world, reader):
    assert world.newsletter
    world.article("Ring før du mailer", published_on="")
    assert problems_of(draft_weekly_issue()) == []
