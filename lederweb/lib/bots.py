"""Is it a person's browser? Judged by the user agent alone.

Three rules, cheapest first:

1. What does not look like a browser is none: programs that fetch pages rarely bother to.
2. What names itself or an owner (a word such as "crawler", a web or mail address) is no browser.
   On computers a product or platform that no browser names counts as that; on phones every app
   puts its name into the browser it embeds, so unknown names are let through there.
3. What the list of the package crawler-user-agents knows.

Browsers that nobody has any more are programs today and were people once, so whoever reads a log says
of which year it is.

The first two need no list, so that a bot that nobody has listed yet is mostly left out too; the
tests judge the whole on bots that were held out of the list (promise V5).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, cached_property, lru_cache

# Patterns of the list that catch people: an ordinary build of Android 15, and the browser that
# Facebook's app opens links in.
_CATCH_PEOPLE = {r"AP3A\.240617\.008", "MetaIAB Facebook"}

_LONGEST = 1000  # characters; browsers stay well below, and the patterns must not work for ever

# "Cubot" is a maker of phones.
_NAMES_ITSELF = re.compile(
    r"""(?<!cu)bot(?![a-z]{4}) | crawl | spider | slurp | scrap | fetch | scanner | monitor
    | preview | archiv | validat | \bcheck | headless | phantom | selenium | playwright | puppeteer
    | lighthouse | synthetic | inspect | optimi[sz]er | \bagent | -agent | webdriver | google-
    | mediapartners | adsbot | feed(?!er) | compatible | curl | python | java/ | libwww | wget
    | http | www\. | \w@[\w-]+\.[a-z] | \[at\] | \(at\)
    | \b[a-z][a-z0-9-]+\.(?:com|net|org|io|ai|de|fr|uk|ru|eu|co|gl|ly|biz|info)\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
_FORM = re.compile(r"Mozilla/5\.0 \((?P<platform>(?:[^()]|\([^()]*\))*)\) (?P<rest>.+)")
_ENGINE = re.compile(r"AppleWebKit/\d|Gecko/\d|like Gecko|Goanna/")
_PHONE = re.compile(
    r"Android|iPhone|iPad|iPod|Mobile|Tizen|KAIOS|Windows Phone|HarmonyOS|Web0S|SMART-TV"
)
_COMPUTER = re.compile(r"Windows NT|Macintosh|X11|Wayland|CrOS|PlayStation|Xbox|Nintendo")
_PLATFORM_PART = re.compile(
    r"""Windows\ NT\ [\d.]+ | Win64 | x64 | WOW64 | ARM64 | ARM | Touch | Xbox(?:\ \w+)*
    | Macintosh | (?:Intel|PPC|ARM)\ Mac\ OS\ X[\ \d._]* | X11 | Wayland | Ubuntu | Fedora
    | (?:U|I|N) | Linux[\ \w]* | (?:Open|Free|Net)BSD[\ \w]* | CrOS[\ \w.]+ | rv:[\d.]+
    | Trident/[\d.]+ | MSIE\ 11\.0 | Tablet\ PC\ [\d.]+ | \.NET[\ \w.]* | [a-z]{2}(?:[-_][A-Za-z]{2})?
    | PlayStation[\ \w./]* | Nintendo[\ \w]* | Media\ Center\ PC\ [\d.]+ | SLCC\d | InfoPath\.\d
    """,
    re.VERBOSE,
)
_COMMENT = re.compile(r"\((?:[^()]|\([^()]*\))*\)|\[[^\[\]]*\]")
_LIKE = re.compile(r"\(KHTML, like Gecko\)|\(Edition [\w -]+\)")
# What browsers on computers, and the programs that embed one for people, call themselves.
_PRODUCTS = frozenset(
    """AppleWebKit Safari Chrome Chromium Version Gecko Firefox Mobile like Edg Edge OPR Opera
    Vivaldi YaBrowser Yowser Brave Ddg DuckDuckGo Avast AVG CCleaner Norton ADG LikeWise Ecosia
    Ubuntu SeaMonkey Waterfox PaleMoon Goanna LibreWolf Iceweasel Epiphany GNOME Falkon Konqueror
    QtWebEngine QtWebKit Whale Iron Maxthon Puffin QQBrowser UCBrowser UBrowser 360SE MetaSr
    Sleipnir Silk SamsungBrowser OculusBrowser CriOS FxiOS EdgiOS EdgA GSA Instagram FBAN FBAV
    OneOutlook Outlook Teams TeamsMobile Slack Trailer Viewer Herring Agency Config Unique GLS
    Arc Atlas Comet Zen Floorp Basilisk Dooble Midori Min Otter SE Thunderbird Wolvic Core
    BingSapphire CMAC""".split()
)


# Internet Explorer 7 to 10, Opera 9.8 to 12 and what Firefox, Chrome and Safari called themselves
# until 2011. Most of a public office had one of them in 2013; who says so today is a program.
_OLD = re.compile(
    r"""Mozilla/[45]\.0\ \(compatible;\ MSIE\ (?:[789]|10)\.\d+;\ Windows\ [^()]+\)
    | Opera/9\.80\ \((?:Windows|Macintosh|X11);?\ [^()]+\)\ Presto/[\d.]+\ Version/1[0-2]\.\d+
    | Mozilla/5\.0\ \((?:Windows|Macintosh|X11);\ U;\ [^()]+\)
      \ (?:Gecko/\d{8}|AppleWebKit/[\d.]+\+?\ \(KHTML,\ like\ Gecko\))
      (?:\ (?:Firefox|Version|Chrome|Safari|GTB|Ubuntu)/?[\w.-]*|\ \([\w./\ ]+\))+""",
    re.VERBOSE,
)
_LAST_OLD_YEAR = 2017


class Recogniser:
    """Tells bots from browsers, with a given list of patterns of known bots."""

    def __init__(self, patterns: Iterable[str]) -> None:
        self._patterns = [pattern for pattern in patterns if pattern not in _CATCH_PEOPLE]

    @cached_property
    def _known(self) -> re.Pattern[str]:
        return re.compile("|".join(f"(?:{pattern})" for pattern in self._patterns))

    def is_bot(self, user_agent: str, *, year: int | None = None) -> bool:
        """As it was judged in that year; today where none is given."""
        user_agent = user_agent.strip(' "')
        if len(user_agent) > _LONGEST:
            return True
        if year is not None and year <= _LAST_OLD_YEAR and _OLD.fullmatch(user_agent):
            named = user_agent.removeprefix("Mozilla/4.0 (compatible; ")
            named = named.removeprefix("Mozilla/5.0 (compatible; ")
            return bool(_NAMES_ITSELF.search(named)) or self._is_known(user_agent)
        form = _FORM.match(user_agent)
        if form is None or not _ENGINE.search(form["rest"]):
            return True
        if _NAMES_ITSELF.search(user_agent):
            return True
        platform = form["platform"]
        if not _PHONE.search(platform) and not _is_computer(platform, form["rest"]):
            return True
        return self._is_known(user_agent)

    def _is_known(self, user_agent: str) -> bool:
        return bool(self._patterns and self._known.search(user_agent))


def _is_computer(platform: str, rest: str) -> bool:
    if not _COMPUTER.search(platform):
        return False
    if not all(_PLATFORM_PART.fullmatch(part.strip()) for part in platform.split(";")):
        return False
    comments = _COMMENT.findall(rest)
    if any(comment.startswith("(") and not _LIKE.fullmatch(comment) for comment in comments):
        return False
    products = _COMMENT.sub(" ", rest).split()
    return all(product.partition("/")[0] in _PRODUCTS for product in products)


# What podcast apps, and the players that telephones and loudspeakers have inside, call themselves.
_PLAYER = re.compile(
    r"""AppleCoreMedia | ^Podcasts/ | iTunes | Overcast | Pocket\ ?Casts | Castro | Spotify/ | Castbox
    | Podcast\ ?Addict | AntennaPod | Player\ ?FM | Podimo | Podbean | Downcast | iCatcher | Podkicker
    | BeyondPod | gPodder | Deezer | TuneIn | Podverse | Podcast\ ?Guru | Snipd | Fountain/
    | Amazon\ ?Music | Alexa | Sonos | VLC | LibVLC | stagefright | ExoPlayer | AndroidX\ ?Media3
    | NSPlayer | Windows-Media-Player | Roku | DR\ ?LYD""",
    re.IGNORECASE | re.VERBOSE,
)
_NO_PLAYER = re.compile(
    r"bot(?![a-z]{4})|crawl|spider|fetch|monitor|preview|download(?!er)", re.IGNORECASE
)


@cache
def _everything() -> Recogniser:
    """Loaded with the first question: workers that ask none do without its 3 MB."""
    from crawleruseragents import CRAWLER_USER_AGENTS_DATA

    return Recogniser(entry["pattern"] for entry in CRAWLER_USER_AGENTS_DATA)


@lru_cache(maxsize=4096)
def is_bot(user_agent: str, *, year: int | None = None) -> bool:
    """Whether the user agent is a bot's, or none at all; in that year, where it is of a log."""
    return _everything().is_bot(user_agent, year=year)


@lru_cache(maxsize=4096)
def plays_sound(user_agent: str) -> bool:
    """Whether a person listens with it: a browser, or an app that plays podcasts (IAB 2.1)."""
    if len(user_agent) <= _LONGEST and _PLAYER.search(user_agent):
        return not _NO_PLAYER.search(user_agent)
    return not is_bot(user_agent)
