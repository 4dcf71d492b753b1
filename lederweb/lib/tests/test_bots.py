"""Bots are left out, people are not (promise V5)."""

from __future__ import annotations

import pytest
from crawleruseragents import CRAWLER_USER_AGENTS_DATA
from fake_useragent.utils import load

from lederweb.lib.bots import Recogniser, is_bot

BROWSERS = [
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:133.0) Gecko/20100101 Firefox/133.0",
    "Mozilla/5.0 (Windows NT 10.0; WOW64; Trident/7.0; rv:11.0) like Gecko",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15",
    "Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0",
    "Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36",
    "Mozilla/5.0 (iPad; CPU OS 17_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.7 Mobile/15E148 Safari/604.1",
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/27.0 Chrome/125.0.0.0 Mobile Safari/537.36",
    "Mozilla/5.0 (Linux; Android 9; CUBOT_X19) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Mobile Safari/537.36",
    # Links opened in an app's own browser are read by people.
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 [FBAN/FBIOS;FBAV/490.0.0.50.85;FBBV/6;FBDV/iPhone14,5;FBMD/iPhone;FBSN/iOS;FBSV/18.1;FBSS/3;FBID/phone;FBLC/da_DK;FBOP/5]",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 [LinkedInApp]/9.30.2",
    "Mozilla/5.0 (Linux; Android 15; CPH2557 Build/AP3A.240617.008; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/131.0.0.0 Mobile Safari/537.36",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Teams/24295.605.3225.8804 Chrome/128.0.0.0 Safari/537.36",
]


@pytest.mark.parametrize("agent", BROWSERS)
def test_common_browsers_are_people(agent: str) -> None:
    assert not is_bot(agent)


def test_at_most_one_in_a_thousand_recorded_browsers_is_taken_for_a_bot() -> None:
    """User agents recorded from real traffic, as often as each was seen."""
    recorded = [browser["useragent"] for browser in load()]
    assert len(recorded) > 5000
    assert sum(map(is_bot, recorded)) <= len(recorded) / 1000


OLD_BROWSERS = [
    "Mozilla/4.0 (compatible; MSIE 8.0; Windows NT 6.1; WOW64; Trident/4.0; SLCC2; .NET CLR 2.0.50727; .NET4.0C; InfoPath.3)",
    "Mozilla/5.0 (compatible; MSIE 9.0; Windows NT 6.1; Trident/5.0)",
    "Mozilla/5.0 (compatible; MSIE 10.0; Windows NT 6.2; WOW64; Trident/6.0)",
    "Opera/9.80 (Windows NT 6.1; U; da) Presto/2.10.289 Version/12.02",
    "Mozilla/5.0 (Windows; U; Windows NT 5.1; da; rv:1.9.2.13) Gecko/20101203 Firefox/3.6.13 (.NET CLR 3.5.30729)",
    "Mozilla/5.0 (Windows; U; Windows NT 6.1; da) AppleWebKit/534.10 (KHTML, like Gecko) Chrome/8.0.552.224 Safari/534.10",
]


@pytest.mark.parametrize("agent", OLD_BROWSERS)
def test_a_browser_of_2013_was_a_person_then_and_is_none_today(agent: str) -> None:
    assert not is_bot(agent, year=2013)
    assert is_bot(agent)
    assert is_bot(agent, year=2026)


@pytest.mark.parametrize(
    "agent",
    [
        "Mozilla/5.0 (compatible; MSIE 9.0; Windows NT 6.1; Trident/5.0; monitor)",
        "Mozilla/4.0 (compatible; MSIE 6.0; Windows NT 5.1; SV1)",
        "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    ],
)
def test_a_program_of_2013_was_one_then(agent: str) -> None:
    assert is_bot(agent, year=2013)


@pytest.mark.parametrize("year", [None, 2013])
@pytest.mark.parametrize("known", [0, 1])
def test_99_percent_of_bots_held_out_of_the_list_are_recognised(
    known: int, year: int | None
) -> None:
    recogniser = Recogniser(bot["pattern"] for bot in CRAWLER_USER_AGENTS_DATA[known::2])
    held_out = [
        agent for bot in CRAWLER_USER_AGENTS_DATA[1 - known :: 2] for agent in bot["instances"]
    ]
    assert len(held_out) > 900
    found = sum(recogniser.is_bot(agent, year=year) for agent in held_out)
    assert found >= 0.99 * len(held_out)


def test_99_percent_of_all_listed_bots_are_recognised() -> None:
    listed = [agent for bot in CRAWLER_USER_AGENTS_DATA for agent in bot["instances"]]
    assert sum(map(is_bot, listed)) >= 0.99 * len(listed)


@pytest.mark.parametrize(
    "agent", ["", "-", "curl/8.5.0", "x" * 100_000, "Mozilla/5.0 (" + "(" * 5000]
)
def test_what_is_no_browser_s_name_is_a_bot_quickly(agent: str) -> None:
    assert is_bot(agent)
