"""The page of an episode: sound, chapters and what is said, also without script."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from projects.models import Person
from publications.models.podcasts import EpisodePerson

pytestmark = pytest.mark.django_db


def page_of(client: Client, page) -> str:
    return client.get(page.url).content.decode()


def test_what_is_said_stands_there_with_names_and_links_into_the_sound(world, client) -> None:
    episode = world.episode()
    page = page_of(client, episode)
    assert "Vi talte med hinanden." in page
    speakers = re.findall(r'class="cue__speaker">([^<]+)<', page)
    assert speakers == ["Vært", "Leder", "Vært"], "a name stands where it changes"
    # Media Fragments: the browser begins there, also without script.
    assert f'href="{episode.audio.audio_url}#t=3.00"' in page
    assert 'href="udskrift.vtt" download' in page


def test_the_chapters_lead_into_the_sound(world, client) -> None:
    episode = world.episode()
    page = page_of(client, episode)
    assert f'href="{episode.audio.audio_url}#t=6"' in page
    assert "Når det brænder" in page
    assert 'href="https://example.org/brand"' in page


def test_names_and_words_cannot_become_markup(world, client) -> None:
    evil = (
        "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Bo &lt;b&gt;>&lt;script&gt;alert(1)&lt;/script&gt;"
    )
    page = page_of(client, world.episode(transcript=evil))
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "Bo &lt;b&gt;" in page
    assert "<script>alert" not in page


def test_a_plain_transcript_is_shown_without_times(world, client) -> None:
    page = page_of(client, world.episode(transcript="Vært: Hvad gjorde I?\n\nLeder: Vi talte."))
    assert "Hvad gjorde I?" in page
    assert "cue__time" not in page
    assert "udskrift.vtt" not in page


def test_who_speaks_is_named(world, client) -> None:
    episode = world.episode()
    person = Person.objects.create(name="Karen Holm")
    episode.people = [EpisodePerson(person=person, role="host")]
    episode.save_revision().publish()
    assert "Karen Holm" in page_of(client, episode)


def test_article_and_episode_show_each_other(world, client) -> None:
    article = world.article()
    episode = world.episode(article=article)
    shown = page_of(client, episode)
    assert article.url in shown
    assert article.title in shown
    other = page_of(client, article)
    assert episode.audio.audio_url in other
    assert f'href="{episode.url}"' in other


def test_an_article_does_not_show_an_episode_that_is_not_public(world, client) -> None:
    article = world.article()
    episode = world.episode(article=article)
    episode.unpublish()
    assert episode.audio.audio_url not in page_of(client, article)


def test_what_is_said_is_found_by_searching_and_times_are_not(world) -> None:
    words = world.episode().searchable_text()
    assert "Vært: Hvad gjorde I, da det brændte?" in words
    assert "Når det brænder" in words  # a chapter
    assert "00:00" not in words


def test_episode_series_and_article_keep_to_twelve_queries(
    world, client, settings, django_assert_max_num_queries
) -> None:
    settings.PAGE_CACHE_SECONDS = 0
    article = world.article(picture=world.picture)
    episode = world.episode(article=article, picture=world.picture)
    person = Person.objects.create(name="Karen Holm", picture=world.picture)
    episode.people = [EpisodePerson(person=person, role="host")]
    episode.save_revision().publish()
    for number in range(10, 16):
        world.episode(f"Afsnit {number}", series=episode.get_parent().specific, number=number)
    for page in (episode, episode.get_parent(), article):
        client.get(page.url)
        with django_assert_max_num_queries(12):
            client.get(page.url)


def test_the_editor_can_read_a_file_into_the_transcript(world, client) -> None:
    episode = world.episode()
    client.force_login(world.ellen_the_editor, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(reverse("wagtailadmin_pages:edit", args=[episode.pk])).content.decode()
    assert 'data-transcript-file="id_transcript"' in page
    assert "publications/js/transcript-input.js" in page
