"""What a wave costs PostgreSQL."""

import pytest
from django.db import connection

from newsletter import ledger
from newsletter.ledger import Settled
from newsletter.models import Sending
from newsletter.services.approve import approve_issue

pytestmark = pytest.mark.django_db


def test_the_statement_of_a_wave_is_prepared_once_and_not_for_each_wave(world):
    for number in range(4):
        world.subscriber(f"reader{number}")
    issue = world.issue()
    approve_issue(issue_id=issue.pk, approved_by=None)
    ledger.freeze_audience(Sending.objects.get())
    with ledger.sender_of(issue.pk, 1) as sender:
        page, _unwanted = sender.next_page(4, [])
        results: list[Settled] = []
        for candidate in page:
            claimed = sender.wave(results, [candidate.delivery_id])
            results = [Settled(number, "sent") for number in claimed]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT max(generic_plans + custom_plans) FROM pg_prepared_statements"
            " WHERE statement LIKE '%UPDATE newsletter_delivery%'"
        )
        assert cursor.fetchone() == (4,)
