"""Log-in and two-factor log-in as a person meets them: under the policy, and by axe."""

from __future__ import annotations

import re
import time
from base64 import b32decode
from pathlib import Path

import pytest
from django.utils.translation import gettext as _
from django_otp.oath import TOTP

from lederweb.testing.axe import violations
from lederweb.testing.browser import log_in
from lederweb.testing.world import World

pytestmark = pytest.mark.browser
# Wagtail's own frame: its sidebar's toggle and breadcrumbs are not ours to mend.
OF_WAGTAIL = ("region", "landmark-unique", "aria-allowed-role")


def code_of(secret: str, *, ahead: int = 0) -> str:
    totp = TOTP(b32decode(secret), drift=ahead)
    totp.time = time.time()
    return f"{totp.token():06d}"


def test_anna_sets_it_up_saves_her_codes_and_logs_in_with_her_phone(visitor, site) -> None:
    with site.database():
        anna = World().anna_the_administrator
    page = visitor("/admin/login/")
    assert violations(page, without=OF_WAGTAIL) == []
    log_in(page, anna.email)
    page.goto("/admin/account/two-factor/")
    assert violations(page, without=OF_WAGTAIL) == []
    page.goto("/admin/account/two-factor/set-up/")
    assert violations(page, without=OF_WAGTAIL) == []
    secret = re.sub(r"\s", "", page.inner_text("code.secret"))
    page.fill("input[name=code]", code_of(secret))
    page.click("main form button[type=submit]")

    page.wait_for_selector(".backup-codes")
    codes = page.locator(".backup-codes code").all_inner_texts()
    assert len(codes) == 10
    assert violations(page, without=OF_WAGTAIL) == []
    assert page.is_visible("[data-print-page]")
    with page.expect_download() as download:
        page.click("a[download]")
    saved = Path(download.value.path()).read_text()
    assert anna.email in saved
    assert all(code in saved for code in codes)

    phone = visitor(None, viewport={"width": 320, "height": 640})
    log_in(phone, anna.email, to="**/two-factor/**")
    assert violations(phone, without=OF_WAGTAIL) == []
    assert phone.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    phone.fill("input[name=code]", code_of(secret, ahead=1))
    phone.get_by_role("button", name=_("Continue")).click()
    phone.wait_for_url("**/admin/")

    with site.database():
        from lederweb.users.services.two_factor import turn_off

        turn_off(anna)
