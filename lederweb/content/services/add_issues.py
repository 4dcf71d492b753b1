"""A few newsletters in the archive, as if they had gone out; nothing is sent."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from wagtail.models import Page
from wagtail.rich_text import RichText

from lederweb.content.services.demonstration import Demonstration
from lederweb.content.services.index_at_once import one_piece
from lederweb.lib.periods import COPENHAGEN
from newsletter.issue_mail import issue_mail
from newsletter.models import IssueItem, IssuePage, NewsletterIndexPage, Sending
from newsletter.services.count_links import with_counted_links
from publications.models import ContentPage


@dataclass(frozen=True)
class _Issue:
    slug: str
    title: str
    subject: str
    preview: str
    introduction: str
    sent: dt.datetime
    addresses: tuple[str, ...]
    kind: str = IssuePage.Kind.WEEKLY
    after: tuple[tuple[str, Any], ...] = ()  # free blocks below the items


def _issues(now: dt.datetime) -> list[_Issue]:
    """The special issue of 24 March 2017 (status of December 2017) and two ordinary ones."""
    monday = timezone.localtime(now).replace(hour=9, minute=0, second=0, microsecond=0)
    monday -= dt.timedelta(days=monday.weekday())
    return [
        _Issue(
            "saernummer-om-kerneopgaven",
            "Særnummer om kerneopgaven",
            "Hvad er I her for? Særnummer om kerneopgaven",
            "Et personalemøde på en time og en strategi, der kan mærkes tirsdag morgen",
            "<p>Kerneopgaven er et af de ord, alle nikker til. I dette særnummer har vi samlet "
            "det, du kan bruge, når ordet skal blive til en samtale hos jer.</p>",
            dt.datetime(2017, 3, 24, 9, tzinfo=COPENHAGEN),
            (
                "/artikler/tal-om-kerneopgaven-saa-det-kan-maerkes/",
                "/artikler/fra-strategi-til-tirsdag-morgen/",
            ),
            kind=IssuePage.Kind.SPECIAL,
            after=(
                ("heading", "Tag ordet op på næste møde"),
                ("text", RichText("<p>Begynd med ét spørgsmål, og lad alle svare på skrift.</p>")),
                (
                    "quote",
                    {
                        "text": "Vi fandt først opgaven, da vi spurgte, hvem vi er her for.",
                        "role": "Leder af en daginstitution",
                    },
                ),
                ("button", {"text": "Se alle emner", "page": "/emner/", "link": ""}),
            ),
        ),
        _Issue(
            "nyt-om-ledelse-og-digitalisering",
            "Nyhedsbrev: Spørg, før du siger ja",
            "Fem spørgsmål, før du siger ja til et nyt it-system",
            "Og: samskabelse begynder, før du kender løsningen",
            "<p>Nye systemer og nye samarbejder har det til fælles, at de begynder længe før "
            "kontrakten. I denne uge handler det om spørgsmålene, der skal stilles først.</p>",
            monday - dt.timedelta(days=14),
            (
                "/artikler/fem-spoergsmaal-foer-du-siger-ja-til-et-nyt-it-system/",
                "/artikler/samskabelse-begynder-foer-loesningen/",
                "/vaerktoejer/innovative-gaver/",
            ),
        ),
        _Issue(
            "ring-foer-du-mailer-og-ryd-op-i-maalene",
            "Nyhedsbrev: Ring, og ryd op",
            "Ring, før du mailer – og ryd op i målene",
            "Hjælp til samtalen om sygefravær og til en direktion med for mange mål",
            "<p>To ting kan gøre den kommende uge lettere: at ringe til en, du savner, og at "
            "fjerne et mål, ingen bruger. Her er opskrifterne.</p>",
            monday - dt.timedelta(days=7),
            (
                "/artikler/ring-foer-du-mailer/",
                "/artikler/faerre-maal-mere-styring/",
                "/artikler/giv-dit-ledernetvaerk-et-formaal-der-holder/",
                "/publikationer/ledernetvaerk-i-strategisk-lys/",
            ),
        ),
    ]


def add_issues(*, demonstration: Demonstration) -> None:
    """Add the issues that are missing, found by address; each is one transaction.

    Their sendings have no recipients yet; `add_deliveries` gives them those who were subscribed.
    """
    made = there = 0
    index = NewsletterIndexPage.objects.get(pk=demonstration.pages["/nyhedsbrev/"])
    for issue in _issues(timezone.now()):
        if IssuePage.objects.filter(slug=issue.slug).exists():
            there += 1
            continue
        with one_piece():
            _add(index, issue, demonstration)
        made += 1
    demonstration.report("Newsletters in the archive", made, there)


def _add(index: NewsletterIndexPage, issue: _Issue, demonstration: Demonstration) -> None:
    index.refresh_from_db()
    numbers = [demonstration.pages[address] for address in issue.addresses]
    content = ContentPage.objects.in_bulk(numbers)
    page = IssuePage(
        title=issue.title,
        slug=issue.slug,
        subject=issue.subject,
        preview_text=issue.preview,
        introduction=issue.introduction,
        kind=issue.kind,
        after=[
            # A button names its page by its address, as the items do.
            (kind, value | {"page": Page.objects.get(pk=demonstration.pages[value["page"]])})
            if kind == "button"
            else (kind, value)
            for kind, value in issue.after
        ],
        live=False,
        has_unpublished_changes=True,
        first_published_at=issue.sent,
    )
    page.items = [
        IssueItem(page=content[number], sort_order=order) for order, number in enumerate(numbers)
    ]
    index.add_child(instance=page)
    revision = page.save_revision(user=demonstration.editor, log_action=True)
    mail = with_counted_links(issue_mail(page), issue_id=page.pk)
    Sending.objects.create(
        issue=page,
        state=Sending.State.SENT,
        subject=mail.subject,
        text=mail.text,
        html=mail.html,
        approved_by=demonstration.editor,
        approved_at=issue.sent,
        started_at=issue.sent,
        finished_at=issue.sent,
    )
    revision.publish(user=demonstration.editor, skip_permission_checks=True)
