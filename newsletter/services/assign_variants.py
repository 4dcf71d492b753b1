"""Which reader gets which edition of an issue."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence

from django.db import connection

from newsletter.editions import GENERAL, Entry, Profile, edition, entries_of
from newsletter.issue_mail import issue_mail
from newsletter.models import Sending, Subscriber, Variant
from newsletter.services.count_links import with_counted_links
from projects.models import Tier

# Beside the general edition. Each is a mail of its own to render, keep and encode.
MOST_VARIANTS = 10

# What a reader chose as far as it can change this issue: "1,3|17,40".
_PROFILE = """
    array_to_string(ARRAY(SELECT DISTINCT t FROM unnest(s.tiers) t ORDER BY 1), ',') || '|' ||
    array_to_string(
        ARRAY(SELECT DISTINCT t FROM unnest(s.topics) t WHERE t = ANY(%s) ORDER BY 1), ','
    )
"""
_FROM = """
    FROM newsletter_delivery d JOIN newsletter_subscriber s ON s.id = d.subscriber_id
    WHERE d.issue_id = %s
"""

Order = tuple[int, ...]  # numbers of pages
_TIERS = (Tier.TOP, Tier.MIDDLE, Tier.INSTITUTION)


def assign_variants(sending: Sending) -> None:
    """Set `variant` on the deliveries of a sending: one statement to ask, one to set.

    Called once, in the transaction that has just written the deliveries. A delivery without a
    variant gets the general edition, and all have none to begin with.

    Readers whose choices lead to the same order of items share a variant. The orders of the
    three Væksthuse are kept, then those with the most readers; who would get another one gets
    that of a Væksthus of theirs, or the general edition.
    """
    if not _anybody_chose(sending):
        return
    revision = sending.revision
    issue = revision.as_object() if revision else sending.issue
    entries = entries_of(issue)
    topics = sorted({topic for entry in entries for topic in entry.topics})
    readers = _readers_by_profile(sending, topics)
    variants: dict[Order, Variant] = {}
    keys, numbers = [], []
    for profile, like in kept_editions(entries, readers).items():
        order = _order(entries, like)
        if order not in variants:
            mail = issue_mail(issue, like, entries)
            mail = with_counted_links(mail, issue_id=sending.issue_id)
            variants[order] = Variant.objects.create(
                sending=sending, key=_key(order), text=mail.text, html=mail.html
            )
        keys.append(profile)
        numbers.append(variants[order].pk)
    if keys:
        with connection.cursor() as cursor:
            cursor.execute(
                # S608: the text is ours, the values are parameters.
                "UPDATE newsletter_delivery u SET variant_id = chosen.variant FROM ("  # noqa: S608
                f" SELECT d.id, {_PROFILE} AS profile {_FROM}) readers"
                " JOIN unnest(%s::text[], %s::bigint[]) AS chosen(profile, variant)"
                " USING (profile) WHERE u.id = readers.id",
                [topics, sending.issue_id, keys, numbers],
            )


def kept_editions(entries: Sequence[Entry], readers: dict[str, int]) -> dict[str, Profile]:
    """For each profile the one whose edition it gets; those with the general one are not in.

    readers: how many have each profile. At most `MOST_VARIANTS` different editions come out.
    """
    general = _order(entries, GENERAL)
    of_tier = {tier.value: Profile(frozenset({tier.value})) for tier in _TIERS}
    # Each order of items, and one profile that leads to it; the three Væksthuse come first.
    leads: dict[Order, Profile] = {}
    for like in of_tier.values():
        leads.setdefault(_order(entries, like), like)
    of_tiers = list(leads)
    wishes: Counter[Order] = Counter()
    for profile, count in readers.items():
        wishes[_order(entries, _read(profile))] += count
        leads.setdefault(_order(entries, _read(profile)), _read(profile))
    wanted = [*of_tiers, *(order for order, _count in wishes.most_common())]
    kept = [order for order in dict.fromkeys(wanted) if order != general][:MOST_VARIANTS]
    chosen: dict[str, Profile] = {}
    for profile in readers:
        own = _read(profile)
        nearest = [own, *(of_tier[tier] for tier in sorted(own.tiers) if tier in of_tier)]
        orders = (_order(entries, like) for like in nearest)
        found = next((order for order in orders if order == general or order in kept), general)
        if found != general:
            chosen[profile] = leads[found]
    return chosen


def _anybody_chose(sending: Sending) -> bool:
    readers = Subscriber.objects.filter(deliveries__issue=sending.issue_id)
    return readers.exclude(tiers=[], topics=[]).exists()


def _readers_by_profile(sending: Sending, topics: Sequence[int]) -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {_PROFILE} AS profile, count(*) {_FROM} GROUP BY 1 ORDER BY 2 DESC, 1",
            [list(topics), sending.issue_id],
        )
        return dict(cursor.fetchall())


def _read(profile: str) -> Profile:
    tiers, _bar, topics = profile.partition("|")
    return Profile(
        frozenset(filter(None, tiers.split(","))),
        frozenset(int(topic) for topic in filter(None, topics.split(","))),
    )


def _order(entries: Iterable[Entry], profile: Profile) -> Order:
    return tuple(entry.page.pk for entry in edition(list(entries), profile))


def _key(order: Order) -> str:
    """The same for the same items in the same order; as long as the field."""
    return hashlib.sha256(repr(order).encode()).hexdigest()[:40]
