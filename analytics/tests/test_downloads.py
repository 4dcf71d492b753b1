"""Documents that were really sent are counted, once for each person and document."""

from __future__ import annotations

import datetime as dt

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from analytics.models import DailyTotal, PageView
from analytics.services.flush_hits import flush_hits
from analytics.services.roll_up import roll_up
from analytics.tests.readers import FIREFOX, hit, moment, write
from lederweb.core.models import CustomDocument
from lederweb.core.signals import content_served
from lederweb.testing.world import World


def served(
    *, kind: str = "document", method: str = "GET", status: int = 200, **headers: str
) -> list[int | None]:
    """The ids of the downloads written after a document went out."""
    request = RequestFactory().generic(
        method, "/dokumenter/7/pjece.pdf", headers={"user-agent": FIREFOX} | headers
    )
    content_served.send(
        sender=CustomDocument,
        request=request,
        instance=CustomDocument(pk=7),
        kind=kind,
        response=HttpResponse(status=status),
    )
    flush_hits()
    return list(PageView.objects.filter(kind="download").values_list("object_id", flat=True))


def test_a_document_sent_is_a_download(db: None) -> None:
    assert served() == [7]


def test_a_document_goes_out_whole_and_counts_whatever_part_was_asked_for(world: World) -> None:
    client = Client(headers={"user-agent": FIREFOX})
    for part in ("bytes=100-", "bytes=0-99"):
        response = client.get(world.pdf.url, headers={"range": part})
        assert len(response.getvalue()) == world.pdf.file.size
    flush_hits()
    assert PageView.objects.filter(kind="download").count() == 2
    roll_up()  # within half a minute they are one
    assert DailyTotal.objects.get(metric="downloads", dimension="site").value == 1


@pytest.mark.parametrize(
    "request_",
    [
        {"method": "HEAD"},
        {"status": 304},
        {"status": 302},
        {"kind": "audio"},
        {"kind": "feed"},
        {"user-agent": "curl/8"},
        {"sec-purpose": "prefetch"},
    ],
)
def test_what_is_no_download(db: None, request_: dict) -> None:
    assert served(**request_) == []


def test_a_second_click_within_thirty_seconds_is_the_same_download(db: None) -> None:
    start = moment("2026-10-05 10:00")
    seconds = (0, 20, 45, 75, 105)  # each silence: 20, 25, 30 and 30 seconds
    write(
        hit(start + dt.timedelta(seconds=second), kind="download", object_id=7)
        for second in seconds
    )
    write([hit(start, kind="download", object_id=8)])
    roll_up()
    downloads = DailyTotal.objects.filter(metric="downloads")
    assert dict(downloads.filter(dimension="document").values_list("key", "value")) == {
        "7": 3,
        "8": 1,
    }
    assert downloads.get(dimension="site").value == 4
