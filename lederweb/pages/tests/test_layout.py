"""Promise S1 in a browser: no page stores anything, asks another host or makes it complain."""

import pytest

from lederweb.testing.browser import visit
from lederweb.testing.pages import PUBLIC_PAGES

pytestmark = pytest.mark.browser

STORED = """async () => ({
  cookies: document.cookie,
  localStorage: Object.keys(localStorage),
  sessionStorage: Object.keys(sessionStorage),
  databases: (await indexedDB.databases()).map((database) => database.name),
  caches: self.caches ? await caches.keys() : [],
  workers: (await navigator.serviceWorker?.getRegistrations() ?? []).length,
})"""
NOTHING = {
    "cookies": "",
    "localStorage": [],
    "sessionStorage": [],
    "databases": [],
    "caches": [],
    "workers": 0,
}


@pytest.mark.parametrize("name", PUBLIC_PAGES)
def test_a_visit_stores_nothing_and_stays_on_our_host(window, name):
    visit(window, PUBLIC_PAGES[name])
    # Down to the end, so that what loads late has loaded.
    window.keyboard.press("End")
    window.evaluate("new Promise((done) => requestIdleCallback(done))")
    assert window.evaluate(STORED) == NOTHING
    assert window.context.cookies() == []
    # Other hosts, refused content and complaints fail the test in `window`.
