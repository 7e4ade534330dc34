"""Bytes to str: byte order mark, the caller's encoding, the page's own word, UTF-8, then bs4's detection. Never an exception."""

from __future__ import annotations

import codecs
import logging
import re
from collections.abc import Iterable, Mapping

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Detection is slow and knows enough from this much.
_SAMPLE_BYTES = 1 << 16
# chardet takes quadratic time for letters of ASCII in a row, and no language has so long a word.
_ENDLESS_WORD = re.compile(rb"([A-Za-z]{50})[A-Za-z]+")
# Where a page names its encoding, by the HTML standard's rule, or as XML does.
_HEAD_BYTES = 4096
_NAMED = re.compile(
    rb"""(?:<meta[^<>]{0,400}?charset|<\?xml[^<>]{0,100}?encoding)\s*=\s*["']?\s*([\w.:-]{1,40})""", re.IGNORECASE
)
# The standard reads pages that name these as the wider set: they nearly always are.
_WIDER = {"iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254", "gb2312": "gb18030", "gbk": "gb18030",
          "shift_jis": "cp932", "euc_kr": "cp949", "big5": "big5hkscs"}  # fmt: skip
# Python knows these, the web does not; some take quadratic time.
_UNFIT = frozenset(("charmap", "idna", "punycode", "raw-unicode-escape", "undefined", "unicode-escape", "utf-7"))
# An encoding that explains so many times more of the letters beyond ASCII than it fails to explain is the right one.
_MOSTLY = 2
# In UTF-16 nearly every second byte of markup is 0: at least this share of a sample's bytes at even or odd places, and at most
# that share of the others.
_ZEROS, _NO_ZEROS = 0.25, 0.05
_ZERO_SAMPLE_BYTES = 1024
# Latin scripts have letters beyond ASCII one by one, all others in a row; of the first detection knows next to nothing.
_ROW = re.compile(rb"[\x80-\xff]{3,}")
# What no word has, in each encoding of a Latin script: signs between letters, letters of other languages.
_SIGN = r"(?<=[^\W\d_])[\u00a1-\u00a9\u00ab-\u00b6\u00b8\u00b9\u00bb-\u00bf\u00d7\u00f7](?=[^\W\d_])|\ufffd"
_ODD: Mapping[str, re.Pattern[str]] = {
    "cp1252": re.compile(rf"{_SIGN}|[ðýþÐÝÞ]"),
    "cp1254": re.compile(rf"{_SIGN}|[àáãåæèéêëìíïðñòóõøùúýþÿ]"),
    "cp1250": re.compile(_SIGN),
}


def decode_page(data: bytes, encoding: str | None = None) -> str:
    """The markup that the bytes of a page most likely mean; what no encoding explains becomes U+FFFD."""
    own = named_encoding(data)
    # What is UTF-8 beyond ASCII is so by no accident, whatever the page says: its server knew.
    return _decoded(data, (encoding, own, "utf-8") if data.isascii() else (encoding, "utf-8", own))


def named_encoding(data: bytes) -> str | None:
    """What a page says that its encoding is, if it says anything."""
    named = _NAMED.search(data, 0, _HEAD_BYTES)
    return named[1].decode("ascii", "replace") if named else None


def decode(data: bytes, encoding: str | None = None) -> str:
    """The text that the bytes most likely mean; what no encoding explains becomes U+FFFD."""
    return _decoded(data, (encoding, "utf-8"))


def _decoded(data: bytes, labels: Iterable[str | None]) -> str:
    for mark, name in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(name, "replace")
    if wide := _utf_16(data):
        return data.decode(wide, "replace")
    names = list(filter(None, (_codec(label, data) for label in labels if label)))
    for name in names:
        try:
            return data.decode(name)
        except (UnicodeError, LookupError):
            continue
    for name in names:
        if (text := _mostly(data, name)) is not None:
            return text
    return data.decode(_guessed(data[:_SAMPLE_BYTES]), "replace")


def encoding_of(sample: bytes) -> str:
    """The encoding of a text, told by a sample, which may break off within a letter: by byte order mark, then by what decodes."""
    marked = next((name for mark, name in _MARKS if sample.startswith(mark)), None) or _utf_16(sample)
    if marked is not None:
        return marked
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample)
    except UnicodeDecodeError:
        return _guessed(sample) if _mostly(sample, "utf-8") is None else "utf-8"
    return "utf-8"


def _codec(label: str, data: bytes) -> str | None:
    """Python's name for the encoding that a label means; None where it is none of the web's, or cannot be that of these bytes."""
    label = label.strip().lower()
    for spelling in (label, label.removeprefix("x-")):
        try:
            name = codecs.lookup(spelling).name
        except (LookupError, ValueError):
            continue
        if name.replace("_", "-") in _UNFIT or (name.startswith(("utf-16", "utf-32")) and b"\0" not in data):
            return None
        return _WIDER.get(name, name)
    return None


def _utf_16(data: bytes) -> str | None:
    """Which UTF-16 the bytes are, if they look like it."""
    sample = data[:_ZERO_SAMPLE_BYTES]
    half = len(sample) // 2
    even, odd = (sample[start::2].count(0) for start in (0, 1))
    if odd > _ZEROS * half and even <= _NO_ZEROS * half:
        return "utf-16-le"
    if even > _ZEROS * half and odd <= _NO_ZEROS * half:
        return "utf-16-be"
    return None


def _mostly(data: bytes, encoding: str) -> str | None:
    """The text, if few of its bytes mean nothing in this encoding: a page that was cut off, a broken letter."""
    try:
        text = data.decode(encoding, "replace")
    except (UnicodeError, LookupError):
        return None
    unknown = text.count("\ufffd")
    known = len(text) - unknown - len(text.encode("ascii", "ignore"))
    return text if known > _MOSTLY * unknown else None


def _guessed(sample: bytes) -> str:
    """The encoding of a text that names none and is no UTF-8."""
    beyond = len(sample) - len(sample.translate(None, bytes(range(128, 256))))
    if 2 * sum(map(len, _ROW.findall(sample))) < beyond:
        odd = {name: len(pattern.findall(sample.decode(name, "replace"))) for name, pattern in _ODD.items()}
        return min(odd, key=odd.__getitem__)
    name = _codec(_detected(sample), sample) or "cp1252"
    return "cp1251" if name == "mac-cyrillic" else name  # which nobody writes any more, and is told from it by little


def _detected(sample: bytes) -> str:
    """The encoding that bs4 finds; it may complain on its logger, which is nobody's business here."""
    from bs4.dammit import UnicodeDammit  # slow to import, rarely needed

    logger = logging.getLogger("bs4.dammit")
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        return UnicodeDammit(_ENDLESS_WORD.sub(rb"\1", sample)).original_encoding or "utf-8"
    finally:
        logger.setLevel(level)
