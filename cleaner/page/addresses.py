"""Addresses in a page, made whole and safe; those that lead elsewhere than to the web are none."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

_LONGEST = 2000
_UNSAFE = re.compile('[\0- "<>\\\\^`{|}\x7f-\x9f]')


def web_address(text: str, base: str) -> str | None:
    """The address on the web that a text is, as seen from the page at `base`; None where it is none."""
    if not text or len(text) > _LONGEST:
        return None
    try:
        whole = urljoin(base, text)
        parts = urlsplit(whole)
        is_web = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return None
    return safe(whole) if is_web else None


def picture_address(text: str, base: str) -> str | None:
    """The same of a picture, which may be relative where it is not known from where."""
    whole = web_address(text, base)
    if whole is not None or not text or len(text) > _LONGEST:
        return whole
    return None if ":" in text.partition("/")[0] or text.startswith("//") else safe(text)


def safe(address: str) -> str:
    """An address without characters that end one where it is written."""
    return _UNSAFE.sub(lambda match: "".join(f"%{byte:02X}" for byte in match[0].encode()), address)
