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
    waiting: dict[str, list[Any]] = {}  # for each name of a slot the elements that go there
    for child in light:
        host.remove(child)
        waiting.setdefault(child.get("slot") or "", []).append(child)
    for slot in list(template.iter("slot")):
        name = slot.get("name") or ""
        given = waiting.pop(name, [])
        own_text = "" if name else text
        if not given and not own_text.strip():
            continue  # shows its own content
        for child in list(slot):
            slot.remove(child)
        slot.text = own_text
        slot.extend(given)
        if not name:
            text = ""
    if waiting or text.strip():
        rest = template.makeelement("div", {"hidden": ""})
        rest.text = text
        rest.extend(child for child in light if (child.get("slot") or "") in waiting)
        host.append(rest)


def _taken_text(host: Any, template: Any) -> str:
    """The host's own text before its elements, taken from it: it is slotted like its elements.

    The text after an element goes with it to the slot without a name; after one that goes elsewhere, with what is before that.
    """
    lead: list[str] = [host.text or ""]
    host.text = None
    texts = lead  # those at the place where the next one goes
    after: list[tuple[Any, list[str]]] = []  # each element that goes to the slot without a name, and what follows it
    for child in host:
        if child is template or child.get("slot"):
            texts.append(child.tail or "")
            child.tail = None if child is template else " "
        else:
            texts = [child.tail or ""]
            after.append((child, texts))
    for child, texts in after:
        child.tail = "".join(texts)
    return "".join(lead)
