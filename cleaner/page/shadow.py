"""Declarative shadow DOM: what a template of a host shows, with the host's own children where its slots are."""

from __future__ import annotations

from cleaner.page.tree import Tree

_MODES = ("shadowrootmode", "shadowroot")


def show_shadows(root: Tree) -> None:
    """Put the content of shadow roots where a browser shows it."""
    hosts = set()
    for template in list(root.iter("template")):
        host = template.getparent()
        if host is None or host in hosts or not any(mode in template.attrib for mode in _MODES):
            continue
        hosts.add(host)  # a host has one shadow root, the first
        template.tag = "div"
        light: dict[str | None, list[Tree]] = {}
        for child in host.iterchildren():
            if child is not template:
                light.setdefault(child.get("slot"), []).append(child)
        for slot in list(template.iter("slot")):
            slot.tag = "div"
            if own := light.pop(slot.get("name"), None):
                del slot[:]
                slot.text = None
                slot.extend(own)
