"""The counted sections of a status report, by name: each reads the floors below for one scope."""

from __future__ import annotations

from collections.abc import Callable

from analytics.reports.scope import Scope
from analytics.reports.sections import audience, content, house, site
from analytics.reports.sections.part import Part

Count = Callable[[Scope], Part]

COUNT: dict[str, Count] = {
    "udgivelser": content.releases,
    "artikler": content.articles,
    "podcasts": content.podcasts,
    "projekter": house.projects,
    "medier": house.media,
    "arrangementer": house.events,
    "besoeg": site.visits,
    "nyhedsbrev": audience.newsletter,
    "sociale-medier": audience.social_media,
    "e-kurser": audience.courses,
    "afspilninger": audience.plays,
}
