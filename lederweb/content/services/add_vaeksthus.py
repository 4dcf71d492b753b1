"""Events, media mentions, seats and their overviews: what Væksthuset keeps beside its pages."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.apps import apps
from django.db import models
from django.utils import timezone
from wagtail.models import Page

from lederweb.content.services.demonstration import Demonstration, Load
from lederweb.content.services.index_at_once import one_piece
from projects.models import Event, MediaMention, Membership, Person, ProjectPage, ProjectPerson

OVERVIEWS = {
    "events": "projects.EventIndexPage",
    "media": "projects.MediaIndexPage",
    "members": "projects.MembersPage",
}
# The status documents look back; so one event to come is made up, and says so.
COMING = {
    "kind": "meeting",
    "title": "Eksempel: Netværksmøde for ledere på afstand",
    "place": "Demokøbing Rådhus",
    "theme": "Tillid, når I ikke ses",
    "text": "Et opdigtet møde, der hører til demonstrationen og viser, hvordan et kommende "
    "arrangement ser ud.",
    "starts_at": dt.time(9, 30),
    "ends_at": dt.time(15),
    "owners": ["3"],
    "project": "Ledelse på afstand",
}
COMES_IN = dt.timedelta(days=60)


def add_vaeksthus(*, demonstration: Demonstration) -> None:
    """Add each list while it is empty, in one piece; later they are the editors'."""
    library = demonstration.library
    add_overviews(load=demonstration, note=True)
    coming = COMING | {"starts_on": (timezone.localdate() + COMES_IN).isoformat()}
    _fill("Events", Event, [*library.events, coming], demonstration)
    _fill("Media mentions", MediaMention, library.media, demonstration)
    _seats(demonstration)
    _people_of_projects(demonstration)


def add_overviews(*, load: Load, note: bool) -> None:
    """Add the overviews below "Om". With `note` their leads say what of them is demonstration."""
    made = there = 0
    for entry in load.library.members["pages"]:
        model = apps.get_model(OVERVIEWS[entry["kind"]])
        address = f"/om/{entry['slug']}/"
        page = model.objects.first()
        if page is None:
            lead = f"{entry['lead']} {entry['note']}" if note else entry["lead"]
            with one_piece():
                page = model(title=entry["title"], slug=entry["slug"], lead=lead)
                Page.objects.get(pk=load.pages["/om/"]).add_child(instance=page)
                revision = page.save_revision(user=load.editor, log_action=True)
                revision.publish(user=load.editor, skip_permission_checks=True)
            made += 1
        else:
            there += 1
        load.pages[address] = page.pk
    load.report("Overviews of Væksthuset", made, there)


def _fill(
    name: str,
    model: type[models.Model],
    entries: list[dict[str, Any]],
    demonstration: Demonstration,
) -> None:
    rows = model._default_manager
    if rows.exists():
        demonstration.report(name, 0, rows.count())
        return
    with one_piece():
        for entry in entries:
            row = model(**entry | {"project": _project(entry, demonstration)})
            row.full_clean(exclude=["over_on"])
            row.save()
    demonstration.report(name, len(entries), 0)


def _project(entry: dict[str, Any], demonstration: Demonstration) -> ProjectPage | None:
    if "project" not in entry:
        return None
    text = demonstration.library.project(entry["project"])
    return ProjectPage.objects.get(pk=demonstration.pages[text.address]) if text else None


def _seats(demonstration: Demonstration) -> None:
    entries = demonstration.library.members["seats"]
    if Membership.objects.exists():
        demonstration.report("Seats", 0, Membership.objects.count())
        return
    with one_piece():
        for entry in entries:
            person, _new = Person.objects.get_or_create(
                name=entry["name"],
                defaults={"role": entry["title"], "organisation": entry["organisation"]},
            )
            kept = ("body", "role", "from_on", "until_on", "place")
            fields = {key: entry[key] for key in kept if key in entry}
            seat = Membership(person=person, **fields)
            seat.full_clean()
            seat.save()
    demonstration.report("Seats", len(entries), 0)


def _people_of_projects(demonstration: Demonstration) -> None:
    """Each as one revision of the project; a project that has people keeps them."""
    by_project: dict[int, list[dict[str, Any]]] = {}
    for entry in demonstration.library.members["people"]:
        project = _project(entry, demonstration)
        if project is not None:
            by_project.setdefault(project.pk, []).append(entry)
    made = there = 0
    for number, entries in by_project.items():
        project = ProjectPage.objects.get(pk=number)
        if project.people.exists():
            there += 1
            continue
        with one_piece():
            project.people = [
                ProjectPerson(
                    sort_order=order,
                    person=Person.objects.get(name=entry["name"]),
                    role=entry["role"],
                )
                for order, entry in enumerate(entries)
            ]
            revision = project.save_revision(user=demonstration.editor, log_action=True)
            revision.publish(user=demonstration.editor, skip_permission_checks=True)
        made += 1
    demonstration.report("People of projects", made, there)
