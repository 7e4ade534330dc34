"""A page: a template filled with data, its style and script inside, and a policy that lets nothing else run or load."""

from __future__ import annotations

import json
from base64 import b64encode
from functools import lru_cache
from hashlib import sha256
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

from cleaner.extras import require
from cleaner.report.html import words
from cleaner.report.sanitize import sanitize
from cleaner.ruleset.schema import CATEGORIES

EXTRA = "report"
_IN_SCRIPTS = str.maketrans({character: f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"})


def sealed_page(name: str, **values: Any) -> str:
    """The page that a template, its style and its script make of the values.

    Raises:
        MissingExtraError: Jinja2 is not installed.
    """
    style, script = _static("base.css") + _static(f"{name}.css"), _static(f"{name}.js")
    allowed = f"style-src '{_digest(style)}'; script-src '{_digest(script)}'"
    policy = f"default-src 'none'; {allowed}; base-uri 'none'; form-action 'none'"
    template = _environment().get_template(f"{name}.html")
    text: str = template.render(values, style=markup(style), script=markup(script), policy=policy)
    return text


@lru_cache(maxsize=1)
def _environment() -> Any:
    """Templates in which all that is put in is text, and all that could play tricks with a reader's eye is written out."""
    jinja2 = require("jinja2", EXTRA)
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("cleaner.report.html"),
        autoescape=True,
        finalize=visible_text,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        count=words.counted,
        percent=words.percent,
        short=words.short,
        plural=words.plural,
        points=words.points,
        colour=colour,
        link=link,
        data=data,
        place=lambda source: source.rpartition("/")[2],
    )
    return environment


def markup(text: str) -> Any:
    """Text that is markup already, and so must be ours."""
    return require("markupsafe", EXTRA).Markup(text)


def visible_text(value: Any) -> Any:
    """Text with its controls and overrides written as escapes, a line a line; what is markup or no text stays."""
    if not isinstance(value, str) or hasattr(value, "__html__"):
        return value
    return "\n".join(map(sanitize, value.split("\n")))


def colour(category: str) -> str:
    """The class that gives a category its colour."""
    return f"k-{category}" if category in CATEGORIES else "k-other"


def link(url: str) -> str:
    """The address if it may be followed, which only one of the web may; else nothing."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme in ("http", "https") and parts.netloc and visible_text(url) == url else ""


def data(value: Any) -> Any:
    """Plain data as JSON that may stand in a script element."""
    return markup(json.dumps(value, separators=(",", ":")).translate(_IN_SCRIPTS))


def _digest(text: str) -> str:
    return "sha256-" + b64encode(sha256(text.encode()).digest()).decode()


@lru_cache(maxsize=8)
def _static(name: str) -> str:
    return (files(__package__) / "static" / name).read_text(encoding="utf-8")
