"""One mail a month to whoever owns pages whose day of review has come."""

from __future__ import annotations

import datetime as dt

import pytest

from lederweb.mail.models import OutboxMail
from lederweb.testing.world import World
from publications.services.remind_reviewers import remind_reviewers

pytestmark = pytest.mark.django_db
MARCH = dt.date(2027, 3, 1)


def test_the_mail_has_all_that_is_due_with_links(world: World) -> None:
    ellen = world.ellen_the_editor
    first = world.article("Den ældste", review_on=dt.date(2026, 1, 9), review_owner=ellen)
    world.article("Den næste & sidste", review_on=MARCH, review_owner=ellen)
    world.article("Ikke endnu", review_on=dt.date(2027, 3, 2), review_owner=ellen)
    world.article("En andens", review_on=MARCH, review_owner=world.morten_the_moderator)
    assert remind_reviewers(today=MARCH) == 2
    mail = OutboxMail.objects.get(recipient=ellen.email)
    assert mail.subject == "2 sider skal gennemses"
    assert "Hej Ellen" in mail.text
    assert "Den ældste (9. januar 2026)\nhttp" in mail.text
    assert f"/admin/pages/{first.pk}/edit/" in mail.text
    assert "Den næste & sidste (1. marts 2027)" in mail.text
    assert "Ikke endnu" not in mail.text
    assert "En andens" not in mail.text


def test_nobody_hears_of_it_twice_in_a_month(world: World) -> None:
    world.article(review_on=MARCH, review_owner=world.ellen_the_editor)
    assert remind_reviewers(today=MARCH) == 1
    assert remind_reviewers(today=MARCH) == 0
    assert remind_reviewers(today=dt.date(2027, 3, 31)) == 0
    assert remind_reviewers(today=dt.date(2027, 4, 1)) == 1


def test_a_new_day_of_review_ends_it(world: World) -> None:
    article = world.article(review_on=MARCH, review_owner=world.ellen_the_editor)
    remind_reviewers(today=MARCH)
    article.review_on = dt.date(2028, 3, 1)
    article.save_revision().publish()
    assert remind_reviewers(today=dt.date(2027, 4, 1)) == 0


def test_who_has_left_and_what_nobody_owns_give_no_mail(world: World) -> None:
    world.article("Ingens", review_on=MARCH)
    world.article("Gået", review_on=MARCH, review_owner=world.ellen_the_editor)
    world.ellen_the_editor.is_active = False
    world.ellen_the_editor.save()
    assert remind_reviewers(today=MARCH) == 0
    assert not OutboxMail.objects.exists()
