"""What happens to stocks when their publication changes."""

from __future__ import annotations

from django.dispatch import receiver
from wagtail.signals import page_published

from publications.models import PublicationPage, Stock


@receiver(page_published, sender=PublicationPage, dispatch_uid="publications-name-stocks")
def name_stocks(instance: PublicationPage, **kwargs: object) -> None:
    """A stock keeps the name of its edition, because it outlives the edition."""
    stocks = Stock.objects.filter(edition__publication=instance)
    for stock in stocks.select_related("edition"):
        name = stock.name_of(stock.edition, instance.title)
        if name != stock.title:
            stocks.filter(pk=stock.pk).update(title=name)
