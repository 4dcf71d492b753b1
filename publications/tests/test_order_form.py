"""Ordering printed copies: a public form without cookie, and a mail that repeats nothing."""

import pytest

from lederweb.mail.models import OutboxMail
from lederweb.testing.orders import KAREN
from publications.models import Order
from publications.orders.forms import OrderForm
from publications.tests.conftest import OURS

pytestmark = pytest.mark.django_db
FORM = "/publikationer/ledelse-tal-sammen/bestil/"


@pytest.fixture
def stock(world):
    return world.stock(100)


@pytest.fixture
def send(client, stock):
    """Posts the form as a browser does, and gives the answer."""

    def post(**fields):
        from publications.models import Stock

        form = OrderForm(stock=Stock.objects.with_promised().get(pk=stock.pk))
        data = KAREN | {"quantity": "3", "proof": form.make_proof()} | fields
        return client.post(FORM, data, **OURS)

    return post


def test_an_order_is_kept_and_confirmed_by_mail(client, send):
    answer = send()
    assert answer.status_code == 302
    assert answer.url == f"{FORM}tak/"
    order = Order.objects.get()
    assert {name: getattr(order, name) for name in KAREN} == KAREN
    assert (order.quantity, order.state) == (3, Order.State.RECEIVED)
    mail = OutboxMail.objects.get()
    assert mail.subject == (
        "Vi har din bestilling af Ledelse: tal sammen, 2. udgave, 1. oplag, 2012"
    )
    assert "3 eksemplarer" in mail.text
    assert "5 arbejdsdage" in mail.text
    assert client.get(answer.url).status_code == 200
    assert not client.cookies


def test_the_mail_repeats_nothing_that_was_typed(send):
    send(note="Køb billige ure", name="Spam Spamsen")
    mail = OutboxMail.objects.get()
    for typed in ("ure", "Spamsen", "Torvegade", "Skive"):
        assert typed not in mail.text + mail.html + mail.subject


def test_what_was_typed_stays_when_something_is_wrong(send):
    answer = send(postcode="Skive", town="")
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "Torvegade 10" in page
    assert "tre eller fire cifre" in page
    assert not Order.objects.exists()


@pytest.mark.parametrize("field", ["name", "workplace", "address", "town"])
@pytest.mark.parametrize("break_", ["\r\nBcc: x@example.org", "\n", "\x00", "\u2028"])
def test_no_header_is_injected(send, field, break_):
    assert send(**{field: f"Karen{break_}Holm"}).status_code == 400
    assert not Order.objects.exists()


@pytest.mark.parametrize("quantity", ["0", "-1", "51", "1,5", "mange", "99999999999999999999"])
def test_so_many_copies_cannot_be_ordered(send, quantity):
    assert send(quantity=quantity).status_code == 400
    assert not Order.objects.exists()


def test_no_more_can_be_ordered_than_are_left_and_not_promised(world, stock, send):
    world.order(stock, 50)
    world.order(stock, 45)
    assert send(quantity="6").status_code == 400
    assert send(quantity="5").status_code == 302


def test_a_form_that_is_sent_twice_makes_one_order(client, stock):
    page = client.get(FORM).content.decode()
    proof = page.split('name="proof" value="')[1].split('"')[0]
    data = KAREN | {"quantity": "3", "proof": proof}
    for _press in range(2):
        assert client.post(FORM, data, **OURS).status_code == 302
    assert (Order.objects.count(), OutboxMail.objects.count()) == (1, 1)


def test_another_site_cannot_order(client, stock):
    assert client.post(FORM, KAREN, HTTP_SEC_FETCH_SITE="cross-site").status_code == 403


def test_a_mailbox_gets_three_confirmations_a_day_and_every_order_is_taken(send):
    for _order in range(5):
        send()
    assert (Order.objects.count(), OutboxMail.objects.count()) == (5, 3)


def test_the_page_offers_print_only_while_copies_are_left(
    client, world, stock, django_capture_on_commit_callbacks
):
    page_url = "/publikationer/ledelse-tal-sammen/"
    assert FORM in client.get(page_url).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        world.order(stock, 100)
    assert FORM not in client.get(page_url).content.decode()
    assert client.get(FORM).status_code == 410


def test_the_page_keeps_to_twelve_queries(client, stock, django_assert_max_num_queries, settings):
    settings.PAGE_CACHE_SECONDS = 0
    client.get("/publikationer/ledelse-tal-sammen/")
    with django_assert_max_num_queries(12):
        client.get("/publikationer/ledelse-tal-sammen/")


def test_a_stock_that_takes_no_orders_and_a_publication_without_one_have_no_form(client, world):
    world.publication("Uden lager")
    world.stock(10, world.publication("Lukket"), takes_orders=False)
    for slug in ("uden-lager", "lukket"):
        assert client.get(f"/publikationer/{slug}/bestil/").status_code == 410
    assert client.get("/publikationer/findes-ikke/bestil/").status_code == 404


def test_a_publication_that_is_not_out_cannot_be_ordered(client, world):
    publication = world.publication()
    world.stock(10, publication)
    publication.unpublish()
    assert client.get(FORM).status_code == 404


def test_no_chapter_takes_the_address_of_the_form(world):
    from django.core.exceptions import ValidationError

    with pytest.raises(ValidationError):
        world.chapter(world.publication(), "Bestil")
