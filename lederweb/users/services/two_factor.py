"""Two-factor log-in: a code from an app on the phone, or one of ten backup codes on paper.

The codes are those of RFC 6238 (TOTP); django-otp keeps the keys, refuses a code that was used
before and doubles the wait after each wrong one.
"""

from __future__ import annotations

import datetime as dt
import secrets
from typing import Any

from django.db import transaction
from django.utils import timezone
from django_otp import verify_token
from django_otp.models import Device
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice
from wagtail.log_actions import log

from lederweb.users.models import User

BACKUP_CODES = 10
KEY_BYTES = 20  # RFC 4226, section 4: a shared secret of 160 bits


class WrongCode(Exception):
    """The code does not fit, has been used, or has run out."""


class TooManyTries(Exception):
    """Wrong codes came too fast; `again_at` is when the next one is looked at."""

    def __init__(self, again_at: dt.datetime) -> None:
        super().__init__(again_at)
        self.again_at = again_at


def new_key() -> str:
    """A fresh secret for an app, as hexadecimal digits."""
    return secrets.token_hex(KEY_BYTES)


def has_two_factor(user: Any) -> bool:
    return TOTPDevice.objects.devices_for_user(user, confirmed=True).exists()


def app_address(*, user: User, key: str) -> str:
    """The otpauth:// address that a QR code carries to the app."""
    return TOTPDevice(user=user, key=key).config_url


@transaction.atomic
def turn_on(*, user: User, key: str, code: str) -> TOTPDevice:
    """Take the key into use, once a code shows that the app has it.

    Raises WrongCode. Whoever was logged in elsewhere has to give a code there, too.
    """
    User.objects.select_for_update().get(pk=user.pk)  # two windows make one device
    device = TOTPDevice.objects.create(user=user, name="app", key=key, confirmed=True)
    if not device.verify_token(code):
        device.delete()
        raise WrongCode
    TOTPDevice.objects.devices_for_user(user).exclude(pk=device.pk).delete()
    log(user, "lederweb.two_factor.on")
    return device


def verify(*, user: User, code: str) -> Device:
    """The device that the code belongs to: the app for six digits, else the backup codes.

    Raises WrongCode or TooManyTries.
    """
    kind = TOTPDevice if code.isdigit() and len(code) == 6 else StaticDevice
    device = kind.objects.devices_for_user(user, confirmed=True).first()
    if device is None:
        raise WrongCode
    allowed, reason = device.verify_is_allowed()
    if not allowed:
        raise TooManyTries((reason or {}).get("locked_until") or timezone.now())
    verified = verify_token(user, device.persistent_id, code)
    if verified is None:
        raise WrongCode
    return verified


@transaction.atomic
def new_backup_codes(user: User) -> list[str]:
    """Ten new codes, each good for one log-in; the earlier ones stop working."""
    device, _created = StaticDevice.objects.get_or_create(user=user, defaults={"name": "backup"})
    device.token_set.all().delete()
    codes = [StaticToken.random_token() for _number in range(BACKUP_CODES)]
    device.token_set.bulk_create(StaticToken(device=device, token=code) for code in codes)
    log(user, "lederweb.two_factor.codes")
    return codes


def backup_codes_left(user: User) -> int:
    return StaticToken.objects.filter(device__user=user).count()


@transaction.atomic
def turn_off(user: User) -> None:
    """Back to the password alone; keys and codes are deleted."""
    TOTPDevice.objects.devices_for_user(user).delete()
    StaticDevice.objects.devices_for_user(user).delete()
    log(user, "lederweb.two_factor.off")
