"""What a reader finds at /soeg/, and what nobody finds there."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import translation
from wagtail.models import Page, PageViewRestriction
from wagtail.search.index import insert_or_update_object

from lederweb.core.page_cache import forget_all
from lederweb.search.results import Reach

BODY = [("text", "<p>Det handler om hverdagen.</p>")]


def ask(client: Client, question: str, **more: str) -> Any:
    return client.get("/soeg/", {"q": question, **more})


def found(client: Client, question: str, **more: str) -> list[str]:
    """The titles that the question finds, in their order."""
    context = ask(client, question, **more).context
    return [result.title for result in context.get("page_of_results", [])]


# --- Danish ---------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("title", "question"),
    [
        ("Mellemlederen i klemme", "mellemlederne"),
        ("Mellemledere i klemme", "mellemleder"),
        ("Frivillige skal også ledes", "frivillig"),
        ("Lyt til ledelse: fyringer", "fyringen"),
        ("Få mere ud af dit ledernetværk", "netværk"),
        ("Få mere ud af dit ledernetværk", "netværkene"),
        ("Netværk for ledere", "ledernetværk"),
        ("Samarbejde mellem embedsmænd og politikere", "embedsmand"),
        ("Idéer der forandrer", "ideer"),
        ("Væksthusdag i Århus", "aarhus"),
        ("Væksthusdag i Aarhus", "Århus"),
        ("Fokuseret målstyring", "maalstyring"),
        ("Vejen gennem et e-kursus", "e-kurser"),
        ("Vejen gennem et e-kursus", "ekursus"),
        ("MUS-samtaler der flytter", "mus-samtale"),
        ("Strategi OK.21", "ok.21"),
        ("Når jorden brænder under lederen", "JORDEN BRÆNDER"),
    ],
)
def test_a_word_is_found_in_another_form(
    world: Any, client: Client, title: str, question: str
) -> None:
    world.article(title, lead="Tre greb.", body=BODY)
    world.article("Noget helt andet", lead="Fire råd.", body=BODY)
    assert found(client, question) == [title]


def test_the_word_itself_comes_before_its_inflection_and_that_before_a_compound(
    world: Any, client: Client
) -> None:
    world.article("Om et ledernetværk", lead="Tre greb.", body=BODY)
    world.article("Om netværkene", lead="Tre greb.", body=BODY)
    world.article("Om netværk", lead="Tre greb.", body=BODY)
    expected = ["Om netværk", "Om netværkene", "Om et ledernetværk"]
    assert found(client, "netværk") == expected


def test_the_same_order_holds_in_the_body(world: Any, client: Client) -> None:
    for number, word in enumerate(["ledernetværk", "netværkene", "netværk"]):
        text = f"<p>Her skriver vi kort om {word} i hverdagen.</p>"
        world.article(f"Artikel {number}", lead="Tre greb.", body=[("text", text)])
    assert found(client, "netværk") == ["Artikel 2", "Artikel 1", "Artikel 0"]


def test_a_title_weighs_more_than_a_lead_and_a_lead_more_than_a_body(
    world: Any, client: Client
) -> None:
    text = [("text", "<p>Frivillige gør en forskel.</p>")]
    world.article("Artikel i brødteksten", lead="Tre greb.", body=text)
    world.article("Artikel i indledningen", lead="Frivillige gør en forskel.", body=BODY)
    world.article("Frivillige i titlen", lead="Tre greb.", body=BODY)
    assert found(client, "frivillige") == [
        "Frivillige i titlen",
        "Artikel i indledningen",
        "Artikel i brødteksten",
    ]


def test_all_the_words_are_needed(world: Any, client: Client) -> None:
    world.article("Frivillige skal ledes", lead="Tre greb.")
    world.article("Frivillige på plejehjemmet", lead="Tre greb.")
    assert found(client, "frivillig plejehjem") == ["Frivillige på plejehjemmet"]


def test_where_no_page_has_all_the_words_some_will_do(world: Any, client: Client) -> None:
    world.article("Frivillige skal ledes", lead="Tre greb.", body=BODY)
    assert found(client, "frivillige rumfart") == ["Frivillige skal ledes"]
    assert ask(client, "frivillige rumfart").context["results"].reach is Reach.LOOSE


def test_words_that_only_carry_the_grammar_are_not_needed(world: Any, client: Client) -> None:
    world.article("Ledelse af frivillige", lead="Tre greb.")
    assert found(client, "hvordan leder jeg de frivillige?") == ["Ledelse af frivillige"]


def test_a_title_asked_for_word_by_word_comes_first(world: Any, client: Client) -> None:
    text = "<p>Ledelse, ledelse og atter ledelse. God ledelse er ledelse.</p>"
    world.article("Hvad hvis der ingen ledelse var?", lead="Tre greb.", body=BODY)
    world.article("Om ledelse", lead="Ledelse af ledelse.", body=[("text", text)])
    assert found(client, "Hvad hvis der ingen ledelse var?")[0] == (
        "Hvad hvis der ingen ledelse var?"
    )


def test_an_article_is_found_by_its_author(world: Any, client: Client) -> None:
    from projects.models import Person

    article = world.article("Hold talenterne varme")
    article.authors = [article.authors.model(person=Person.objects.create(name="Karen Blixen"))]
    article.save_revision().publish()
    # The site writes the index after commit, a test before the authors are saved.
    insert_or_update_object(article)
    assert found(client, "blixen") == ["Hold talenterne varme"]


# --- What may be found ----------------------------------------------------------------------------
def test_every_kind_of_page_is_found_and_says_what_it_is(world: Any, client: Client) -> None:
    from lederweb.pages.models import StandardPage
    from projects.models import TierIndexPage, TierPage

    world.article("Kerneopgaven i centrum")
    world.project("Projekt om kerneopgaven")
    world.topic("Kerneopgaven")
    tiers = world.section(TierIndexPage, "Væksthuse", "vaeksthus")
    tiers.add_child(instance=TierPage(title="Væksthus 1", tier="1", lead="Om kerneopgaven."))
    world.home.add_child(instance=StandardPage(title="Om kerneopgaven", lead="Et særnummer."))
    with translation.override("en"):
        results = ask(client, "kerneopgave").context["page_of_results"]
        assert sorted(result.kind_label for result in results) == [
            "Article",
            "Page",
            "Project",
            "Topic",
            "Væksthus",
        ]


def test_every_page_type_but_the_front_page_can_be_found() -> None:
    from django.apps import apps

    from lederweb.core.models import BasePage
    from lederweb.pages.models import HomePage
    from lederweb.search.results import KINDS

    listed = [name for _label, names in KINDS.values() for name in names]
    # What has tables of its own below it (ContentPage) is no page type that anybody makes.
    made = {
        model._meta.label
        for model in apps.get_models()
        if issubclass(model, BasePage) and model.is_creatable
    }
    assert sorted(listed) == sorted(made - {HomePage._meta.label})


def test_overviews_chapters_and_newsletters_are_found(world: Any, client: Client) -> None:
    from newsletter.models import IssuePage, NewsletterIndexPage
    from publications.models import CataloguePage, ChapterPage

    world.section(CataloguePage, "Katalog", "katalog").save()  # saving brings it into the index
    index = world.section(NewsletterIndexPage, "Nyhedsbrev", "nyhedsbrev")
    index.save()
    index.add_child(
        instance=IssuePage(title="Uge 12", subject="Kerneopgaven", preview_text="Tre greb.")
    )
    publication = world.publication("Ledelse på afstand")
    publication.add_child(instance=ChapterPage(title="Tillid på afstand", body=BODY))
    assert found(client, "katalog") == ["Katalog"]
    assert "Nyhedsbrev" in found(client, "nyhedsbreve")
    assert found(client, "kerneopgave", art="nyhedsbrev") == ["Uge 12"]
    assert found(client, "tillid", art="publikation") == ["Tillid på afstand"]
    (issue,) = ask(client, "kerneopgave").context["page_of_results"]
    assert issue.lead == "Tre greb."


def test_one_kind_can_be_chosen(world: Any, client: Client) -> None:
    world.article("Kerneopgaven i centrum")
    world.project("Projekt om kerneopgaven")
    assert found(client, "kerneopgave", art="projekt") == ["Projekt om kerneopgaven"]
    assert len(found(client, "kerneopgave", art="noget andet")) == 2
    assert len(found(client, "kerneopgave", art="podcast")) == 2


def test_what_is_published_is_found_at_once_and_what_is_unpublished_no_more(
    world: Any, client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    article = world.article("Hold talenterne varme")
    assert found(client, "talent") == ["Hold talenterne varme"]
    article.title = "Hold lysten varm"
    article.lead = "Tre greb."
    article.save_revision()
    assert found(client, "lyst") == []
    with django_capture_on_commit_callbacks(execute=True):
        article.get_latest_revision().publish()
    assert found(client, "lyst") == ["Hold lysten varm"]
    assert found(client, "talent") == []
    with django_capture_on_commit_callbacks(execute=True):
        article.unpublish()
    assert found(client, "lyst") == []


def test_an_answer_is_kept_until_anything_is_published(
    world: Any, client: Client, django_assert_num_queries: Any
) -> None:
    world.article("Hold talenterne varme")
    assert found(client, "talent") == ["Hold talenterne varme"]
    with django_assert_num_queries(0):
        assert found(client, "talent") == ["Hold talenterne varme"]
    world.article("Talenter søges")
    forget_all()
    assert len(found(client, "talent")) == 2


def test_a_draft_is_not_found(world: Any, client: Client) -> None:
    article = world.article("Hold talenterne varme")
    article.title = "Hemmeligt udkast"
    article.save_revision()
    assert found(client, "hemmelig") == []


def test_a_deleted_page_is_not_found(world: Any, client: Client) -> None:
    world.article("Hold talenterne varme").delete()
    assert found(client, "talent") == []


@pytest.mark.parametrize("kind", ["password", "login", "groups"])
def test_private_pages_and_what_lies_below_them_are_not_found_nor_counted(
    world: Any, client: Client, kind: str
) -> None:
    world.topic("Talent", below=world.topic("Fortroligt om talenter"))
    world.article("Hold talenterne varme")
    private = Page.objects.get(title="Fortroligt om talenter")
    PageViewRestriction.objects.create(page=private, restriction_type=kind, password="x")
    response = ask(client, "talent")
    assert [result.title for result in response.context["page_of_results"]] == [
        "Hold talenterne varme"
    ]
    assert response.context["results"].total == 1
    assert "ortrolig" not in response.content.decode()


# --- What the page shows --------------------------------------------------------------------------
def test_the_words_are_marked_in_title_and_lead(world: Any, client: Client) -> None:
    world.article("Frivillige skal også ledes", lead="Den frivilliges <hverdag>.")
    page = ask(client, "frivillig").content.decode()
    assert "<mark>Frivillige</mark> skal også ledes" in page
    assert "Den <mark>frivilliges</mark> &lt;hverdag&gt;." in page


def test_where_the_lead_has_no_such_word_the_place_in_the_text_is_shown(
    world: Any, client: Client
) -> None:
    text = (
        "<p>" + "Først noget andet. " * 30 + "Så kom sygefraværet. " + "Til sidst. " * 60 + "</p>"
    )
    world.article("En artikel", lead="Tre greb.", body=[("text", text)])
    (result,) = ask(client, "sygefravær").context["page_of_results"]
    assert "<mark>sygefraværet</mark>" in result.excerpt
    assert result.excerpt.startswith("… ")
    assert result.excerpt.endswith(" …")
    assert len(result.excerpt) < 300


def test_an_excerpt_does_not_run_from_one_block_into_the_next(world: Any, client: Client) -> None:
    text = [("text", "<p>Det handler om trivsel.</p>"), ("text", "<p>Et andet afsnit.</p>")]
    world.article("En artikel", lead="Tre greb.", body=text)
    (result,) = ask(client, "trivsel").context["page_of_results"]
    assert result.excerpt == "Det handler om <mark>trivsel</mark>."


def test_an_excerpt_shows_no_dictionary_forms_from_the_index(world: Any, client: Client) -> None:
    world.article("Netværkene", lead="Tre greb.", body=BODY)
    (result,) = ask(client, "netværk").context["page_of_results"]
    assert result.excerpt == ""


def test_the_question_is_shown_again_and_never_as_markup(world: Any, client: Client) -> None:
    world.home  # noqa: B018 (made on first use)
    page = ask(client, '"><script>alert(1)</script>').content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_long_answers_come_in_pages(world: Any, client: Client) -> None:
    for number in range(12):
        world.article(f"Talent nummer {number}")
    assert len(found(client, "talent")) == 10
    assert len(found(client, "talent", side="2")) == 2
    assert len(found(client, "talent", side="99")) == 2
    assert len(found(client, "talent", side="x" * 5000)) == 10
    assert "q=talent&amp;side=2" in ask(client, "talent").content.decode()


def test_without_an_answer_there_is_help_and_topics_with_something_in_them(
    world: Any, client: Client
) -> None:
    topic = world.topic("Arbejdsmiljø")
    world.topic("Tomt emne")
    world.article("Undgå stress", topics=[topic])
    for question in ("", "rumfart", "!?"):
        response = ask(client, question)
        assert response.status_code == 200
        assert [topic.title for topic in response.context["topics"]] == ["Arbejdsmiljø"]


# --- What it costs --------------------------------------------------------------------------------
@pytest.mark.parametrize("question", ["talent", "talent rumfart", "sygefraværssamtale rumfart", ""])
def test_a_search_takes_six_queries_at_most(
    world: Any, client: Client, django_assert_max_num_queries: Any, question: str
) -> None:
    topic = world.topic("Talent")
    for number in range(12):
        world.article(f"Talent nummer {number}", topics=[topic])
        world.project(f"Talentprojekt {number}")
    ask(client, question)
    with django_assert_max_num_queries(6):
        ask(client, question)


def test_answers_are_kept_in_no_cache(world: Any, client: Client) -> None:
    world.article("Hold talenterne varme")
    response = ask(client, "talent")
    assert not getattr(response, "page_cache", False)
    assert "private" in response["Cache-Control"]
    before = set(cache.client.get_client().keys("*"))
    for number in range(20):
        ask(client, f"talent {number}")
    assert set(cache.client.get_client().keys("*")) == before


def test_search_sets_no_cookie(world: Any, client: Client) -> None:
    world.article("Hold talenterne varme")
    assert not ask(client, "talent").cookies


def test_search_answers_while_redis_is_away(world: Any, client: Client, settings: Any) -> None:
    world.article("Hold talenterne varme")
    away = settings.CACHES["default"] | {"LOCATION": "redis://127.0.0.1:1/0"}
    settings.CACHES = settings.CACHES | {"default": away}
    assert found(client, "talent") == ["Hold talenterne varme"]


# --- Nonsense -------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "question",
    [
        "talent\x00\x01\x1b\x7f",
        "talent' & ! | ( ) :* <-> \\ \"",
        "talent%00%",
        "talent \u202e\u2066 \ufeff",
        "*",
        "'",
        "\\",
        "a:*",
        "!!",
        "<->",
        "-",
        "--talent--",
        "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16") + " talent",
    ],
)
def test_nonsense_is_answered(world: Any, client: Client, question: str) -> None:
    world.article("Hold talenterne varme")
    response = ask(client, question)
    assert response.status_code == 200
    assert "\x00" not in response.content.decode()
    if "talent" in question:
        assert [result.title for result in response.context["page_of_results"]] == [
            "Hold talenterne varme"
        ]


@pytest.mark.parametrize(
    "question",
    ["x" * 10_240, "talent " * 1500, "a-" * 5000, "æ" * 5000, "'" * 10_240, "\x00" * 10_240],
    ids=["one word", "many words", "hyphens", "letters", "quotes", "NUL"],
)
def test_ten_kilobytes_are_cut_and_the_reader_is_told(
    world: Any, client: Client, question: str
) -> None:
    world.home  # noqa: B018 (made on first use)
    response = ask(client, question)
    assert response.status_code == 200
    assert response.context["question"].is_cut
    assert "200" in response.content.decode()


def test_more_words_than_are_searched_are_cut_and_the_reader_is_told(
    world: Any, client: Client
) -> None:
    world.article("Hold talenterne varme")
    words = " ".join(f"talent{chr(97 + number)}" for number in range(15))
    question = ask(client, f"talent varm {words}").context["question"]
    assert len(question.words) == 10
    assert question.is_cut


def test_a_search_cannot_be_posted(client: Client, db: None) -> None:
    assert client.post("/soeg/", {"q": "talent"}).status_code == 405
