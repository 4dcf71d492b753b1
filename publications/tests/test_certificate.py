"""Certificates: a tagged PDF, and a code that is genuine without a name being kept."""

from __future__ import annotations

import io

import pypdfium2
import pytest
from django.utils import timezone

from lederweb.testing.tagged_pdf import faults_against_ua
from publications.courses.certificate import code_for, find, make_pdf, tidy_name
from publications.courses.forms import CheckForm
from publications.models import Enrolment
from publications.tests.conftest import OURS

pytestmark = pytest.mark.django_db
NAME = "Kåre Æbelø-Sørensen"


@pytest.fixture
def done(karen):
    karen.completed_at = timezone.now()
    karen.certificate_key = "0123456789ABCDEF"
    karen.save()
    return karen


@pytest.fixture
def check(client):
    def post(code: str, name: str):
        data = {"code": code, "name": name, "proof": CheckForm().make_proof()}
        return client.post("/e-kurser/bevis/", data, **OURS)

    return post


def text_of(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(io.BytesIO(pdf)) as document:
        assert len(document) == 1
        return document[0].get_textpage().get_text_bounded()


def test_a_learner_types_a_name_and_gets_the_pdf(client, done, way_in):
    answer = client.post(f"{way_in}bevis/", {"name": f"  {NAME} "})
    assert answer.headers["Content-Type"] == "application/pdf"
    text = text_of(answer.content)
    assert NAME in text
    assert "Den svære samtale" in text
    assert code_for(done, NAME) in text
    assert "http://testserver/e-kurser/bevis/" in text


def test_the_pdf_is_tagged_and_says_its_language(done):
    pdf = make_pdf(done, NAME)
    assert b"/StructTreeRoot" in pdf
    assert b"/Lang" in pdf
    assert faults_against_ua(pdf) == []


def test_the_name_is_kept_nowhere(client, done, way_in):
    before = Enrolment.objects.values().get()
    client.post(f"{way_in}bevis/", {"name": NAME})
    assert Enrolment.objects.values().get() == before


def test_before_the_last_lesson_there_is_none(client, karen, way_in):
    for answer in (client.get(f"{way_in}bevis/"), client.post(f"{way_in}bevis/", {"name": NAME})):
        assert (answer.status_code, answer.url) == (302, way_in)


@pytest.mark.parametrize("name", ["", " ", "\u200b", "\0", "x" * 81])
def test_a_name_that_is_none_is_refused_with_a_sentence(client, done, way_in, name):
    answer = client.post(f"{way_in}bevis/", {"name": name})
    assert answer.status_code == 400
    assert 'aria-invalid="true"' in answer.content.decode()


def test_a_name_is_text_whatever_it_looks_like(done):
    name = '#eval("1+1") $x$ *b* <script> \u202eomvendt'
    assert '#eval("1+1") $x$ *b* <script> omvendt' in text_of(make_pdf(done, name))
    assert tidy_name(name).startswith("#eval")


def test_whoever_holds_the_paper_is_told_that_it_is_genuine(check, done):
    html = check(code_for(done, NAME), NAME).content.decode()
    assert "Beviset er ægte" in html
    assert "Den svære samtale" in html


@pytest.mark.parametrize("change", [str.lower, lambda code: code.replace("-", " "), "Ol".join])
def test_a_code_is_recognised_as_people_write_it(done, change):
    code = code_for(done, NAME)
    if change == "Ol".join:
        code = code.replace("0", "O").replace("1", "l")
    else:
        code = change(code)
    assert find(code, NAME.upper()) is not None


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("right", "Jens Hansen"),
        ("0123-4567-89AB-CDEF-0000-0000", NAME),
        ("0123-4567-89AB-CDEF", NAME),
        ("æøå", NAME),
        ("' OR 1=1", NAME),
    ],
)
def test_another_name_or_code_is_not_confirmed(check, done, code, name):
    answer = check(code_for(done, NAME) if code == "right" else code, name)
    assert answer.status_code == 200
    assert "Det kan vi ikke bekræfte" in answer.content.decode()
    assert "Den svære samtale" not in answer.content.decode()


def test_after_an_erasure_it_is_confirmed_no_longer(check, done):
    code = code_for(done, NAME)
    done.delete()
    assert "Det kan vi ikke bekræfte" in check(code, NAME).content.decode()


def test_an_older_secret_key_still_knows_its_certificates(done, settings):
    code = code_for(done, NAME)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "a new key that is long enough for everything it has to sign, also here"
    assert find(code, NAME) is not None


def test_guessing_is_slowed_down(check, done):
    answers = [check("0" * 24, NAME).status_code for _time in range(32)]
    assert answers == [200] * 30 + [429] * 2
