"""Chromium for tests: it speaks to our own host only, and whatever it complains of is a failure."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from lederweb.testing.processes import Site

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Response

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    # Nothing but our own host is found, whatever a page asks for.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]
PATIENCE = 15_000  # milliseconds; the machine may be busy with other tests
WIDE = {"width": 1280, "height": 800}
# Chromium says this of every answer that is an error; answers are watched by themselves.
_SAID_TWICE = "Failed to load resource"


# The parts that a page's small script fetches by itself: the load event does not wait for them.
PARTS = """async () => {
  if (!matchMedia("(scripting: enabled)").matches) return;
  for (const script of document.querySelectorAll("script[type=module][src]")) {
    await (await import(script.src)).ready;
  }
}"""
# A phone at the edge of its net: Chromium's own words for a line and a processor.
SLOW_LINE = {
    "offline": False,
    "latency": 400,  # milliseconds, there and back
    "downloadThroughput": 1.6e6 / 8,  # bytes a second
    "uploadThroughput": 7.5e5 / 8,
}
SLOWER = 4  # times


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--slow-line",
        action="store_true",
        help="browser tests over a slow line on a slow phone: shows which test does not wait",
    )


def new_page(context: BrowserContext, config: pytest.Config) -> Page:
    """A page in this window, on the line that the run asks for."""
    page = context.new_page()
    if config.getoption("slow_line"):
        chrome = context.new_cdp_session(page)
        chrome.send("Network.emulateNetworkConditions", SLOW_LINE)
        chrome.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    return page


def visit(page: Page, path: str, status: int = 200) -> Page:
    """Go to a path, which must answer with `status`, and wait until all its scripts have come."""
    response = page.goto(path)
    assert response is not None
    assert response.status == status, f"{path} answered {response.status}"
    page.evaluate(PARTS)
    return page


def log_in(page: Page, email: str, to: str = "**/admin/") -> Page:
    """Log in to the admin as one of the world's people, and wait for the page that follows."""
    from lederweb.testing.world import PASSWORD

    page.goto("/admin/login/")
    page.fill("input[name=username]", email)
    page.fill("input[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url(to)
    return page


class Watch:
    """What pages of one test did that no page may do."""

    def __init__(self, host: str) -> None:
        self.host = host
        self.findings: list[str] = []

    def assert_nothing(self) -> None:
        """Fails the test that it was found in, and no other one."""
        findings, self.findings = self.findings, []
        assert not findings, "\n".join(dict.fromkeys(findings))

    def follow(self, context: BrowserContext) -> None:
        context.on("request", lambda request: self._asked(request.url))
        context.on("response", self._answered)
        context.on("console", self._said)
        context.on("weberror", lambda error: self.findings.append(f"script failed: {error.error}"))

    def _asked(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.netloc != self.host:
            self.findings.append(f"asked another host: {url}")

    def _answered(self, response: Response) -> None:
        # Tests look at the answer to a page themselves; its parts must all be there. That the
        # server failed is never an answer, least of all in a preview's frame.
        failed = response.status == 500
        if response.status < 400 or (response.request.is_navigation_request() and not failed):
            return
        # Wagtail saves a draft by itself, and is refused as long as a form is half filled in.
        is_half = response.status == 400 and urlsplit(response.url).path.startswith("/admin/pages/")
        if not (is_half and response.request.method == "POST"):
            self.findings.append(f"{response.status} for {response.url}")

    def _said(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not message.text.startswith(_SAID_TWICE):
            self.findings.append(f"console on {message.location.get('url')}: {message.text}")


def _program() -> str:
    given = os.environ.get("CHROMIUM", "").strip()
    found = given or next((path for name in NAMES if (path := shutil.which(name))), None)
    if not found:
        pytest.fail("There is no Chromium: install it (Debian: apt-get install chromium).")
    return found


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One browser for each file of tests.

    Not for the session: as long as Playwright runs, its event loop would make Django refuse the
    database to other tests of the same process.
    """
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_program(), args=ARGUMENTS)
        yield browser
        browser.close()


@contextmanager
def windows(
    chromium: Browser, site: Site, config: pytest.Config, watch: Watch
) -> Iterator[Callable[..., Page]]:
    """Opens fresh browser windows, which are closed at the end."""
    opened: list[BrowserContext] = []

    def open_window(path: str | None = None, status: int = 200, **options: Any) -> Page:
        context = chromium.new_context(
            **{
                "base_url": site.url,
                "locale": "da-DK",
                "timezone_id": "Europe/Copenhagen",
                "viewport": WIDE,
            }
            | options
        )
        context.set_default_timeout(PATIENCE)
        watch.follow(context)
        opened.append(context)
        page = new_page(context, config)
        return page if path is None else visit(page, path, status)

    try:
        yield open_window
    finally:
        for context in opened:
            context.close()


@pytest.fixture
def visitor(
    chromium: Browser, site: Site, pytestconfig: pytest.Config
) -> Iterator[Callable[..., Page]]:
    """Opens a fresh browser window, at a path if one is given, which must answer with `status`.

    Further options are those of Playwright's contexts.
    The test fails when a page asked another host, missed one of its files or made the console
    complain (as it does of anything the content security policy refuses).
    """
    watch = Watch(urlsplit(site.url).netloc)
    with windows(chromium, site, pytestconfig, watch) as open_window:
        yield open_window
    watch.assert_nothing()


@pytest.fixture(scope="module")
def watched_window(
    chromium: Browser, site: Site, pytestconfig: pytest.Config
) -> Iterator[tuple[Page, Watch]]:
    watch = Watch(urlsplit(site.url).netloc)
    with windows(chromium, site, pytestconfig, watch) as open_window:
        yield open_window(), watch


@pytest.fixture
def window(watched_window: tuple[Page, Watch]) -> Iterator[Page]:
    """One window for a whole file, for tests that look at one page after the other.

    Watched like a `visitor`, and each test answers for what happened in it.
    """
    page, watch = watched_window
    yield page
    watch.assert_nothing()
