"""What to read next: an editor's picks first, then the likest."""

import pytest
from django.utils import timezone
from wagtail.signals import page_published

from publications.models import ContentPage, Gist, Likeness, Pick, ShareCard
from publications.services.prepare import sweep
from publications.services.relate import KEPT, gist_of, relate
from publications.signals import ANNOUNCED_A_MINUTE

pytestmark = pytest.mark.django_db


def page_about(world, title: str, words: str, **fields):
    return world.article(title, lead=title, body=[("text", f"<p>{words}</p>")], **fields)


def titles(page) -> list[str]:
    return [other.title for other in ContentPage.objects.get(pk=page.pk).related()]


def relate_all() -> None:
    for number in ContentPage.objects.values_list("pk", flat=True):
        relate(page_id=number)


@pytest.fixture
def four(world):
    """Two about absence, one of them with a topic, and two about other things."""
    absence = world.topic("Sygefravær")
    return {
        "absence": page_about(
            world, "Ring den første dag", "Sygefravær og trivsel.", topics=[absence]
        ),
        "talk": page_about(world, "Omsorgssamtalen", "Sygefraværet falder, når trivslen stiger."),
        "topic": page_about(world, "Nærvær", "Et teater på en tirsdag.", topics=[absence]),
        "budget": page_about(world, "Budget", "Kroner og ører i kommunekassen."),
    }


def test_a_shared_topic_says_more_than_shared_words_and_these_more_than_nothing(four):
    relate_all()
    assert titles(four["absence"]) == ["Nærvær", "Omsorgssamtalen"]
    assert titles(four["budget"]) == []


def test_words_count_in_their_dictionary_form(four):
    assert {"sygefravær", "trivsel"} <= set(gist_of(four["talk"]))


def test_a_shared_tag_relates(world):
    one = page_about(world, "Regnvejr", "Paraply.", tags=["nærvær"])
    other = page_about(world, "Solskin", "Parasol.", tags=["nærvær"])
    relate_all()
    assert titles(one) == [other.title]


def test_a_new_page_comes_onto_the_lists_of_the_others_by_itself(world, four):
    relate_all()
    new = page_about(world, "Trivsel og sygefravær", "Sygefravær og trivsel hænger sammen.")
    relate(page_id=new.pk)
    assert "Trivsel og sygefravær" in titles(four["talk"])


def test_relating_one_page_leaves_the_lists_of_strangers_alone(four):
    relate_all()
    before = set(Likeness.objects.filter(page=four["budget"]).values_list("pk", flat=True))
    relate(page_id=four["absence"].pk)
    assert before == set(Likeness.objects.filter(page=four["budget"]).values_list("pk", flat=True))


def test_the_editors_picks_come_first_and_in_their_order(four):
    relate_all()
    page = four["absence"]
    page.picks = [
        Pick(picked_id=four[name].pk, sort_order=order)
        for order, name in enumerate(("budget", "talk"))
    ]
    page.save_revision().publish()
    assert titles(page) == ["Budget", "Omsorgssamtalen", "Nærvær"]


def test_a_preview_shows_the_picks_as_they_stand_in_the_editor(four):
    page = four["absence"]
    page.picks = [Pick(picked_id=four["budget"].pk)]
    assert [other.title for other in page.related(as_edited=True)] == ["Budget"]
    assert page.related() == []


def test_what_is_unpublished_or_private_is_not_offered(four):
    relate_all()
    four["topic"].unpublish()
    assert titles(four["absence"]) == ["Omsorgssamtalen"]
    four["talk"].view_restrictions.create(restriction_type="login")
    assert titles(four["absence"]) == []


def test_a_page_that_is_taken_back_leaves_every_list(four):
    relate_all()
    four["absence"].unpublish()
    assert relate(page_id=four["absence"].pk)
    assert not Likeness.objects.filter(other=four["absence"]).exists()
    assert not Gist.objects.filter(page=four["absence"]).exists()


def test_running_it_twice_changes_nothing(four):
    relate_all()
    before = set(Likeness.objects.values_list("page", "other", "score"))
    assert not relate(page_id=four["absence"].pk)
    assert before == set(Likeness.objects.values_list("page", "other", "score"))


def test_each_list_stays_short(world):
    for number in range(KEPT + 3):
        page_about(world, f"Samskabelse {number}", "Samskabelse med borgeren.")
    relate_all()
    for page in ContentPage.objects.all():
        assert page.likenesses.count() <= KEPT


def test_related_pages_are_one_query(four, django_assert_num_queries):
    relate_all()
    page = ContentPage.objects.get(pk=four["absence"].pk)
    with django_assert_num_queries(1):
        assert page.related()


def test_every_kind_that_shows_related_pages_shows_them(world, client):
    pages = [world.publication(), world.tool(), world.course()]
    article = world.article("Det bedste at læse bagefter")
    for page in pages:
        page.picks = [Pick(picked_id=article.pk)]
        page.save_revision().publish()
        assert "Det bedste at læse bagefter" in client.get(page.url).content.decode()


# --- What finds pages that no task came to -----------------------------------------------------
def test_the_sweep_finds_what_was_never_announced_and_what_changed_since(four):
    assert sweep() == 4
    assert sweep() == 0
    ContentPage.objects.filter(pk=four["budget"].pk).update(last_published_at=timezone.now())
    assert sweep() == 1


def test_the_sweep_takes_the_card_of_what_was_hidden_since(four):
    sweep()
    four["talk"].view_restrictions.create(restriction_type="login")
    assert sweep() == 1
    assert not ShareCard.objects.filter(page=four["talk"]).exists()


def test_an_import_does_not_fill_the_queue(world, django_capture_on_commit_callbacks, monkeypatch):
    from publications import tasks

    announced: list[int] = []
    monkeypatch.setattr(tasks.prepare_page, "delay", announced.append)
    article = world.article()
    with django_capture_on_commit_callbacks(execute=True):
        for _number in range(ANNOUNCED_A_MINUTE + 5):
            page_published.send(sender=type(article), instance=article, revision=None)
    assert len(announced) < ANNOUNCED_A_MINUTE


def test_publishing_announces_the_page(world, django_capture_on_commit_callbacks, monkeypatch):
    from publications import tasks

    announced: list[int] = []
    monkeypatch.setattr(tasks.prepare_page, "delay", announced.append)
    with django_capture_on_commit_callbacks(execute=True):
        article = world.article()
    assert announced == [article.pk]
