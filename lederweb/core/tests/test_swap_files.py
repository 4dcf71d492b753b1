"""Uploaded files are swapped as a whole or not at all."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from lederweb.core.services.swap_files import FilesAstray, swapped_files


class Fault(Exception):
    pass


@pytest.fixture
def media(tmp_path: Path) -> Path:
    media = tmp_path / "media"
    (media / "documents").mkdir(parents=True)
    (media / "documents" / "gammel.pdf").write_text("old")
    (media / "logo.svg").write_text("old")
    (media / "lost+found").mkdir()
    (media / ".snapshot").mkdir()
    (media / ".snapshot" / "daily").write_text("the file system's")
    return media


@pytest.fixture
def fresh(tmp_path: Path) -> Path:
    fresh = tmp_path / "fresh"
    (fresh / "documents").mkdir(parents=True)
    (fresh / "documents" / "ny.pdf").write_text("new")
    (fresh / "images").mkdir()
    (fresh / "images" / "drivhus.png").write_text("new")
    return fresh


def files(folder: Path) -> dict[str, str]:
    return {
        str(file.relative_to(folder)): file.read_text()
        for file in folder.rglob("*")
        if file.is_file()
    }


SNAPSHOT = {".snapshot/daily": "the file system's"}
NEW = SNAPSHOT | {"documents/ny.pdf": "new", "images/drivhus.png": "new"}


def test_the_new_are_there_and_the_old_are_gone(media: Path, fresh: Path):
    with swapped_files(fresh=fresh, media=media):
        pass
    assert files(media) == NEW
    assert (media / "lost+found").is_dir()
    assert not list(media.glob(".restore-*"))


def test_when_what_depends_on_it_fails_the_old_are_back(media: Path, fresh: Path):
    before = files(media)
    seen: dict[str, str] = {}
    with pytest.raises(Fault):
        _swap_and_fail(fresh, media, lambda: seen.update(files(media)))
    assert seen["documents/ny.pdf"] == "new"
    assert files(media) == before
    assert not list(media.glob(".restore-*"))


@pytest.mark.parametrize("name", ["logo.svg", "ny.pdf"], ids=["moving out", "moving in"])
def test_when_one_file_cannot_be_moved_all_are_back(
    media: Path, fresh: Path, monkeypatch: pytest.MonkeyPatch, name: str
):
    before = files(media)
    # A disk that refuses takes rights that a test does not have.
    _refuse_to_rename(monkeypatch, {"documents"})
    move = shutil.move

    def full_disk(source: Path, target: Path) -> None:
        if Path(source).name == name and ".restore" not in str(source):
            raise OSError(errno.ENOSPC, "No space left on device")
        move(source, target)

    monkeypatch.setattr(shutil, "move", full_disk)
    with pytest.raises(OSError, match="No space left"):
        _swap_and_fail(fresh, media, lambda: pytest.fail("nothing may go on"))
    assert files(media) == before


def test_a_folder_that_is_a_disk_of_its_own_stays_and_gets_other_contents(
    media: Path, fresh: Path, monkeypatch: pytest.MonkeyPatch
):
    _refuse_to_rename(monkeypatch, {"documents"})
    inode = (media / "documents").stat().st_ino
    with swapped_files(fresh=fresh, media=media):
        pass
    assert files(media) == NEW
    assert (media / "documents").stat().st_ino == inode


def test_what_cannot_be_put_back_is_kept_and_named(
    media: Path, fresh: Path, monkeypatch: pytest.MonkeyPatch
):
    def refuse(source: Path, target: Path) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    with pytest.raises(FilesAstray, match=r"\.restore-before-.* by hand"):
        _swap_and_fail(fresh, media, lambda: monkeypatch.setattr(shutil, "move", refuse))
    [kept] = media.glob(".restore-before-*")
    assert files(kept) == {"documents/gammel.pdf": "old", "logo.svg": "old"}


def _swap_and_fail(fresh: Path, media: Path, meanwhile: Callable[[], None]) -> None:
    with swapped_files(fresh=fresh, media=media):
        meanwhile()
        raise Fault


def _refuse_to_rename(monkeypatch: pytest.MonkeyPatch, names: set[str]) -> None:
    rename = Path.rename

    def busy(self: Path, target: Path) -> Path:
        if self.name in names:
            raise OSError(errno.EBUSY, "Device or resource busy")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", busy)
