"""The dashboard's charts, drawn before anybody asks for them."""

from __future__ import annotations

import logging

from django.db import InterfaceError, OperationalError
from redis import RedisError

from analytics.dashboard.numbers import Numbers
from analytics.dashboard.sections import SECTIONS

logger = logging.getLogger(__name__)


def draw_charts() -> int:
    """Draw the charts of the usual period into the cache; returns how many there are.

    Drawing takes some hundredths of a second each, and numbers grow every ten minutes: whoever
    looks first would wait for all of them. A chart that the cache has is not drawn again, and one
    that cannot be drawn does not keep the others from it. Raises OperationalError, InterfaceError and
    RedisError: without the database or the cache none can be drawn.
    """
    numbers = Numbers()
    drawn = 0
    for slug, build in SECTIONS.items():
        try:
            drawn += build(numbers).chart is not None
        except (OperationalError, InterfaceError, RedisError):
            raise  # the task's to tell
        except Exception:
            # Each section is a program of its own over whatever was counted, entered or imported:
            # which of them meets a number that nobody foresaw, and what it then raises, cannot be
            # listed. Its page says the same to whoever asks for it.
            logger.exception("The chart %s could not be drawn", slug)
    return drawn
