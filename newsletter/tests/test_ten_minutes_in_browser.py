"""The editor's ten minutes with the week's newsletter, in a real browser."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from lederweb.testing.browser import log_in
from lederweb.testing.world import World
from newsletter.models import IssuePage, Sending, Subscriber
from newsletter.services.draft import draft_weekly_issue
from publications.models import ArticlePage

pytestmark = pytest.mark.browser
TITLES = ["Første historie til ugen", "Anden historie til ugen", "Tredje historie til ugen"]
INSTEAD = "Den, der blev skrevet i nat"
READER = "laeser-i-browser@example.org"


@pytest.fixture
def issue(site):
    """The week's draft, as the beat makes it, with three new stories."""
    with site.database():
        world = World()
        assert world.newsletter
        IssuePage.objects.filter(sending__isnull=True).delete()
        IssuePage.objects.update(week=None)
        ArticlePage.objects.filter(title__in=[*TITLES, INSTEAD]).delete()
        for title in reversed(TITLES):
            world.article(title, published_on="")
        if not Subscriber.objects.filter(email=READER).exists():
            world.subscriber(READER.partition("@")[0])
        drafted = draft_weekly_issue()
        titles = [item.page.title for item in drafted.items.all()]
        world.article(INSTEAD)
        people = (world.ellen_the_editor.email, world.morten_the_moderator.email)
    yield drafted, titles, *people
    with site.database():
        ArticlePage.objects.filter(title__in=[*TITLES, INSTEAD]).delete()


def arrived(site, to, subject):
    return site.until(
        lambda: next((mail for mail in site.mails.mails(to=to) if mail.subject == subject), None),
        f"a mail “{subject}” to {to}",
    )


def test_from_the_draft_to_the_reader(site, visitor, issue):
    issue, picked, ellen, morten = issue
    check = reverse("newsletter_send_issue", args=[issue.pk])
    tab = log_in(visitor(), ellen)
    tab.get_by_role("link", name=issue.title).first.click()
    assert tab.locator("[name=items-0-reason]").input_value()  # why it was picked
    # Replace one through the chooser.
    third = tab.locator("#inline_child_items-2")
    third.locator(".chooser button").first.click()
    tab.get_by_role("button", name="Vælg en anden side").click()
    tab.fill(".modal-body input[name=q]", INSTEAD)
    tab.locator(".modal-body a.choose-page", has_text=INSTEAD).click()
    third.locator(".chooser__title", has_text=INSTEAD).wait_for()
    # Reorder, write, add a block.
    tab.locator("#inline_child_items-0 [data-inline-panel-child-move-down]").click()
    tab.fill("[name=subject]", "Ugens tre historier")
    tab.get_by_text("19 af de 60 tegn").first.wait_for()
    tab.locator("[data-contentpath=introduction] [role=textbox]").click()
    tab.keyboard.type("Kære leder, tre ting til ugen.")
    before = tab.locator("[data-contentpath=before]")
    before.locator(".c-sf-add-button").first.click()
    tab.get_by_role("option", name="Overskrift", exact=True).click()
    # The menu of blocks has a field of its own, and closes slowly: the block's is asked by its name.
    before.locator("[name^=before-][name$=-value]").fill("Mød os i Odense")
    # Save and test in one click, and see it in the inbox.
    button = tab.locator("footer [name=newsletter-test]").first
    if not button.is_visible():
        tab.get_by_role("button", name="Flere handlinger").click()
    button.click()
    tab.locator(".messages .success").first.wait_for()
    test = arrived(site, ellen, "[Test] Ugens tre historier")
    text = test.text
    assert "Kære leder, tre ting til ugen." in text
    assert "MØD OS I ODENSE" in text
    assert text.index(picked[1]) < text.index(picked[0])
    # The check list names what is wrong; it is mended.
    with site.database():
        ArticlePage.objects.get(title=TITLES[0]).unpublish()
    tab.goto(check)
    tab.get_by_text(f"»{TITLES[0]}« er ikke offentlig").wait_for()
    with site.database():
        article = ArticlePage.objects.get(title=TITLES[0])
        article.save_revision().publish()
    tab.reload()
    assert tab.get_by_text("er ikke offentlig").count() == 0
    assert tab.locator("[name=revision]").count() == 0  # an editor does not send
    # The moderator does.
    tab = log_in(visitor(), morten)
    tab.goto(check)
    tab.get_by_label("Send senere", exact=True).check()
    tab.get_by_role("button", name="Godkend og planlæg", exact=True).wait_for()
    tab.get_by_label("Send nu", exact=True).check()
    # To as many as other tests of this site have signed up.
    tab.get_by_role("button", name=re.compile(r"^Godkend og send til \d+$")).click()
    tab.wait_for_url("**/newsletter_sendings/**")
    got = arrived(site, READER, "Ugens tre historier").text
    assert "MØD OS I ODENSE" in got
    assert INSTEAD in got
    assert picked[2] not in got
    with site.database():
        assert Sending.objects.filter(issue_id=issue.pk).count() == 1
    assert visitor(issue.url).get_by_role("heading", name="Mød os i Odense").is_visible()
