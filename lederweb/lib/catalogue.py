"""A gettext catalogue kept without the gettext programs: merge, check, fill and compile."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Container, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import polib

if TYPE_CHECKING:
    from lederweb.lib.extraction import Key, Message

_HEADER = {
    "Project-Id-Version": "Lederweb",
    "Language": "da",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=2; plural=(n != 1);",
}
_WIDTH = 100
# %(name)s, %s, %d, %% and {name}, which must be the same in both languages.
_NAMED = re.compile(r"%\((\w+)\)[-#0 +]*\d*(?:\.\d+)?[a-zA-Z]|\{(\w+)[^{}]*\}")
_UNNAMED = re.compile(r"%[-#0 +]*\d*(?:\.\d+)?([a-zA-Z%])")


def read(path: Path) -> polib.POFile:
    """The catalogue at the path; a new one if there is none.

    Raises `ValueError` with file and line when the file is no catalogue.
    """
    if not path.exists():
        return _empty()
    try:
        return polib.pofile(str(path), encoding="utf-8", wrapwidth=_WIDTH)
    except (OSError, UnicodeDecodeError) as error:
        raise ValueError(f"{path} cannot be read as a catalogue: {error}") from error


def merged(old: polib.POFile, messages: Mapping[Key, Message]) -> polib.POFile:
    """A catalogue of exactly these messages, with the translations that `old` has of them.

    Only paths are noted, not lines, so that moving code about does not change the catalogue.
    """
    known = by_key(old)
    new = _empty()
    for key, message in messages.items():
        before = known.get(key)
        entry = polib.POEntry(
            msgid=message.singular,
            msgctxt=message.context,
            occurrences=[(path, "") for path in dict.fromkeys(_paths(message))],
            tcomment=before.tcomment if before else "",
        )
        if message.plural:
            entry.msgid_plural = message.plural
            entry.msgstr_plural = {0: "", 1: ""}
        if before:
            _take(entry, before)
            entry.flags = [flag for flag in before.flags if flag == "fuzzy"]
        new.append(entry)
    return new


def fill(catalogue: polib.POFile, others: Iterable[polib.POFile]) -> list[str]:
    """Take translations that are missing from other catalogues, the first that has one.

    Returns a sentence for every string that two of them translate differently.
    """
    conflicts = []
    entries = {_key(entry): entry for entry in catalogue}
    for other in others:
        for given in other:
            entry = entries.get(_key(given))
            if entry is None or given.obsolete or not _is_translated(given):
                continue
            if not _is_translated(entry) or entry.fuzzy:
                _take(entry, given)
                entry.flags = []
            elif _forms(entry) != _forms(given) and _forms(given):
                conflicts.append(
                    f"“{entry.msgid}” stays “{_forms(entry)[0]}”, not “{_forms(given)[0]}”."
                )
    return conflicts


def problems(catalogue: polib.POFile, messages: Mapping[Key, Message]) -> list[str]:
    """Everything that keeps the catalogue from being complete and right, each with its place."""
    entries = by_key(catalogue)
    found = [
        f"{message.places[0]}: {fault}: “{message.singular}”"
        for key, message in messages.items()
        for fault in faults(entries.get(key), message)
    ]
    name = Path(catalogue.fpath or "django.po").name
    found += [
        f"{name}:{entry.linenum}: is no longer in the source: “{entry.msgid}”"
        for entry in catalogue
        if entry.obsolete or _key(entry) not in messages
    ]
    return found


def compile_stale(folder: Path) -> list[Path]:
    """Write the .mo beside every .po below the folder that is newer; returns what was written.

    Several processes may do so at once: each file appears whole.
    """
    written = []
    for source in sorted(folder.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        number, name = tempfile.mkstemp(dir=target.parent, suffix=".mo.part")
        with os.fdopen(number, "wb") as file:
            file.write(read(source).to_binary())
        os.chmod(name, 0o644)
        os.replace(name, target)
        written.append(target)
    return written


def by_key(catalogue: polib.POFile) -> dict[Key, polib.POEntry]:
    """The entries in use, by what gettext looks them up by."""
    return {_key(entry): entry for entry in catalogue if not entry.obsolete}


def without(catalogue: polib.POFile, keys: Container[Key]) -> polib.POFile:
    """The catalogue but for these entries."""
    rest = _empty()
    rest.extend(entry for key, entry in by_key(catalogue).items() if key not in keys)
    return rest


def same(one: polib.POEntry, other: polib.POEntry) -> bool:
    """Whether both say the same in Danish."""
    return _forms(one) == _forms(other)


def _empty() -> polib.POFile:
    catalogue = polib.POFile(wrapwidth=_WIDTH)
    catalogue.metadata = dict(_HEADER)
    return catalogue


def _key(entry: polib.POEntry) -> Key:
    return entry.msgctxt, entry.msgid


def _paths(message: Message) -> Iterator[str]:
    return (place.rpartition(":")[0] for place in message.places)


def _forms(entry: polib.POEntry) -> list[str]:
    """The translation, or its forms in order."""
    if entry.msgid_plural:
        return [entry.msgstr_plural[number] for number in sorted(entry.msgstr_plural)]
    return [entry.msgstr]


def _is_translated(entry: polib.POEntry) -> bool:
    forms = _forms(entry)
    return bool(forms) and all(forms)


def _take(entry: polib.POEntry, given: polib.POEntry) -> None:
    """Give the entry another's translation, whichever of them has a plural."""
    forms = _forms(given)
    if entry.msgid_plural:
        entry.msgstr_plural = {0: forms[0], 1: forms[-1]}
    else:
        entry.msgstr = forms[0]


def faults(entry: polib.POEntry | None, message: Message) -> Iterator[str]:
    """What keeps the entry from being the message in Danish."""
    if entry is None or not _is_translated(entry):
        yield "has no Danish"
        return
    if entry.fuzzy:
        yield "is marked fuzzy"
    forms = _forms(entry)
    if bool(message.plural) != bool(entry.msgid_plural) or (
        message.plural and (entry.msgid_plural != message.plural or len(forms) != 2)
    ):
        yield "has another plural than the source"
        return
    originals = [message.singular, message.plural] if message.plural else [message.singular]
    for original, danish in zip(originals, forms, strict=True):
        allowed = _placeholders(original)
        if message.plural and original is message.singular:
            # A single number may be left to words ("one page"), or taken from the plural.
            fits = allowed <= _placeholders(message.plural) >= _placeholders(danish)
        else:
            fits = _placeholders(danish) == allowed
        if not fits:
            yield "has other placeholders in Danish"
        if _line_ends(original) != _line_ends(danish):
            yield "begins or ends with a new line in one language only"


def _line_ends(text: str) -> tuple[bool, bool]:
    return text.startswith("\n"), text.endswith("\n")


def _placeholders(text: str) -> set[str]:
    named = {first or second for first, second in _NAMED.findall(text)}
    rest = _NAMED.sub("", text)
    unnamed = [kind for kind in _UNNAMED.findall(rest) if kind != "%"]
    return named | {f"{number}{kind}" for number, kind in enumerate(unnamed)}
