"""An issue in the archive, and its previews."""

import pytest
from django.urls import reverse

from newsletter.services.approve import approve_issue

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(world):
    world.subscriber("Karen")
    pages = [world.article(f"Artikel {number}", picture=world.picture) for number in range(5)]
    issue = world.issue(pages=pages)
    approve_issue(issue_id=issue.pk, approved_by=world.morten_the_moderator)
    return issue


def test_anybody_can_read_a_sent_issue(client, sent):
    page = client.get(sent.url).content.decode()
    assert sent.url == "/nyhedsbrev/uge-12-2026/"
    assert "Kære leder" in page
    positions = [page.index(f"Artikel {number}") for number in range(5)]
    assert positions == sorted(positions)


@pytest.mark.parametrize(
    ("title", "beside"),
    [("Særnummer: Mod", "Nyhedsbrev"), ("Mod", "Nyhedsbrev"), ("Uge 12", "Uge 12")],
    ids=["the same", "part of it", "another"],
)
def test_a_title_that_the_subject_has_stands_once(world, client, title, beside):
    world.subscriber("Karen")
    issue = world.issue(title, subject="Særnummer: Mod")
    approve_issue(issue_id=issue.pk, approved_by=world.morten_the_moderator)
    header = client.get(issue.url).content.decode().partition('<header class="page-header">')[2]
    header = header.partition("</header>")[0]
    assert header.count("Særnummer: Mod") == 1
    assert f'meta__kind">{beside}</span>' in header


def test_it_costs_few_queries(client, sent, django_assert_max_num_queries):
    client.get(sent.url)  # makes the pictures' renditions
    with django_assert_max_num_queries(12):
        assert client.get(f"{sent.url}?another").status_code == 200


def test_the_archive_lists_what_was_sent_newest_first(world, client, sent, settings):
    settings.PAGE_CACHE_SECONDS = 0
    newer = world.issue("Uge 13, 2026", pages=[world.article("Ny")], subject="Om at lytte")
    approve_issue(issue_id=newer.pk, approved_by=world.morten_the_moderator)
    world.issue("Uge 14, 2026", subject="Endnu ikke sendt")
    page = client.get("/nyhedsbrev/").content.decode()
    assert page.index("Om at lytte") < page.index("Frivillige skal også ledes")
    assert "Endnu ikke sendt" not in page


def test_the_archive_costs_few_queries(client, sent, django_assert_max_num_queries):
    client.get("/nyhedsbrev/")
    with django_assert_max_num_queries(12):
        assert client.get("/nyhedsbrev/?another").status_code == 200


def test_an_empty_archive_says_so(world, client):
    assert "empty__title" in client.get(world.newsletter.url).content.decode()


def test_what_is_taken_off_the_site_later_leaves_the_issue_standing(client, sent, settings):
    settings.PAGE_CACHE_SECONDS = 0
    sent.items.first().page.unpublish()
    page = client.get(sent.url)
    assert page.status_code == 200
    assert "Artikel 0" not in page.content.decode()


@pytest.mark.parametrize("mode", ["html", "text", "web"])
def test_the_editor_sees_the_real_mail_before_it_is_sent(world, client, mode):
    issue = world.issue()
    client.force_login(world.ellen_the_editor)
    page = client.get(reverse("wagtailadmin_pages:view_draft", args=[issue.pk]) + f"?mode={mode}")
    assert page.status_code == 200
    content = page.content.decode()
    assert "Frivillige skal også ledes" in content
    if mode == "html":
        assert 'aria-roledescription="email"' in content
        assert "'unsafe-inline'" in page.headers["Content-Security-Policy"]
    if mode == "text":
        assert page.headers["Content-Type"].startswith("text/plain")


def test_an_issue_cannot_take_the_address_of_the_sign_up(world):
    from django.core.exceptions import ValidationError

    issue = world.issue()
    issue.slug = "tilmeld"
    with pytest.raises(ValidationError):
        issue.full_clean()


def test_every_address_of_a_view_is_reserved():
    from newsletter.models.issues import RESERVED_SLUGS
    from newsletter.urls import urlpatterns

    taken = {str(pattern.pattern).split("/")[1] for pattern in urlpatterns}
    assert taken == RESERVED_SLUGS
