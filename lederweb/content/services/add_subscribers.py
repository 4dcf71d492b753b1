"""People who get the newsletter: made up, at addresses that belong to nobody (RFC 2606)."""

from __future__ import annotations

import datetime as dt
import random

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation

from lederweb.content.services.demonstration import Demonstration
from lederweb.lib.danish import slugify
from lederweb.lib.periods import Month, day_of
from lederweb.mail.addresses import identity
from newsletter.consent import CURRENT, WORDINGS
from newsletter.models import Consent, Goodbye, GoodbyeRemark, Subscriber
from newsletter.topics import topics_on_offer
from projects.models import Tier

ACTIVE, LEFT = 500, 30
_DOMAINS = ("example.org", "example.net")
_YEARS = 3
_FIRST = (
    "Anne Mette Kirsten Hanne Søren Lars Åse Jørgen Bodil Rasmus Ida Emil Freja Oscar Karen "
    "Peter Lone Henrik Tine Morten Birgitte Jens Camilla Mads Louise Ole Nanna Thomas Rikke "
    "Bjørn Maiken Signe Niels Dorthe Frederik Laura Kasper Helle Torben Pernille Bo Ulla "
    "Märta Aksel Sørine Ditte Viggo Jytte Anders Trine"
).split()
_LAST = (
    "Jensen Nielsen Hansen Pedersen Andersen Christensen Larsen Sørensen Rasmussen Jørgensen "
    "Petersen Madsen Kristensen Olsen Thomsen Østergaard Møller Kjær Bødker Lund Skov Ravn "
    "Åkjær Krogh Dahl Friis Holm Nørgaard Vestergaard Søndergaard Bæk Toft Winther Brandt"
).split()
# How leaders in municipalities and regions choose: mostly their own level.
_TIERS: tuple[tuple[tuple[str, ...], int], ...] = (
    ((), 30),
    ((Tier.INSTITUTION,), 34),
    ((Tier.MIDDLE,), 16),
    ((Tier.TOP,), 7),
    ((Tier.MIDDLE, Tier.INSTITUTION), 9),
    ((Tier.TOP, Tier.MIDDLE), 4),
)
# How many topics are chosen; most choose none.
_TOPICS = (0, 0, 0, 1, 1, 2, 3)
# Why some left, this month and the ones before.
_GOODBYES = (
    {"too_often": 2, "new_work": 1},
    {"too_much": 3, "new_work": 2, "other": 1},
    {"not_for_me": 1, "too_often": 1},
)
_REMARK = "Jeg er gået på pension. Tak for mange gode fredage med nyhedsbrevet."


def add_subscribers(*, demonstration: Demonstration) -> None:
    """Add all of them in one transaction, or none when they were added before.

    Whoever an editor or the person has taken off since then stays away.
    """
    if Consent.objects.filter(source=Consent.Source.DEMONSTRATION).exists():
        demonstration.report("Subscribers", 0, ACTIVE)
        return
    chance, wish = random.Random("subscribers"), random.Random("choices")
    now = timezone.now()
    today, topics = day_of(now), list(topics_on_offer())
    with translation.override(settings.LANGUAGE_CODE):
        wording = str(WORDINGS[CURRENT])
    subscribers: list[Subscriber] = []
    consents: list[Consent] = []
    for number, email in enumerate(_addresses(chance)):
        # More came lately than three years ago.
        age = dt.timedelta(days=365 * _YEARS * chance.random() ** 1.6 + 1)
        signed_up = now - age
        confirmed = signed_up + dt.timedelta(minutes=chance.randint(1, 240))
        has_left = number >= ACTIVE
        left = confirmed + (now - confirmed) * chance.uniform(0.3, 1) if has_left else None
        (choice,) = chance.choices([tiers for tiers, _ in _TIERS], [weight for _, weight in _TIERS])
        subscriber = Subscriber(
            email=email,
            email_key=identity(email),
            state=Subscriber.State.LEFT if has_left else Subscriber.State.ACTIVE,
            tiers=[str(tier) for tier in choice],
            topics=sorted(wish.sample(topics, min(len(topics), wish.choice(_TOPICS)))),
            frequency=wish.choices(Subscriber.Frequency.values, (94, 6))[0],
            paused_until=today + dt.timedelta(days=30) if number % 60 == 7 else None,
            created_at=signed_up,
            confirmed_at=confirmed,
            left_at=left,
        )
        subscribers.append(subscriber)
        consents.append(
            Consent(
                subscriber=subscriber,
                source=Consent.Source.DEMONSTRATION,
                wording=wording,
                version=CURRENT,
                given_at=signed_up,
                confirmed_at=confirmed,
                withdrawn_at=left,
            )
        )
    with transaction.atomic():
        Subscriber.objects.bulk_create(subscribers)
        Consent.objects.bulk_create(consents)
        for month, reasons in enumerate(_GOODBYES):
            day = Month.of(now).shifted(-month).first_day
            for reason, count in reasons.items():
                Goodbye.objects.get_or_create(month=day, reason=reason, defaults={"count": count})
        GoodbyeRemark.objects.create(month=Month.of(now).first_day, text=_REMARK)
    demonstration.report("Subscribers", ACTIVE, 0)


def _addresses(chance: random.Random) -> list[str]:
    """Different addresses, the way people make them of their names."""
    found: dict[str, None] = {}
    while len(found) < ACTIVE + LEFT:
        first, last = slugify(chance.choice(_FIRST)), slugify(chance.choice(_LAST))
        name = chance.choice(
            (
                f"{first}.{last}",
                f"{first}{last[0]}",
                f"{first[0]}{last}",
                f"{first}_{last}{chance.randint(1, 99)}",
                f"{first}.{chance.choice('abehklmst')}.{last}",
            )
        )
        found.setdefault(f"{name}@{chance.choice(_DOMAINS)}")
    return list(found)
