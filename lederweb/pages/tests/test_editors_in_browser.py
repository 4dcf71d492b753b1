"""The way of a page from editor to readers, in a real browser."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from lederweb.testing.browser import log_in
from lederweb.testing.world import World
from publications.models import ArticlePage

pytestmark = pytest.mark.browser
TITLE = "Når vagtplanen vælter"
ADDRESS = "/artikler/naar-vagtplanen-vaelter/"


def draft(site: Any) -> tuple[Any, str, str]:
    """An article that nobody has read, and the addresses of Ellen and Morten."""
    with site.database():
        world = World()
        found = ArticlePage.objects.filter(title=TITLE).first()
        if found:
            found.delete()
        page = world.article(TITLE)
        page.unpublish()
        page.save_revision(user=world.ellen_the_editor)
        return page, world.ellen_the_editor.email, world.morten_the_moderator.email


def choose(tab: Any, action: str) -> None:
    """One of the actions below the page; all but the first lie behind an arrow."""
    button = tab.locator(f"footer {action}").first
    if not button.is_visible():
        tab.get_by_role("button", name="Flere handlinger").click()
    button.click()


def mail_arrives(site: Any, address: str, subject: str) -> Any:
    """The mail as the catcher got it from the worker."""
    return site.until(
        lambda: next(
            (mail for mail in site.mails.mails(to=address) if mail.subject == subject), None
        ),
        f"a mail “{subject}” arrives",
    )


SUBMIT, PUBLISH = "[name=action-submit]", "[name=action-publish]"
REJECT, APPROVE = "[data-workflow-action-name=reject]", "[data-workflow-action-name=approve]"


def test_a_page_is_sent_back_and_approved(visitor: Any, site: Any) -> None:
    page, ellen_is, morten_is = draft(site)
    edit = f"/admin/pages/{page.pk}/edit/"
    ellen = log_in(visitor(), ellen_is)
    ellen.goto(edit)
    choose(ellen, SUBMIT)
    ellen.wait_for_url("**/admin/pages/*/")

    morten = log_in(visitor(), morten_is)
    assert TITLE in morten.inner_text("#waiting-for-me-section")
    mail_arrives(site, morten_is, f"Til godkendelse: {TITLE}")
    morten.goto(edit)
    choose(morten, REJECT)
    morten.fill("#id_comment", "Skriv, hvad lederen gør.")
    morten.click(".modal-dialog [type=submit]")
    morten.wait_for_selector(".messages .success, [data-messages] .success")

    mail = mail_arrives(site, ellen_is, f"Sendt tilbage: {TITLE}")
    assert "Skriv, hvad lederen gør." in mail.text
    ellen.goto("/admin/")
    assert f"{TITLE}\nSendt tilbage til dig" in ellen.inner_text("#my-drafts-section")
    visitor(ADDRESS, status=404)
    ellen.goto(edit)
    choose(ellen, SUBMIT)
    ellen.wait_for_url("**/admin/pages/*/")

    morten.goto(edit)
    choose(morten, APPROVE)
    with site.database():
        site.until(ArticlePage.objects.live().filter(pk=page.pk).exists, "it is published")
    assert TITLE in visitor(ADDRESS).inner_text("h1")
    assert ADDRESS in mail_arrives(site, ellen_is, f"Godkendt: {TITLE}").text


def test_a_scheduled_page_is_published_by_the_worker(visitor: Any, site: Any) -> None:
    page, _ellen, morten_is = draft(site)
    morten = log_in(visitor(), morten_is)
    morten.goto(f"/admin/pages/{page.pk}/edit/")
    morten.click("[data-side-panel-toggle=status]")
    panel = morten.locator("[data-side-panel=status]")
    panel.get_by_role("button", name="Planlæg").click()
    tomorrow = timezone.localtime() + dt.timedelta(days=1)
    morten.fill("#id_go_live_at", f"{tomorrow:%d.%m.%Y} 09:00")
    morten.get_by_role("button", name="Gem planen").press("Enter")  # the calendar hangs over it
    choose(morten, PUBLISH)
    morten.wait_for_url("**/admin/pages/*/")
    morten.goto("/admin/")
    assert "kl. 9.00" in morten.inner_text("#published-soon-section")
    visitor(ADDRESS, status=404)
    with site.database():
        # The day has come.
        revision = page.revisions.get(approved_go_live_at__isnull=False)
        revision.approved_go_live_at = timezone.now() - dt.timedelta(seconds=1)
        revision.content["go_live_at"] = revision.approved_go_live_at.isoformat()
        revision.save()
    site.run_task("core.publish_scheduled")
    with site.database():
        site.until(ArticlePage.objects.live().filter(pk=page.pk).exists, "it is published")
    assert TITLE in visitor(ADDRESS).inner_text("h1")
