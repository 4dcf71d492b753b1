"""The demonstration's accounts, and keeping them out of production."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.db import DatabaseError, connections

from lederweb.users import roles

# Address and role. Anybody can read their password in the README.
ACCOUNTS = {
    "editor@example.org": roles.EDITOR,
    "moderator@example.org": roles.MODERATOR,
    "secretariat@example.org": roles.SECRETARIAT,
    "admin@example.org": roles.ADMINISTRATOR,
}


class DemonstrationInProduction(Exception):
    """The demonstration's accounts exist where the world can reach them."""


def accounts_in(database: str = "default") -> list[str]:
    """Those accounts that exist; none where the table of users does not."""
    from lederweb.users.models import User

    connection = connections[database]
    if User._meta.db_table not in connection.introspection.table_names():
        return []
    found = User.objects.using(database).filter(email__in=ACCOUNTS)
    return sorted(found.values_list("email", flat=True))


def refusal(accounts: Sequence[str]) -> str:
    return (
        f"Lederweb does not start in production with the demonstration's accounts "
        f"({', '.join(accounts)}), because everybody knows their password: delete them with "
        f"manage.py delete_demonstration_accounts."
    )


def refuse_in_production() -> None:
    """Called when a web server, a worker or beat starts. Raises DemonstrationInProduction.

    A database that is away is not a reason to stay down: `/readyz` tells about it.
    """
    if not settings.REFUSE_DEMONSTRATION_ACCOUNTS:
        return
    try:
        accounts = accounts_in()
    except DatabaseError:
        return
    finally:
        connections.close_all()  # what starts here may fork
    if accounts:
        raise DemonstrationInProduction(refusal(accounts))
