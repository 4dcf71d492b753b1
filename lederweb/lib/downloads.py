"""What the files are called that people take with them: a Danish name and the day."""

from __future__ import annotations

from django.utils import timezone

from lederweb.lib.periods import day_of


def dated(name: str) -> str:
    """abonnenter → abonnenter-2026-11-23, by the Danish calendar: two days' files stand apart."""
    return f"{name}-{day_of(timezone.now()).isoformat()}"


def attachment(name: str, ending: str) -> dict[str, str]:
    """The header with which a browser keeps the answer as a file of today."""
    return {"Content-Disposition": f'attachment; filename="{dated(name)}.{ending}"'}
