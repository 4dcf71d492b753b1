"""Episodes can be heard."""

import io

import pytest
from mutagen.mp3 import MP3

from lederweb.content import speech
from lederweb.content.reading.library import Library
from lederweb.content.reading.script import read_script
from lederweb.content.services.publish_files import read_aloud
from lederweb.core.services.read_sound import read_sound


def test_an_episode_is_read_aloud_and_its_transcript_has_the_times_of_its_sound():
    episode = Library()["episodes"][0]
    reading = read_aloud(episode, say=print)
    lines = read_script(episode)
    assert [passage.text for passage in reading.passages] == [line.sentence for line in lines]
    assert {passage.speaker for passage in reading.passages} == {"Vært", "Medvært"}
    seconds = len(reading.sound.samples) / 2 / reading.sound.rate
    assert reading.passages[-1].end == pytest.approx(seconds, abs=0.01)
    samples = memoryview(reading.sound.samples).cast("h")
    for passage in reading.passages:
        first = samples[int((passage.start or 0) * reading.sound.rate) :][: reading.sound.rate // 5]
        assert not any(first), "each passage begins with a pause"
    assert reading.chapters[0] == (0.0, "Velkommen")
    assert len(reading.chapters) == 3


def test_the_mp3_has_title_length_and_chapters():
    sound = speech.speak("Goddag.")
    recording = speech.encode(
        sound, title="Afsnit", album="a", artist="b", track=7, chapters=[(0.0, "Velkommen")]
    )
    file = MP3(io.BytesIO(recording.mp3))
    assert str(file.tags["TIT2"]) == "Afsnit"
    assert str(file.tags["TLAN"]) == "dan"
    assert recording.seconds == file.info.length
    facts = read_sound(io.BytesIO(recording.mp3))
    assert facts.seconds == pytest.approx(recording.seconds)
    assert [(chapter.start, chapter.title) for chapter in facts.chapters] == [(0.0, "Velkommen")]


def test_the_two_voices_can_be_told_apart():
    first, second = (speech.speak("Goddag.", voice).samples for voice in speech.VOICES)
    assert first != second


def test_the_voice_speaks_and_falls_silent():
    sound = speech.speak("Goddag.")
    samples = memoryview(sound.samples).cast("h")
    assert max(samples) > 3000
    assert not any(samples[: sound.rate // 5])


def test_without_a_voice_there_is_a_melody():
    sound = speech.hum(seconds=2)
    assert len(sound.samples) == 2 * sound.rate * 2
    assert speech.encode(sound, title="a", album="b", artist="c", track=1).seconds > 1.9
