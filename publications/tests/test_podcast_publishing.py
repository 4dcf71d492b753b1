"""Drafts always save; publishing asks for all that a listener and a podcast app need."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from lederweb.core.models import CustomImage, CustomMedia
from lederweb.testing.podcasts import TRANSCRIPT
from lederweb.testing.world import World
from publications.models import PodcastEpisodePage
from publications.models.podcasts import PodcastSeriesPage

pytestmark = pytest.mark.django_db


@pytest.fixture
def morten(world: World) -> Client:
    client = Client()
    client.force_login(
        world.morten_the_moderator, backend="django.contrib.auth.backends.ModelBackend"
    )
    return client


@pytest.fixture
def series(world: World) -> PodcastSeriesPage:
    return world.series()


def episode_form(world: World, **fields: Any) -> dict[str, Any]:
    chapters = fields.pop("chapters", [])
    return nested_form_data(
        {
            "title": "Når jorden brænder",
            "slug": "naar-jorden-braender",
            "lead": "Om resultatkrav, tillid og kontrol.",
            "number": "9",
            "season": "",
            "episode_type": "full",
            "audio": str(world.sound.pk),
            "transcript": TRANSCRIPT,
            "transcript_waived_because": "",
            "body": streamfield([]),
            "chapters": inline_formset(chapters),
            "people": inline_formset([]),
            "picks": inline_formset([]),
            "comments": inline_formset([]),
        }
        | fields
    )


def send(client: Client, series: PodcastSeriesPage, form: dict, *, publish: bool) -> Any:
    address = f"/admin/pages/add/publications/podcastepisodepage/{series.pk}/"
    return client.post(address, form | ({"action-publish": "1"} if publish else {}))


def errors_in(response: Any) -> dict[str, list[str]]:
    assert response.status_code == 200, "it was published"
    form = response.context["form"]
    found = {name: [str(one) for one in errors] for name, errors in form.errors.items()}
    for row in form.formsets["chapters"].forms:
        found |= {
            f"chapter {name}": [str(one) for one in errors] for name, errors in row.errors.items()
        }
    return found


def test_an_episode_with_everything_is_published(world, morten, series) -> None:
    response = send(morten, series, episode_form(world), publish=True)
    assert response.status_code == 302
    assert PodcastEpisodePage.objects.get().live


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        ({"audio": ""}, "audio", "Vælg lydfilen"),
        ({"transcript": ""}, "transcript", "Der mangler en udskrift"),
        ({"transcript": "  \n "}, "transcript", "Der mangler en udskrift"),
        ({"transcript": "WEBVTT\n\n00:01,0 --> 2\nHej"}, "transcript", "Linje 3"),
        (
            {"transcript": "WEBVTT\n\n00:01.000 --> 09:00.000\nHej"},
            "transcript",
            "varer til 9.00, men lyden slutter ved 0.12",
        ),
        (
            {"transcript": "", "transcript_waived": "on"},
            "transcript_waived_because",
            "Skriv, hvorfor",
        ),
        (
            {"chapters": [{"start": "0.10", "title": "A"}, {"start": "0.05", "title": "B"}]},
            "chapter start",
            "begynder ved 0.05",
        ),
        (
            {"chapters": [{"start": "12.00", "title": "A"}]},
            "chapter start",
            "lyden slutter ved 0.12",
        ),
        ({"chapters": [{"start": "ti over", "title": "A"}]}, "chapter start", "12.30"),
        ({"chapters": [{"start": "", "title": "A"}]}, "chapter start", "påkrævet"),
        ({"number": ""}, "number", "påkrævet"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_missing_is_said_at_its_field(world, morten, series, fields, field, words) -> None:
    errors = errors_in(send(morten, series, episode_form(world, **fields), publish=True))
    assert words in " ".join(errors[field])
    assert not PodcastEpisodePage.objects.exists()


@pytest.mark.parametrize(
    "fields",
    [
        {"audio": "", "transcript": "", "number": "", "lead": ""},
        {"transcript": "WEBVTT\n\nhalvfærdig"},
        {"chapters": [{"start": "", "title": ""}, {"start": "0.50", "title": "B"}]},
        {"transcript_waived": "on", "transcript": ""},
    ],
)
def test_a_draft_is_saved_however_little_there_is(world, morten, series, fields) -> None:
    response = send(morten, series, episode_form(world, **fields), publish=False)
    assert response.status_code == 302
    draft = PodcastEpisodePage.objects.get()
    assert not draft.live
    page = morten.get(f"/admin/pages/{draft.pk}/edit/").content.decode()
    assert ("Det her mangler, før siden kan udgives" in page) == bool(
        draft.missing_for_publishing()
    )


def test_without_a_transcript_it_takes_a_reason_and_is_listed(world, morten, series) -> None:
    form = episode_form(
        world,
        transcript="",
        transcript_waived="on",
        transcript_waived_because="Optagelsen er kun musik",
    )
    assert send(morten, series, form, publish=True).status_code == 302
    episode = PodcastEpisodePage.objects.get()
    assert episode.live
    assert PodcastEpisodePage.objects.without_transcript().get() == episode
    report = morten.get("/admin/reports/uden-udskrift/").content.decode()
    assert episode.title in report
    assert "Optagelsen er kun musik" in report
    assert series.title in report


def test_who_has_a_transcript_is_not_listed(world, morten) -> None:
    episode = world.episode()
    assert not PodcastEpisodePage.objects.without_transcript().exists()
    assert episode.title not in morten.get("/admin/reports/uden-udskrift/").content.decode()


def test_the_report_can_be_opened_in_a_spreadsheet(world, morten) -> None:
    world.episode(
        transcript="", transcript_waived=True, transcript_waived_because="=1+1", published_on="2017"
    )
    table = morten.get("/admin/reports/uden-udskrift/?export=csv")
    text = b"".join(table.streaming_content).decode("utf-8-sig")
    assert "'=1+1" in text


def test_two_episodes_do_not_share_a_number(world, morten, series) -> None:
    other = world.episode("Et andet afsnit", series=series, number=10)
    new = send(morten, series, episode_form(world, number="10"), publish=True)
    assert "et andet afsnit" in " ".join(errors_in(new)["number"])
    form = episode_form(world, number="10", slug=other.slug) | {"action-publish": "1"}
    again = morten.post(f"/admin/pages/{other.pk}/edit/", form)
    assert again.status_code == 302, "its own number is no other's"
    trailer = episode_form(world, number="10", episode_type="trailer")
    assert send(morten, series, trailer, publish=True).status_code == 302


def test_chapters_in_the_file_are_taken_over_once(world, morten, series) -> None:
    CustomMedia.objects.filter(pk=world.sound.pk).update(
        chapters=[
            {"start": 0.0, "title": "Velkommen", "url": ""},
            {"start": 4.6, "title": "", "url": "https://example.org/"},
        ]
    )
    send(morten, series, episode_form(world), publish=True)
    episode = PodcastEpisodePage.objects.get()
    assert [(one.start, one.title, one.url) for one in episode.chapters.all()] == [
        (0, "Velkommen", ""),
        (4, "2", "https://example.org/"),
    ]


def test_chapters_of_an_editor_are_left_alone(world, morten, series) -> None:
    CustomMedia.objects.filter(pk=world.sound.pk).update(
        chapters=[{"start": 0.0, "title": "Fra filen", "url": ""}]
    )
    form = episode_form(world, chapters=[{"start": "0.02", "title": "Fra redaktøren"}])
    send(morten, series, form, publish=True)
    assert PodcastEpisodePage.objects.get().chapters.get().title == "Fra redaktøren"


# --- The series ------------------------------------------------------------------------------------
def series_form(**fields: Any) -> dict[str, Any]:
    return nested_form_data(
        {
            "title": "Nye stemmer",
            "slug": "nye-stemmer",
            "lead": "Samtaler om ledelse.",
            "description": "",
            "picture": "",
            "author": "Væksthus for Ledelse",
            "owner_name": "",
            "owner_email": "info@example.org",
            "category": "Business/Management",
            "show_type": "episodic",
            "comments": inline_formset([]),
        }
        | fields
    )


def picture(width: int, height: int) -> CustomImage:
    return CustomImage.objects.create(
        title="Omslag", description="Et omslag", file="findes-ikke.png", width=width, height=height
    )


@pytest.mark.parametrize(
    ("cover", "fields", "field", "words"),
    [
        (None, {}, "picture", "Vælg et omslag"),
        ((1400, 1000), {}, "picture", "1400 gange 1000"),
        ((1200, 1200), {}, "picture", "mindst 1400"),
        ((3000, 3000), {"owner_email": ""}, "owner_email", "e-mailadresse"),
        ((3000, 3000), {"description": "å" * 2001}, "description", "4002"),
    ],
)
def test_a_series_is_published_with_what_apps_ask_for(
    world, morten, series, cover, fields, field, words
) -> None:
    address = f"/admin/pages/add/publications/podcastseriespage/{series.get_parent().pk}/"
    form = series_form(**fields, picture=str(picture(*cover).pk) if cover else "")
    response = morten.post(address, form | {"action-publish": "1"})
    assert response.status_code == 200
    assert words in " ".join(str(one) for one in response.context["form"].errors[field])
    assert morten.post(address, form).status_code == 302, "the draft is saved"


def test_publishing_many_at_once_asks_the_same(world, morten) -> None:
    episode = world.episode()
    episode.unpublish()
    episode.transcript = ""
    episode.save_revision()
    series = episode.get_parent()
    for chosen, form in ((episode, {}), (series, {"include_descendants": "on"})):
        address = f"/admin/bulk/wagtailcore/page/publish/?id={chosen.pk}"
        response = morten.post(address, form, follow=True)
        assert "Der mangler en udskrift" in response.content.decode()
        episode.refresh_from_db()
        assert not episode.live
