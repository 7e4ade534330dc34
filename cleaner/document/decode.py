"""Bytes to str: byte order mark, the caller's encoding, UTF-8, then bs4's detection. Never an exception."""

from __future__ import annotations

import codecs

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def decode(data: bytes, encoding: str | None = None) -> str:
    """The text that the bytes most likely mean; what no encoding explains becomes U+FFFD."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(name, "replace")
    for name in filter(None, (encoding, "utf-8")):
        try:
            return data.decode(name)
        except (UnicodeDecodeError, LookupError):
            continue
    from bs4.dammit import UnicodeDammit  # slow to import, rarely needed

    return UnicodeDammit(data).unicode_markup or data.decode("utf-8", "replace")
