"""The demonstration's people: one for each role, all with the password from the README."""

from __future__ import annotations

from django.contrib.auth.models import Group
from django.db import transaction

from lederweb.content.services.demonstration import Demonstration
from lederweb.users.demonstration import ACCOUNTS
from lederweb.users.models import User

PASSWORD = "vaeksthus-demo"  # noqa: S105 (meant to be known; production refuses these accounts)
_NAMES = {
    "editor@example.org": ("Ellen", "Holm"),
    "moderator@example.org": ("Morten", "Bjerre"),
    "secretariat@example.org": ("Sanne", "Friis"),
    "admin@example.org": ("Anna", "Krogh"),
}


def create_accounts(*, demonstration: Demonstration) -> None:
    """Create the accounts that are missing; those that exist keep name, role and password."""
    made = 0
    for email, role in ACCOUNTS.items():
        if User.objects.filter(email=email).exists():
            continue
        first_name, last_name = _NAMES[email]
        with transaction.atomic():
            user = User.objects.create_user(
                email, PASSWORD, first_name=first_name, last_name=last_name
            )
            user.groups.add(Group.objects.get(name=role))
        made += 1
    demonstration.editor = User.objects.get(email="editor@example.org")
    demonstration.report("Accounts", made, len(ACCOUNTS) - made)
