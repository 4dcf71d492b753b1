"""The one way in which `./dev` says that something is wrong."""

from __future__ import annotations

import errno


class Problem(Exception):
    """Something the person at the keyboard can mend; the text is one sentence that says how."""

    def __init__(self, sentence: str, code: int = 1) -> None:
        super().__init__(sentence)
        self.code = code


def sentence_for(error: OSError) -> str | None:
    """The sentence for an operating-system error that a person can mend, else None."""
    name = f" ({error.filename})" if error.filename else ""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"The disk is full{name}: free at least 2 GB and run the same command again."
    if error.errno in (errno.EACCES, errno.EPERM):
        return (
            f"This user may not write here{name}: run ./dev as the user who owns the checkout, "
            "or remove .dev and .venv if another user made them."
        )
    if error.errno == errno.EROFS:
        return f"The disk is read-only{name}: move the checkout to a place that can be written."
    return None
