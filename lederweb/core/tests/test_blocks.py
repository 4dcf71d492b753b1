"""The blocks of a body: what an editor may put in, and what a reader gets."""

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError

from lederweb.core.blocks import BodyBlock, words_in
from lederweb.core.blocks.embeds import EmbedBlock
from lederweb.core.blocks.tables import TableBlock
from lederweb.lib.players import FRAME_SOURCES, recognise

YOUTUBE = "https://www.youtube.com/watch?v=lederweb-11"


def html(kind: str, value: dict) -> str:
    return str(BodyBlock().to_python([{"type": kind, "value": value}]).render_as_block())


def table(**changes) -> dict:
    inside = {
        "caption": "Følgere",
        "columns": [
            {"type": "text", "heading": "Medie"},
            {"type": "number", "heading": "2017"},
        ],
        "rows": [{"values": ["LinkedIn", "8.795"]}],
    }
    return {"table": inside | changes, "rows_are_headed": True, "source": "Status december 2017"}


# --- Embeds ------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("address", "frame"),
    [
        (YOUTUBE, "https://www.youtube-nocookie.com/embed/lederweb-11?"),
        ("https://youtu.be/lederweb-11?si=abc&t=75", "lederweb-11?autoplay=1&hl=da"),
        ("https://m.youtube.com/shorts/lederweb-11", "/embed/lederweb-11?"),
        ("https://vimeo.com/123456789", "https://player.vimeo.com/video/123456789?"),
        ("https://vimeo.com/123456789/ab12cd34ef", "&h=ab12cd34ef"),
        ("https://soundcloud.com/lederweb/afsnit-11", "soundcloud.com%2Flederweb%2Fafsnit-11"),
        (
            "https://open.spotify.com/episode/4rOoJ6Egrf8K2IrywzwOMk?si=1",
            "https://open.spotify.com/embed/episode/4rOoJ6Egrf8K2IrywzwOMk",
        ),
        (
            "https://podcasts.apple.com/dk/podcast/oererne-i-maskinen/id123456?i=789",
            "https://embed.podcasts.apple.com/dk/podcast/oererne-i-maskinen/id123456?i=789",
        ),
    ],
)
def test_an_address_is_known_by_its_pattern_alone(address, frame):
    embed = recognise(address)
    assert embed is not None
    assert frame in embed.frame
    assert embed.frame.startswith(FRAME_SOURCES)


@pytest.mark.parametrize(
    "address",
    [
        "https://www.lederweb.dk/film",
        "https://www.youtube.com/@lederweb",
        "https://www.youtube.com/watch?v=short",
        "https://youtube.com.example.org/watch?v=lederweb-11",
        "https://youtube.com@example.org/watch?v=lederweb-11",
        "https://youtube.com:8443/watch?v=lederweb-11",
        'https://youtu.be/"><script>',
        "https://[::1/watch",
        "javascript:alert(1)",
    ],
)
def test_whatever_else_it_is_no_player_is_made_of_it(address):
    assert recognise(address) is None


def test_an_editor_is_told_which_addresses_are_known():
    with pytest.raises(ValidationError) as caught:
        EmbedBlock().child_blocks["address"].clean("https://www.dr.dk/drtv/program/1")
    [sentence] = caught.value.messages
    assert "YouTube, Vimeo" in sentence
    assert "kopier" in sentence.lower()


def test_a_video_contacts_nobody_before_the_click_and_is_a_link_without_script():
    page = html("embed", {"address": YOUTUBE, "title": "Måneden uden dig", "text": "5 minutter."})
    assert "<iframe" not in page
    assert "src=" not in page
    assert f'<a href="{YOUTUBE}"' in page
    assert "Google" in page
    assert "data-embed=" in page


def test_the_policy_lets_in_the_players_and_no_one_else():
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    assert directives["frame-src"] == list(FRAME_SOURCES)
    assert "https://www.youtube-nocookie.com" not in (
        settings.ADMIN_CONTENT_SECURITY_POLICY["frame-src"]
        + settings.EDITOR_CONTENT_SECURITY_POLICY["frame-src"]
    )


# --- Tables ------------------------------------------------------------------------------------
def test_a_table_has_a_caption_and_heads_for_columns_and_rows():
    page = html("table", table())
    assert "<caption>Følgere</caption>" in page
    assert '<th scope="col">Medie</th>' in page
    assert '<th scope="row">LinkedIn</th>' in page
    assert '<td class="table__number">8.795</td>' in page
    assert "Status december 2017" in page


def test_a_first_column_that_heads_nothing_is_plain():
    page = html("table", table() | {"rows_are_headed": False})
    assert "<td>LinkedIn</td>" in page


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"caption": ""}, "Skriv"),
        ({"columns": [{"type": "text", "heading": ""}] * 2}, "overskrift"),
        ({"rows": []}, "tom"),
        (
            {
                "columns": [{"type": "text", "heading": "A"}] * 9,
                "rows": [{"values": ["x"] * 9}],
            },
            "8",
        ),
    ],
)
def test_a_table_that_cannot_be_read_aloud_is_refused_with_a_sentence(changes, sentence):
    block = TableBlock()
    with pytest.raises(ValidationError) as caught:
        block.clean(block.to_python(table(**changes)))
    told = str(caught.value.block_errors["table"].non_block_errors.as_data())
    assert sentence in told


# --- Figures, pictures and words ---------------------------------------------------------------
def test_a_pulled_out_figure_has_its_source():
    page = html("key_figure", {"number": "95.958", "text": "besøgende", "source": "Status 2017"})
    assert "95.958" in page
    assert "Kilde: Status 2017" in page


@pytest.mark.django_db
def test_the_credit_of_a_picture_is_the_editors_else_the_pictures_own(world):
    picture = world.picture
    picture.credit = "Karen Holm"
    picture.save()
    own = html("picture", {"image": picture.pk, "caption": "Drivhuset", "credit": ""})
    assert "Karen Holm" in own
    other = html("picture", {"image": picture.pk, "caption": "", "credit": "Peter <Lind>"})
    assert "Peter &lt;Lind&gt;" in other
    assert "Karen Holm" not in other


def test_the_names_of_levels_are_no_words_of_a_text():
    body = BodyBlock().to_python(
        [{"type": "heading", "value": {"text": "Den første uge", "level": "2"}}]
    )
    assert words_in(body) == 3
