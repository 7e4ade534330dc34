"""The page: one HTML file with its style and script inside, and the policy that lets nothing else of either run."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path
from typing import NamedTuple

_FILES = Path(__file__).parent / "static"


class ReviewPage(NamedTuple):
    """The page's bytes, and its content security policy."""

    html: bytes
    policy: str


def review_page() -> ReviewPage:
    """The page, put together from its three files. Nothing scraped is in it: it asks for that, and shows it as text."""
    html, style, script = (
        (_FILES / f"review.{ending}").read_text(encoding="utf-8") for ending in ("html", "css", "js")
    )
    html = html.replace("<style></style>", f"<style>{style}</style>").replace(
        "<script></script>", f"<script>{script}</script>"
    )
    policy = {
        "default-src": "'none'",
        "script-src": _hash(script),
        "style-src": _hash(style),
        "connect-src": "'self'",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": "'none'",
        "require-trusted-types-for": "'script'",
    }
    return ReviewPage(html.encode(), "; ".join(f"{name} {value}" for name, value in policy.items()))


def _hash(source: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()}'"
