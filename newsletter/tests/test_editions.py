"""For each reader: tiers and topics decide order and choice of items."""

import pytest

from newsletter import ledger
from newsletter.editions import GENERAL, Entry, Profile, edition
from newsletter.models import Delivery, Sending, Variant
from newsletter.services.approve import approve_issue
from newsletter.services.assign_variants import MOST_VARIANTS, kept_editions
from newsletter.tasks import send_issue
from publications.models import ContentPage

pytestmark = pytest.mark.django_db


def entry(number, owners="", topics=(), is_for_all=False):
    page = ContentPage(pk=number, title=str(number), owners=list(owners))
    return Entry(page, is_for_all, frozenset(topics))


def numbers(entries, tiers="", topics=()):
    return [e.page.pk for e in edition(entries, Profile(frozenset(tiers), frozenset(topics)))]


def five():
    return [entry(1, "3"), entry(2, "2"), entry(3, "1"), entry(4, "1", [9]), entry(5, "b")]


def test_whoever_chose_nothing_gets_everything_as_edited():
    entries = five()
    assert edition(entries, GENERAL) == entries


def test_each_finds_theirs_on_top():
    assert numbers(five(), "1")[:2] == [3, 4]
    assert numbers(five(), "2")[0] == 2
    assert numbers(five(), "3")[0] == 1


def test_a_topic_lifts_what_is_about_it():
    assert numbers(five(), topics=[9])[0] == 4
    assert numbers(five(), "1", [9])[:2] == [4, 3]


def test_what_is_for_everybody_stays_at_the_top():
    entries = [*five(), entry(6, "3", is_for_all=True)]
    assert numbers(entries, "1")[:3] == [6, 3, 4]


def test_what_is_for_others_alone_is_left_out_as_long_as_four_remain():
    assert numbers(five(), "1") == [3, 4, 1, 5]
    assert numbers([entry(n, "3") for n in range(6)], "1") == [0, 1, 2, 3]
    assert numbers([*five(), entry(7, "2", [9])], "1", [9]) == [4, 3, 7, 5]


def test_a_handful_of_editions_serves_everybody():
    topics = list(range(100, 130))
    entries = [entry(n, "123"[n % 3], [topics[n]]) for n in range(30)]
    readers = {f"|{topic}": 30 - index for index, topic in enumerate(topics)}
    readers |= {"1|": 500, "1|100": 2, "|": 1000}
    found = kept_editions(entries, readers)
    orders = {tuple(e.page.pk for e in edition(entries, like)) for like in found.values()}
    assert len(orders) <= MOST_VARIANTS
    assert "|" not in found
    assert found["1|"] == Profile(frozenset("1"))
    assert found["1|100"] == Profile(frozenset("1"))  # the nearest: by Væksthus
    assert "|129" not in found  # the general edition
    assert found["|101"] == Profile(topics=frozenset({101}))


@pytest.fixture
def issue(world):
    pages = [
        world.article("For institutioner", owners=["3"]),
        world.article("For mellemledere", owners=["2"]),
        world.article("For topledere", owners=["1"]),
    ]
    return world.issue(pages=pages)


def test_each_reader_gets_their_edition_in_both_parts(world, issue, mail_server):
    world.subscriber("Tove", tiers=["1"])
    world.subscriber("Tage", tiers=["1"])
    world.subscriber("Inge", tiers=["3"])
    world.subscriber("Karen")
    approve_issue(issue_id=issue.pk, approved_by=world.morten_the_moderator)
    send_issue(issue.pk)
    variants = dict(Delivery.objects.values_list("subscriber__email", "variant"))
    assert variants["tove@example.org"] == variants["tage@example.org"] is not None
    # What is on top for heads of institutions is on top already.
    assert variants["inge@example.org"] is variants["karen@example.org"] is None
    assert Variant.objects.count() == 1


def test_topics_below_a_chosen_one_count(world, issue):
    topic = world.topic("Styring")
    page = ContentPage.objects.get(title="For mellemledere").specific
    page.topics.add(world.topic("Strategi", below=topic))
    page.save()
    world.subscriber("Karen", topics=[topic.pk])
    sending = approve_issue(issue_id=issue.pk, approved_by=world.morten_the_moderator)
    ledger.freeze_audience(sending)
    [variant] = Variant.objects.all()
    assert variant.html.index("For mellemledere") < variant.html.index("For institutioner")
    assert variant.text.index("For mellemledere") < variant.text.index("For institutioner")


def test_the_questions_asked_do_not_grow_with_the_readers(
    world, issue, django_assert_max_num_queries
):
    for number in range(40):
        world.subscriber(f"r{number}", tiers=[str(number % 3 + 1)])
    sending = approve_issue(issue_id=issue.pk, approved_by=world.morten_the_moderator)
    with django_assert_max_num_queries(40):
        ledger.freeze_audience(Sending.objects.get(pk=sending.pk))
    assert Delivery.objects.filter(variant__isnull=False).count() > 20


def test_an_edition_says_what_it_leaves_out(world):
    from newsletter.issue_mail import issue_mail

    pages = [world.article(f"Nr. {n}", owners=["3" if n < 5 else "1"]) for n in range(6)]
    mail = issue_mail(world.issue(pages=pages), Profile(tiers=frozenset("1")))
    assert mail.html.count("<h2") == 4
    assert "2 flere" in mail.html or "2 more" in mail.html
    assert mail.html.index("Nr. 5") < mail.html.index("Nr. 0")
