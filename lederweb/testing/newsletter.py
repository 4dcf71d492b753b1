"""The newsletter's part of the world: its readers and an issue."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone
from wagtail.models import Page

from lederweb.content.services.index_at_once import one_piece


class NewsletterWorld:
    """Mixed into `World`. Readers are Karen, who gets the newsletter, and whom a test names."""

    if TYPE_CHECKING:  # what the world itself brings

        def section(self, model: type[Page], title: str, slug: str) -> Any: ...

        def article(self, title: str = "", **fields: Any) -> Any: ...

    @property
    def newsletter(self) -> Any:
        from newsletter.models import NewsletterIndexPage

        return self.section(NewsletterIndexPage, "Nyhedsbrev", "nyhedsbrev")

    def subscriber(self, name: str = "Karen", **fields: Any) -> Any:
        """A reader at example.org; gets the newsletter unless a test says otherwise."""
        from newsletter.consent import CURRENT, WORDINGS
        from newsletter.models import Consent, Subscriber

        now = timezone.now()
        fields = {"state": "active", "confirmed_at": now} | fields
        subscriber = Subscriber.objects.create(email=f"{name.lower()}@example.org", **fields)
        if subscriber.state != "pending":
            Consent.objects.create(
                subscriber=subscriber,
                source=Consent.Source.FORM,
                wording=str(WORDINGS[CURRENT]),
                version=CURRENT,
                confirmed_at=now,
                withdrawn_at=subscriber.left_at,
            )
        return subscriber

    def issue(
        self, title: str = "Uge 12, 2026", pages: list[Any] | None = None, **fields: Any
    ) -> Any:
        """A draft with one article, ready to be approved."""
        from newsletter.models import IssueItem, IssuePage

        fields = {
            "subject": "Frivillige skal også ledes",
            "preview_text": "Tre greb til i morgen.",
            "introduction": "<p>Kære leder</p>",
            "live": False,
        } | fields
        issue = IssuePage(title=title, **fields)
        pages = [self.article()] if pages is None else pages
        issue.items = [IssueItem(page=page, sort_order=order) for order, page in enumerate(pages)]
        with one_piece():
            self.newsletter.add_child(instance=issue)
            issue.save_revision()
        return issue
