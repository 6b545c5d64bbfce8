"""Puts the content of shadow roots where it is shown.

A capture of a page may hold them as ``<template shadowrootmode="open">`` in their hosts, as HTML serialises them.
"""

from __future__ import annotations

from typing import Any


def unfold(root: Any) -> None:
    """Put the content of each such template in its host's place, and what the host held in the slots.

    What no slot takes is not shown, and is kept as a hidden element after the rest. Inner hosts come first, so that what
    they show is slotted into outer ones as it stands.
    """
    for template in reversed(list(root.iter("template"))):
        mode = template.get("shadowrootmode") or template.get("shadowroot")
        host = template.getparent()
        if mode in ("open", "closed") and host is not None:
            _unfold(template, host)


def _unfold(template: Any, host: Any) -> None:
    light = [child for child in host if child is not template]
    text = _taken_text(host, template)
    template.tag = "div"
    del template.attrib["shadowrootmode" if "shadowrootmode" in template.attrib else "shadowroot"]
    for child in light:
        tail, child.tail = child.tail, None
        host.remove(child)
        if tail and tail.strip():
            text.append(tail)
    waiting: dict[str, list[Any]] = {}  # for each name of a slot the elements that go there
    for child in light:
        waiting.setdefault(child.get("slot") or "", []).append(child)
    for slot in list(template.iter("slot")):
        name = slot.get("name") or ""
        given = waiting.pop(name, [])
        own_text = not name and bool(text)
        if not given and not own_text:
            continue  # shows its own content
        for child in list(slot):
            slot.remove(child)
        slot.text = None
        if own_text:
            slot.text = " ".join(text)
            text = []
        for child in given:
            slot.append(child)
            child.tail = " "
    if waiting or text:
        rest = template.makeelement("div", {"hidden": ""})
        rest.text = " ".join(text)
        rest.extend(child for child in light if (child.get("slot") or "") in waiting)
        host.append(rest)


def _taken_text(host: Any, template: Any) -> list[str]:
    """The host's own text, taken from it: it is slotted like its elements."""
    texts = [text for text in (host.text, template.tail) if text and text.strip()]
    host.text = template.tail = None
    return texts
