"""WARC, WET and WAT: the archives of crawls. Pages and texts that a server gave out are records, the rest is counted."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from email.message import Message
from io import BufferedReader, BytesIO
from typing import Any, BinaryIO, cast

from cleaner.extras import require
from cleaner.records.bodies import PackedBodyError, read_body
from cleaner.records.fields import Fields
from cleaner.records.file import File
from cleaner.records.members import MAGIC, Members
from cleaner.records.packing import unpack_any
from cleaner.records.record import Raw, Record, RecordMark
from cleaner.text.decode import decode as decode_text
from cleaner.text.decode import decode_page
from cleaner.text.sniff import is_page

_PAGES = ("text/html", "application/xhtml+xml")
_TEXTS = ("text/plain", "text/markdown")
# What servers say that know nothing of what they give out.
_UNTOLD = ("", "application/octet-stream", "application/unknown", "unknown/unknown")
_FIRST_FAILURE = 300  # HTTP statuses from here on come without the page that was asked for
_MOST_DIGITS = 20
_TORN = "the archive ends within a record"
_SNIFFED_BYTES = 2048
_READ_AT_ONCE = 1 << 18


def cut(file: File, stream: BinaryIO, mark: RecordMark, limit: int) -> Iterator[Raw]:
    """The responses, conversions and resources from a mark on that hold a page or a text, and what is passed over.

    Behind a member of a gzip archive that is damaged it goes on at the next.
    """
    first = cast(BufferedReader, stream).peek(len(MAGIC))
    members = Members(stream) if first.startswith(MAGIC) else None
    plain = unpack_any(stream) if members is None else cast(BinaryIO, io.BufferedReader(members, _READ_AT_ONCE))
    number = 0
    while True:
        try:
            for raw in _entries(file.title, plain, number, mark, limit):
                number = raw.after.number
                if number > mark.number or (raw.counted is not None and number == mark.number):
                    yield raw
        except Exception:
            if members is None or members.fault is None:
                raise
        fault = members and members.fault
        if members is None or fault is None:
            return
        if not members.go_on():
            raise EOFError(fault)
        number += 1
        if number > mark.number:
            error = f"stands in a packed piece that is damaged: {fault}"
            yield Raw(f"{file.title}:record {number}", None, 0, RecordMark(number), error)
        cast(BufferedReader, plain).detach()
        plain = cast(BinaryIO, io.BufferedReader(members, _READ_AT_ONCE))


def _entries(name: str, stream: BinaryIO, number: int, mark: RecordMark, limit: int) -> Iterator[Raw]:
    """The records of an unpacked archive, numbered from a number on; of those before the mark only the numbers."""
    warc = require("fastwarc.warc", "dumps")
    kinds = warc.WarcRecordType.response | warc.WarcRecordType.conversion | warc.WarcRecordType.resource
    # All kinds of records are asked for: the last one may break off before it says of which kind it is.
    for entry in warc.ArchiveIterator(_Plain(stream), parse_http=False, fsspec_args=False):
        length = entry.headers.get("Content-Length", "").strip()
        if not length:
            raise EOFError("the archive ends within a header")
        if length[:_MOST_DIGITS].lstrip("0") != str(entry.content_length).lstrip("0"):
            raise ValueError(f"a record's length is no number: {length[:_MOST_DIGITS]!r}")
        if not entry.record_type & kinds:
            if entry.reader.consume() < entry.content_length:
                raise EOFError(_TORN)
            yield _passed_over(_kind(entry), RecordMark(number))
            continue
        number += 1
        after = RecordMark(number)
        if number <= mark.number:
            yield Raw("", None, 0, after)
            continue
        if truncated := entry.headers.get("WARC-Truncated", ""):
            yield Raw.note(f"cut short by the crawler: {truncated}", RecordMark(number - 1))
        yield _raw(name, entry, after, limit)


def _passed_over(what: str, after: RecordMark) -> Raw:
    return Raw.note(f"passed over: WARC {what}", after)


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


def _raw(name: str, entry: Any, after: RecordMark, limit: int) -> Raw:
    """One record as it was cut out, or that it is passed over."""
    source = f"{name}:record {after.number}"
    length, headers = entry.content_length, entry.headers
    about = {
        "id": headers.get("WARC-Record-ID", "").strip("<>"),
        "url": headers.get("WARC-Target-URI", "").strip("<>"),
        "date": headers.get("WARC-Date", ""),
    }
    if length > limit:
        entry.parse_http(auto_decode="none")
        passed = _passed(entry, _type(entry)[0], after)
        return passed or Raw(source, None, length, after, f"is longer than {limit:,} bytes")
    head, data = _alone(entry)
    try:
        entry, body = read_body(lambda: type(entry).from_reader(BytesIO(head + data)), limit)
    except PackedBodyError as error:
        return Raw(source, None, length, after, f"cannot be unpacked: {error}")
    kind, charset = _type(entry)
    if kind in _UNTOLD and is_page(decode_page(body[:_SNIFFED_BYTES], charset)):
        kind = _PAGES[0]
    passed = _passed(entry, kind, after)
    if passed is not None:
        return passed
    if len(body) > limit:
        return Raw(source, None, len(body), after, f"is longer than {limit:,} bytes unpacked")
    return Raw(source, (about, kind in _PAGES, charset, body), len(body), after)


def _passed(entry: Any, kind: str, after: RecordMark) -> Raw | None:
    """That a record is passed over, if it is: no page that was asked for, or neither page nor text."""
    status = (entry.http_headers.status_code or 0) if entry.is_http and entry.http_headers else 0
    what = _kind(entry)
    if status >= _FIRST_FAILURE:
        return _passed_over(f"{what} with status {status}", after)
    return None if kind in (*_PAGES, *_TEXTS) else _passed_over(f"{what} of type {kind or 'unknown'}", after)


def _kind(entry: Any) -> str:
    return str(entry.headers.get("WARC-Type", "unknown")).strip().lower()


def _type(entry: Any) -> tuple[str, str | None]:
    """The type of a record's content, in lower case, and its character set if that is told."""
    told = Message()
    headers = entry.http_headers if entry.is_http else entry.headers
    told["Content-Type"] = (headers.get("Content-Type", "") if headers else "") or ""
    charset = told.get_param("charset")
    kind = str(told["Content-Type"]).partition(";")[0].strip().lower()
    return kind, charset if isinstance(charset, str) and charset else None


def _alone(entry: Any) -> tuple[bytes, bytes]:
    """The record read out of its archive, whose reader cannot go on behind one that it could not decode: head and content."""
    data = entry.reader.read(entry.content_length)
    if len(data) < entry.content_length:
        raise EOFError(_TORN)
    about = [f"{name}: {entry.headers.get(name, '')}\r\n" for name in ("WARC-Type", "Content-Type")]
    head = f"WARC/1.1\r\n{''.join(about)}Content-Length: {len(data)}\r\n\r\n"
    return head.encode("utf-8", "replace"), data


def columns(raws: Sequence[Raw]) -> list[str]:  # noqa: ARG001
    """The fields of the records."""
    return ["id", "url", "date", "text"]


def decode(raw: Raw, names: Fields) -> Record:
    """The record of a page or text; a page itself is no field of it."""
    if raw.error is not None:
        return Record(raw.source, error=raw.error)
    about, page, charset, body = raw.data
    page = page if names.pages is None else names.pages
    charset = names.encoding or charset
    text = decode_page(body, charset) if page else decode_text(body, charset)
    return Record(raw.source, text, dict(about), page=page, url=about["url"] or None, id=about["id"])
