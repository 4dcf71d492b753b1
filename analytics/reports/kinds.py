"""What a status report can count, by the name that stands in the page's body."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

# In the order of the reports of 2013 and 2017. Each name is also the section's address on the page.
SECTIONS = {
    "udgivelser": _("Releases"),
    "artikler": _("Articles on Lederweb"),
    "podcasts": _("Podcasts"),
    "projekter": _("Projects under way"),
    "medier": _("In the media"),
    "arrangementer": _("Events and presentations"),
    "besoeg": _("Visits to Lederweb"),
    "nyhedsbrev": _("Newsletter"),
    "sociale-medier": _("Social media"),
    "e-kurser": _("E-courses"),
    "afspilninger": _("Podcast plays"),
}
FOCUS = {"done": _("What we worked on"), "planned": _("What comes next")}
