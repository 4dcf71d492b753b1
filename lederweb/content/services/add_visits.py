"""Three months of visits, marked as demonstration wherever they are shown."""

from __future__ import annotations

from analytics.services.make_demo_visits import make_demo_visits
from lederweb.content.services.demonstration import Demonstration


def add_visits(*, demonstration: Demonstration) -> None:
    """Add the days that have no visits yet."""
    days = make_demo_visits()
    demonstration.report("Days of visits", days, 0)
