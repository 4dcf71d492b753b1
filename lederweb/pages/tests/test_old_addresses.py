"""Every address of the old site that must keep working, and what may be done to it (promise O5)."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from django.test import Client
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import PageViewRestriction

from lederweb.testing.world import World

pytestmark = pytest.mark.django_db

NEW_METHOD = "/artikler/undgaa-vaerdiloes-kompetenceudvikling-med-ny-metode/"
FIRING = "/artikler/lyt-til-ledelse-fyringer-og-daarlig-ledelse/"
POLITICIANS = "/artikler/podcast-samarbejde-mellem-embedsmaend-og-politikere/"
BURNING = "/artikler/podcast-naar-jorden-braender-under-lederen/"
VALUES = "/artikler/podcast-kan-maalstyring-og-vaerdier-spille-sammen/"
WITHOUT = "/artikler/podcast-11-hvad-hvis-der-ingen-ledelse-var/"
PUBLICATION = "/publikationer/ledelse-af-kompetenceudvikling/"
COMPETENCES = "undga-vardilos-kompetenceudvikling-med-ny-metode"

ARTICLES = {
    153777: "Undgå værdiløs kompetenceudvikling med ny metode",
    146571: "Lyt til ledelse: Fyringer og dårlig ledelse",
    149415: "Podcast: Samarbejde mellem embedsmænd og politikere",
    153607: "Podcast: Når jorden brænder under lederen",
    156678: "Podcast: Kan målstyring og værdier spille sammen?",
    158147: "Podcast 11: Hvad hvis der ingen ledelse var?",
}
# The table of addresses, as it was published.
TABLE = {
    "/dokumentarkiv/publikationer/ledelse-af-kompetenceudvikling/": PUBLICATION,
    f"/personale/arbejdsmiljo/artikel/153777/{COMPETENCES}": NEW_METHOD,
    "/katalog": "/katalog/",
    "/personale/afskedigelser/artikel/146571/lyt-til-ledelse-fyringer-og-darlig-ledelse--": FIRING,
    "/dig-selv/lederrollen/artikel/149415/podcast-samarbejde-mellem-embedsmand-og-politikere": (
        POLITICIANS
    ),
    "/dig-selv/lederrollen/artikel/153607/podcast-nar-jorden-brander-under-lederen": BURNING,
    "/dig-selv/lederrollen/artikel/156678/podcast-kan-malstyring-og-vardier-spille-sammen": VALUES,
    "/dig-selv/lederrollen/artikel/158147/podcast-11-hvad-hvis-der-ingen-ledelse-var": WITHOUT,
}
LATER = {
    "/dokumentarkiv/publikationer/ledelse-af-kompetenceudvikling": PUBLICATION,
    "/publikationer/Ledelse-af-Kompetenceudvikling/": PUBLICATION,
    f"/{COMPETENCES}/": NEW_METHOD,
    f"/artikler/{COMPETENCES}/": NEW_METHOD,
    "/undgaa-vaerdiloes-kompetenceudvikling-med-ny-metode": NEW_METHOD,
    "/om-vaeksthus-for-ledelse/aktuelle-projekter/ledelse-af-frivillige/": (
        "/projekter/ledelse-af-frivillige/"
    ),
    "/om-væksthus-for-ledelse/aktuelle-projekter/ledelse-af-frivillige/": (
        "/projekter/ledelse-af-frivillige/"
    ),
    "/om-vaksthuset/formal-og-baggrund/": "/om/formaal-og-baggrund/",
    "/om-vaksthuset/": "/om/",
    "/dokumentarkiv/": "/katalog/",
    "/personale/arbejdsmiljo/": "/emner/personale/arbejdsmiljoe/",
    "/emner/personale/arbejdsmiljo/": "/emner/personale/arbejdsmiljoe/",
    "/Katalog/": "/katalog/",
}


@pytest.fixture(scope="module")
def pages_of_old(made_once) -> None:
    """The pages of the table, with their numbers, among others."""
    with made_once() as world:
        world.article("Frivillige skal også ledes")
        for number, title in ARTICLES.items():
            world.article(title, legacy_id=number)
        world.publication("Ledelse af kompetenceudvikling")
        world.catalogue()
        world.project("Ledelse af frivillige").save_revision().publish()
        world.standard("Formål og baggrund", below=world.standard("Om"))
        world.topic("Arbejdsmiljø", below=world.topic("Personale"))


@pytest.fixture
def old_site(pages_of_old: None, world: World) -> World:
    return world


def led(client: Client, address: str) -> str:
    """Where one permanent redirect leads, to a page that is there."""
    answer = client.get(address)
    assert answer.status_code == 301, f"{address}: {answer.status_code}"
    assert client.get(answer["Location"]).status_code == 200
    return answer["Location"]


def not_there(client: Client, address: str) -> bool:
    """Whether it is not found, also with the slash that Django puts after it."""
    answer = client.get(address)
    if answer.status_code == 301:
        assert answer["Location"].rstrip("/") == address.rstrip("/")
        answer = client.get(answer["Location"])
    return answer.status_code == 404


def test_an_address_of_the_table_leads_to_its_page_with_one_redirect(
    old_site: World, client: Client
) -> None:
    assert {old: led(client, old) for old in TABLE} == TABLE


def test_addresses_of_later_generations_lead_on_by_their_words(
    old_site: World, client: Client
) -> None:
    assert {old: led(client, old) for old in LATER} == LATER


SPELLINGS = {
    "one slash": lambda path: path.rstrip("/") + "/",
    "no slash": lambda path: path.rstrip("/"),
    "many slashes": lambda path: path.rstrip("/") + "///",
    "capitals": lambda path: path.upper(),
    "double slashes": lambda path: path.replace("/", "//")[1:],
    "two hyphens": lambda path: path.rstrip("/") + "--",
    "two hyphens and a slash": lambda path: path.rstrip("/") + "--/",
    "encoded": lambda path: quote(path.replace("-", "%2D"), safe="/%"),
    "empty query": lambda path: path + "?",
    "odd query": lambda path: path + "?id=7&sort=%00%FF&&&=",
    "somebody else's query": lambda path: path + "?next=//evil.example/",
}


def test_spelling_does_no_harm(old_site: World, client: Client) -> None:
    for spelling, spell in SPELLINGS.items():
        for old, new in TABLE.items():
            address = spell(old)
            answer = client.get(address)
            if answer.status_code != 200:  # else it is the page itself
                assert led(client, address) == new, spelling


def test_the_number_alone_decides(old_site: World, client: Client) -> None:
    for address in (
        "/artikel/153777/",
        "/artikel/153777",
        "/artikel/153777/noget-helt-andet/",
        "/personale/artikel/153777/lyt-til-ledelse-fyringer-og-darlig-ledelse",
        "/helt/andre/ord/ARTIKEL/153777/x/y/z",
        "/dig-selv/153777/podcast-nar-jorden-brander-under-lederen",
        "/153777",
        "/artikel/153777/undg%C3%A5-v%C3%A6rdil%C3%B8s",
        "/artikel/153777/undg%E5",
    ):
        assert led(client, address) == NEW_METHOD


def test_what_never_was_an_address_is_not_found(old_site: World, client: Client) -> None:
    for address in (
        "/personale/artikel/999999/podcast-nar-jorden-brander-under-lederen",
        "/artikel/99999999999999999999999/podcast-nar-jorden-brander-under-lederen",
        "/artikel/0/",
        "/findes-ikke/",
        "/artikler/findes-ikke/",
        "/findes-ikke/ledelse-af-frivillige/",
        f"/artikler/{COMPETENCES}/mere/",
        "/\\evil.example/",
        "//evil.example/%2e%2e",
        "/%00",
        "/artikel/%00/",
        "/" + "a" * 3000,
        "/" + "/".join("abcdefgh"),
    ):
        assert not_there(client, address), address


def test_campaign_marks_stay_on_the_address_and_nothing_else(
    old_site: World, client: Client
) -> None:
    answer = client.get("/artikel/153777/?utm_source=nyhedsbrev&id=7&utm_campaign=uge%2012&x=//e")
    assert answer["Location"] == f"{NEW_METHOD}?utm_source=nyhedsbrev&utm_campaign=uge+12"


def test_two_pages_with_the_same_words_are_told_apart_by_their_kind(
    old_site: World, client: Client
) -> None:
    old_site.publication("Når dialogen driller")
    old_site.article("Når dialogen driller")
    assert led(client, "/nar-dialogen-driller/") == "/artikler/naar-dialogen-driller/"
    assert (
        led(client, "/dokumentarkiv/publikationer/nar-dialogen-driller/")
        == "/publikationer/naar-dialogen-driller/"
    )


def test_of_two_equally_likely_pages_it_is_neither(old_site: World, client: Client) -> None:
    old_site.article("Mål", slug="maal")
    old_site.article("Mal", slug="mal")
    assert not_there(client, "/mal-/")
    assert not_there(client, "/m%C3%A5l/")
    assert led(client, "/Artikler/Maal") == "/artikler/maal/"


def test_a_page_that_is_not_public_is_not_given_away(old_site: World, client: Client) -> None:
    hidden = old_site.article("Kun for bestyrelsen", legacy_id=200001)
    PageViewRestriction.objects.create(page=hidden, restriction_type="login")
    draft = old_site.article("Endnu ikke", legacy_id=200002)
    draft.unpublish()
    Redirect.add_redirect("/gammelt/bestyrelsen", redirect_to=hidden)
    for address in (
        "/artikel/200001/",
        "/artikel/200002/",
        "/kun-for-bestyrelsen/",
        "/gammelt/bestyrelsen/",
    ):
        assert not_there(client, address)


def test_a_form_sent_to_an_old_address_is_not_led_on(old_site: World, client: Client) -> None:
    assert client.post("/artikel/153777/").status_code == 404


def test_head_is_answered_like_get(old_site: World, client: Client) -> None:
    assert client.head("/artikel/153777/")["Location"] == NEW_METHOD


def test_a_page_that_is_found_costs_nothing_more(
    old_site: World, client: Client, django_assert_max_num_queries
) -> None:
    client.get(NEW_METHOD)
    with django_assert_max_num_queries(12):
        client.get(NEW_METHOD)
    with django_assert_max_num_queries(12):
        assert client.get("/artikel/153777/").status_code == 301


# --- Redirects ----------------------------------------------------------------------------------
def test_an_editors_redirect_goes_before_what_we_guess(old_site: World, client: Client) -> None:
    target = old_site.article("Et andet greb")
    Redirect.add_redirect("/artikel/153777", target)
    assert led(client, "/personale/artikel/153777/ord-og-ord/?utm_source=x") == (
        f"{target.url}?utm_source=x"
    )


def test_redirects_one_after_the_other_are_one(old_site: World, client: Client) -> None:
    Redirect.add_redirect("/a", "/b/")
    Redirect.add_redirect("/b", "/Artikel/153777/")
    assert led(client, "/a") == NEW_METHOD


def test_redirects_in_a_ring_lead_nowhere(old_site: World, client: Client) -> None:
    Redirect.add_redirect("/a", "/b/")
    Redirect.add_redirect("/b", "/a/")
    Redirect.add_redirect("/c", "/c/")
    for address in ("/a/", "/b", "/c"):
        assert not_there(client, address)


def test_a_redirect_to_another_site_is_followed_but_not_to_a_script(
    old_site: World, client: Client
) -> None:
    Redirect.add_redirect("/kl", "https://www.kl.dk/")
    Redirect.add_redirect("/slem", "javascript:alert(1)")
    Redirect.add_redirect("/slem2", "//evil.example/")
    assert client.get("/kl?utm_source=x")["Location"] == "https://www.kl.dk/"
    for address in ("/slem", "/slem2"):
        assert not_there(client, address)


def test_a_redirect_to_a_page_that_is_gone_is_not_found(old_site: World, client: Client) -> None:
    page = old_site.article("Et andet greb")
    Redirect.add_redirect("/andet", page)
    page.unpublish()
    assert not_there(client, "/andet")


def test_a_page_that_changes_its_address_is_found_at_the_old_one(
    old_site: World, client: Client, django_capture_on_commit_callbacks
) -> None:
    page = old_site.article("Et andet greb")
    before = page.url
    for slug in ("et-nyt-greb", "et-nyere-greb"):
        page.slug = slug
        with django_capture_on_commit_callbacks(execute=True):
            page.save_revision().publish()
    assert led(client, before) == "/artikler/et-nyere-greb/"
    assert led(client, "/artikler/et-nyt-greb") == "/artikler/et-nyere-greb/"


def test_a_page_that_moves_is_found_at_the_old_place_with_all_below_it(
    old_site: World, client: Client, django_capture_on_commit_callbacks
) -> None:
    topic = old_site.topic("Lederrollen")
    below = old_site.topic("Magt", below=topic)
    with django_capture_on_commit_callbacks(execute=True):
        topic.move(old_site.topic("Dig selv"), pos="last-child")
    assert led(client, "/emner/lederrollen/") == "/emner/dig-selv/lederrollen/"
    assert led(client, below.url) == "/emner/dig-selv/lederrollen/magt/"
