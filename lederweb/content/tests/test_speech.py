"""Episodes can be heard."""

import io

from mutagen.mp3 import MP3

from lederweb.content import speech
from lederweb.content.reading.library import Library


def test_a_transcript_becomes_an_mp3_with_title_and_length():
    episode = Library()["episodes"][0]
    sound = speech.speak(episode.data["transcript"].strip())
    recording = speech.encode(
        sound, title=episode.title, album="Ørerne i maskinen", artist="Væksthuset", track=7
    )
    file = MP3(io.BytesIO(recording.mp3))
    assert str(file.tags["TIT2"]) == episode.title
    assert str(file.tags["TLAN"]) == "dan"
    words = len(episode.data["transcript"].split())
    assert words / 4 < recording.seconds < words  # one to four words a second
    assert recording.seconds == file.info.length


def test_the_voice_speaks_and_falls_silent():
    sound = speech.speak("Goddag.")
    samples = memoryview(sound.samples).cast("h")
    assert max(samples) > 3000
    assert not any(samples[: sound.rate // 4])


def test_without_a_voice_there_is_a_melody():
    sound = speech.hum(seconds=2)
    assert len(sound.samples) == 2 * sound.rate * 2
    assert speech.encode(sound, title="a", album="b", artist="c", track=1).seconds > 1.9
