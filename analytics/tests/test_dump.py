"""A dump of the database tells of no reader's address or browser, whatever they did (promise V4)."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from analytics.models import DroppedHits, PageView
from analytics.services.flush_hits import flush_hits
from analytics.services.roll_up import roll_up
from analytics.tests.readers import FIREFOX, shows
from lederweb.core.services.postgres_programs import call, find_programs
from lederweb.pages.tasks import count_not_found
from lederweb.testing.world import PASSWORD, World
from newsletter.forms import SignUpForm

ADDRESS = "203.0.113.77"
AGENT = FIREFOX.replace("128.0", "131.7")


class Reader(Client):
    """A browser with a name and an address that stand nowhere else."""

    def request(self, **request: Any) -> Any:
        return super().request(
            **{"HTTP_USER_AGENT": AGENT, "REMOTE_ADDR": ADDRESS, "HTTP_HOST": "localhost"} | request
        )


def _do_what_readers_do(world: World) -> None:
    reader = Reader()
    article, episode = world.article(), world.episode()
    for path in (article.url, episode.url, episode.get_parent().specific.feed_url):
        assert reader.get(path).status_code == 200, path
    for part in ("bytes=0-999", "bytes=1000-"):
        sound = reader.get(episode.audio.audio_url, headers={"range": part})
        b"".join(sound.streaming_content)  # type: ignore[arg-type]
    assert reader.get(world.pdf.url).getvalue().startswith(b"%PDF")
    assert reader.get("/soeg/", {"q": "frivillige"}).status_code == 200
    assert reader.get(f"/findes-ikke/{ADDRESS}").status_code == 404
    reader.post(
        "/nyhedsbrev/tilmeld/",
        {"email": "karen@example.org", "proof": SignUpForm().make_proof()},
        HTTP_SEC_FETCH_SITE="same-origin",
    )
    shows(article.url, page=article.pk, address=ADDRESS, agent=AGENT, client=reader)
    shows(article.url, address=ADDRESS, agent=f"{AGENT} bot", client=reader)
    reader.get("/t/p.gif", {"p": "/"})


def _log_in_at_the_third_try(world: World) -> None:
    colleague = Reader()
    email = world.ellen_the_editor.email
    for password in ("wrong", "wrong too", PASSWORD):
        answer = colleague.post("/admin/login/", {"username": email, "password": password})
    assert answer.status_code == 302
    assert colleague.get("/admin/").status_code == 200


@pytest.mark.django_db(transaction=True)  # pg_dump sees only what is committed
def test_a_dump_searched_for_the_reader_s_address_and_browser_has_neither(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    world = World()
    _do_what_readers_do(world)
    _log_in_at_the_third_try(world)
    count_not_found()
    flush_hits()
    roll_up()
    kinds = set(PageView.objects.values_list("kind", flat=True))
    assert kinds == {"view", "audio", "download", "feed", "search"}
    assert DroppedHits.objects.filter(reason="bot").exists()

    file = tmp_path / "lederweb.sql"
    call([find_programs() / "pg_dump", "--format=plain", f"--file={file}"])
    dump = file.read_text()
    assert "COPY public.axes_accessattempt " in dump
    assert "ellen@example.org" in dump.lower()
    for place, text in (("the dump", dump), ("the logs", caplog.text)):
        for secret in (ADDRESS, AGENT, "Firefox/131.7"):
            assert secret not in text, f"{secret} in {place}"
            assert secret.encode().hex() not in text, f"{secret} as bytes in {place}"
