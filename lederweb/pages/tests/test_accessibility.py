"""Promise S2: WCAG 2.2 AA on every page type, by axe, by keyboard, in narrow and zoomed windows."""

import tomllib
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from playwright.sync_api import expect

from analytics.models import MonthlyTotal, PublishedFigure
from analytics.services.record_figure import record_figure
from lederweb.lib.periods import Month
from lederweb.testing.axe import violations
from lederweb.testing.browser import WIDE, log_in, visit
from lederweb.testing.pages import PUBLIC_PAGES
from lederweb.testing.world import World
from newsletter import emails
from newsletter.issue_mail import issue_mail
from newsletter.models import IssuePage, Subscriber

pytestmark = pytest.mark.browser

# A page that is not there is a page type too.
FIGURES = settings.BASE_DIR / "lederweb" / "content" / "texts" / "figures.toml"
NOT_THERE = "a page that is not there"
PAGES = PUBLIC_PAGES | {NOT_THERE: "/findes/ikke/"}
PHONE = {"width": 360, "height": 740}
# What may differ between two looks of one page: its colours and its measures.
OF_LOOKS = [
    *("color-contrast", "link-in-text-block", "target-size", "scrollable-region-focusable"),
    *("meta-viewport", "css-orientation-lock"),
]
# Mail programs put a mail into a page of theirs and take landmarks out.
OF_WEB_PAGES = ("landmark-one-main", "region")


LONG_NAME = "olga.wesenberg-christoffersen"


def status_of(name: str) -> int:
    return 404 if name == NOT_THERE else 200


def at_rest(page, path: str, status: int = 200):
    """The page in a wide, light window. A colour on its way from one scheme to the other is none."""
    page.set_viewport_size(WIDE)
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    return visit(page, path, status)


# Behind a signed link, by the name of the view and the purpose that the link is signed for.
LINKED_PAGES = {
    "newsletter_leave": emails.LEAVE,
    "newsletter_preferences": emails.PREFERENCES,
    "newsletter_erase": emails.PREFERENCES,
    "newsletter_rejoin": emails.REJOIN,
}


@pytest.mark.parametrize("view", LINKED_PAGES)
def test_axe_finds_nothing_on_the_pages_that_mails_lead_to(window, site, view):
    with site.database():
        reader = Subscriber.objects.filter(email=f"{LONG_NAME}@example.org").first()
        reader = reader or World().subscriber(LONG_NAME)
    page = at_rest(window, urlsplit(emails.link(view, LINKED_PAGES[view], reader.public_id)).path)
    assert page.get_by_role("heading", level=1).inner_text()
    assert violations(page) == []
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate(SIDEWAYS) == []
    assert page.evaluate(CUT_BULLETS) == 0


@pytest.mark.parametrize(
    "address", ["bekraeft", "afmeld", "tilmeld-igen", "indstillinger", "ny-adresse"]
)
def test_axe_finds_nothing_where_a_link_is_broken(window, address):
    page = at_rest(window, f"/nyhedsbrev/{address}/half-a-token/", status=410)
    assert violations(page) == []


def test_what_is_wrong_with_a_sign_up_is_read_out_at_its_field(visitor):
    page = visitor("/nyhedsbrev/tilmeld/")
    page.get_by_label(_("Your e-mail address")).fill("leder@kommune")
    page.get_by_role("button", name=_("Sign up for the newsletter")).click()
    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    field = page.get_by_label(_("Your e-mail address")).last
    assert field.get_attribute("aria-invalid") == "true"
    told = field.get_attribute("aria-describedby").split()[0]
    assert page.locator(f"#{told}").inner_text().strip()
    assert violations(page) == []
    summary.get_by_role("link").click()
    expect(field).to_be_focused()


def test_axe_finds_nothing_in_the_mails(visitor, site):
    page = visitor("/nyhedsbrev/tilmeld/")
    page.get_by_label(_("Your e-mail address")).fill("post@example.org")
    page.get_by_role("button", name=_("Sign up for the newsletter")).click()
    confirm = site.until(
        lambda: next(site.mails.mails(to="post@example.org"), None), "the mail to confirm comes"
    )
    with site.database():
        issue = issue_mail(IssuePage.objects.exclude(sending=None).first())
    for mail in (issue, confirm):
        for scheme in ("light", "dark"):
            reader = visitor(color_scheme=scheme)
            reader.set_content(mail.html.replace(settings.BASE_URL, site.url))
            assert violations(reader, without=OF_WEB_PAGES) == []


# --- Narrow and zoomed -------------------------------------------------------------------------
# What reaches past the sides of the window, also where a parent cuts it off; what scrolls in a box
# of its own may, and what is drawn for the eye alone.
SIDEWAYS = """() => {
  const width = document.documentElement.clientWidth;
  const scrolls = (element) =>
    ["auto", "scroll"].includes(getComputedStyle(element).overflowX);
  const excused = (element) => {
    for (let at = element; at && at !== document.body; at = at.parentElement) {
      if (at.ariaHidden === "true" || (at !== element && scrolls(at))) return true;
    }
    return false;
  };
  const past = [...document.body.querySelectorAll("*")].filter((element) => {
    const box = element.getBoundingClientRect();
    return element.checkVisibility() && box.width > 1 && box.bottom + scrollY > 0
      && (box.right > width + 1 || box.left < -1) && !excused(element);
  }).map((element) => `${element.localName}.${element.className}`);
  const page = document.scrollingElement.scrollWidth;
  return page > width ? [...past, `the page is ${page} px wide`] : past;
}"""
# Lists whose bullets stand outside, where a phone has no room for them.
CUT_BULLETS = """() => [...document.querySelectorAll("main ul:not([role])")]
  .filter((list) => parseFloat(getComputedStyle(list).paddingInlineStart) === 0).length"""
# How much of the window is covered by what stays in place while the reader scrolls.
FIXED = """() => [...document.body.querySelectorAll("*")]
  .filter((element) => ["fixed", "sticky"].includes(getComputedStyle(element).position))
  .filter((element) => element.checkVisibility({visibilityProperty: true}))
  .map((element) => element.getBoundingClientRect())
  .filter((box) => box.bottom > 0 && box.top < innerHeight && box.width > innerWidth / 2)
  .reduce((covered, box) => covered + box.height, 0)"""


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_in_both_schemes_and_nothing_scrolls_sideways(window, name):
    """One visit for all three: opening a page takes longer than looking at it."""
    page = at_rest(window, PAGES[name], status_of(name))
    assert violations(page) == []
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size(PHONE)
    assert violations(page, rules=OF_LOOKS) == []
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate(SIDEWAYS) == []
    # 1280 by 1024 at 400% (WCAG 1.4.10).
    page.set_viewport_size({"width": 320, "height": 256})
    assert page.evaluate(SIDEWAYS) == []
    page.evaluate("scrollTo(0, document.body.scrollHeight / 2)")
    assert page.evaluate(FIXED) < 256 / 2


# WCAG 1.4.12. A constructed style sheet: the content security policy allows no other.
SPACED = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important;
    word-spacing: .16em !important; } p { margin-block-end: 2em !important; }`);
  document.adoptedStyleSheets = [sheet];
}"""
CUT_OFF = """() => [...document.body.querySelectorAll("h1, h2, h3, h4, p, a, button, li, label, dt, dd")]
  .filter((element) => {
    const style = getComputedStyle(element);
    return style.overflowX === "hidden" && !element.closest(".visually-hidden")
      && (element.scrollWidth > element.clientWidth + 1
        || element.scrollHeight > element.clientHeight + 1);
  }).map((element) => element.outerHTML.slice(0, 120))"""


@pytest.mark.parametrize("name", ["the front page", "an article", "a publication", "the catalogue"])
def test_a_reader_may_space_the_text(visitor, name):
    page = visitor(PAGES[name], viewport={"width": 320, "height": 640})
    page.evaluate(SPACED)
    assert page.evaluate(SIDEWAYS) == []
    assert page.evaluate(CUT_OFF) == []


MOVING = """() => [...document.querySelectorAll("*")].flatMap((element) =>
  [null, "::before", "::after"].map((part) => [element, getComputedStyle(element, part)]))
  .filter(([, style]) => [style.transitionDuration, style.animationDuration]
    .some((durations) => durations.split(",").some((time) => parseFloat(time) > 0.01))
    || style.scrollBehavior === "smooth")
  .map(([element]) => element.outerHTML.slice(0, 120))"""


@pytest.mark.parametrize("name", ["the front page", "an article", "an episode"])
def test_nothing_moves_for_a_reader_who_asks_for_rest(visitor, name):
    page = visitor(PAGES[name], reduced_motion="reduce")
    assert page.evaluate(MOVING) == []


# --- By keyboard -------------------------------------------------------------------------------
FOCUS = """() => {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const box = element.getBoundingClientRect();
  // A card is one link whose ring is drawn around the card.
  const drawn = [[element, null], [element, "::after"], [element, "::before"],
    [element.closest("article, label, form, li"), null]].filter(([where]) => where);
  const ring = drawn.some(([where, part]) => {
    const style = getComputedStyle(where, part);
    return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2)
      || style.boxShadow !== "none";
  });
  const middle = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  return {
    html: element.outerHTML.slice(0, 150),
    name: element.ariaLabel || element.textContent.trim(),
    href: element.getAttribute("href"),
    ring,
    seen: box.width > 0 && box.top < innerHeight && box.bottom > 0 && box.left < innerWidth,
    covered: Boolean(middle) && getComputedStyle(middle).position === "fixed"
      && !middle.contains(element) && !element.contains(middle),
  };
}"""


def walk(page, steps: int = 120) -> list[dict]:
    """What Tab reaches, from the top of the page to its end."""
    reached: list[dict] = []
    while len(reached) < steps:
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        if focus is None:
            break
        reached.append(focus)
    return reached


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
@pytest.mark.parametrize("name", ["the front page", "an article", "an episode", "the catalogue"])
def test_tab_reaches_everything_and_shows_where_it_is(visitor, name, script):
    page = visitor(PAGES[name], java_script_enabled=script)
    reached = walk(page)
    links = page.evaluate(
        "[...document.querySelectorAll('a[href]')].map((link) => link.getAttribute('href'))"
    )
    assert set(links) <= {focus["href"] for focus in reached}
    assert [focus["html"] for focus in reached if not focus["ring"]] == []
    assert [focus["html"] for focus in reached if not focus["seen"]] == []
    assert [focus["html"] for focus in reached if focus["covered"]] == []


def test_the_first_link_skips_to_the_content(visitor):
    page = visitor(PAGES["an article"])
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUS)["href"] == "#indhold"
    assert page.evaluate(FOCUS)["seen"]
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "indhold"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_the_menu_of_a_phone_opens_and_closes_by_keyboard(visitor):
    page = visitor(PAGES["an article"], viewport=PHONE)
    menu = page.locator("#hovedmenu")
    assert not menu.is_visible()
    button = page.get_by_role("button", name="Menu")
    button.focus()
    page.keyboard.press("Enter")
    expect(menu).to_be_visible()
    assert violations(page) == []
    expected = {"Artikler", "Publikationer", "Emner"}
    names: set[str] = set()
    while not expected <= names:
        page.keyboard.press("Tab")
        inside = menu.evaluate("menu => menu.contains(document.activeElement)")
        assert inside, f"Tab left the menu after {names}"
        names.add(page.evaluate(FOCUS)["name"])
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    expect(button).to_be_focused()


def test_the_player_is_played_by_keyboard(visitor):
    page = visitor(PAGES["an episode"])
    player = page.locator("[data-player]").first
    play = player.locator("[data-player-play]")
    play.focus()
    page.keyboard.press("Space")
    player.locator(":scope.is-playing").wait_for()
    assert player.locator("audio").evaluate("audio => !audio.paused")
    page.keyboard.press("Space")
    player.locator(":scope:not(.is-playing)").wait_for()
    seek = player.locator("[data-player-seek]")
    seek.focus()
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    assert seek.input_value() == "1"
    assert seek.get_attribute("aria-valuetext").startswith("0.01")


# --- The admin ---------------------------------------------------------------------------------
def fill_the_dashboard() -> None:
    """The published figures, and a year of numbers in every open section."""
    for figure in tomllib.loads(FIGURES.read_text())["figures"]:
        record_figure(**figure)
    this_month = Month.of(timezone.now())
    for back in range(1, 15):
        for metric in ("visits", "visitors"):
            MonthlyTotal.objects.create(
                month=this_month.shifted(-back).first_day,
                metric=metric,
                dimension="site",
                series="own",
                value=50_000 + 997 * back,
                definition_version=1,
            )


def test_axe_finds_nothing_on_the_log_in_page(visitor):
    page = visitor("/admin/login/")
    assert page.locator("html").get_attribute("lang") == "da"
    assert violations(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_the_dashboard(visitor, site, scheme):
    with site.database():
        assert World().sanne_of_the_secretariat
        if not PublishedFigure.objects.exists():
            fill_the_dashboard()
    page = visitor(color_scheme=scheme, reduced_motion="reduce")
    log_in(page, "sanne@example.org")
    page.goto("/admin/tal/")
    # Charts that nobody has looked at come after the page.
    site.until(lambda: not page.locator("[data-chart]").count(), "every chart is drawn")
    assert page.locator(".figures svg").count() >= 3
    for numbers in page.locator("details").all():
        numbers.evaluate("details => { details.open = true; }")
    assert violations(page, within=".figures") == []
    page.set_viewport_size({"width": 320, "height": 640})
    site.until(lambda: not page.evaluate(SIDEWAYS), "Wagtail's menu has folded away")
