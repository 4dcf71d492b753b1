"""Spoken Danish for the demonstration: text to an MP3 with its title in it.

The voice is espeak-ng from the wheel `espeakng-loader`, called through ctypes because the wheel
brings the library and its data but no Python interface (speak_lib.h of espeak-ng 1.52).
"""

from __future__ import annotations

import array
import ctypes
import io
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import lameenc
from mutagen.id3 import CHAP, CTOC, ID3, TALB, TIT2, TLAN, TPE1, TRCK
from mutagen.mp3 import MP3

VOICES = ("da", "da+f2")  # Danish, in two voices that can be told apart
PAUSE = 0.25  # seconds, before and after what is spoken
_RETRIEVAL, _UTF8, _WORDS_PER_MINUTE, _PITCH = 1, 1, 1, 3
_DO_NOT_EXIT = 0x8000
_CHARACTERS = 1
_SAMPLES_OF_A_TONE = 22_050
_CALLBACK = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p
)


class NoVoice(Exception):
    """The speech library does not load on this machine; the text says why."""


@dataclass(frozen=True)
class Sound:
    """Signed samples of 16 bits, one channel."""

    samples: bytes
    rate: int  # samples a second


@dataclass(frozen=True)
class Recording:
    mp3: bytes
    seconds: float


@cache
def _engine() -> tuple[ctypes.CDLL, int]:
    """The library, made ready once a process, and its sample rate. Raises NoVoice."""
    try:
        import espeakng_loader

        library = ctypes.CDLL(espeakng_loader.get_library_path())
        data = espeakng_loader.get_data_path().encode()
    except (ImportError, OSError) as error:
        raise NoVoice(f"espeak-ng does not load ({error}).") from error
    rate = library.espeak_Initialize(_RETRIEVAL, 0, data, _DO_NOT_EXIT)
    if rate <= 0:
        raise NoVoice("espeak-ng does not start.")
    library.espeak_SetParameter(_WORDS_PER_MINUTE, 148, 0)
    library.espeak_SetParameter(_PITCH, 42, 0)
    return library, rate


def speak(text: str, voice: str = VOICES[0]) -> Sound:
    """The text read aloud in Danish. Raises NoVoice. Not for several threads at once."""
    library, rate = _engine()
    if library.espeak_SetVoiceByName(voice.encode()) != 0:
        raise NoVoice(f"espeak-ng has no voice {voice}.")
    parts: list[bytes] = []

    @_CALLBACK
    def receive(samples: ctypes._Pointer, count: int, _events: int | None) -> int:
        if count > 0 and samples:
            parts.append(ctypes.string_at(samples, count * 2))
        return 0

    library.espeak_SetSynthCallback(receive)
    encoded = text.encode()
    pause = bytes(2 * round(rate * PAUSE))
    code = library.espeak_Synth(
        encoded, ctypes.c_size_t(len(encoded) + 1), 0, _CHARACTERS, 0, _UTF8, None, None
    )
    if code != 0 or library.espeak_Synchronize() != 0 or not parts:
        raise NoVoice("espeak-ng fell silent.")
    return Sound(pause + b"".join(parts) + pause, rate)


def hum(seconds: int = 24) -> Sound:
    """A calm melody, for where there is no voice: something to try the player with."""
    scale = (220.0, 246.94, 277.18, 329.63, 369.99, 440.0)
    order = (0, 2, 4, 3, 1, 2, 5, 4, 3, 2, 1, 0)
    samples = array.array("h")
    for index in range(seconds * 2):
        pitch = scale[order[index % len(order)]]
        for number in range(_SAMPLES_OF_A_TONE // 2):
            moment = number / _SAMPLES_OF_A_TONE
            swell = math.sin(math.pi * moment * 2) ** 2
            tone = math.sin(math.tau * pitch * moment) + 0.3 * math.sin(
                math.tau * pitch * 2 * moment
            )
            samples.append(int(7000 * swell * tone))
    return Sound(samples.tobytes(), _SAMPLES_OF_A_TONE)


def encode(
    sound: Sound,
    *,
    title: str,
    album: str,
    artist: str,
    track: int,
    chapters: Sequence[tuple[float, str]] = (),
) -> Recording:
    """The sound as MP3 (64 kbit a second, mono) with tags, and how long it plays.

    `chapters` are the second at which each begins, and its title.
    """
    encoder = lameenc.Encoder()
    encoder.set_bit_rate(64)
    encoder.set_in_sample_rate(sound.rate)
    encoder.set_channels(1)
    encoder.set_quality(7)
    encoder.silence()
    buffer = io.BytesIO(bytes(encoder.encode(sound.samples)) + bytes(encoder.flush()))
    tags = ID3()
    for frame in (
        TIT2(encoding=3, text=title),
        TALB(encoding=3, text=album),
        TPE1(encoding=3, text=artist),
        TRCK(encoding=3, text=str(track)),
        TLAN(encoding=3, text="dan"),
    ):
        tags.add(frame)
    _add_chapters(tags, chapters, length=len(sound.samples) / 2 / sound.rate)
    buffer.seek(0)
    tags.save(buffer)
    buffer.seek(0)
    info = MP3(buffer).info
    assert info is not None  # we have just written it
    return Recording(buffer.getvalue(), float(info.length))


def _add_chapters(tags: ID3, chapters: Sequence[tuple[float, str]], *, length: float) -> None:
    names = [f"chapter{number}" for number in range(1, len(chapters) + 1)]
    ends = [*(start for start, _title in chapters), length][1:]
    for name, (start, title), end in zip(names, chapters, ends, strict=True):
        tags.add(
            CHAP(
                element_id=name,
                start_time=round(start * 1000),
                end_time=round(end * 1000),
                sub_frames=[TIT2(encoding=3, text=title)],
            )
        )
    if names:  # the table of contents: the top, and in order
        tags.add(CTOC(element_id="toc", flags=3, child_element_ids=names, sub_frames=[]))
