"""Addresses that nobody writes to."""

from collections.abc import Collection

from lederweb.mail.addresses import identity, keyed_hash, keyed_hash_sql, keyed_hashes
from lederweb.mail.models import Suppression

PURPOSE = "suppression"


def suppress(*, address: str, reason: str) -> Suppression:
    """Write no more to the address. The first reason stays. Raises ValidationError."""
    found = suppression_of(address)  # also one from before the site's key was changed
    if found is not None:
        return found
    suppression, _created = Suppression.objects.get_or_create(
        address_hash=keyed_hash(identity(address), PURPOSE), defaults={"reason": reason}
    )
    return suppression


def lift(*, address: str) -> bool:
    """Allow mail to the address again; whether it had been suppressed. Raises ValidationError."""
    deleted, _per_model = Suppression.objects.filter(address_hash__in=_hashes(address)).delete()
    return bool(deleted)


def suppression_of(address: str) -> Suppression | None:
    """Raises ValidationError when the address is none."""
    return Suppression.objects.filter(address_hash__in=_hashes(address)).first()


def suppressions_of(addresses: Collection[str]) -> dict[str, Suppression]:
    """Those of the addresses that are suppressed; one query. Raises ValidationError."""
    by_hash = {known: address for address in addresses for known in _hashes(address)}
    found = Suppression.objects.filter(address_hash__in=list(by_hash))
    return {by_hash[suppression.address_hash]: suppression for suppression in found}


def is_suppressed(address: str) -> bool:
    return suppression_of(address) is not None


def suppressed_sql(identity_column: str) -> tuple[str, list[bytes]]:
    """The same as a condition on a column of identities, for many in one statement."""
    hashes, parameters = keyed_hash_sql(identity_column, PURPOSE)
    return (
        f"EXISTS (SELECT 1 FROM mail_suppression x WHERE x.address_hash IN ({hashes}))",  # noqa: S608
        parameters,
    )


def _hashes(address: str) -> list[str]:
    return keyed_hashes(identity(address), PURPOSE)
