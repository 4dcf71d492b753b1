"""What axe finds on a page as it stands in the browser (promise S2)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from axe_playwright_python.base import AXE_SCRIPT

if TYPE_CHECKING:
    from playwright.sync_api import Page

# WCAG 2.2 AA and what axe's makers advise.
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
# axe calls the rest "minor"; it is looked at by people.
FAILING = {"moderate", "serious", "critical"}


def violations(
    page: Page, within: str = "html", rules: Iterable[str] = RULES, without: Iterable[str] = ()
) -> list[str]:
    """One line for each element that breaks a rule. `without` are the rules that do not count."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    options = {
        "runOnly": list(rules),
        "rules": {rule: {"enabled": False} for rule in without},
        "resultTypes": ["violations"],
    }
    found = page.evaluate("([within, options]) => axe.run(within, options)", [within, options])
    return [
        f"{page.url}: {violation['id']} ({violation['impact']}): {node['html'][:200]} "
        f"{node.get('failureSummary', '')[:300]}"
        for violation in found["violations"]
        if violation["impact"] in FAILING
        for node in violation["nodes"]
    ]
