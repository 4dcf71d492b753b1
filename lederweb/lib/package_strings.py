"""What the packages say to people: read from the catalogues that they ship.

Packages do not ship the source of their JavaScript, so their .po files are the list of strings:
the English one where there is one, otherwise those of every other language together.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import polib

from lederweb.lib import catalogue
from lederweb.lib.extraction import Key, Message

# Django's names: what Python and templates say, and what the admin's JavaScript says.
DOMAINS = ("django", "djangojs")


@dataclass(frozen=True)
class Package:
    """A package with a folder `locale`. Django reads it only where the package is an app."""

    name: str
    folder: Path
    is_read: bool = True


def strings_of(packages: Iterable[Package], domain: str) -> dict[Key, Message]:
    """All strings of these packages, each with its places as "package/file:line"."""
    found: dict[Key, Message] = {}
    for package in packages:
        for path in _templates(package, domain):
            for entry in _entries(path):
                message = _message(entry, package)
                known = found.setdefault(message.key, message)
                if known is message or message.places[0] in known.places:
                    continue
                found[message.key] = replace(
                    known,
                    plural=known.plural or message.plural,
                    places=known.places + message.places,
                )
    return found


def danish_of(packages: Iterable[Package], domain: str) -> polib.POFile:
    """The Danish that Django finds in the packages: of several, the first one's counts."""
    danish = polib.POFile()
    seen: set[Key] = set()
    for package in packages:
        if not package.is_read:
            continue
        for entry in _entries(package.folder / "locale" / "da" / "LC_MESSAGES" / f"{domain}.po"):
            key = (entry.msgctxt, entry.msgid)
            if entry.translated() and key not in seen:
                seen.add(key)
                danish.append(entry)
    return danish


def wanted(
    messages: Mapping[Key, Message],
    *,
    shipped: polib.POFile,
    ours: polib.POFile,
    given: Iterable[polib.POFile] = (),
) -> dict[Key, Message]:
    """The strings that our catalogue for packages has to hold.

    These are all that the packages do not translate (or wrongly), and those that we translate
    although they do, because `ours` or one of the `given` catalogues says it otherwise.
    """
    danish = catalogue.by_key(shipped)
    overridden = {key for key, entry in catalogue.by_key(ours).items() if entry.translated()}
    for other in given:
        overridden |= {
            key
            for key, entry in catalogue.by_key(other).items()
            if entry.translated() and key in danish and not catalogue.same(entry, danish[key])
        }
    return {
        key: message
        for key, message in messages.items()
        if key in overridden or any(catalogue.faults(danish.get(key), message))
    }


def _templates(package: Package, domain: str) -> list[Path]:
    english = package.folder / "locale" / "en" / "LC_MESSAGES" / f"{domain}.po"
    if english.exists():
        return [english]
    return sorted(package.folder.glob(f"locale/*/LC_MESSAGES/{domain}.po"))


def _entries(path: Path) -> list[polib.POEntry]:
    """Raises `ValueError` when the file is no catalogue."""
    return [entry for entry in catalogue.read(path) if not entry.obsolete]


def _message(entry: polib.POEntry, package: Package) -> Message:
    file, line = next(iter(entry.occurrences), ("locale", ""))
    return Message(
        context=entry.msgctxt,
        singular=entry.msgid,
        plural=entry.msgid_plural or None,
        places=(f"{package.name.replace('.', '/')}/{file}:{line or 1}",),
    )
