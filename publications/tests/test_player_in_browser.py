"""The player in a real browser: sound, chapters, transcript, speed, and where one got to."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from lederweb.testing.browser import PARTS, log_in, visit
from lederweb.testing.pages import PUBLIC_PAGES
from lederweb.testing.podcasts import TRANSCRIPT

pytestmark = pytest.mark.browser
EPISODE = PUBLIC_PAGES["an episode"]
KEY = "lederweb-afspilning"


def stored(page):
    return page.evaluate(f"localStorage.getItem('{KEY}')")


def place(page) -> float:
    return page.locator("audio").first.evaluate("audio => audio.currentTime")


def until(page, condition: str) -> None:
    page.wait_for_function(
        f"() => {{ const audio = document.querySelector('audio'); return {condition}; }}"
    )


def test_a_click_on_what_is_said_plays_it_and_marks_it(visitor):
    page = visitor(EPISODE)
    page.get_by_text("Hver eneste morgen.").click()
    until(page, "!audio.paused && audio.currentTime >= 6")
    page.locator(".cue.is-current", has_text="Hver eneste morgen.").wait_for()
    assert page.locator(".cue[aria-current=true]").count() == 1
    # The chapter that begins there, too.
    assert "Når det brænder" in page.locator("[data-chapter].is-current").inner_text()
    page.locator("[data-seek='0']").first.click()
    page.wait_for_function("() => document.querySelector('.cue.is-current').dataset.cue === '0.00'")


def test_a_time_is_reached_by_keyboard(visitor):
    page = visitor(EPISODE)
    link = page.locator(".cue__time", has_text="0.03")
    link.focus()
    page.keyboard.press("Enter")
    until(page, "!audio.paused && audio.currentTime >= 3 && audio.currentTime < 6")
    assert page.url.endswith(EPISODE), "the link was not followed"
    page.locator(".cue.is-current", has_text="Vi talte med hinanden.").wait_for()


def test_it_skips_and_plays_faster(visitor):
    page = visitor(EPISODE)
    play = page.locator("[data-player-play]")
    play.click()
    until(page, "!audio.paused && audio.currentTime > 0")
    page.locator("[data-player-speed]").select_option("2")
    until(page, "audio.playbackRate === 2")
    page.locator("[data-player-skip='-15']").click()
    until(page, "audio.currentTime < 3")
    page.locator("[data-player-skip='30']").click()
    until(page, "audio.ended || audio.currentTime >= 11")


def test_nothing_is_stored_before_the_reader_plays_and_the_rest_is_heard_another_day(visitor):
    page = visitor(EPISODE)
    page.locator("[data-player-seek]").fill("5")  # looking around is not listening
    visit(page, EPISODE)
    assert stored(page) is None
    assert page.evaluate("sessionStorage.length + document.cookie.length") == 0
    page.locator("[data-seek='6']").first.click()
    until(page, "!audio.paused && audio.currentTime > 6.2")
    page.locator("[data-player-play]").click()
    until(page, f"audio.paused && localStorage.getItem('{KEY}')")
    reached = place(page)
    assert "/lyd/" in stored(page)

    visit(page, EPISODE)
    page.get_by_text("Du nåede til 0.06").wait_for()
    assert page.locator("[data-player-seek]").input_value() == "6"
    assert page.locator("audio").first.evaluate("audio => audio.paused")
    page.locator("[data-player-play]").click()
    until(page, "!audio.paused && audio.currentTime >= 6")
    assert place(page) <= reached + 3
    assert not page.get_by_text("Du nåede til").is_visible()


def test_the_place_can_be_forgotten_and_goes_when_all_is_heard(visitor):
    page = visitor(EPISODE)
    page.locator("[data-seek='6']").first.click()
    until(page, "audio.currentTime > 6.2")
    page.locator("[data-player-play]").click()
    until(page, "audio.paused")
    visit(page, EPISODE)
    page.get_by_role("button", name="Begynd forfra og glem stedet").click()
    assert stored(page) is None
    assert page.locator("[data-player-seek]").input_value() == "0"

    page.locator(".cue__time").last.click()
    until(page, f"audio.ended && !localStorage.getItem('{KEY}')")


def test_the_transcript_follows_in_its_own_box_unless_motion_is_unwanted(visitor):
    for motion, follows in (("no-preference", True), ("reduce", False)):
        page = visitor(EPISODE, reduced_motion=motion)
        box = page.locator("[data-transcript]")
        box.evaluate("box => box.style.maxHeight = '4rem'")
        top = page.evaluate("scrollY")
        page.locator(".sound-chapters [data-seek='6']").click()
        page.wait_for_function(
            "() => document.querySelector('.cue.is-current')?.dataset.cue === '6.00'"
        )
        if follows:
            page.wait_for_function(
                "() => document.querySelector('[data-transcript]').scrollTop > 0"
            )
        else:
            page.wait_for_timeout(800)
            assert box.evaluate("box => box.scrollTop") == 0
        assert page.evaluate("scrollY") == top


@pytest.fixture
def waiting(visitor, site):
    """A window where the player's script is on its way, and what lets it come."""
    page = visitor()
    on_its_way: list = []
    page.route(re.compile(r"/js/player\."), lambda route: on_its_way.append(route))
    page.goto(EPISODE)
    site.until(lambda: page.wait_for_timeout(20) or on_its_way, "the script is asked for")

    def come() -> None:
        for route in on_its_way:
            route.continue_()
        page.evaluate(PARTS)

    return page, come


def test_focus_stays_on_the_player_when_its_own_controls_come(waiting):
    page, come = waiting
    sound = page.locator("[data-player] audio").first
    sound.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    assert sound.evaluate("audio => audio === document.activeElement")
    assert sound.evaluate("audio => getComputedStyle(audio).outlineStyle") == "solid"
    come()
    expect(page.locator("[data-player-play]").first).to_be_focused()


def test_the_place_of_another_day_is_kept_when_it_plays_before_our_controls_come(waiting):
    page, come = waiting
    sound = page.locator("[data-player] audio").first
    source = urlsplit(sound.locator("source").evaluate("source => source.src")).path
    page.evaluate(
        "([key, source]) => localStorage.setItem(key, JSON.stringify({[source]: [6, Date.now()]}))",
        [KEY, source],
    )
    sound.evaluate("audio => audio.play()")
    until(page, "audio.currentTime > 0")
    come()
    assert place(page) >= 6


def test_what_plays_already_goes_on_when_our_controls_come(waiting):
    page, come = waiting
    page.locator("[data-player] audio").first.evaluate("audio => audio.play()")
    until(page, "audio.currentTime > 0")
    come()
    page.locator("[data-player].is-playing [data-player-play]").first.click()
    until(page, f"audio.paused && localStorage.getItem('{KEY}')")
    assert "/lyd/" in stored(page)


def test_an_editor_reads_a_file_into_the_transcript(visitor, site):
    with site.database():
        from lederweb.testing.world import World
        from publications.models import PodcastEpisodePage

        assert World().ellen_the_editor
        number = PodcastEpisodePage.objects.get(number=9).pk
    page = log_in(visitor(), "ellen@example.org")
    page.goto(f"/admin/pages/{number}/edit/")
    field = page.locator("#id_transcript")
    for encoding in ("utf-8", "windows-1252"):
        field.fill("")
        page.locator("[data-transcript-file]").set_input_files(
            {"name": "afsnit.vtt", "mimeType": "text/vtt", "buffer": TRANSCRIPT.encode(encoding)}
        )
        page.wait_for_function("() => document.getElementById('id_transcript').value !== ''")
        assert field.input_value() == TRANSCRIPT
