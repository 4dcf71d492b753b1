"""Mails to those who write and send the newsletter."""

from __future__ import annotations

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse

from lederweb.mail.services.queue import queue_mail
from lederweb.users.models import User
from lederweb.users.roles import EDITOR, MODERATOR


def newsletter_staff() -> QuerySet[User]:
    """Who writes the newsletter or sends it, and can be written to."""
    people = User.objects.filter(is_active=True, groups__name__in=[EDITOR, MODERATOR])
    return people.exclude(email="").distinct().order_by("pk")


def tell_of_quiet_week(*, number: int) -> None:
    """That there is no draft, because nothing new was published."""
    for person in newsletter_staff():
        queue_mail(
            to=person.email,
            template="quiet_week",
            context={
                "name": person.get_full_name(),
                "week": number,
                "issues_link": settings.BASE_URL + reverse("newsletter_issues:index"),
            },
            purpose="newsletter-quiet-week",
        )
