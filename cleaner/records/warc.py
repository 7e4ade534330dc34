"""WARC and WET: the archives of crawls. Pages and texts that a server gave out are records, the rest is read past."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import BufferedReader, BytesIO
from typing import Any, BinaryIO, cast

from cleaner.document.decode import decode as decode_text
from cleaner.document.decode import decode_page
from cleaner.extras import require
from cleaner.records.fields import Fields
from cleaner.records.file import File
from cleaner.records.packing import unpack_any
from cleaner.records.record import Mark, Raw, Record

_PAGES = ("text/html", "application/xhtml+xml")
_TEXTS = ("text/plain", "text/markdown")
_FIRST_FAILURE = 300  # HTTP statuses from here on come without the page that was asked for
_MOST_DIGITS = 20
_TORN = "the archive ends within a record"


def cut(file: File, stream: BinaryIO, mark: Mark, limit: int) -> Iterator[Raw]:
    """The responses, conversions and resources from a mark on that hold a page or a text."""
    warc = require("fastwarc.warc", "dumps")
    kinds = warc.WarcRecordType.response | warc.WarcRecordType.conversion | warc.WarcRecordType.resource
    # All kinds of records are asked for: the last one may break off before it says of which kind it is.
    entries = warc.ArchiveIterator(_Plain(unpack_any(stream)), parse_http=False, fsspec_args=False)
    number = 0
    for entry in entries:
        length = entry.headers.get("Content-Length", "").strip()
        if not length:
            raise EOFError("the archive ends within a header")
        if length[:_MOST_DIGITS].lstrip("0") != str(entry.content_length).lstrip("0"):
            raise ValueError(f"a record's length is no number: {length[:_MOST_DIGITS]!r}")
        if not entry.record_type & kinds:
            if entry.reader.consume() < entry.content_length:
                raise EOFError(_TORN)
            continue
        number += 1
        raw = _raw(file.title, entry, Mark(number), limit) if number > mark.number else None
        if raw is not None:
            yield raw


class _Plain:
    """An unpacked archive as the library can read it: its reader takes a stream that has `seek` for one that can do it."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._place = 0

    def read(self, size: int = -1) -> bytes:
        data = cast(BufferedReader, self._stream).read1(size)
        self._place += len(data)
        return data

    def tell(self) -> int:
        return self._place


def _raw(name: str, entry: Any, after: Mark, limit: int) -> Raw | None:
    source = f"{name}:record {after.number}"
    length, headers = entry.content_length, entry.headers
    about = {
        "id": headers.get("WARC-Record-ID", "").strip("<>"),
        "url": headers.get("WARC-Target-URI", "").strip("<>"),
        "date": headers.get("WARC-Date", ""),
    }
    too_long = length > limit
    if not too_long:
        entry = _alone(entry)
    try:
        entry.parse_http(auto_decode="none" if too_long else "all")
    except OSError as error:
        return Raw(source, None, length, after, f"holds no readable HTTP response: {' '.join(str(error).split())}")
    kind = entry.http_content_type if entry.is_http else headers.get("Content-Type", "")
    kind = (kind or "").partition(";")[0].strip().lower()
    if kind not in (*_PAGES, *_TEXTS) or (entry.is_http and (entry.http_headers.status_code or 0) >= _FIRST_FAILURE):
        return None
    if too_long:
        return Raw(source, None, length, after, f"is longer than {limit:,} bytes")
    try:
        body = entry.reader.read(limit + 1)
    except OSError as error:
        return Raw(source, None, length, after, f"cannot be unpacked: {' '.join(str(error).split())}")
    if len(body) > limit:
        return Raw(source, None, len(body), after, f"is longer than {limit:,} bytes unpacked")
    charset = entry.http_charset if entry.is_http else None
    return Raw(source, (about, kind in _PAGES, charset, body), len(body), after)


def _alone(entry: Any) -> Any:
    """The record read out of its archive, whose reader cannot go on behind one that it could not decode."""
    data = entry.reader.read(entry.content_length)
    if len(data) < entry.content_length:
        raise EOFError(_TORN)
    about = [f"{name}: {entry.headers.get(name, '')}\r\n" for name in ("WARC-Type", "Content-Type")]
    head = f"WARC/1.1\r\n{''.join(about)}Content-Length: {len(data)}\r\n\r\n"
    return type(entry).from_reader(BytesIO(head.encode("utf-8", "replace") + data))


def columns(raws: Sequence[Raw]) -> list[str]:  # noqa: ARG001
    """The fields of the records."""
    return ["id", "url", "date", "text"]


def decode(raw: Raw, names: Fields) -> Record:
    """The record of a page or text; a page itself is no field of it."""
    if raw.error is not None:
        return Record(raw.source, error=raw.error)
    about, page, charset, body = raw.data
    page = page if names.pages is None else names.pages
    text = decode_page(body, charset) if page else decode_text(body, charset)
    return Record(raw.source, text, dict(about), page=page, url=about["url"] or None, id=about["id"])
