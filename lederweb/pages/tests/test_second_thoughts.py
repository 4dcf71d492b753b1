"""Copying, moving, comparing and undoing: nothing of the first page is lost, nothing doubled."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags
from wagtail.models import Page

from lederweb.testing.world import World
from newsletter.models import IssuePage, Sending
from publications.models import Answer, ArticleIndexPage, ArticlePage, PodcastEpisodePage

pytestmark = pytest.mark.django_db


@pytest.fixture
def morten(world: World, client: Client) -> Client:
    client.force_login(
        world.morten_the_moderator, backend="django.contrib.auth.backends.ModelBackend"
    )
    return client


def copy(morten: Client, page: Any, title: str, slug: str) -> Any:
    answer = morten.post(
        reverse("wagtailadmin_pages:copy", args=[page.pk]),
        {
            "new_title": title,
            "new_slug": slug,
            "new_parent_page": page.get_parent().pk,
            "alias": "",
        },
    )
    assert answer.status_code == 302, strip_tags(answer.content.decode())[:2000]
    return type(page).objects.get(slug=slug)


def test_a_copied_article_is_a_draft_with_all_that_was_chosen_and_no_reader_s_word(
    world: World, morten: Client
) -> None:
    topic = world.topic("Frivillige")
    page = world.article(topics=[topic], tags=["frivillig"])
    Answer.objects.create(page=page, use="yes", day=dt.date(2016, 3, 1))
    twin = copy(morten, page, "Frivillige i regionen", "frivillige-i-regionen")
    assert (twin.live, twin.title) == (False, "Frivillige i regionen")
    assert twin.lead == page.lead
    assert list(twin.topics.all()) == [topic]
    assert list(twin.tags.names()) == ["frivillig"]
    assert not Answer.objects.filter(page=twin.pk).exists()
    assert Client().get(twin.url).status_code == 404
    page.refresh_from_db()
    assert page.live


def test_a_copied_episode_is_another_one_to_podcast_apps(world: World, morten: Client) -> None:
    page = world.episode()
    twin = copy(morten, page, "Når jorden brænder igen", "naar-jorden-braender-igen")
    assert twin.transcript == page.transcript
    assert [chapter.title for chapter in twin.chapters.all()] == ["Velkommen", "Når det brænder"]
    assert twin.guid != page.guid
    assert PodcastEpisodePage.objects.get(pk=page.pk).guid == page.guid


def test_a_copied_issue_is_a_draft_that_went_to_nobody(world: World, morten: Client) -> None:
    issue = world.sent_issue([world.article()])
    twin = copy(morten, issue, "Uge 13, 2026", "uge-13-2026")
    assert twin.subject == issue.subject
    assert [item.page.title for item in twin.items.all()] == ["Frivillige skal også ledes"]
    assert (twin.live, twin.sending_or_none, twin.week) == (False, None, None)
    assert IssuePage.objects.get(pk=issue.pk).sending_or_none.state == Sending.State.SENT


def test_a_moved_page_is_found_where_it_was(
    world: World, morten: Client, django_capture_on_commit_callbacks: Any
) -> None:
    page = world.standard("Sådan gør vi", below=world.standard("Om os"))
    before = page.url
    target = world.standard("Hjælp")
    with django_capture_on_commit_callbacks(execute=True):
        answer = morten.post(
            reverse("wagtailadmin_pages:move_confirm", args=[page.pk, target.pk]), {}
        )
    assert answer.status_code == 302
    after = Page.objects.get(pk=page.pk).url
    assert after != before
    moved = Client().get(before)
    assert (moved.status_code, moved["location"]) == (301, after)
    assert Client().get(after).status_code == 200


def test_two_versions_are_held_against_each_other_and_the_first_can_be_taken_up(
    world: World, morten: Client
) -> None:
    page = world.article()
    first = page.latest_revision
    page.lead = "Fire greb, der gør samarbejdet lettere."
    page.save_revision(user=world.ellen_the_editor).publish()
    second = page.latest_revision
    compared = morten.get(
        reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, first.pk, second.pk])
    ).content.decode()
    assert "Tre" in compared
    assert "Fire" in compared
    form = morten.get(
        reverse("wagtailadmin_pages:revisions_revert", args=[page.pk, first.pk])
    ).content.decode()
    assert "Tre greb, der gør samarbejdet med frivillige lettere." in form
    # Looking changes nothing; that publishing it does is shown in the browser.
    assert ArticlePage.objects.get(pk=page.pk).lead.startswith("Fire greb")


def test_a_page_is_not_moved_to_where_its_kind_cannot_stand(world: World, morten: Client) -> None:
    page = world.article()
    target = world.standard("Hjælp")
    answer = morten.post(reverse("wagtailadmin_pages:move_confirm", args=[page.pk, target.pk]), {})
    assert answer.status_code in (302, 403)
    assert Page.objects.get(pk=page.pk).get_parent().specific_class is ArticleIndexPage
