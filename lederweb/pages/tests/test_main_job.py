"""The main job of the whole house, from an editor's idea to the secretariat's figures.

Everything is the real thing: a browser, the web server, PostgreSQL, Redis, a Celery worker and
SMTP. Wagtail's own buttons are found by what they do; their words change with its translations.
"""

import io
import re
from urllib.parse import urlsplit

import pytest
import redis
from django.utils import timezone
from django.utils.translation import gettext as _
from PIL import Image

from analytics.ingest import stream
from analytics.models import PageView
from lederweb.lib.periods import day_of
from lederweb.testing.browser import log_in, visit
from lederweb.testing.world import World
from newsletter.models import IssuePage
from publications.models import ArticleIndexPage

pytestmark = pytest.mark.browser

TITLE = "Natarbejdet kalder på ledelse"
LEAD = "Tre plejehjem fortæller, hvordan lederen er til stede om natten."
BODY = "Klokken tre er der to på vagt, og ingen af dem har set deres leder i en uge."
ALTERNATIVE_TEXT = "En medarbejder går gennem en mørk gang med en lommelygte"
READER = "karen.leder@example.org"
# Chromium without a window calls itself HeadlessChrome, and programs are not counted. The version
# is this person's alone.
PERSON = (
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/133.0.0.0 Safari/537.36"
)


def test_from_an_editors_idea_to_the_secretariats_figures(visitor, site):
    forget_visits_of_other_tests(site)
    with site.database():
        make_people()
        IssuePage.objects.update(week=None)  # other tests may have drafted this week's issue
        articles = ArticleIndexPage.objects.get().pk
    secretariat = log_in(visitor(), "sanne@example.org")
    before = figures(secretariat)

    # (a) An editor writes, a moderator publishes.
    editor = log_in(visitor(), "ellen@example.org")
    write_article(editor, below=articles)
    preview(editor)
    submit(editor)
    moderator = log_in(visitor(), "morten@example.org")
    approve(moderator)

    # (b) A manager finds it in three ways, and reads it.
    manager = visitor("/", user_agent=PERSON)
    find_on_the_front_page(manager)
    find_under_its_topic(manager)
    find_by_searching(manager, site, inflected="natarbejdets")
    read(manager)

    # (c) A reader gets it in the newsletter, and leaves.
    reader = visitor(urlsplit(manager.url).path)
    sign_up(reader)
    confirm(reader, mail_to_reader(site, "/nyhedsbrev/bekraeft/"))
    with_reader = figures(secretariat)
    site.run_task("newsletter.draft_weekly_issue")
    approve_issue(moderator, site)
    mail = mail_to_reader(site, TITLE)
    html = " ".join(mail.html.split())
    assert BODY not in html  # the newsletter leads to the article, it does not replace it
    assert LEAD in html
    assert LEAD in " ".join(mail.text.split())
    assert reader.goto(link_to_article(mail)).status == 200
    read(reader)
    leave_with_one_click(reader, mail)

    # (d) The secretariat sees the visit, and who came and left.
    site.run_task("analytics.flush_hits")
    site.until(lambda: is_counted(site), "the visit is in the database")
    site.run_task("analytics.roll_up")
    site.until(
        lambda: figures(secretariat)["views of the article"], "the dashboard shows the visit"
    )
    after = figures(secretariat)
    assert after["visits"] == before["visits"] + 1
    assert after["visitors"] == before["visitors"] + 1
    # The manager opened it once, the reader of the newsletter is the program in this test.
    assert after["views of the article"] == 1
    assert with_reader["subscribers"] == before["subscribers"] + 1
    assert with_reader["change in subscribers"] == before["change in subscribers"] + 1
    assert after["subscribers"] == before["subscribers"]
    assert after["change in subscribers"] == before["change in subscribers"]


# --- People ------------------------------------------------------------------------------------
def make_people():
    world = World()
    assert world.ellen_the_editor
    assert world.morten_the_moderator
    assert world.sanne_of_the_secretariat


# --- (a) Writing -------------------------------------------------------------------------------
def photograph():
    buffer = io.BytesIO()
    Image.new("RGB", (1600, 1067), "#23405a").save(buffer, "JPEG")
    return {"name": "nat.jpg", "mimeType": "image/jpeg", "buffer": buffer.getvalue()}


def write_article(page, below):
    page.goto(f"/admin/pages/{below}/")
    page.locator(f"a[href*='/pages/{below}/add_subpage/']").first.click()
    page.locator("#id_title").fill(TITLE)
    page.locator("#id_lead").fill(LEAD)
    choose_picture(page)
    write_body(page)
    page.get_by_role("checkbox", name="Væksthus 3").check()
    page.get_by_role("checkbox", name="Arbejdsmiljø").check()
    tag = page.locator("#id_tags + .tagit input")
    tag.fill("natarbejde")
    tag.press("Enter")


def choose_picture(page):
    panel = page.locator("section[id$=-picture-section]")
    panel.locator("[data-chooser-action-choose]:visible").click()
    dialog = page.locator(".modal-content")
    dialog.locator("a[href='#tab-upload']").click()
    dialog.locator("input[type=file]").set_input_files(photograph())
    dialog.get_by_label(_("Title")).last.fill("Nattevagt")
    upload = dialog.locator("#tab-upload button[type=submit]")
    # Without the text that stands for it, a picture is not taken.
    upload.click()
    alternative_text = dialog.get_by_label(_("Alternative text"))
    assert alternative_text.evaluate("field => field.matches(':invalid, [aria-invalid=true]')")
    alternative_text.fill(ALTERNATIVE_TEXT)
    upload.click()
    panel.get_by_text("Nattevagt").wait_for()


def write_body(page):
    panel = page.locator("section[id$=-body-section]")
    panel.locator(".c-sf-add-button").click()
    page.get_by_role("option", name=_("Text"), exact=True).click()
    panel.get_by_role("textbox").last.click()
    page.keyboard.type(BODY)


def preview(page):
    page.locator("[data-side-panel-toggle=preview]").click()
    shown = page.frame_locator("iframe[data-w-preview-target], .w-preview iframe").last
    shown.get_by_role("heading", level=1, name=TITLE).wait_for()
    shown.get_by_role("main").get_by_text(BODY).wait_for()
    page.locator("[data-side-panel-toggle=preview]").click()


def open_actions(page):
    page.locator("footer .w-dropdown__toggle").first.click()


def submit(page):
    open_actions(page)
    assert page.locator("[name=action-publish]").count() == 0  # editors submit
    page.locator("[name=action-submit]").click()
    page.locator(".messages .success").wait_for()


def approve(page):
    page.get_by_role("link", name=TITLE).first.click()
    open_actions(page)
    page.locator("[data-workflow-action-name=approve]").first.click()
    page.locator(".messages .success").wait_for()


# --- (b) Reading -------------------------------------------------------------------------------
def find_on_the_front_page(page):
    assert page.get_by_role("main").get_by_role("link", name=TITLE).first.is_visible()


def find_under_its_topic(page):
    page.get_by_role("navigation").get_by_role("link", name="Emner").first.click()
    page.get_by_role("main").get_by_role("link", name="Arbejdsmiljø").click()
    page.get_by_role("main").get_by_role("link", name=TITLE).wait_for()


def find_by_searching(page, site, inflected):
    """The worker puts the words of a published page into the index; a search a moment later finds."""

    def found():
        page.get_by_role("searchbox").first.fill(inflected)
        page.keyboard.press("Enter")
        page.wait_for_url("**/soeg/?q=*")
        return page.get_by_role("main").get_by_role("link", name=TITLE).count()

    site.until(found, f"a search for {inflected} finds the article")
    page.get_by_role("main").get_by_role("link", name=TITLE).click()


def read(page):
    assert page.get_by_role("heading", level=1).inner_text() == TITLE
    main = page.get_by_role("main")
    assert main.get_by_text(LEAD).is_visible()
    assert main.get_by_text(BODY).is_visible()
    assert main.get_by_role("img", name=ALTERNATIVE_TEXT).is_visible()
    assert main.get_by_role("link", name="Arbejdsmiljø").count()
    assert main.get_by_text("natarbejde", exact=True).count()


# --- (c) The newsletter ------------------------------------------------------------------------
def sign_up(page):
    page.get_by_label(_("Your e-mail address")).fill(READER)
    page.get_by_role("button", name=_("Sign up for the newsletter")).click()
    page.wait_for_url("**/nyhedsbrev/tjek-din-indbakke/")


def mail_to_reader(site, words):
    """The mail to the reader that has the words, once it has arrived in the catcher."""

    def arrived():
        mails = site.mails.mails(to=READER)
        return next((mail for mail in mails if words in f"{mail.subject} {mail.text}"), None)

    return site.until(arrived, f"a mail with {words!r} arrives")


def links_in(mail):
    return re.findall(r"https?://[^\s\"'<>)]+", mail.text)


def confirm(page, mail):
    [link] = {link for link in links_in(mail) if "/bekraeft/" in link}
    visit(page, link)
    page.get_by_role("main").get_by_role("button").click()
    page.get_by_role("heading", level=1, name=_("Welcome inside")).wait_for()


def approve_issue(page, site):
    """The moderator looks at the draft that the task made, and sends it."""

    def drafted():
        page.goto("/admin/newsletter_issues/")
        return page.get_by_role("link", name=TITLE).or_(page.get_by_text(TITLE)).count()

    site.until(drafted, "the week's issue is drafted")
    week = day_of(timezone.now()).isocalendar().week
    page.get_by_role("link", name=re.compile(rf"\b{week}, ")).first.click()
    preview_mail(page)
    open_actions(page)
    page.get_by_role("link", name=_("Check and send…")).click()
    page.get_by_role("main").get_by_text(TITLE).first.wait_for()
    page.get_by_role("main").locator("form button[type=submit]:not([name])").click()

    page.wait_for_url("**/newsletter_sendings/*/")

    def count(name):
        row = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name=name))
        return whole(row.get_by_role("cell").first.inner_text())

    def sent():
        page.reload()
        return count(_("Sent")) == count(_("All")) > 0

    site.until(sent, "the issue is sent to everybody")


def preview_mail(page):
    page.locator("[data-side-panel-toggle=preview]").click()
    shown = page.frame_locator("iframe[data-w-preview-target], .w-preview iframe").last
    shown.get_by_text(TITLE).first.wait_for()
    page.locator("[data-side-panel-toggle=preview]").click()


def link_to_article(mail):
    """Where the heading leads: by way of a redirect that is the same for everybody."""
    [link] = re.findall(rf'<a href="([^"]+)"[^>]*>\s*{TITLE}', " ".join(mail.html.split()))
    return link


def leave_with_one_click(page, mail):
    """As a mailbox provider does it (RFC 8058): one POST, no cookie, no further question."""
    assert mail.message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    link = str(mail.message["List-Unsubscribe"]).strip("<>")
    answer = page.context.request.post(
        link, form={"List-Unsubscribe": "One-Click"}, max_redirects=0
    )
    assert answer.status == 200
    assert answer.headers.get("set-cookie") is None
    visit(page, link)
    page.get_by_role("heading", level=1, name=_("You have left the newsletter")).wait_for()


# --- (d) Figures -------------------------------------------------------------------------------
def forget_visits_of_other_tests(site):
    with redis.Redis.from_url(site.redis_url) as server:
        server.delete(stream.NAME)


def is_counted(site):
    with site.database():
        return PageView.objects.filter(path__contains="/artikler/natarbejdet").exists()


def figures(page):
    """What the dashboard says of this month and of the article."""
    page.goto("/admin/tal/")
    heading = page.get_by_role("heading", level=1)
    assert heading.inner_text().strip() == _("Figures")

    def newest(slug, column):
        cells = page.locator(f"#{slug} tbody tr").first.locator("td")
        return whole(cells.nth(column).text_content()) if cells.count() else 0

    found = {
        "visits": newest("besoeg", 0),
        "visitors": newest("besoegende", 0),
        "change in subscribers": newest("abonnenter", 0),
        "subscribers": newest("abonnenter", 1),
    }
    page.goto("/admin/tal/indhold/")
    row = page.locator("#mest-laeste tbody tr", has_text=TITLE)
    views = row.locator("td").first.text_content() if row.count() else "0"
    return found | {"views of the article": whole(views)}


def whole(text):
    """A Danish whole number, perhaps signed or an estimate: 1.234, +12, −3, ca. 7."""
    digits = text.strip().removeprefix("ca. ").replace(".", "").replace("−", "-").replace("+", "")
    return int(digits) if digits.lstrip("-").isdigit() else 0
