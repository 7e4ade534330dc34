"""The check that a page is what it has to be: one file that runs its own script, has its own style, and loads nothing."""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode

from lxml import html

from tests.report.hostile import hostile_characters

_DATA = "application/json"
_LOADS = ("src", "srcset", "data", "poster", "action", "formaction", "background", "ping", "manifest")


def sealed(page: str) -> html.HtmlElement:
    """The page's tree, if the page is sealed."""
    tree = html.document_fromstring(page)
    assert page.startswith("<!DOCTYPE html>")
    assert not tree.xpath("//comment()|//iframe|//object|//embed|//base|//img|//*[name()='image']|//link")
    assert tree.xpath("//meta/@http-equiv") == ["Content-Security-Policy", "x-dns-prefetch-control"]
    for element in tree.iter():
        for name, value in element.attrib.items():
            assert name != "style", value
            assert not name.startswith("on"), name
            assert name not in _LOADS, name
            assert not name.endswith("href") or _is_harmless(element), value
    styles = tree.xpath("//style")
    scripts = [script for script in tree.xpath("//script") if script.get("type") != _DATA]
    policy = dict(part.strip().split(" ", 1) for part in tree.xpath("//meta[@http-equiv]/@content")[0].split(";"))
    assert policy == {
        "default-src": "'none'",
        "style-src": _digests(styles),
        "script-src": _digests(scripts),
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    assert len(styles) == len(scripts) == 1
    assert not hostile_characters(page)
    return tree


def texts(tree: html.HtmlElement, path: str) -> list[str]:
    """The text of each element that a path finds, white space as one."""
    return [" ".join(element.text_content().split()) for element in tree.xpath(path)]


def of_class(name: str) -> str:
    """A condition for elements of a class."""
    return f"[contains(concat(' ', @class, ' '), ' {name} ')]"


def _is_harmless(link: html.HtmlElement) -> bool:
    address = link.get("href", "")
    if re.match(r"#[\w-]+$", address):
        return True
    return address.startswith(("http://", "https://")) and link.get("rel") == "noreferrer noopener" and link.tag == "a"


def _digests(elements: list[html.HtmlElement]) -> str:
    return " ".join(
        f"'sha256-{b64encode(hashlib.sha256(element.text.encode()).digest()).decode()}'" for element in elements
    )
