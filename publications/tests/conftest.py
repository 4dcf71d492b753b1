from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest

from lederweb.mail.services.deliver import sweep
from lederweb.testing.mail_server import MailServer
from publications.courses.links import learner_path

OURS = {"HTTP_SEC_FETCH_SITE": "same-origin"}
_LINK = re.compile(r"http://testserver(/e-kurser/\S+)")


@pytest.fixture
def mail_server(settings) -> Iterator[MailServer]:
    """A real mail server that everything is sent to."""
    with MailServer() as server:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        yield server


@pytest.fixture(scope="module")
def course_made_once(made_once) -> int:
    with made_once() as world:
        course = world.course()
        world.lesson(course=course)
        world.lesson("Aftal det næste skridt", course=course, reflections=[], quiz=[])
        return course.pk


@pytest.fixture
def course(course_made_once: int, world):
    """A course of two lessons; only the first one asks anything."""
    from publications.models import CoursePage

    return CoursePage.objects.get(pk=course_made_once)


@pytest.fixture
def enrol(client, course) -> Callable:
    """Posts the course's form as a browser does, and gives the answer."""
    from publications.courses.forms import EnrolForm

    def post(address: str = "karen@example.org", to=None, **headers: str):
        to = to or course
        data = {"email": address, "proof": EnrolForm(course=to).make_proof()}
        return client.post(f"/e-kurser/{to.slug}/tilmeld/", data, **OURS | headers)

    return post


@pytest.fixture
def inbox(mail_server) -> Callable:
    """The paths of all links to courses in the newest mail to an address."""

    def links(address: str = "karen@example.org") -> list[str]:
        sweep()
        return _LINK.findall(mail_server.to(address)[-1].part("plain"))

    return links


@pytest.fixture
def karen(world, course):
    return world.enrolment(course)


@pytest.fixture
def way_in(karen) -> str:
    return learner_path(karen)
