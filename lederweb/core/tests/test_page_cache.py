"""The cache of whole pages: who gets a kept page, and how fast it is forgotten."""

from __future__ import annotations

import gzip
import time
from collections import Counter
from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponse, StreamingHttpResponse
from django.test import Client, RequestFactory
from django_redis import get_redis_connection
from wagtail.models import PageViewRestriction, Site

from lederweb.core import page_cache
from lederweb.core.decorators import cached_page
from lederweb.core.middleware import (
    CompressTextMiddleware,
    HeadMiddleware,
    PageCacheMiddleware,
)
from lederweb.core.models import UntoldChange
from lederweb.core.tasks import forget_pages
from lederweb.pages.models import SiteSettings
from lederweb.pages.models.settings import MenuItem
from lederweb.settings.base import CACHES
from lederweb.testing.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(world: World, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        return world.article()


def counting_view(status: int = 200, **cookies: str):
    """A view behind the middleware, and the list of how often it was asked."""
    asked: list[str] = []

    @cached_page
    def view(request) -> HttpResponse:
        asked.append(request.method)
        response = HttpResponse(f"answer {len(asked)}", status=status)
        for name, value in cookies.items():
            response.set_cookie(name, value)
        return response

    return PageCacheMiddleware(view), asked


def test_the_second_reader_costs_no_query(article, django_assert_num_queries) -> None:
    first = Client().get(article.url)
    with django_assert_num_queries(0):
        second = Client().get(article.url)
    assert second.content == first.content
    assert second.headers == first.headers


@pytest.mark.parametrize("change", ["publish", "unpublish", "delete", "restrict"])
def test_a_changed_page_is_out_of_the_cache_at_once(
    article, change: str, django_capture_on_commit_callbacks
) -> None:
    Client().get(article.url)
    with django_capture_on_commit_callbacks(execute=True):
        if change == "publish":
            article.title = "Ny overskrift"
            article.save_revision().publish()
        elif change == "unpublish":
            article.unpublish()
        elif change == "delete":
            article.delete()
        else:
            PageViewRestriction.objects.create(
                page=article, restriction_type=PageViewRestriction.LOGIN
            )
    response = Client().get(article.url)
    if change == "publish":
        assert "Ny overskrift" in response.content.decode()
    else:
        assert response.status_code == (302 if change == "restrict" else 404)


def test_what_lists_a_page_is_out_of_the_cache_with_it(
    article, django_capture_on_commit_callbacks
) -> None:
    index = article.get_parent().url
    assert "Ny overskrift" not in Client().get(index).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        article.title = "Ny overskrift"
        article.save_revision().publish()
    assert "Ny overskrift" in Client().get(index).content.decode()


def test_nothing_is_forgotten_before_the_change_is_committed(article) -> None:
    Client().get(article.url)
    before = cache.get(page_cache.GENERATION)
    with transaction.atomic():
        article.save_revision().publish()
        assert cache.get(page_cache.GENERATION) == before


def test_whoever_is_logged_in_sees_the_live_page(article, world: World) -> None:
    Client().get(article.url)
    staff = Client()
    staff.force_login(world.ellen_the_editor, backend="django.contrib.auth.backends.ModelBackend")
    article.__class__.objects.filter(pk=article.pk).update(title="Kun i databasen")
    assert "Kun i databasen" in staff.get(article.url).content.decode()
    assert "Kun i databasen" not in Client().get(article.url).content.decode()


def test_a_page_rendered_while_something_was_published_is_never_served(rf: RequestFactory) -> None:
    @cached_page
    def slow(request) -> HttpResponse:
        page_cache.forget_all()  # an editor publishes meanwhile
        return HttpResponse("old")

    PageCacheMiddleware(slow)(rf.get("/"))
    fresh, asked = counting_view()
    assert fresh(rf.get("/")).content == b"answer 1"
    assert asked == ["GET"]


def test_only_plain_answers_without_cookies_are_kept(rf: RequestFactory) -> None:
    for view, asked in (counting_view(404), counting_view(302), counting_view(cookie="x")):
        for _time in range(2):
            view(rf.get("/"))
        assert len(asked) == 2
    view, asked = counting_view()
    for _time in range(2):
        view(rf.post("/"))
    assert asked == ["POST", "POST"]


def test_the_answer_to_a_head_is_not_kept_for_a_get(rf: RequestFactory) -> None:
    view, _asked = counting_view()
    view(rf.head("/"))
    assert view(rf.get("/")).content == b"answer 2"


def test_marks_of_campaigns_share_one_page_and_other_words_do_not(rf: RequestFactory) -> None:
    view, asked = counting_view()
    for query in ("", "?utm_source=nyhedsbrev", "?fbclid=1&utm_medium=mail"):
        view(rf.get("/" + query))
    assert len(asked) == 1
    view(rf.get("/?side=2"))
    view(rf.get("/?a=1&b=2"))
    view(rf.get("/?b=2&a=1"))
    assert len(asked) == 3


def test_hosts_and_compressed_answers_do_not_mix(article) -> None:
    plain = Client().get(article.url)
    packed = Client().get(article.url, headers={"Accept-Encoding": "gzip"})
    again = Client().get(article.url, headers={"Accept-Encoding": "gzip"})
    assert article.title in gzip.decompress(packed.content).decode()
    assert again.content == packed.content
    assert again.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain.headers
    assert Client().get(article.url, headers={"Host": "evil.example"}).status_code == 400


def test_a_kept_page_has_the_headers_of_a_fresh_one(article) -> None:
    Client().get(article.url)
    kept = Client().get(article.url)
    assert "default-src 'none'" in kept.headers["Content-Security-Policy"]
    assert kept.headers["X-Frame-Options"] == "DENY"
    assert not kept.cookies


def test_it_can_be_switched_off(rf: RequestFactory, settings) -> None:
    settings.PAGE_CACHE_SECONDS = 0
    view, asked = counting_view()
    for _time in range(2):
        view(rf.get("/"))
    assert len(asked) == 2


def test_a_change_while_the_cache_is_away_is_told_later(article, settings) -> None:
    """Otherwise a page made private would be served until the cache forgets it by itself."""
    stale = Client().get(article.url).content
    there = settings.CACHES
    settings.CACHES = {"default": there["default"] | {"LOCATION": "redis://127.0.0.1:1/0"}}
    article.__class__.objects.filter(pk=article.pk).update(title="Ny overskrift")
    page_cache.forget_all()
    forget_pages()
    settings.CACHES = there
    assert Client().get(article.url).content == stale
    forget_pages()
    assert "Ny overskrift" in Client().get(article.url).content.decode()
    assert not UntoldChange.objects.exists()


def test_a_moment_without_answer_does_not_lose_a_change(article, settings) -> None:
    location = settings.CACHES["default"]["LOCATION"]
    settings.CACHES = {"default": CACHES["default"] | {"LOCATION": location}}  # the impatient one
    Client().get(article.url)
    pool = get_redis_connection("default").connection_pool
    pool.away_until = time.monotonic() + 60  # as after an answer that did not come
    assert cache.get(page_cache.GENERATION) is None
    page_cache.forget_all()
    assert not UntoldChange.objects.exists()


def test_made_up_addresses_do_not_fill_the_cache(rf: RequestFactory, monkeypatch) -> None:
    monkeypatch.setattr(page_cache, "MOST_QUERIES", 5)
    view, asked = counting_view()
    for _round in range(2):
        for number in range(20):
            view(rf.get(f"/?x={number}"))
    assert len(asked) == 35
    view(rf.get("/"))
    view(rf.get("/"))
    assert len(asked) == 36


def test_the_last_of_two_values_counts(rf: RequestFactory) -> None:
    view, asked = counting_view()
    view(rf.get("/?side=2&side=1"))
    view(rf.get("/?side=1&side=2"))
    assert len(asked) == 2


@pytest.mark.parametrize("path", ["/healthz", "/admin/", "/static/css/base.css", "/lyd/1/a.mp3"])
def test_what_is_never_kept_is_not_looked_for(rf: RequestFactory, monkeypatch, path: str) -> None:
    asked: list[str] = []
    monkeypatch.setattr(page_cache, "fetch", asked.append)
    view, _asked = counting_view()
    assert view(rf.get(path)).status_code == 200
    assert asked == []


def test_a_stream_goes_out_as_it_is(rf: RequestFactory) -> None:
    """A range and an ETag of sound speak of the file, not of something compressed."""

    def view(request) -> StreamingHttpResponse:
        return StreamingHttpResponse([b"a" * 1000], headers={"ETag": '"1"', "Content-Length": 1000})

    response = CompressTextMiddleware(view)(rf.get("/", headers={"Accept-Encoding": "gzip"}))
    assert "Content-Encoding" not in response.headers
    assert response.headers["ETag"] == '"1"'
    assert response.headers["Content-Length"] == "1000"


def test_a_head_has_the_length_and_no_body(rf: RequestFactory) -> None:
    view = HeadMiddleware(lambda request: HttpResponse("æble"))
    head = view(rf.head("/"))
    assert (head.content, head.headers["Content-Length"]) == (b"", "5")
    assert view(rf.get("/")).content == "æble".encode()


# --- Parts that pages share --------------------------------------------------------------------
def counted_part() -> tuple[list[str], Callable[[], str]]:
    """A part, and the list of how often it was built."""
    built: list[str] = []

    def build() -> str:
        built.append("once more")
        return f"part {len(built)}"

    return built, lambda: page_cache.remembered("a part", build)


def test_a_part_is_built_once_until_something_is_published(
    article, django_capture_on_commit_callbacks
) -> None:
    built, part = counted_part()
    assert [part(), part()] == ["part 1", "part 1"]
    with django_capture_on_commit_callbacks(execute=True):
        article.save_revision().publish()
    assert part() == "part 2"


def test_what_is_published_in_a_request_is_seen_in_it() -> None:
    _built, part = counted_part()
    with page_cache.one_request():
        assert part() == "part 1"
        page_cache.forget_all()
        assert part() == "part 2"


def test_a_request_asks_once_for_the_generation_whatever_it_shows(
    article, settings, monkeypatch
) -> None:
    settings.PAGE_CACHE_SECONDS = 0
    Client().get(article.url)
    asked: list[str] = []
    found = page_cache.start_generation

    def ask() -> str | None:
        asked.append("asked")
        return found()

    monkeypatch.setattr(page_cache, "start_generation", ask)
    Client().get(article.url)
    assert asked == ["asked"]


def test_without_a_cache_parts_are_built_each_time(monkeypatch) -> None:
    monkeypatch.setattr(cache, "get", lambda *args, **kwargs: None)
    monkeypatch.setattr(cache, "add", lambda *args, **kwargs: False)
    _built, part = counted_part()
    assert [part(), part()] == ["part 1", "part 2"]


def test_a_part_is_never_older_than_ten_minutes(monkeypatch) -> None:
    built, part = counted_part()
    part()
    later = time.monotonic() + page_cache.PARTS_SECONDS + 1
    monkeypatch.setattr(page_cache.time, "monotonic", lambda: later)
    assert part() == "part 2"


def test_a_process_keeps_a_bounded_number_of_parts() -> None:
    for number in range(page_cache.MOST_PARTS + 10):
        page_cache.remembered(f"part {number}", lambda: "x")
    assert len(page_cache._parts) <= page_cache.MOST_PARTS


def test_who_reads_all_of_a_big_site_pushes_out_nothing_that_is_asked_for_all_the_time() -> None:
    built: Counter[str] = Counter()

    def part(name: str) -> None:
        page_cache.remembered(name, lambda: built.update([name]))

    def parts(names: list[str]) -> None:
        page_cache.remembered_many(
            names, lambda missing: dict.fromkeys(missing, built.update(missing))
        )

    with page_cache.one_request("one generation"):
        for number in range(4 * page_cache.MOST_PARTS):
            part(f"article {number}")
            part("menu")
            parts(["card", f"card of {number}"])
    assert (built["menu"], built["card"]) == (1, 1)
    assert set(built.values()) == {1}
    assert len(page_cache._parts) <= page_cache.MOST_PARTS


def test_the_way_to_a_page_is_asked_for_once(article, settings, django_assert_num_queries) -> None:
    settings.PAGE_CACHE_SECONDS = 0
    Client().get(article.url)
    with django_assert_num_queries(1):  # the article as it is now
        Client().get(article.url)


def test_a_page_that_moved_is_found_where_it_went(
    article, settings, django_capture_on_commit_callbacks
) -> None:
    settings.PAGE_CACHE_SECONDS = 0
    before = article.url
    assert Client().get(before).status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        article.slug = "et-andet-sted"
        article.save_revision().publish()
    article.refresh_from_db()
    moved = Client().get(before)
    assert (moved.status_code, moved.headers["Location"]) == (301, article.url)
    assert Client().get(article.url).status_code == 200


def test_a_page_deleted_a_moment_ago_is_not_found(article, settings) -> None:
    settings.PAGE_CACHE_SECONDS = 0
    Client().get(article.url)
    address = article.url
    article.delete()  # not committed: the way to it is still known
    assert Client().get(address).status_code == 404


def test_a_page_is_private_at_once_even_if_the_cache_was_not_told(article, settings) -> None:
    settings.PAGE_CACHE_SECONDS = 0
    assert Client().get(article.url).status_code == 200
    PageViewRestriction.objects.create(
        page=article.get_parent(), restriction_type=PageViewRestriction.LOGIN
    )
    assert Client().get(article.url).status_code == 302


def test_made_up_addresses_below_a_page_are_not_kept(article, settings) -> None:
    settings.PAGE_CACHE_SECONDS = 0
    Client().get(article.url)
    before = len(page_cache._parts)
    for name in ("a", "b", "c"):
        assert Client().get(f"{article.url}{name}/").status_code == 404
    assert len(page_cache._parts) == before


def test_the_menu_says_where_one_is_on_every_page(world: World) -> None:
    """The head of the page is shared by pages of one section and by no others."""
    article = world.article()
    item = MenuItem(settings=SiteSettings.for_site(Site.objects.get()), page=article.get_parent())
    item.save()
    link = f'href="{article.get_parent().url}" aria-current="true"'
    for address, here in ((article.url, True), ("/", False), (article.url, True)):
        assert (link in Client().get(address).content.decode()) is here


def test_an_alias_of_a_private_page_is_private(article) -> None:
    index = article.get_parent()
    alias = article.create_alias(parent=index, update_slug="alias")
    assert Client().get(alias.url).status_code == 200
    PageViewRestriction.objects.create(page=article, restriction_type=PageViewRestriction.LOGIN)
    page_cache.forget_all()
    assert Client().get(alias.url).status_code == 302
