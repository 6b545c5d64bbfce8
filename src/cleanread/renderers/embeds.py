"""Embedded media as links: a label that says what is there, and the address of the page that shows it."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from ..document import Block
from .inline import string

#: Addresses of players, and of the pages where the same can be watched or heard, made of what the former hold.
_PAGES = [
    (re.compile(rf"(?:https?:)?//(?:www\.|m\.)?{pattern}"), page)
    for pattern, page in {
        r"youtube(?:-nocookie)?\.com/embed/videoseries\?(?:.*&)?list=([\w-]+)": "www.youtube.com/playlist?list={}",
        r"youtube(?:-nocookie)?\.com/(?:embed|v|shorts)/(?!live_stream|videoseries)([\w-]+)": "www.youtube.com/watch?v={}",
        r"player\.vimeo\.com/video/(\d+)\?(?:.*&)?h=(\w+)": "vimeo.com/{}/{}",
        r"player\.vimeo\.com/video/(\d+)": "vimeo.com/{}",
        r"dailymotion\.com/embed/video/(\w+)": "www.dailymotion.com/video/{}",
        r"geo\.dailymotion\.com/player(?:/\w+)?\.html\?(?:.*&)?video=(\w+)": "www.dailymotion.com/video/{}",
        r"open\.spotify\.com/embed(?:-podcast)?/(\w+)/(\w+)": "open.spotify.com/{}/{}",
    }.items()
]
#: What the frames of a site hold, by its domain and how paths begin there.
_SITES = {
    "youtube.com": "Video: youtube.com",
    "youtube-nocookie.com": "Video: youtube.com",
    "vimeo.com": "Video: vimeo.com",
    "dailymotion.com": "Video: dailymotion.com",
    "tiktok.com": "Video: tiktok.com",
    "twitch.tv": "Video: twitch.tv",
    "rumble.com": "Video: rumble.com",
    "ted.com": "Video: ted.com",
    "facebook.com/plugins/video": "Video: facebook.com",
    "wistia.com": "Video: wistia.com",
    "wistia.net": "Video: wistia.com",
    "brightcove.net": "Video: brightcove.net",
    "jwplayer.com": "Video: jwplayer.com",
    "spotify.com": "Audio: spotify.com",
    "soundcloud.com": "Audio: soundcloud.com",
    "bandcamp.com": "Audio: bandcamp.com",
    "podcasts.apple.com": "Audio: podcasts.apple.com",
    "megaphone.fm": "Audio: megaphone.fm",
    "twitter.com": "Post: twitter.com",
    "x.com": "Post: x.com",
    "instagram.com": "Post: instagram.com",
    "facebook.com/plugins/post": "Post: facebook.com",
    "google.com/maps": "Map: google.com",
    "openstreetmap.org": "Map: openstreetmap.org",
}
_ELEMENTS = {"video": "Video", "audio": "Audio"}


def link_of(block: Block) -> tuple[str, str]:
    """The label and the address of an embedded medium; no address when it has none.

    >>> from cleanread.document import Role
    >>> link_of(Block("", Role.EMBED, attributes={"src": "https://www.youtube.com/embed/abc?rel=0", "title": "Rain"}))
    ('Rain', 'https://www.youtube.com/watch?v=abc')
    >>> link_of(Block("", Role.EMBED, attributes={"src": "https://player.vimeo.com/video/7"}))
    ('Video: vimeo.com', 'https://vimeo.com/7')
    """
    source = string(block.attributes.get("src"))
    if not source:
        return block.text, ""
    label = block.text or " ".join(string(block.attributes.get("title")).split())
    return label or _described(source, string(block.attributes.get("kind"))), _page(source)


def _page(source: str) -> str:
    for pattern, page in _PAGES:
        found = pattern.match(source)
        if found is not None:
            return "https://" + page.format(*found.groups())
    return source


def _described(source: str, kind: str) -> str:
    """What a medium is, and where it comes from; its address when that has no host."""
    try:
        parts = urlsplit(source)
    except ValueError:
        return source
    host = (parts.hostname or "").removeprefix("www.")
    if not host:
        return source
    for site, said in _SITES.items():
        domain, _, path = site.partition("/")
        if (host == domain or host.endswith(f".{domain}")) and parts.path.startswith(f"/{path}"):
            return said
    return f"{_ELEMENTS.get(kind, 'Embedded')}: {host}"
