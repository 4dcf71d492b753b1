"""Lines as servers write them: with the host in front, cut off, or with other ends."""

from __future__ import annotations

from pathlib import Path

import pytest

from analytics.tests.test_import_logs import CHROME, GOOGLEBOT, line, month, read, take

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "front",
    ["www.lederweb.dk ", "www.lederweb.dk:443 ", "lederweb ", "24syv.example:80 ", ""],
    ids=["name", "with port", "one word", "digits first", "none"],
)
@pytest.mark.parametrize(
    "addresses",
    [("192.0.2.1", "192.0.2.2"), ("2001:db8:1::1", "2001:db8:2::1"), ("pc1.by.dk", "pc2.by.dk")],
    ids=["v4", "v6", "looked up"],
)
def test_the_host_in_front_is_never_taken_for_the_reader(
    front: str, addresses: tuple[str, str]
) -> None:
    first, second = (read(front + line(address=address)) for address in addresses)
    alone = read(line(address=addresses[0]))
    assert first.visitor == alone.visitor  # type: ignore[union-attr]
    assert first.visitor != second.visitor  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "given",
    [
        f"198.51.100.7 {line()}",
        line().replace("192.0.2.1 - - ", "www.lederweb.dk 192.0.2.1 "),
        line().replace("192.0.2.1 - - ", "www.lederweb.dk 2001:db8::1 "),
    ],
    ids=["two addresses", "no user", "no user, v6"],
)
def test_where_nobody_can_tell_who_the_reader_is_the_line_is_not_read(given: str) -> None:
    assert read(given) is None


def test_who_was_logged_in_changes_nothing() -> None:
    found = read(line().replace("- - [", "- jens.p hansen ["))
    assert found.visitor == read(line()).visitor  # type: ignore[union-attr]


@pytest.mark.parametrize("end", ["", "\r", " 1234", ' "-"'], ids=["plain", "cr", "time", "quoted"])
def test_what_follows_a_line_is_not_read(end: str) -> None:
    assert read(line() + end) == read(line())
    if '"' not in end:
        assert read(line(agent=None) + end) == read(line(agent=None))


def test_a_line_cut_off_within_its_agent_is_nobody() -> None:
    whole = line(referrer="https://www.google.dk/")
    for end in range(whole.index('"https') + 1, len(whole)):
        assert read(whole[:end]) is None, whole[:end]


def copies(folder: Path, *contents: bytes) -> list[Path]:
    files = [folder / f"{number}.log" for number in range(len(contents))]
    for file, content in zip(files, contents, strict=True):
        file.write_bytes(content)
    return files


@pytest.mark.parametrize("agent", [CHROME, None], ids=["combined", "common"])
def test_copies_with_other_ends_double_nothing(tmp_path: Path, agent: str | None) -> None:
    lines = [line(address=f"192.0.2.{number}", agent=agent).encode() for number in range(5)]
    unix, windows = (b"".join(one + end for one in lines) for end in (b"\n", b"\r\n"))
    take(*copies(tmp_path, unix, windows, unix.removesuffix(b"\n"), windows[:-1]))
    assert (month("page_views"), month("visitors")) == (5, 5)


def test_a_copy_of_a_log_that_was_being_written_adds_nobody(tmp_path: Path) -> None:
    reader = line().encode() + b"\n"
    last = f"{line(agent=GOOGLEBOT, address='192.0.2.9')} 1234\n".encode()
    whole = reader + line(address="192.0.2.2").encode() + b"\n" + last
    ends = range(len(whole) - len(last) + 1, len(whole), 3)
    for number, end in enumerate(ends):
        source = f"Server {number}"
        take(*copies(tmp_path, whole[:end], whole), source=source)
        assert (month("page_views", source=source), month("visitors", source=source)) == (2, 2)
