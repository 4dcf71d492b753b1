"""What a page is when it is counted: its kind, topics, Væksthuse and project."""

from __future__ import annotations

import pytest
from django.utils import timezone

from analytics.ingest import stream
from analytics.models import DailyTotal, PageView
from analytics.services.flush_hits import flush_hits
from analytics.services.labels import labels_of
from analytics.services.recount import recount
from analytics.services.roll_up import roll_up
from analytics.tests.readers import hit
from lederweb.lib.periods import Month
from lederweb.testing.world import World


def labels(page_id: int, kind: str = "view") -> set[str]:
    return set(labels_of([(kind, page_id)])[kind, page_id])


def test_an_article_has_its_topics_and_those_above_its_owners_and_its_project(
    world: World,
) -> None:
    project = world.project(owners=["2"])
    above = world.topic("Trivsel")
    topic = world.topic("Stress", below=above)
    article = world.article(owners=["1", "b"], project=project, topics=[topic])
    assert labels(article.pk) == {
        "kind:articlepage",
        f"topic:{topic.pk}",
        f"topic:{above.pk}",
        "tier:1",
        "tier:b",
        f"project:{project.pk}",
    }


def test_pages_that_are_no_content_belong_to_what_they_are_about(world: World) -> None:
    project = world.project(owners=["2"])
    topic = world.topic("Trivsel")
    tier = world.tiers()[0]
    assert labels(project.pk) == {"kind:projectpage", f"project:{project.pk}", "tier:2"}
    assert labels(topic.pk) == {"kind:topicpage", f"topic:{topic.pk}"}
    assert labels(tier.pk) == {"kind:tierpage", f"tier:{tier.tier}"}


def test_a_chapter_and_a_document_have_those_of_their_publication(world: World) -> None:
    publication = world.publication(owners=["3"])
    chapter = world.chapter(publication, "Første kapitel")
    assert labels(chapter.pk) == {"kind:chapterpage", "tier:3"}
    document = publication.editions.first().formats.exclude(document=None).first().document
    assert labels(document.pk, "download") == {"kind:publicationpage", "tier:3"}


@pytest.mark.django_db
def test_what_is_no_page_has_no_labels() -> None:
    assert labels(10**9) == set()
    assert labels(10**9, "download") == set()
    assert labels_of([]) == {}


def test_a_month_counted_anew_keeps_what_the_page_was_then(world: World) -> None:
    before, after = world.topic("Trivsel"), world.topic("Strategi")
    article = world.article(topics=[before])
    now = timezone.now()
    stream.append_hit(hit(now, object_id=article.pk))
    flush_hits()
    roll_up()
    article.topics = [after]
    article.save()
    assert f"topic:{before.pk}" in PageView.objects.get().labels
    assert recount(Month.of(now)) == []
    topics = DailyTotal.objects.filter(metric="page_views", dimension="topic")
    assert [total.key for total in topics] == [str(before.pk)]
