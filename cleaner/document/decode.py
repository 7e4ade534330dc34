"""Bytes to str: byte order mark, the caller's encoding, UTF-8, then bs4's detection. Never an exception."""

from __future__ import annotations

import codecs
import logging

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


# Detection is slow and knows enough from this much.
_SAMPLE_BYTES = 1 << 16


def decode(data: bytes, encoding: str | None = None) -> str:
    """The text that the bytes most likely mean; what no encoding explains becomes U+FFFD."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(name, "replace")
    for name in filter(None, (encoding, "utf-8")):
        try:
            return data.decode(name)
        except (UnicodeDecodeError, LookupError, ValueError):
            continue
    return data.decode(_detected(data[:_SAMPLE_BYTES]), "replace")


def _detected(sample: bytes) -> str:
    """The encoding that bs4 finds; it may complain on its logger, which is nobody's business here."""
    from bs4.dammit import UnicodeDammit  # slow to import, rarely needed

    logger = logging.getLogger("bs4.dammit")
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        return UnicodeDammit(sample).original_encoding or "utf-8"
    finally:
        logger.setLevel(level)
