"""What rows may speak of: topics, projects, and the pages that links lead to."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from lederweb.content.importing.html import Link, is_web
from lederweb.content.importing.rows import BadRow, Row
from lederweb.core.models.pages import address_of
from lederweb.lib.danish import slugify
from lederweb.lib.old_addresses import OldAddress, folded
from projects.models import ProjectPage
from publications.models import TopicPage
from publications.old_addresses import GENERATIONS, find_page

OWN_HOSTS = {"lederweb.dk", "www.lederweb.dk"}
_MOST_REMEMBERED = 50_000


def _by_name(pairs: Iterable[tuple[str, int]]) -> dict[str, int | None]:
    """Folded name → number; None where two have the same."""
    found: dict[str, int | None] = {}
    for name, number in pairs:
        key = folded(name)
        found[key] = number if found.get(key, number) == number else None
    return found


class Topics:
    def __init__(self) -> None:
        pairs = []
        for topic in TopicPage.objects.live().only("pk", "title", "url_path"):
            place = address_of(topic).removeprefix("/emner/").strip("/")
            pairs += [(topic.title, topic.pk), (place, topic.pk)]
        self._found = _by_name(pairs)

    def find(self, name: str) -> int:
        """By title, or by place such as personale/arbejdsmiljoe. Raises BadRow."""
        number = self._found.get(folded(name))
        if number is None:
            reason = _("There is no topic »%(name)s«.")
            if folded(name) in self._found:
                reason = _("There are two topics »%(name)s«: write it with the one above it.")
            raise BadRow(reason % {"name": name[:80]})
        return number


class Projects:
    """Those of the site, by title, other names and address; those of the file are added."""

    def __init__(self) -> None:
        self._found: dict[str, int | None] = {}
        for project in ProjectPage.objects.only("pk", "title", "slug", "also_called"):
            for name in (project.title, project.slug, *project.also_called.split(";")):
                self.add(name, project.pk)

    def add(self, name: str, number: int) -> None:
        key = folded(name)
        if key:
            self._found[key] = number if self._found.get(key, number) == number else None

    def prefer(self, name: str, number: int) -> None:
        """One of the file itself, whatever else has its name."""
        self._found[folded(name)] = number

    def find(self, name: str) -> int:
        """Raises BadRow."""
        number = self._found.get(folded(name))
        if number is None:
            raise BadRow(
                _("There is no project »%(name)s«: add a row of the kind »project«.")
                % {"name": name[:80]}
            )
        return number


class Links:
    """Where links lead: to pages of the file, whatever their order, and to pages of the site."""

    def __init__(self) -> None:
        self._by_path: dict[str, int] = {}
        self._by_number: dict[int, int] = {}
        self._by_slug: dict[str, int | None] = {}
        self._on_site: dict[str, int | None] = {}
        base = urlsplit(settings.BASE_URL).hostname
        self._hosts = OWN_HOSTS | ({base} if base else set())

    def add(self, row: Row, page_id: int) -> None:
        for address in row.addresses:
            self._by_path.setdefault(address, page_id)
        if row.number is not None:
            self._by_number[row.number] = page_id
        slug = folded(row.slug or slugify(row.title))
        self._by_slug[slug] = page_id if self._by_slug.get(slug, page_id) == page_id else None

    def find(self, href: str) -> Link | None:
        """None for what leads nowhere: a place on the page itself, a script, a drive."""
        href = href.strip()
        try:
            parts = urlsplit(href)
            host = parts.hostname
        except ValueError:
            return None
        if host and host not in self._hosts:
            address = f"https:{href}" if href.startswith("//") else href
            return Link(address=address) if is_web(address) else None
        if parts.scheme and not host:
            return Link(address=href) if is_web(href) else None
        if not parts.path.strip("/"):
            return Link(address="/") if host or parts.path else None
        old = OldAddress.of(parts.path)
        page = self._page(old)
        if page is not None:
            return Link(page=page)
        query = f"?{parts.query}" if parts.query else ""
        return Link(address="/" + unquote(parts.path).lstrip("/\\") + query)

    def _page(self, old: OldAddress) -> int | None:
        if old.path in self._by_path:
            return self._by_path[old.path]
        if old.number is not None and old.number in self._by_number:
            return self._by_number[old.number]
        if not old.by_number_alone and old.segments[:-1] in GENERATIONS:
            found = self._by_slug.get(old.slug)
            if found is not None:
                return found
        if old.path not in self._on_site:
            if len(self._on_site) >= _MOST_REMEMBERED:
                self._on_site.clear()
            page = find_page(old)
            self._on_site[old.path] = page.pk if page else None
        return self._on_site[old.path]
