"""What the first page of the admin tells each of those who work there."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Workflow

from lederweb.core.models import CustomDocument
from lederweb.core.templatetags.lederweb import danish_date
from lederweb.pages.models import NotFoundDay, NotFoundPath
from lederweb.testing.world import World

pytestmark = pytest.mark.django_db
QUERIES = 34  # Wagtail's own frame of the page takes half of them


def first_page(user) -> str:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client.get(reverse("wagtailadmin_home")).content.decode()


def panel(html: str, name: str) -> str:
    """The words of one panel."""
    found = re.search(rf'<section[^>]*id="{name}-section".*?</section>', html, re.S)
    return " ".join(re.sub(r"<[^>]+>", " ", found[0]).split()) if found else ""


def draft(world: World, title: str, user):
    article = world.article(title, owner=user)
    article.unpublish()
    article.save_revision(user=user)
    return article


def test_an_empty_desk_says_so(world: World) -> None:
    world.home.save()
    html = first_page(world.morten_the_moderator)
    assert "Du har ingen kladder." in panel(html, "my-drafts")
    assert "Intet venter på, at du godkender det." in panel(html, "waiting-for-me")
    assert "Intet er planlagt." in panel(html, "published-soon")
    assert "Ingen sider skal gennemses." in panel(html, "to-be-reviewed")


def test_drafts_are_ones_own_with_what_became_of_them(world: World) -> None:
    ellen = world.ellen_the_editor
    draft(world, "Kun begyndt", ellen)
    submitted = draft(world, "Sendt afsted", ellen)
    Workflow.objects.get().start(submitted, ellen)
    back = draft(world, "Kom igen", ellen)
    task = Workflow.objects.get().start(back, ellen).current_task_state
    task.reject(user=world.morten_the_moderator, comment="Mere om hvorfor")
    draft(world, "Mortens egen", world.morten_the_moderator)
    words = panel(first_page(ellen), "my-drafts")
    assert "Kun begyndt Ikke udgivet" in words
    assert "Sendt afsted Venter på godkendelse" in words
    assert "Kom igen Sendt tilbage til dig" in words
    assert "Mortens egen" not in words


def test_a_moderator_sees_what_waits_and_an_editor_does_not(world: World) -> None:
    submitted = draft(world, "Til Morten", world.ellen_the_editor)
    Workflow.objects.get().start(submitted, world.ellen_the_editor)
    assert "Til Morten Ellen Eksempel" in panel(
        first_page(world.morten_the_moderator), "waiting-for-me"
    )
    assert not panel(first_page(world.ellen_the_editor), "waiting-for-me")


def test_what_is_scheduled_stands_with_its_time_the_next_first(world: World) -> None:
    later = draft(world, "Senere", world.ellen_the_editor)
    later.go_live_at = dt.datetime(2027, 6, 1, 7, 30, tzinfo=dt.UTC)
    sooner = draft(world, "Først", world.ellen_the_editor)
    sooner.go_live_at = dt.datetime(2027, 3, 1, 8, 0, tzinfo=dt.UTC)
    for page in (later, sooner):
        page.save_revision().publish()
    going = world.article("Bliver taget af")
    going.expire_at = dt.datetime(2027, 4, 1, 8, 0, tzinfo=dt.UTC)
    going.save()
    words = panel(first_page(world.ellen_the_editor), "published-soon")
    assert "Først 1. marts 2027 kl. 9.00" in words
    assert "Bliver taget af Tages ned 1. april 2027 kl. 10.00" in words
    assert words.index("Først") < words.index("Bliver taget af") < words.index("Senere")
    assert "Først" not in panel(first_page(world.ellen_the_editor), "my-drafts")


def test_reviews_are_ones_own_and_a_moderator_sees_all(world: World) -> None:
    due = {"review_on": timezone.localdate() - dt.timedelta(days=3)}
    world.article("Ellens", review_owner=world.ellen_the_editor, **due)
    world.article("Mortens", review_owner=world.morten_the_moderator, **due)
    world.article("Ingens", **due)
    words = panel(first_page(world.ellen_the_editor), "to-be-reviewed")
    assert "Ellens" in words
    assert "Ingens" in words
    assert "Mortens" not in words
    assert "Ellens" in panel(first_page(world.morten_the_moderator), "to-be-reviewed")


def test_a_review_stands_with_its_deadline_in_words(world: World) -> None:
    today = timezone.localdate()
    near = today + dt.timedelta(days=14)
    world.article("Længe siden", review_on=dt.date(2017, 3, 1))
    world.article("I dag", review_on=today)
    world.article("Om lidt", review_on=near)
    world.article("Om længe", review_on=near + dt.timedelta(days=1))
    words = panel(first_page(world.morten_the_moderator), "to-be-reviewed")
    assert "Længe siden Overskredet: senest 1. marts 2017 · ingen er sat på" in words
    assert "I dag Senest i dag" in words
    assert f"Om lidt Senest {danish_date(near)}" in words
    assert "Om længe" not in words


def test_episodes_and_pages_not_found_lead_to_their_reports(world: World) -> None:
    episode = world.episode("Uden ord")
    type(episode).objects.filter(pk=episode.pk).update(
        transcript="", transcript_waived_because="Gammel optagelse"
    )
    today = timezone.localdate()
    missing = NotFoundPath.objects.create(
        path="/vaek", example="/vaek", first_seen=today, last_seen=today
    )
    NotFoundDay.objects.create(path=missing, day=today, count=1200)
    html = first_page(world.ellen_the_editor)
    assert "Uden ord Gammel optagelse" in panel(html, "without-transcript")
    assert "/vaek 1.200 gange" in panel(html, "pages-not-found")


def test_who_edits_no_pages_has_no_lists_of_them(world: World) -> None:
    draft(world, "Ikke for alle", world.ellen_the_editor)
    html = first_page(world.sanne_of_the_secretariat)
    assert "Ikke for alle" not in html
    assert not panel(html, "my-drafts")
    assert not panel(html, "pages-not-found")


def test_a_full_desk_costs_no_more_queries(world: World, django_assert_max_num_queries) -> None:
    morten = world.morten_the_moderator
    for number in range(8):
        page = draft(world, f"Kladde {number}", morten)
        Workflow.objects.get().start(page, morten)
    client = Client()
    client.force_login(morten, backend="django.contrib.auth.backends.ModelBackend")
    client.get(reverse("wagtailadmin_home"))
    with django_assert_max_num_queries(QUERIES):
        client.get(reverse("wagtailadmin_home"))


def test_documents_that_are_not_accessible_are_named_with_what_they_lack(world: World) -> None:
    bad = world.pdf
    CustomDocument.objects.filter(pk=bad.pk).update(
        accessibility="not-accessible", accessibility_lacks=["tags", "language"]
    )
    html = first_page(world.ellen_the_editor)
    words = panel(html, "inaccessible-documents")
    assert f"{bad.title} Mangler koder, der skiller overskrifter fra tekst, " in words
    assert reverse("wagtaildocs:edit", args=[bad.pk]) in html
    CustomDocument.objects.filter(pk=bad.pk).update(accessibility_note="Læs webudgaven.")
    words = panel(first_page(world.ellen_the_editor), "inaccessible-documents")
    assert bad.title not in words
    assert not panel(first_page(world.sanne_of_the_secretariat), "inaccessible-documents")
