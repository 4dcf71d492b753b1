"""What tests of counting share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest

from analytics.ingest import stream
from analytics.services.bound_keys import forget_counted
from analytics.services.labels import forget_labels
from analytics.services.visitor_key import key_of


@pytest.fixture(autouse=True)
def _forget_what_a_process_remembers() -> Iterator[None]:
    """Each test is a process of its own: it knows no key and has lost nothing."""
    key_of.cache_clear()
    forget_counted()
    forget_labels()
    stream.losses.succeeded()
    yield
    stream.losses.succeeded()


@pytest.fixture
def now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
