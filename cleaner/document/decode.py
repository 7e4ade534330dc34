"""Bytes to str: byte order mark, the caller's encoding, the page's own word, UTF-8, then bs4's detection. Never an exception."""

from __future__ import annotations

import codecs
import logging
import re

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


# Detection is slow and knows enough from this much.
_SAMPLE_BYTES = 1 << 16


# Where a page names its encoding, by the HTML standard's rule.
_HEAD_BYTES = 4096
_NAMED = re.compile(rb"""<meta[^<>]{0,400}?charset\s*=\s*["']?\s*([\w.:-]{1,40})""", re.IGNORECASE)
# The standard reads pages that name these as the wider set: they nearly always are.
_WIDER = {"iso-8859-1": "windows-1252", "latin-1": "windows-1252", "ascii": "windows-1252", "us-ascii": "windows-1252",
          "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932", "sjis": "cp932", "euc-kr": "cp949"}  # fmt: skip


def decode_page(data: bytes, encoding: str | None = None) -> str:
    """The markup that the bytes of a page most likely mean; what no encoding explains becomes U+FFFD."""
    named = _NAMED.search(data, 0, _HEAD_BYTES)
    own = named[1].decode("ascii", "replace").lower() if named else None
    for name in (encoding, own):
        if name is not None and _WIDER.get(name.lower(), name).lower().replace("-", "") != "utf8":
            text = _strict(data, _WIDER.get(name.lower(), name))
            if text is not None and not _marked(data):
                return text
    return decode(data)


def _strict(data: bytes, encoding: str) -> str | None:
    """The text, if the bytes mean something in this encoding throughout."""
    try:
        return data.decode(encoding)
    except (UnicodeError, LookupError, ValueError):
        return None


def _marked(data: bytes) -> bool:
    return any(data.startswith(mark) for mark, _ in _MARKS)


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
