"""Which group a site belongs to that led a reader here, by its name alone.

A name says the same whenever it is asked: lists of what was counted earlier are sorted by it, too.
"""

from __future__ import annotations

import re

# What an app calls itself where a site would send its name, by the site it belongs to.
_APPS = {
    "com.google.android.googlequicksearchbox": "google.com",
    "com.google.android.apps.searchlite": "google.com",
    "com.google.android.apps.magazines": "news.google.com",
    "com.google.android.gm": "mail.google.com",
    "com.google.android.youtube": "youtube.com",
    "com.microsoft.bing": "bing.com",
    "com.microsoft.office.outlook": "outlook.com",
    "com.duckduckgo.mobile.android": "duckduckgo.com",
    "com.ecosia.android": "ecosia.org",
    "com.facebook.katana": "facebook.com",
    "com.facebook.lite": "facebook.com",
    "com.facebook.orca": "messenger.com",
    "com.instagram.android": "instagram.com",
    "com.instagram.barcelona": "threads.net",
    "com.linkedin.android": "linkedin.com",
    "com.pinterest": "pinterest.com",
    "com.reddit.frontpage": "reddit.com",
    "com.snapchat.android": "snapchat.com",
    "com.twitter.android": "x.com",
    "com.whatsapp": "whatsapp.com",
    "com.zhiliaoapp.musically": "tiktok.com",
    "xyz.blueskyweb.app": "bsky.app",
}
# google.com, google.dk, google.co.uk and google.com.au; no google.example.dk of somebody else's.
_COUNTRY = r"\.(?:com?\.)?[a-z]{2,3}$"
# Mail is read in browsers, too: who comes from there has followed a link that was sent to them.
_MAIL = re.compile(
    r"^(?:mail|webmail|outlook|owa|roundcube)\."
    r"|(?:^|\.)(?:gmail\.com|outlook\.(?:com|office\.com|office365\.com|live\.com))$"
    r"|(?:^|\.)mail\.(?:google|yahoo|yandex)\."
)
# What the owners of search engines offer beside them.
_NO_SEARCH = re.compile(
    r"^(?:accounts|calendar|chat|classroom|docs|drive|groups|meet|sites|translate)\.google\."
)
_SEARCH = re.compile(
    r"(?:^|\.)(?:google|bing|duckduckgo|yahoo|qwant|startpage|yandex|kagi|jubii|baidu|mojeek|"
    r"ecosia|naver|sogou|seznam|swisscows|metager)"
    + _COUNTRY
    + r"|(?:^|\.)(?:search\.brave\.com|search\.aol\.com|ask\.com|search\.msn\.com)$"
)
_SOCIAL = re.compile(
    r"(?:^|\.)(?:facebook|instagram|linkedin|twitter|reddit|youtube|pinterest|threads|tiktok|"
    r"snapchat|messenger|whatsapp|tumblr|xing|quora)"
    + _COUNTRY
    + r"|(?:^|\.)(?:x\.com|t\.co|lnkd\.in|bsky\.app|fb\.com|fb\.me|youtu\.be|redd\.it|pin\.it|t\.me|"
    r"mastodon\.(?:social|online|world)|mstdn\.social|vk\.com)$"
)


def site_of(name: str) -> str:
    """The site that is meant: what an app calls itself is told as its site."""
    return _APPS.get(name, name)


def group_of(name: str) -> str:
    """search, social, direct (a mail read in the browser) or site."""
    site = site_of(name)
    if _MAIL.search(site):
        return "direct"
    if _SEARCH.search(site) and not _NO_SEARCH.search(site):
        return "search"
    return "social" if _SOCIAL.search(site) else "site"
