"""Declarative shadow DOM: what a template of a host shows, with the host's own children where its slots are."""

from __future__ import annotations

from cleaner.page.tree import Tree

_MODES = ("shadowrootmode", "shadowroot")


def show_shadows(root: Tree) -> None:
    """Put the content of shadow roots where a browser shows it."""
    for template in list(root.iter("template")):
        if not any(mode in template.attrib for mode in _MODES):
            continue
        host = template.getparent()
        template.tag = "div"
        if host is None:
            continue
        light = [child for child in host.iterchildren() if child is not template]
        for slot in list(template.iter("slot")):
            name = slot.get("name")
            own = [child for child in light if child.get("slot") == name]
            if own:
                del slot[:]
                slot.text = None
                slot.extend(own)
                light = [child for child in light if child.get("slot") != name]
            slot.tag = "div"
