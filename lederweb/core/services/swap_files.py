"""Swapping all uploaded files for others, in a way that can be taken back."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# What a restore keeps in the folder of uploads while it works, and leaves there when it is killed.
OURS = ".restore-"

Moves = list[tuple[Path, Path]]


class FilesAstray(Exception):
    """Taking the swap back failed half-way: some old files are still where they were put."""


def is_not_ours_to_move(name: str) -> bool:
    """Whether an entry of the folder of uploads belongs to the file system and not to the site.

    Where the folder is a disk of its own, it holds such things as lost+found and .snapshot,
    which cannot be moved. Nothing that is uploaded begins with a dot.
    """
    return name.startswith(".") or name == "lost+found"


@contextmanager
def swapped_files(*, fresh: Path, media: Path) -> Iterator[None]:
    """Move what is in `media` out and what is in `fresh` in, for good if the block succeeds.

    Otherwise everything is put back. The old files are deleted only after the block; whoever
    kills us before finds them in `media`, in a folder that begins with `.restore-before-`.
    Raises OSError when everything is as it was, and FilesAstray when it is not.
    """
    before = Path(tempfile.mkdtemp(prefix=f"{OURS}before-", dir=media))
    moves: Moves = []
    try:
        for source, target in ((media, before), (fresh, media)):
            for entry in sorted(source.iterdir()) if source.is_dir() else []:
                if not is_not_ours_to_move(entry.name):
                    _move(entry, target / entry.name, moves)
        yield
    except BaseException as error:
        try:
            _take_back(moves)
        except OSError as trouble:
            raise FilesAstray(
                f"{error} The uploaded files could not all be put back ({trouble}): move what is "
                f"in {before} to {media} by hand."
            ) from error
        shutil.rmtree(before, ignore_errors=True)
        raise
    shutil.rmtree(before, ignore_errors=True)


def _move(source: Path, target: Path, moves: Moves) -> None:
    """Move a file or a folder and note it: a folder at once, or else what is in it.

    A folder that is a disk of its own cannot be renamed and stays, empty.
    """
    if source.is_dir() and not source.is_symlink():
        if not target.exists():
            try:
                source.rename(target)
            except OSError:
                target.mkdir()
            else:
                moves.append((source, target))
                return
        for entry in sorted(source.iterdir()):
            _move(entry, target / entry.name, moves)
        return
    moves.append((source, target))
    shutil.move(source, target)


def _take_back(moves: Moves) -> None:
    for source, target in reversed(moves):
        if not os.path.lexists(target):
            continue  # the move that failed
        if os.path.lexists(source):
            target.unlink()  # a copy to another disk that was not finished
        else:
            shutil.move(target, source)
