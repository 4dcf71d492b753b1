"""The ledger of printed copies: what came, what went, and that it never goes below zero."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from publications.models import Stock, StockMovement
from publications.services.move_stock import NotEnoughCopies, move_stock, open_stock

pytestmark = pytest.mark.django_db
KIND = StockMovement.Kind
TODAY = dt.date(2026, 5, 1)


def figures(stock, today=TODAY):
    return Stock.objects.with_figures(today).get(pk=stock.pk)


def test_the_ledger_begins_with_what_the_page_states(world):
    publication = world.publication()
    publication.editions.update(printed=5000, sent_out=4400, sent_out_about=True)
    stock = open_stock(edition=publication.editions.get())
    assert stock.left == 600
    printed, sent = stock.movements.order_by("pk")
    assert (printed.kind, printed.quantity, printed.is_opening) == (KIND.PRINTED, 5000, True)
    assert (sent.kind, sent.quantity, sent.is_about) == (KIND.OTHERWISE, -4400, True)


def test_an_edition_that_states_nothing_begins_empty(world):
    stock = open_stock(edition=world.publication().editions.get())
    assert (stock.left, stock.movements.count()) == (0, 0)


def test_what_is_left_is_what_the_ledger_adds_up_to(world):
    stock = world.stock(100)
    for kind, quantity in ((KIND.REPRINT, 50), (KIND.OTHERWISE, -30), (KIND.CORRECTION, -2)):
        move_stock(stock_id=stock.pk, kind=kind, quantity=quantity, note="Talt op", day=TODAY)
    found = figures(stock)
    assert (found.printed, found.sent, found.corrected, found.left) == (150, 30, -2, 118)
    assert [line.left_after for line in stock.movements.all()] == [118, 120, 150, 100]


def test_more_than_is_left_cannot_leave(world):
    stock = world.stock(10)
    with pytest.raises(NotEnoughCopies) as refused:
        move_stock(stock_id=stock.pk, kind=KIND.OTHERWISE, quantity=-11)
    assert refused.value.left == 10
    assert stock.movements.count() == 1


def test_the_database_refuses_a_negative_stock_whoever_writes_it(world):
    stock = world.stock(10)
    with pytest.raises(IntegrityError), transaction.atomic():
        Stock.objects.filter(pk=stock.pk).update(left=-1)


@pytest.mark.parametrize(
    ("kind", "quantity", "note"),
    [
        (KIND.PRINTED, -1, "x"),
        (KIND.OTHERWISE, 1, "x"),
        (KIND.UNDONE, -1, "x"),
        (KIND.CORRECTION, 5, ""),
        (KIND.CORRECTION, 0, "x"),
    ],
)
def test_a_line_fits_its_kind_and_a_correction_says_why(world, kind, quantity, note):
    stock = world.stock(10)
    with pytest.raises(IntegrityError), transaction.atomic():
        move_stock(stock_id=stock.pk, kind=kind, quantity=quantity, note=note)


def test_a_line_of_the_ledger_is_never_changed(world):
    line = world.stock(10).movements.get()
    line.quantity = 20
    with pytest.raises(ValueError, match="never changed"):
        line.save()


def test_the_ledger_outlives_the_edition_and_the_publication(world):
    publication = world.publication()
    stock = world.stock(10, publication)
    publication.delete()
    stock.refresh_from_db()
    assert (stock.edition, stock.left, stock.movements.count()) == (None, 10, 1)
    assert "Ledelse: tal sammen" in str(stock)


def test_a_stock_is_called_what_its_publication_is_called_now(world):
    publication = world.publication()
    stock = world.stock(10, publication)
    publication.title = "Tal sammen"
    publication.save_revision().publish()
    stock.refresh_from_db()
    assert stock.title == "Tal sammen, 2. udgave, 1. oplag, 2012"
    assert stock.edition is not None


def test_the_day_it_runs_out_follows_from_the_last_ninety_days(world):
    stock = world.stock(200)
    for days, quantity in ((0, -10), (89, -35), (90, -5)):
        day = TODAY - dt.timedelta(days=days)
        move_stock(stock_id=stock.pk, kind=KIND.OTHERWISE, quantity=quantity, day=day)
    found = figures(stock)
    # 45 copies in 90 days are one every second day; 150 are left.
    assert (found.left, found.sent_lately) == (150, 45)
    assert found.runs_out_on(TODAY) == TODAY + dt.timedelta(days=300)


def test_nothing_runs_out_when_nothing_was_sent_or_only_before_there_was_a_ledger(world):
    publication = world.publication()
    publication.editions.update(printed=5000, sent_out=4400)
    stock = open_stock(edition=publication.editions.get())
    today = timezone.localdate()
    assert figures(stock, today).runs_out_on(today) is None


def test_somebody_is_warned_of_few_copies_and_of_a_near_end(world):
    few = world.stock(99)
    many = world.stock(5000, world.publication("En anden"))
    unwatched = world.stock(5, world.publication("En tredje"), warn_below=0)
    assert [figures(stock).is_low(TODAY) for stock in (few, many, unwatched)] == [
        True,
        False,
        False,
    ]
    move_stock(stock_id=many.pk, kind=KIND.OTHERWISE, quantity=-3000, day=TODAY)
    assert figures(many).runs_out_on(TODAY) == TODAY + dt.timedelta(days=60)
    assert figures(many).is_low(TODAY)


def test_a_project_shows_the_figures_of_the_ledger_where_there_is_one(
    client, world, django_capture_on_commit_callbacks
):
    project = world.project()
    publication = world.publication(project=project)
    publication.editions.update(printed=5000, sent_out=4400, sent_out_about=True)
    assert "5.000 eksemplarer trykt" in client.get(project.url).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        stock = open_stock(edition=publication.editions.get())
        move_stock(stock_id=stock.pk, kind=KIND.REPRINT, quantity=1000)
        move_stock(stock_id=stock.pk, kind=KIND.OTHERWISE, quantity=-100)
    with_ledger = client.get(project.url).content.decode()
    assert "6.000 eksemplarer trykt" in with_ledger
    assert "4.500" in with_ledger
