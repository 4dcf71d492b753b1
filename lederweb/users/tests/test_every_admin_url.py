"""Every address below /admin/ against the table of roles: who is let in, who is turned away."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from wagtail.admin.views.bulk_action.registry import bulk_action_registry

from lederweb.testing.world import World
from lederweb.users.roles import ADMINISTRATOR, EDITOR, ROLES, TABLE
from lederweb.users.tests.admin_urls import Address, Things
from lederweb.users.tests.admin_walk import addresses, ask, logged_in, visits_of, walked

pytestmark = pytest.mark.django_db

ANYONE, STAFF, NOBODY = "anyone", "staff", "nobody"

# The first rule that fits the name counts. On the right the permission that it takes.
RULES = (
    (r"wagtailadmin_(sprite|login|javascript_catalog|password_reset.*)", ANYONE),
    (r"admin/password_reset/", ANYONE),
    # What every person in the admin sees, or what shows each only what is theirs.
    (r"wagtailadmin_(home|account|dismissibles|block_preview|editing_sessions:.*)", STAFF),
    (r"wagtailadmin_(api:.*|choose_page.*|tag_.*)|wagtailembeds:.*", STAFF),
    (r"wagtailadmin_reports:site_history.*", STAFF),
    (r"wagtailadmin_workflows:task_(chooser|chooser_results|chosen)", STAFF),
    (r"wagtailadmin_pages:(choose_parent|revisions_index|confirm_workflow_cancellation)", STAFF),
    (r"newsletter_issues:choose_parent", STAFF),
    (r"wagtailsearchpromotions:chooser.*|wagtailmedia:chooser(_typed)?|media_chooser", STAFF),
    (r"wagtail(docs|images)_chooser:(choose|choose_results|chosen_multiple)", STAFF),
    (r"wagtailsnippetchoosers_.*:(choose|choose_results|chosen|chosen_multiple)", STAFF),
    (r"two_factor(_set_up|_verify)?|admin/test404/|nothing", STAFF),
    (r"choose_figure", STAFF),  # a number is chosen by whoever writes
    # Pages
    (r"wagtailadmin_pages:(add|preview_on_add|add_subpage|copy)", "wagtailcore.add_page"),
    (
        r"wagtailadmin_pages:(delete|unpublish|move|move_confirm|set_page_position|set_privacy)",
        "wagtailcore.publish_page",
    ),
    (r"wagtailadmin_pages:(lock|unlock|revisions_unschedule)", "wagtailcore.lock_page"),
    (
        r"wagtailadmin_pages:(workflow_action|collect_workflow_action_data|workflow_preview)",
        "wagtailcore.publish_page",
    ),
    (r"wagtailadmin_(pages:.*|explore.*)|newsletter_issues:.*", "wagtailcore.change_page"),
    (r"wagtailadmin_reports:locked_pages.*", "wagtailcore.unlock_page"),
    (r"wagtailadmin_reports:.*", "wagtailcore.change_page"),
    (r"episodes_without_transcript.*|content_checks", "wagtailcore.change_page"),
    (r"content_findings.*", "wagtailcore.publish_page"),
    (r"wagtailadmin_collections:.*", "wagtailcore.change_collection"),
    (r"wagtailadmin_workflows:.*task.*", "wagtailcore.change_task"),
    (r"wagtailadmin_workflows:.*", "wagtailcore.change_workflow"),
    # Files
    (
        r"wagtaildocs(_chooser)?:.*|document_list(_results)?|add_documents",
        "wagtaildocs.change_document",
    ),
    (r"wagtailimages(_chooser)?:.*|add_pictures", "wagtailimages.change_image"),
    (r"wagtailmedia:.*", "wagtailmedia.change_media"),
    # Lists
    *(
        (rf"wagtailsnippets_projects_{model}:{address}", f"projects.{action}_{model}")
        for model in ("person", "partner", "event", "mediamention", "membership")
        for address, action in (("delete", "delete"), (".*", "change"))
    ),
    *(
        (f"wagtailsnippetchoosers_projects_{model}:create", f"projects.add_{model}")
        for model in ("person", "partner", "event", "mediamention", "membership")
    ),
    (r"wagtailsnippets:index", NOBODY),  # every list has its own place in the menu
    (r"(wagtail)?redirects(:.*|_.*)?|not_found.*", "wagtailredirects.change_redirect"),
    (r"wagtailsearchpromotions:search_terms.*", NOBODY),  # Wagtail asks for a superuser
    (r"wagtailsearchpromotions:.*", "wagtailsearchpromotions.change_searchpromotion"),
    (r"wagtailsettings:.*", "pages.change_sitesettings"),
    # Newsletter and figures
    (r"newsletter_(special|weekly)_issue", "wagtailcore.add_page"),
    (r"newsletter_test_issue", "wagtailcore.change_page"),
    (r"newsletter_send_issue", "newsletter.send_issuepage"),
    (
        r"newsletter_(pause|resume|stop|cancel|resend|resend_refused)_sending",
        "newsletter.send_issuepage",
    ),
    (r"newsletter_(sendings:|results|clicks).*", "newsletter.view_sending"),
    (r"newsletter_subscribers:delete", "newsletter.delete_subscriber"),
    (r"newsletter_subscribers:(leave|lift)", "newsletter.change_subscriber"),
    (r"newsletter_subscribers:(add_by_hand|.*import.*)", "newsletter.add_subscriber"),
    (r"newsletter_subscribers:.*", "newsletter.view_subscriber"),
    (r"suppressed_addresses:.*", "mail.view_suppression"),
    (r"personal_data", "mail.handle_personal_data"),
    (r"single_mails:again", "mail.change_outboxmail"),
    (r"single_mails:.*", "mail.view_outboxmail"),
    (
        r"analytics_(followers|sources|delete_source|monthly_mail)|published_figures:.*",
        "analytics.change_publishedfigure",
    ),
    (r"analytics_(new_)?reports?", "analytics.publish_statusreportpage"),
    (r"analytics_(new_)?reports?", "analytics.publish_statusreportpage"),
    (r"analytics_.*", "analytics.view_dashboard"),
    (r"figures_(in_texts|of_page|receipt)|correct_figure", "analytics.change_frozenfigure"),
    (r"readers_word_(report|remarks)(_results)?", "publications.view_answer"),
    (r"readers_word_delete", "publications.delete_answer"),
    (r"orders:delete", "publications.delete_order"),
    (r"orders:step", "publications.change_order"),
    (r"orders:.*", "publications.view_order"),
    (r"print_stock:.*", "publications.change_stock"),
    (r"enrolments:delete", "publications.delete_enrolment"),
    (r"enrolments:.*|course_figures:.*", "publications.view_enrolment"),
    (r"course_openings:.*", "publications.change_courseopening"),
    # The house itself
    (r"wagtailusers_users:.*|two_factor_remove_for_user", "users.change_user"),
    (r"wagtailusers_groups:.*", "auth.change_group"),
    (r"wagtailsites:.*", "wagtailcore.change_site"),
)
# Whoever may not do it gets to see a form, but is turned away on sending it.
SHOWS_A_FORM = {
    "wagtailadmin_pages:move_confirm",
    "wagtailadmin_workflows:task_chooser_create",
    "newsletter_send_issue",  # an editor looks at the checks and sends a test
}
# Whoever may: these need more in the post than a test of rights has.
NEEDS_A_FILE = {"wagtailredirects:process_import"}


def required_by(address: Address) -> str:
    for pattern, permission in RULES:
        if re.fullmatch(pattern, address.name):
            return permission
    pytest.fail(f"{address.name} is in no rule: say in RULES who may go there.")


def holds(role: str, permission: str) -> bool:
    if permission in (ANYONE, STAFF):
        return True
    if permission == NOBODY:
        return False
    return role == ADMINISTRATOR or any(
        right.is_held_by(role) for right in TABLE if permission in right.permissions()
    )


@pytest.fixture
def things(world: World) -> Things:
    return Things(world)


@pytest.mark.parametrize("role", walked(ROLES))
def test_every_address_lets_in_whom_the_table_says(role: str, world: World) -> None:
    visits = visits_of(role)
    client = logged_in(role, world)
    urls = dict(addresses(Things(world)))
    wrong = []
    for visit in visits:
        name, found = visit.address.name, visit.outcome
        allowed = holds(role, required_by(visit.address))
        if allowed:
            if found == "method" and name not in NEEDS_A_FILE:
                found = ask(client, "post", urls[visit.address])
            fine = found in ("in", "not there", "method")
        else:
            posted = ask(client, "post", urls[visit.address])
            turned_away = ("refused", "not there", "method")
            fine = posted in turned_away and (found in turned_away or name in SHOWS_A_FORM)
            found = f"{found}, {posted}"
        if not fine:
            wrong.append(f"{name} {visit.url}: {found}, allowed: {allowed}")
    assert not wrong, "\n".join(wrong)


def test_without_a_log_in_every_address_leads_to_it(things: Things) -> None:
    client = Client(raise_request_exception=False)
    wrong = []
    for address, url in addresses(things):
        expected = ("in", "method", "refused") if required_by(address) == ANYONE else ("log in",)
        for method in ("get", "post"):
            found = ask(client, method, url)
            if found not in expected:
                wrong.append(f"{method} {url}: {found}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("role", walked([ADMINISTRATOR]))
def test_every_address_is_there_for_administrators(role: str) -> None:
    """An address that is not found for anybody tests nothing about rights."""
    absent = {visit.address.name for visit in visits_of(role) if visit.outcome == "not there"}
    assert absent == {
        "nothing",
        "wagtailadmin_api:pages:find",  # ask for a path
        "wagtailadmin_api:documents:find",
        "wagtailadmin_api:images:find",
        "wagtailadmin_block_preview",  # asks for a block
        "wagtailsettings:preview_on_edit",  # the settings have no preview
        "wagtailimages:url_generator",  # off by setting
        "wagtailimages:url_generator_output",
    }


# --- Many at once ------------------------------------------------------------------------------
# What a role may do to many things at once; administrators everything.
BULK = {
    ("wagtailcore", "page"): {
        "publish": "wagtailcore.publish_page",
        "unpublish": "wagtailcore.publish_page",
        "move": "wagtailcore.publish_page",
        "delete": "wagtailcore.publish_page",
    },
    ("core", "customimage"): dict.fromkeys(
        ("delete", "add_tags", "add_to_collection"), "wagtailimages.change_image"
    ),
    ("core", "customdocument"): dict.fromkeys(
        ("delete", "add_tags", "add_to_collection"), "wagtaildocs.change_document"
    ),
    ("users", "user"): dict.fromkeys(
        ("delete", "assign_role", "set_active_state"), "users.change_user"
    ),
    ("projects", "person"): {"delete": "projects.delete_person"},
    ("projects", "partner"): {"delete": "projects.delete_partner"},
    ("projects", "event"): {"delete": "projects.delete_event"},
    ("projects", "mediamention"): {"delete": "projects.delete_mediamention"},
    ("projects", "membership"): {"delete": "projects.delete_membership"},
}


def test_every_bulk_action_is_known() -> None:
    bulk_action_registry._scan_for_bulk_actions()
    found = {
        (app, model): set(actions)
        for app, models in bulk_action_registry.actions.items()
        for model, actions in models.items()
    }
    known = {model: set(actions) for model, actions in BULK.items()}
    assert {model: known.get(model, set()) for model in found} == found


@pytest.mark.parametrize("role", ROLES)
def test_many_things_at_once_need_the_same_rights(role: str, world: World, things: Things) -> None:
    client = logged_in(role, world)
    targets = {
        ("wagtailcore", "page"): things.other.page_ptr,
        ("core", "customimage"): world.picture,
        ("core", "customdocument"): world.pdf,
        ("users", "user"): world.person("Karla", EDITOR),
        ("projects", "person"): things.person,
        ("projects", "partner"): things.partner,
        ("projects", "event"): things.event,
        ("projects", "mediamention"): things.mention,
        ("projects", "membership"): things.seat,
    }
    for (app, model), actions in BULK.items():
        target = targets[app, model]
        for action, permission in actions.items():
            url = f"/admin/bulk/{app}/{model}/{action}/?id={target.pk}"
            page = client.get(url)
            allowed = holds(role, permission)
            offered = page.status_code == 200 and bool(page.context["items"])
            assert offered == allowed, (role, url, page.status_code)
            if not allowed:
                before = type(target).objects.filter(pk=target.pk).values().get()
                client.post(url, {"chooser": 2, "tags": "x", "collection": 1, "role": 1})
                assert type(target).objects.filter(pk=target.pk).values().get() == before
