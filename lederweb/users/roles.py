"""Who may do what: the one table of roles. docs/roles.md is written from it.

Permissions are named by strings, because the floors that own them lie above this one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

EDITOR = "Redaktører"
MODERATOR = "Moderatorer"
SECRETARIAT = "Sekretariatet"
ADMINISTRATOR = "Administratorer"

ROLES = (EDITOR, MODERATOR, SECRETARIAT, ADMINISTRATOR)


@dataclass(frozen=True)
class Right:
    """Something people do, the permissions it takes, and the roles that have them.

    `everywhere` are permissions for a whole model, `pages` hold from the root page down and
    `collections` from the root collection down, each as "app.codename". Administrators have
    every right and every other permission there is, so they are not named.
    """

    what: str
    roles: tuple[str, ...]
    everywhere: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    collections: tuple[str, ...] = ()

    def permissions(self) -> Iterator[str]:
        yield from self.everywhere
        yield from self.pages
        yield from self.collections

    def is_held_by(self, role: str) -> bool:
        return role == ADMINISTRATOR or role in self.roles


def _all_of(app: str, *models: str, actions: str = "add change delete view") -> tuple[str, ...]:
    return tuple(f"{app}.{action}_{model}" for model in models for action in actions.split())


TABLE = (
    Right(
        "Log in to the admin",
        (EDITOR, MODERATOR, SECRETARIAT),
        everywhere=("wagtailadmin.access_admin",),
    ),
    Right(
        "Write and change pages, and submit them for approval",
        (EDITOR, MODERATOR),
        pages=("wagtailcore.add_page", "wagtailcore.change_page"),
    ),
    Right(
        "Approve, publish, schedule and unpublish pages; lock them; delete one page",
        (MODERATOR,),
        pages=("wagtailcore.publish_page", "wagtailcore.lock_page", "wagtailcore.unlock_page"),
    ),
    Right(
        "Delete pages with everything below them",
        (),
        pages=("wagtailcore.bulk_delete_page",),
    ),
    Right(
        "Add, change and choose pictures, documents and sound",
        (EDITOR, MODERATOR),
        collections=(
            *_all_of("wagtailimages", "image", actions="add change choose"),
            *_all_of("wagtaildocs", "document", actions="add change choose"),
            *_all_of("wagtailmedia", "media", actions="add change"),
        ),
    ),
    Right(
        "Add and change people, partners, events and media mentions",
        (EDITOR, MODERATOR),
        everywhere=_all_of(
            "projects", "person", "partner", "event", "mediamention", actions="add change view"
        ),
    ),
    Right(
        "Delete people, partners, events and media mentions",
        (MODERATOR,),
        everywhere=_all_of(
            "projects", "person", "partner", "event", "mediamention", actions="delete"
        ),
    ),
    Right(
        "Keep the lists of the board and of members, and the people on them",
        (MODERATOR, SECRETARIAT),
        everywhere=(
            *_all_of("projects", "membership"),
            *_all_of("projects", "person", actions="add change view"),
        ),
    ),
    Right(
        "See what readers answered",
        (EDITOR, MODERATOR, SECRETARIAT),
        everywhere=("publications.view_answer",),
    ),
    Right(
        "Delete what readers wrote",
        (MODERATOR,),
        everywhere=("publications.delete_answer",),
    ),
    Right(
        "Redirect old addresses and pages not found",
        (EDITOR, MODERATOR),
        everywhere=_all_of("wagtailredirects", "redirect"),
    ),
    Right(
        "Choose what a search shows first",
        (MODERATOR,),
        everywhere=_all_of("wagtailsearchpromotions", "searchpromotion"),
    ),
    Right(
        "Change menus, footer and contact line",
        (MODERATOR,),
        everywhere=("pages.change_sitesettings",),
    ),
    Right(
        "See how far a newsletter is sent, and what came of it: delivered, bounced, clicks",
        (EDITOR, MODERATOR, SECRETARIAT),
        everywhere=("newsletter.view_sending",),
    ),
    Right(
        "Say who gets a test of a newsletter",
        (EDITOR, MODERATOR),
        everywhere=("newsletter.change_newslettersettings",),
    ),
    Right(
        "Approve and send a newsletter; pause, resume and stop it; send again what is uncertain",
        (MODERATOR,),
        everywhere=("newsletter.send_issuepage",),
    ),
    Right(
        "See, add, import, export and erase subscribers; suppress addresses and lift it",
        (SECRETARIAT,),
        everywhere=(
            *_all_of("newsletter", "subscriber"),
            *_all_of("mail", "suppression", actions="add view delete"),
        ),
    ),
    Right(
        "See and erase learners; see the figures of courses and keep their opening balances",
        (SECRETARIAT,),
        everywhere=(
            *_all_of("publications", "enrolment", actions="view delete"),
            *_all_of("publications", "courseopening"),
        ),
    ),
    Right(
        "Handle orders of printed publications, erase who ordered; keep the print stock",
        (SECRETARIAT,),
        everywhere=(
            *_all_of("publications", "order", actions="view change delete"),
            *_all_of("publications", "stock", actions="add change view"),
        ),
    ),
    Right(
        "See, hand over and erase everything that is held about an e-mail address",
        (SECRETARIAT,),
        everywhere=("mail.handle_personal_data",),
    ),
    Right(
        "See single mails and whom they went to, and try them again",
        (),
        everywhere=("mail.view_outboxmail", "mail.see_recipients", "mail.change_outboxmail"),
    ),
    Right(
        "See visits, figures, cards and quarterly notes; keep the published figures",
        (SECRETARIAT,),
        everywhere=(
            "analytics.view_dashboard",
            *_all_of("analytics", "publishedfigure"),
        ),
    ),
    Right(
        "Draft, check and publish status reports",
        (SECRETARIAT,),
        everywhere=("analytics.publish_statusreportpage",),
    ),
    Right(
        "Correct figures in published texts",
        (MODERATOR, SECRETARIAT),
        everywhere=("analytics.change_frozenfigure",),
    ),
    Right(
        "Manage users and roles, workflows and collections, and everything else",
        (),
        everywhere=(
            *_all_of("users", "user"),
            *_all_of("auth", "group"),
            *_all_of("wagtailcore", "workflow", "task", actions="add change delete"),
        ),
        collections=_all_of("wagtailcore", "collection", actions="add change delete"),
    ),
)


def rights_of(role: str) -> list[Right]:
    return [right for right in TABLE if right.is_held_by(role)]


def as_markdown() -> str:
    """The table as it stands in docs/roles.md."""
    head = ["", *ROLES]
    rows = [head, ["---"] * len(head)] + [
        [right.what, *("yes" if right.is_held_by(role) else "" for role in ROLES)]
        for right in TABLE
    ]
    return "".join("| " + " | ".join(row) + " |\n" for row in rows)
