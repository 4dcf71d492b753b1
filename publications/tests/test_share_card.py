"""The picture that is shown where a page is shared."""

import io

import pytest
from django.test import Client
from PIL import Image, ImageStat

from lederweb.core.page_cache import forget_all
from publications.drawing.share_card import share_card
from publications.models import ContentPage, ShareCard
from publications.services.draw_share_card import draw_share_card

pytestmark = pytest.mark.django_db


def card_of(page) -> ShareCard:
    return ShareCard.objects.get(page=page.pk)


def test_a_page_without_a_picture_is_shared_with_a_drawn_card(world, client: Client):
    article = world.article(picture=None)
    assert "og:image" not in client.get(article.url).content.decode()
    assert draw_share_card(page_id=article.pk)
    card = card_of(article)
    with Image.open(card.file) as drawn:
        assert drawn.size == (1200, 630)
        assert drawn.format == "JPEG"
    forget_all()
    page = client.get(article.url).content.decode()
    assert f'<meta property="og:image" content="{card.full_url}">' in page
    assert '<meta property="og:image:width" content="1200">' in page


def test_the_picture_of_the_page_is_part_of_its_card(world):
    article = world.article(picture=world.picture)
    draw_share_card(page_id=article.pk)
    with Image.open(card_of(article).file) as drawn:
        inside = ImageStat.Stat(drawn.crop((900, 100, 1100, 500))).mean
    green_of_the_picture = (0x2F, 0x6B, 0x4F)
    assert all(abs(a - b) < 8 for a, b in zip(inside, green_of_the_picture, strict=True))


def test_the_editors_own_choice_comes_before_the_card(world, client: Client):
    article = world.article(share_image=world.picture)
    draw_share_card(page_id=article.pk)
    page = client.get(article.url).content.decode()
    assert card_of(article).full_url not in page
    assert 'og:image" content=' in page


def test_a_card_is_drawn_anew_when_what_it_shows_has_changed_and_the_old_one_goes(
    world, django_capture_on_commit_callbacks
):
    article = world.article()
    draw_share_card(page_id=article.pk)
    first = card_of(article)
    assert not draw_share_card(page_id=article.pk)
    article.lead = "Leadet står ikke på kortet."
    article.save_revision().publish()
    assert not draw_share_card(page_id=article.pk)
    article.title = "Frivillige skal også takkes"
    article.save_revision().publish()
    with django_capture_on_commit_callbacks(execute=True):
        assert draw_share_card(page_id=article.pk)
    assert card_of(article).file.name != first.file.name
    assert not first.file.storage.exists(first.file.name)


def test_a_page_that_is_not_public_has_no_card(world, django_capture_on_commit_callbacks):
    article = world.article()
    draw_share_card(page_id=article.pk)
    name, storage = card_of(article).file.name, card_of(article).file.storage
    article.view_restrictions.create(restriction_type="login")
    with django_capture_on_commit_callbacks(execute=True):
        assert draw_share_card(page_id=article.pk)
    assert not ShareCard.objects.exists()
    assert not storage.exists(name)


def test_the_name_of_a_card_cannot_be_guessed(world):
    names = set()
    for title in ("Første", "Anden"):
        article = world.article(title)
        draw_share_card(page_id=article.pk)
        names.add(card_of(article).file.name.rpartition("-")[2])
    assert len(names) == 2
    assert all(len(name) == len("0123456789ab.jpg") for name in names)


def test_the_card_costs_the_page_no_query(world, client, django_assert_num_queries):
    article = world.article()
    draw_share_card(page_id=article.pk)
    page = ContentPage.objects.select_related("share_card").get(pk=article.pk)
    with django_assert_num_queries(0):
        assert page.sharing_card.full_url


@pytest.mark.parametrize(
    "title",
    [
        "Kort",
        "Arbejdsmarkedsuddannelsesinstitutioners medarbejdertilfredshedsundersøgelser",
        "Æ" * 250,
        "Ledelse " * 31,
        '»Citat« & <b>kode</b> #let "x" $5 @side \\ _ *',
    ],
)
def test_any_title_can_be_drawn(title):
    drawn = share_card(title=title, kind="Artikel", owners="Væksthus 1", picture=None)
    with Image.open(io.BytesIO(drawn)) as card:
        assert card.size == (1200, 630)
