"""Orders and the print stock in the secretariat's admin."""

import csv
import datetime as dt
import io

import pypdfium2
import pytest
from django.utils import timezone
from openpyxl import load_workbook

from lederweb.mail.models import OutboxMail
from publications.models import Order, Stock, StockMovement
from publications.services.move_stock import move_stock

pytestmark = pytest.mark.django_db
ORDERS, STOCK = "/admin/orders/", "/admin/print_stock/"
KIND = StockMovement.Kind


@pytest.fixture
def secretariat(client, world):
    client.force_login(
        world.sanne_of_the_secretariat, backend="django.contrib.auth.backends.ModelBackend"
    )
    return client


@pytest.fixture
def order(world):
    return world.order(world.stock(100), quantity=3)


@pytest.fixture
def take(secretariat, order):
    """Presses the buttons of the order in turn, and gives what was said to the last one."""

    def press(*steps, **data):
        for step in steps:
            url = f"{ORDERS}{order.pk}/trin/{step}/"
            answer = secretariat.post(url, data, follow=True)
            assert answer.status_code == 200
        order.refresh_from_db()
        return [str(message).strip() for message in answer.context["messages"]]

    return press


def left(order):
    return Stock.objects.get(pk=order.stock_id).left


def test_copies_leave_the_stock_when_the_order_is_sent(world, take, order):
    take("pack")
    assert (order.state, left(order)) == (Order.State.PACKED, 100)
    assert take("send") == ["Bestillingen er nu: Sendt."]
    assert (order.state, left(order)) == (Order.State.SENT, 97)
    line = order.movements.get()
    assert (line.kind, line.quantity, line.by) == (KIND.ORDER, -3, world.sanne_of_the_secretariat)


def test_sending_twice_sends_once(take, order):
    take("pack", "send")
    assert take("send") == ["En anden kom først. Sådan står bestillingen nu."]
    assert left(order) == 97


def test_an_undone_sending_brings_the_copies_back(take, order):
    take("pack", "send", "unsend")
    assert (order.state, order.sent_at, left(order)) == (Order.State.PACKED, None, 100)
    assert [line.quantity for line in order.movements.all()] == [3, -3]
    stock = Stock.objects.with_figures(timezone.localdate()).get(pk=order.stock_id)
    assert (stock.sent, stock.promised) == (0, 3)


def test_cancelling_returns_nothing_because_nothing_had_moved(take, order):
    take("pack", "cancel")
    assert (order.state, left(order), order.movements.count()) == (Order.State.CANCELLED, 100, 0)
    take("uncancel")
    assert (order.state, order.cancelled_at) == (Order.State.RECEIVED, None)


def test_a_sent_order_is_not_cancelled_before_its_sending_is_undone(take, order):
    take("pack", "send", "cancel")
    assert (order.state, left(order)) == (Order.State.SENT, 97)


def test_a_cancelled_order_comes_back_only_when_there_are_copies_for_it(world, take, order):
    take("cancel")
    world.order(order.stock, 99)
    assert take("uncancel") == ["Der er kun 1 tilbage til den."]
    assert order.state == Order.State.CANCELLED


def test_an_order_is_not_sent_when_the_copies_went_otherwise(take, order):
    take("pack")
    move_stock(stock_id=order.stock_id, kind=KIND.OTHERWISE, quantity=-99)
    assert take("send") == ["Der er kun 1 tilbage til den."]
    assert (order.state, order.sent_at, left(order)) == (Order.State.PACKED, None, 1)


@pytest.mark.parametrize("tell", [True, False])
def test_the_reader_is_told_when_the_switch_is_on(take, order, tell):
    take("pack", "send", **({"tell_reader": "on"} if tell else {}))
    mails = OutboxMail.objects.filter(purpose="order-sent")
    assert [mail.recipient for mail in mails] == (["karen@example.org"] if tell else [])


def test_the_list_is_filtered_by_state_and_publication(secretariat, world, take, order):
    other = world.order(world.stock(10, world.publication("En anden")), name="Poul Lind")
    take("pack")
    packed = secretariat.get(f"{ORDERS}?state=packed").content.decode()
    assert "Karen Holm" in packed
    assert "Poul Lind" not in packed
    of_stock = secretariat.get(f"{ORDERS}?stock={other.stock_id}").content.decode()
    assert "Poul Lind" in of_stock
    assert "Karen Holm" not in of_stock


def test_the_packing_slip_has_the_address_and_what_is_in_the_parcel(secretariat, order):
    answer = secretariat.get(f"{ORDERS}{order.pk}/foelgeseddel/")
    with pypdfium2.PdfDocument(io.BytesIO(answer.content)) as document:
        text = document[0].get_textpage().get_text_bounded()
    for expected in ("Karen Holm", "Torvegade 10", "7800 Skive", "Ledelse: tal sammen", "3"):
        assert expected in text


def test_an_export_holds_no_formulas(secretariat, world, order):
    world.order(order.stock, name='=HYPERLINK("http://x","y")', workplace="@SUM(A1)")
    answer = secretariat.get(f"{ORDERS}?export=csv")
    rows = list(csv.reader(io.StringIO(answer.getvalue().decode()), delimiter=";"))
    cells = [cell for row in rows for cell in row]
    assert '\'=HYPERLINK("http://x","y")' in cells
    assert "'@SUM(A1)" in cells
    book = load_workbook(io.BytesIO(secretariat.get(f"{ORDERS}?export=xlsx").getvalue()))
    values = [cell.value for row in book.active.iter_rows() for cell in row]
    assert "'@SUM(A1)" in values
    assert not any(cell.data_type == "f" for row in book.active.iter_rows() for cell in row)


def test_erasing_an_order_erases_the_person_and_keeps_the_numbers(secretariat, take, order):
    take("pack", "send")
    secretariat.post(f"{ORDERS}{order.pk}/delete/")
    assert not Order.objects.exists()
    assert not OutboxMail.objects.filter(recipient="karen@example.org").exists()
    line = StockMovement.objects.get(kind=KIND.ORDER)
    assert (line.quantity, line.order) == (-3, None)


def test_a_stock_is_begun_from_its_edition(secretariat, world):
    publication = world.publication()
    publication.editions.update(printed=7000, sent_out=2000)
    data = {"edition": publication.editions.get().pk, "warn_below": 500, "takes_orders": "on"}
    assert secretariat.get(f"{STOCK}new/").status_code == 200
    secretariat.post(f"{STOCK}new/", data)
    stock = Stock.objects.get()
    assert (stock.left, stock.warn_below, stock.takes_orders) == (5000, 500, True)
    page = secretariat.get(STOCK).content.decode()
    for figure in ("7.000", "2.000", "5.000", "seneste 90 dage"):
        assert figure in page


def test_a_line_is_written_in_the_ledger(secretariat, world):
    stock = world.stock(100)
    url = f"{STOCK}{stock.pk}/"
    line = {"kind": "otherwise", "quantity": "40", "day": "2026-03-01", "note": "Konference"}
    assert secretariat.post(url, line).status_code == 302
    stock.refresh_from_db()
    assert stock.left == 60
    page = secretariat.get(url).content.decode()
    assert "Konference" in page
    assert "-40" in page or "−40" in page


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ({"kind": "otherwise", "quantity": "101"}, "kun 100 eksemplarer"),
        ({"kind": "otherwise", "quantity": "-5"}, "uden minus"),
        ({"kind": "correction", "quantity": "-5"}, "hvorfor der rettes"),
        ({"kind": "reprint", "quantity": "0"}, "hvor mange eksemplarer"),
        ({"kind": "reprint", "quantity": "5", "day": "2999-01-01"}, "ikke kommet endnu"),
    ],
)
def test_a_line_that_cannot_be_is_refused_with_a_sentence(secretariat, world, line, told):
    stock = world.stock(100)
    answer = secretariat.post(f"{STOCK}{stock.pk}/", {"day": "2026-03-01"} | line)
    assert told in answer.content.decode()
    assert stock.movements.count() == 1


def test_the_first_page_warns_of_a_stock_that_runs_low(secretariat, world):
    stock = world.stock(90)
    day = timezone.localdate() - dt.timedelta(days=1)
    move_stock(stock_id=stock.pk, kind=KIND.OTHERWISE, quantity=-45, day=day)
    page = secretariat.get("/admin/").content.decode()
    assert "45 tilbage" in page
    assert "er brugt op omkring" in page


def test_editors_hear_nothing_of_stocks_and_orders(client, world, order):
    client.force_login(world.ellen_the_editor, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get("/admin/").content.decode()
    assert ORDERS not in page
    assert STOCK not in page
