"""What the walk over a page does at pictures, players and frames."""

from __future__ import annotations

import re
from itertools import islice, takewhile
from typing import Any

from ..document import Block, Role
from .html_context import Frame
from .html_elements import Traits, flat_text
from .html_formulas import add_formula
from .html_links import asked_of, is_tiny
from .html_math import from_image
from .html_walk import Walk

#: Where adverts, buttons and trackers come from that stand in frames: domains, and how paths begin there.
ADVERTS = (
    "googlesyndication.com",
    "doubleclick.net",
    "googletagmanager.com",
    "amazon-adsystem.com",
    "taboola.com",
    "outbrain.com",
    "dianomi.com",
    "datafeedfile.com",
    "facebook.com/plugins/like",
    "facebook.com/plugins/page",
)

#: Pictures and their captions that are looked for in a ``noscript``.
MOST_LATER = 200

_IMAGE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|svg|bmp|tiff?|heic)(?:[?#]|$)", re.IGNORECASE)
_SCHEME = re.compile("(?:https?:)?//")
_MEDIA = {"video": "video", "amp-video": "video", "audio": "audio"}
_BACKGROUND = frozenset({"autoplay", "muted", "loop"})
# looked up once: a name of an enumeration is no plain attribute
_FIGURE = Role.FIGURE


def image(walk: Walk, element: Any, tag: str, told: Traits | None) -> bool:
    """A picture; an emoji or a formula is part of the text."""
    given = asked_of(element)
    alt = " ".join(given.get("alt", "").split())
    if alt and walk.buffer.pieces and len(alt) <= 8 and "moji" in given.get("class", ""):
        walk.buffer.add(alt)
    elif alt and (found := from_image(element, given)) is not None:
        add_formula(walk, element, tag, found)
        return False
    elif not is_tiny(given):
        src = walk.addresses.image(element, given)
        if src is None:
            walk.lazy = True
        elif _figure(walk, element, tag, told, src, alt):
            return False
    walk.open_.append(None)
    return False


def _emit_media(walk: Walk, element: Any, tag: str, told: Traits | None, role: Role, attributes: dict[str, Any]) -> None:
    """A picture or an embedded medium: after the paragraph that it stands in, if it stands in one."""
    walk.open_.append(_emit_apart(walk, element, tag, walk.around(element), told, role, attributes))


def _emit_apart(
    walk: Walk,
    element: Any,
    tag: str,
    parent: Frame | None,
    told: Traits | None,
    role: Role,
    attributes: dict[str, Any],
    text: str = "",
) -> Frame:
    """Emit a block that is no part of the text that is being collected; the frame that it has for its place."""
    context = walk.frame.context
    if told is not None and (told.hidden or told.aria_hidden):
        context = context.within("hidden")
    frame = Frame(parent, element, tag, context, walk.frame, "")
    out = walk.out
    if walk.buffer.pieces:
        walk.out = walk.after
    walk.emit(frame, role, text, attributes)
    walk.out = out
    return frame


def _figure(walk: Walk, element: Any, tag: str, told: Traits | None, src: str, alt: str) -> bool:
    """Emit a picture, unless it is the one before once more."""
    last = (walk.after or walk.blocks)[-1:]
    if last and last[0].role is _FIGURE and last[0].attributes["src"] == src:
        return False
    _emit_media(walk, element, tag, told, _FIGURE, _pictured(walk, src, alt))
    return True


def _pictured(walk: Walk, src: str, alt: str) -> dict[str, Any]:
    """The attributes of a picture; with the page that it leads to, if it is the picture of a link."""
    attributes = {"src": src, "alt": alt}
    target = walk.buffer.target()
    if target and not target.startswith("mailto:"):
        page = target.partition("#")[0]
        if page and page != walk.addresses.absolute("#") and not _IMAGE.search(target):
            attributes["href"] = target
    return attributes


def embed(walk: Walk, element: Any, tag: str, told: Traits | None) -> bool:
    """A player or a frame with something of its own."""
    src = walk.addresses.embed(element)
    given = dict(element.items())
    if src is not None and not is_tiny(given) and not _is_background(tag, given) and not _is_advert(src):
        attributes = {"src": src}
        if tag in _MEDIA:
            attributes["kind"] = _MEDIA[tag]
        title = " ".join((given.get("title") or given.get("aria-label") or "").split())
        if title:
            attributes["title"] = title
        _emit_media(walk, element, tag, told, Role.EMBED, attributes)
    else:
        walk.open_.append(None)
    return tag in ("iframe", "video", "audio")


def _is_background(tag: str, given: dict[str, str]) -> bool:
    """Whether a video plays behind the page's content: by itself, for ever, without a sound and a way to stop it."""
    return tag in ("video", "amp-video") and given.keys() >= _BACKGROUND and "controls" not in given


def _is_advert(src: str) -> bool:
    """Whether a frame is an advert, a button or a tracker, by where it comes from."""
    host, _, path = _SCHEME.sub("", src.lower(), count=1).partition("/")
    for advert in ADVERTS:
        domain, _, start = advert.partition("/")
        if (host == domain or host.endswith(f".{domain}")) and path.startswith(start):
            return True
    return False


def noscript(walk: Walk, element: Any, tag: str, told: Traits | None) -> bool:
    """Content for browsers without scripts is skipped, but for pictures that scripts would load later."""
    if walk.without_scripts:
        walk.begin(element, tag, told)
        return False
    pictures = _later_pictures(walk, element)
    before = _figures_before(walk)
    shown = {block.attributes["src"] for block in before}
    frame: Frame | None = None
    if pictures and (walk.lazy or walk.buffer.pieces or len(before) < len(pictures)):  # else those before it once more
        parent = walk.around(element)
        for traits, attributes, caption in pictures:
            if attributes["src"] not in shown:
                frame = _emit_apart(walk, element, tag, parent, traits, _FIGURE, attributes)
                if caption:
                    _emit_apart(walk, element, tag, parent, traits, Role.CAPTION, {}, caption)
    walk.open_.append(frame)
    return True


def _figures_before(walk: Walk) -> list[Block]:
    """The pictures right before."""
    before = reversed(walk.after or walk.blocks)
    return list(islice(takewhile(lambda block: block.role is _FIGURE, before), MOST_LATER))


def _later_pictures(walk: Walk, element: Any) -> list[tuple[Traits | None, dict[str, Any], str]]:
    """The pictures of a ``noscript``: what their elements say, their attributes, and the captions of their figures."""
    pictures: list[tuple[Traits | None, dict[str, Any], str]] = []
    for image in islice(element.iter("img", "figcaption"), MOST_LATER):
        told = walk.traits.of(image)
        if told is not None and told.hidden:
            continue
        if image.tag == "img":
            given = asked_of(image)
            src = walk.addresses.image(image, given) if not is_tiny(given) else None
            if src is not None:
                pictures.append((told, _pictured(walk, src, " ".join(given.get("alt", "").split())), ""))
        elif pictures and not pictures[-1][2]:
            pictures[-1] = (*pictures[-1][:2], flat_text(image))
    return pictures
