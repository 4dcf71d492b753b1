"""A dump of the database tells of no reader's address or browser, whatever they did, and a backup
holds no key that could tell (promise V4).
"""

from __future__ import annotations

import logging
import re
import tarfile
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django_redis import get_redis_connection

from analytics.models import DroppedHits, PageView, VisitorKey
from analytics.services.flush_hits import flush_hits
from analytics.services.roll_up import roll_up
from analytics.tests.readers import FIREFOX, shows
from lederweb.core.services.backup import DATABASE, write_backup
from lederweb.core.services.postgres_programs import call, find_programs
from lederweb.pages.tasks import count_not_found
from lederweb.testing.orders import KAREN
from lederweb.testing.world import PASSWORD, World
from newsletter.forms import SignUpForm
from newsletter.models import IssueLink

ADDRESS = "203.0.113.77"
AGENT = FIREFOX.replace("128.0", "131.7")


class Reader(Client):
    """A browser with a name and an address that stand nowhere else."""

    def request(self, **request: Any) -> Any:
        return super().request(
            **{"HTTP_USER_AGENT": AGENT, "REMOTE_ADDR": ADDRESS, "HTTP_HOST": "localhost"} | request
        )


def _do_what_readers_do(world: World) -> list[str]:
    """Returns what stands for the reader in the cache, for as long as clicks are told apart."""
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
    link = IssueLink.objects.create(issue=world.issue(), url=f"http://localhost{article.url}")
    opened = {"HTTP_ACCEPT_LANGUAGE": "da", "HTTP_SEC_FETCH_MODE": "navigate"}
    assert reader.get(f"/nyhedsbrev/l/{link.token}/", **opened).status_code == 302
    hashes = [
        key.decode().rpartition(":")[2]
        for key in get_redis_connection("default").keys("lederweb:clicks:*")
    ]
    assert hashes
    _order_printed_copies(world, reader)
    return hashes


def _order_printed_copies(world: World, reader: Reader) -> None:
    form = f"{world.stock().edition.publication.url}bestil/"
    [proof] = re.findall(r'name="proof" value="([^"]+)"', reader.get(form).content.decode())
    order = KAREN | {"quantity": "3", "proof": proof}
    assert reader.post(form, order, HTTP_SEC_FETCH_SITE="same-origin").status_code == 302


def _log_in_at_the_third_try(world: World) -> None:
    colleague = Reader()
    email = world.ellen_the_editor.email
    for password in ("wrong", "wrong too", PASSWORD):
        answer = colleague.post("/admin/login/", {"username": email, "password": password})
    assert answer.status_code == 302
    assert colleague.get("/admin/").status_code == 200
    # What fails of one account is forgotten when it succeeds, and of another it stays.
    Reader().post("/admin/login/", {"username": "nobody@example.org", "password": "wrong"})


@pytest.mark.django_db(transaction=True)  # pg_dump sees only what is committed
def test_a_dump_searched_for_the_reader_s_address_and_browser_has_neither(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    world = World()
    hashes = _do_what_readers_do(world)
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
    for table in _WRITTEN_TO:
        assert _rows(dump, table), f"nothing in {table}: the search proves nothing of it"
    assert "ellen@example.org" in dump.lower()
    for place, text in (("the dump", dump), ("the logs", caplog.text)):
        for secret in (ADDRESS, AGENT, "Firefox/131.7", *hashes):
            assert secret not in text, f"{secret} in {place}"
            assert secret.encode().hex() not in text, f"{secret} as bytes in {place}"

    backup = _backup(tmp_path)
    assert _rows(backup, "newsletter_linkday") == _rows(dump, "newsletter_linkday")
    assert _rows(backup, "publications_order") == _rows(dump, "publications_order")
    assert not _rows(backup, "analytics_visitorkey")
    [key] = VisitorKey.objects.all()
    assert bytes(key.key).hex() in dump
    assert bytes(key.key).hex() not in backup


# What readers do leaves a row in each of these.
_WRITTEN_TO = (
    r"analytics_pageview_\d{4}_\d\d",
    "analytics_droppedhits",
    "axes_accessattempt",
    "mail_outboxmail",
    "newsletter_linkday",
    "newsletter_subscriber",
    "publications_order",
)


def _rows(dump: str, table: str) -> list[str]:
    blocks = re.findall(rf"(?ms)^COPY public\.{table} \(.*?;\n(.*?)^\\\.$", dump)
    return "".join(blocks).splitlines()


def _backup(folder: Path) -> str:
    """The database in a backup as `backup` writes it, as text."""
    archive, file = folder / "lederweb.tar", folder / "backup.sql"
    write_backup(path=archive)
    with tarfile.open(archive) as opened:
        opened.extract(DATABASE, folder, filter="data")
    call([find_programs() / "pg_restore", f"--file={file}", folder / DATABASE])
    return file.read_text()
