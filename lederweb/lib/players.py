"""Videos and sound at other hosts, recognised by the pattern of their address alone.

Nothing is asked of those hosts: what a player needs to know stands in the address a reader would
copy. (23video and the like do not belong here: their addresses name the customer's own host and
not the film.)
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, quote, urlencode, urlsplit

VIDEO, SOUND = "video", "sound"


@dataclass(frozen=True)
class Embed:
    """Something that can be played in a frame once the reader has said so."""

    kind: str  # VIDEO or SOUND
    player: str  # what readers call it: "YouTube"
    company: str  # who learns of the reader: "Google"
    host: str  # what the frame comes from
    path: str  # and what of it

    @property
    def frame(self) -> str:
        """The address for the frame; it plays at once, because the reader has just asked."""
        return f"https://{self.host}{self.path}"


YOUTUBE = "www.youtube-nocookie.com"
VIMEO = "player.vimeo.com"
SOUNDCLOUD = "w.soundcloud.com"
SPOTIFY = "open.spotify.com"
APPLE = "embed.podcasts.apple.com"

# What the content security policy lets into frames on public pages, and nothing else.
FRAME_SOURCES = tuple(f"https://{host}" for host in (YOUTUBE, VIMEO, SOUNDCLOUD, SPOTIFY, APPLE))
NAMES = "YouTube, Vimeo, SoundCloud, Spotify, Apple Podcasts"

_YOUTUBE_ID = re.compile(r"[\w-]{11}")
_VIMEO = re.compile(r"/(?:channels/[\w-]+/|video/)?(?P<id>\d{5,12})(?:/(?P<hash>[0-9a-f]{6,20}))?")
_SOUNDCLOUD = re.compile(r"/[\w-]+/(?:sets/)?[\w-]+")
_SPOTIFY = re.compile(r"(?:/intl-\w{2})?/(?P<what>episode|show)/(?P<id>[A-Za-z0-9]{22})")
_APPLE = re.compile(r"/[a-z]{2}/podcast/[\w%.-]+/id\d+")


def recognise(address: str) -> Embed | None:
    """The player of an address, or None where no pattern fits."""
    try:
        parts = urlsplit(address.strip())
        host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or parts.port or "@" in parts.netloc:
        return None
    path = parts.path.rstrip("/")
    query = {name: values[0] for name, values in parse_qs(parts.query).items()}
    by_host = {
        "youtube.com": _youtube,
        "youtube-nocookie.com": _youtube,
        "youtu.be": _youtube_short,
        "vimeo.com": _vimeo,
        "player.vimeo.com": _vimeo,
        "soundcloud.com": _soundcloud,
        "open.spotify.com": _spotify,
        "podcasts.apple.com": _apple,
    }
    recognised = by_host.get(host)
    return recognised(path, query) if recognised else None


def _youtube(path: str, query: dict[str, str]) -> Embed | None:
    place = path.strip("/").split("/")
    if place == ["watch"]:
        return _youtube_video(query.get("v", ""), query)
    if len(place) == 2 and place[0] in ("embed", "shorts", "live", "v"):
        return _youtube_video(place[1], query)
    return None


def _youtube_short(path: str, query: dict[str, str]) -> Embed | None:
    return _youtube_video(path.strip("/"), query)


def _youtube_video(video: str, query: dict[str, str]) -> Embed | None:
    if not _YOUTUBE_ID.fullmatch(video):
        return None
    wanted = {"autoplay": "1", "hl": "da", "cc_lang_pref": "da", "rel": "0"}
    start = (query.get("t") or query.get("start") or "").removesuffix("s")
    if start.isascii() and start.isdigit():
        wanted["start"] = start
    return Embed(VIDEO, "YouTube", "Google", YOUTUBE, f"/embed/{video}?{urlencode(wanted)}")


def _vimeo(path: str, query: dict[str, str]) -> Embed | None:
    found = _VIMEO.fullmatch(path)
    if not found:
        return None
    # Unlisted films have a word beside the number; dnt asks Vimeo to keep no record.
    word = found["hash"] or query.get("h", "")
    wanted = {"autoplay": "1", "dnt": "1"} | ({"h": word} if word.isalnum() else {})
    return Embed(VIDEO, "Vimeo", "Vimeo", VIMEO, f"/video/{found['id']}?{urlencode(wanted)}")


def _soundcloud(path: str, query: dict[str, str]) -> Embed | None:
    if not _SOUNDCLOUD.fullmatch(path):
        return None
    address = quote(f"https://soundcloud.com{path}", safe="")
    return Embed(
        SOUND, "SoundCloud", "SoundCloud", SOUNDCLOUD, f"/player/?url={address}&auto_play=true"
    )


def _spotify(path: str, query: dict[str, str]) -> Embed | None:
    found = _SPOTIFY.fullmatch(path)
    if not found:
        return None
    return Embed(SOUND, "Spotify", "Spotify", SPOTIFY, f"/embed/{found['what']}/{found['id']}")


def _apple(path: str, query: dict[str, str]) -> Embed | None:
    if not _APPLE.fullmatch(path):
        return None
    episode = query.get("i", "")
    one = f"?i={episode}" if episode.isascii() and episode.isdigit() else ""
    return Embed(SOUND, "Apple Podcasts", "Apple", APPLE, f"{path}{one}")
