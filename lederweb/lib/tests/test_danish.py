"""Danish words as leaders write them: dictionary forms, compounds, spellings, addresses."""

from __future__ import annotations

import time

import pytest

from lederweb.lib import danish


@pytest.mark.parametrize(
    ("word", "lemma", "parts"),
    [
        # Who leads, at every level.
        ("lederne", "leder", ""),
        ("ledernes", "leder", ""),
        ("mellemlederne", "mellemleder", "mellem leder"),
        ("toplederen", "topleder", "top leder"),
        ("institutionsledere", "institutionsleder", "institution leder"),
        ("daginstitutionslederen", "daginstitutionsleder", "dag institution leder"),
        ("plejehjemslederne", "plejehjemsleder", "plejehjem leder"),
        ("afdelingslederens", "afdelingsleder", "afdeling leder"),
        ("skolelederne", "skoleleder", "skole leder"),
        ("projektlederdagen", "projektlederdag", "projektleder dag"),
        ("forvaltningscheferne", "forvaltningschef", "forvaltning chef"),
        ("stabschefer", "stabschef", "stab chef"),
        ("direktørnetværkene", "direktørnetværk", "direktør netværk"),
        ("bestyrelsesformanden", "bestyrelsesformand", "bestyrelse formand"),
        # Whom they lead.
        ("medarbejderne", "medarbejder", ""),
        ("borger", "borger", ""),
        ("borgerinddragelsen", "borgerinddragelse", "borger inddragelse"),
        ("tillidsrepræsentanterne", "tillidsrepræsentant", "tillid repræsentant"),
        ("arbejdsmiljørepræsentanten", "arbejdsmiljørepræsentant", "arbejdsmiljø repræsentant"),
        ("frivilliges", "frivillig", ""),
        ("pårørendeinddragelse", "pårørendeinddragelse", "pårørende inddragelse"),
        ("embedsmændene", "embedsmand", ""),
        # What it is about.
        ("ledelsen", "ledelse", ""),
        ("netværkene", "netværk", ""),
        ("ledernetværket", "ledernetværk", "leder netværk"),
        ("sygefraværet", "sygefravær", "syge fravær"),
        ("sygefraværssamtaler", "sygefraværssamtale", "sygefravær samtale"),
        ("trivselsmålinger", "trivselsmåling", "trivsel måling"),
        ("kerneopgaven", "kerneopgave", "kerne opgave"),
        ("kompetenceudviklingen", "kompetenceudvikling", "kompetence udvikling"),
        ("samskabelse", "samskabelse", ""),
        ("samskabelsesprojekterne", "samskabelsesprojekt", "samskabelse projekt"),
        ("målstyringen", "målstyring", "mål styring"),
        ("arbejdsmiljøet", "arbejdsmiljø", "arbejde miljø"),
        ("arbejdspladserne", "arbejdsplads", "arbejde plads"),
        ("samarbejdsudvalget", "samarbejdsudvalg", "samarbejde udvalg"),
        ("fyringer", "fyring", ""),
        ("fyringsrunden", "fyringsrunde", "fyring runde"),
        ("afskedigelserne", "afskedigelse", ""),
        ("lederrollen", "lederrolle", "leder rolle"),
        ("lederuddannelserne", "lederuddannelse", "leder uddannelse"),
        ("ledelsesrummet", "ledelsesrum", "ledelse rum"),
        ("ledelseskommissionen", "ledelseskommission", "ledelse kommission"),
        ("forandringsledelse", "forandringsledelse", "forandring ledelse"),
        ("innovationsmuskler", "innovationsmuskel", "innovation muskel"),
        ("sammenhængskraften", "sammenhængskraft", "sammenhæng kraft"),
        ("områdeledelse", "områdeledelse", "område ledelse"),
        ("konflikthåndtering", "konflikthåndtering", "konflikt håndtering"),
        ("velfærdsledelsen", "velfærdsledelse", "velfærd ledelse"),
        ("sundhedsvæsenets", "sundhedsvæsen", "sundhed væsen"),
        (
            "medarbejderudviklingssamtalen",
            "medarbejderudviklingssamtale",
            "medarbejder udvikling samtale",
        ),
        ("nyhedsbreve", "nyhedsbrev", "nyhed brev"),
        ("budgetterne", "budget", ""),
        ("digitaliseringen", "digitalisering", ""),
        ("talenterne", "talent", ""),
        ("værdierne", "værdi", ""),
        ("kurserne", "kursus", ""),
        ("ideerne", "ide", ""),
        ("generationer", "generation", ""),
        ("spørgsmålene", "spørgsmål", ""),
        ("ældreplejen", "ældrepleje", "ældre pleje"),
    ],
)
def test_a_word_of_leadership_has_its_dictionary_form_and_its_parts(
    word: str, lemma: str, parts: str
) -> None:
    assert danish.lemma(word) == lemma
    assert danish.compound_parts(word) == tuple(parts.split())


@pytest.mark.parametrize("form", "leder lederen ledere lederne leders lederens lederes".split())
def test_a_leader_is_a_leader_in_every_form(form: str) -> None:
    assert danish.lemma(form) == "leder"


@pytest.mark.parametrize(
    ("word", "readings"),
    [
        ("leder", ("leder", "lede")),  # en leder; hvordan leder du?
        ("deltager", ("deltage", "deltager")),
        ("led", ("led", "lede")),
        ("billeder", ("billede",)),
        ("indleder", ("indlede", "indleder")),
        ("ledelse", ("ledelse",)),
    ],
)
def test_a_form_of_two_words_is_found_as_both(word: str, readings: tuple[str, ...]) -> None:
    assert danish.readings(word) == readings


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("århus", "aarhus"),
        ("idé", "ide"),
        ("idéerne", "ideer"),
        ("målstyring", "maalstyring"),
        ("ledernetværk", "ledernetvaerk"),
        # Two pairs of letters in one word.
        ("værktøj", "vaerktoej"),
        ("værktøjer", "vaerktoejer"),
        ("pårørende", "paaroerende"),
        ("pårørendesamarbejde", "paaroerendesamarbejde"),
        ("førstegangsleder", "foerstegangsleder"),
        ("kæhlers", "kaehlers"),  # a name, in no dictionary
        ("sygefravær", "sygefravaer"),
        ("væksthus", "vaeksthus"),
        ("e-kurser", "ekursus"),
        ("mus-samtaler", "mussamtale"),
    ],
)
def test_two_spellings_are_one_word(one: str, other: str) -> None:
    assert danish.lemma(one) == danish.lemma(other)


def test_words_are_lower_case_and_hyphenated_ones_come_in_their_parts_too() -> None:
    assert danish.words("Få MUS-samtalen til at virke: 3 råd i 2017!") == (
        "få mus-samtalen mus samtalen til at virke 3 råd i 2017".split()
    )


def test_letters_written_as_two_characters_are_one() -> None:
    assert danish.words("A\u030arhus pa\u030a") == ["århus", "på"]


def test_control_characters_separate_words() -> None:
    assert danish.words("le\x00der\x1bnet\tværk\u202e") == ["le", "der", "net", "værk"]


@pytest.mark.parametrize(
    "text",
    ["x" * 1_000_000, "a-" * 500_000, "\x00" * 1_000_000, "'\"\\:*&|!()" * 100_000, "ﷺ" * 100_000],
    ids=["one long word", "hyphens", "NUL", "query syntax", "ligatures"],
)
def test_a_million_characters_of_nonsense_are_read_once(text: str) -> None:
    started = time.process_time()
    found = danish.words(text)
    # Reading in a straight line takes a tenth of this; reading it twice over takes hours.
    assert time.process_time() - started < 5
    assert all(len(word) <= danish.LONGEST_WORD for word in found)


def test_the_longest_words_are_taken_apart_in_bounded_time() -> None:
    started = time.process_time()
    for letter in "abcdefgh":
        danish.compound_parts(("leder" * 12)[:59] + letter)
    assert time.process_time() - started < 2


def test_the_index_also_has_the_words_that_neighbouring_parts_make() -> None:
    assert danish.words_within("daginstitutionsleder") == tuple(
        "dag institution leder daginstitution institutionsleder".split()
    )
    assert danish.words_within("ledernetværk") == ("leder", "netværk")
    assert danish.words_within("netværk") == ()
    assert danish.words_within("e-kurser") == ("e", "kursus")


def test_what_the_index_holds_has_each_word_once() -> None:
    text = "Ledernetværk for mellemledere. Mellemlederne taler i ledernetværket."
    assert danish.search_lemmas(text) == "ledernetværk for mellemleder tale taler i"
    assert danish.search_parts(text) == "leder netværk mellem"


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Når jorden brænder under lederen", "naar-jorden-braender-under-lederen"),
        ("Få øje på det – også i dag", "faa-oeje-paa-det-ogsaa-i-dag"),
        ("Idéer, der forandrer", "ideer-der-forandrer"),
        ("ÆRØ & Ålborg", "aeroe-aalborg"),
        ("A\u030ar 2017", "aar-2017"),
        ("Hvad hvis …?", "hvad-hvis"),
        ("Müller på Møn", "muller-paa-moen"),
        ("???", ""),
    ],
)
def test_an_address_is_spelled_as_danes_do_without_their_letters(title: str, slug: str) -> None:
    assert danish.slugify(title) == slug


def test_numbers_are_set_the_danish_way() -> None:
    assert danish.number(95958) == "95.958"
    assert danish.number(2.14, 1) == "2,1"
