"""What tests of counting share."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import Client

from analytics.ingest import stream
from analytics.services.labels import forget_labels
from analytics.services.record_figure import record_figure
from analytics.services.visitor_key import key_of
from lederweb.testing.world import World

FIGURES = settings.BASE_DIR / "lederweb" / "content" / "texts" / "figures.toml"


@pytest.fixture(autouse=True)
def _forget_what_a_process_remembers() -> Iterator[None]:
    """Each test is a process of its own: it knows no key and has lost nothing."""
    key_of.cache_clear()
    forget_labels()
    stream.losses.succeeded()
    yield
    stream.losses.succeeded()


@pytest.fixture
def now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


@pytest.fixture
def figures(db: None) -> None:
    """What the organisation's own documents published, as the demonstration has it."""
    for figure in tomllib.loads(FIGURES.read_text())["figures"]:
        record_figure(**figure)


@pytest.fixture
def sanne(world: World) -> Client:
    """Logged in as the secretariat."""
    client = Client()
    client.force_login(world.sanne_of_the_secretariat)
    return client
