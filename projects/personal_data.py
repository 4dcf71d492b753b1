"""People on the site whose address stands there: told of, erased where the site is kept."""

from __future__ import annotations

from django.utils.translation import gettext_lazy
from wagtail import hooks

from lederweb.mail.personal_data import HOOK, Held, Holder
from projects.models import Person


def find(address: str) -> Held | None:
    people = list(Person.objects.filter(email__iexact=address))
    if not people:
        return None
    data = [
        {"name": each.name, "title": each.role, "organisation": each.organisation}
        for each in people
    ]
    return Held([each.name for each in people], data)


@hooks.register(HOOK, order=90)
def person_on_the_site() -> Holder:
    return Holder(
        "person_on_the_site",
        gettext_lazy("Person on the site"),
        find,
        why_kept=gettext_lazy(
            "Stands on public pages. Delete the seats under Board and members first, then the "
            "person under People."
        ),
    )
