"""WARC and WET: which of their records are articles, how they are unpacked, and what a fault costs."""

from __future__ import annotations

import gzip
import io
import random
import zlib
from collections import Counter

import pytest
import zstandard
from fastwarc.warc import WarcRecord, WarcRecordType

from cleaner.records import part as sizes
from cleaner.records.dump import Dump
from cleaner.records.fields import Fields
from tests.records.reading import assert_resumes, outcomes, places, read, written

HTTP = "application/http; msgtype=response"


def entry(content, kind=WarcRecordType.response, content_type=HTTP, url="http://a.example/"):
    """A record of an archive."""
    record, data = WarcRecord(), io.BytesIO()
    record.init_headers(kind)
    record.headers["WARC-Record-ID"] = "<urn:uuid:1>"
    record.headers["WARC-Date"] = "2024-02-29T00:00:00Z"
    record.headers["WARC-Target-URI"] = url
    record.headers["Content-Type"] = content_type
    record.set_bytes_content(content)
    record.write(data)
    return data.getvalue()


def page(body, content_type="text/html; charset=utf-8", status="200 OK", **headers):
    """A page as its server gave it out."""
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {content_type}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return entry("\r\n".join([*lines, "", ""]).encode() + body)


def chunked(data, size=7):
    pieces = [data[at : at + size] for at in range(0, len(data), size)]
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in [*pieces, b""])


PAGES = [page(b"<p>%d</p>" % n) for n in range(8)]
TEXTS = [f"<p>{n}</p>" for n in range(8)]
PACKERS = {
    "in.warc": b"".join,
    "in.warc.gz": lambda entries: b"".join(map(gzip.compress, entries)),
    "whole.warc.gz": lambda entries: gzip.compress(b"".join(entries)),
    "in.warc.zst": lambda entries: b"".join(map(zstandard.ZstdCompressor().compress, entries)),
}


@pytest.mark.parametrize("name", PACKERS)
def test_an_archive_is_read_however_it_is_packed(tmp_path, monkeypatch, name):
    file = written(tmp_path / name, PACKERS[name](PAGES))
    assert outcomes(file) == TEXTS
    assert assert_resumes(monkeypatch, file) == [f"{name}:record {n}" for n in range(1, 9)]


@pytest.mark.parametrize("content_type", ["text/html", "text/plain"])
def test_the_server_says_how_a_page_is_encoded(tmp_path, content_type):
    text = "Ωμέγα"
    data = page(text.encode("iso-8859-7"), f"{content_type}; charset=iso-8859-7")
    assert outcomes(written(tmp_path / "in.warc", data)) == [text]


def test_a_page_has_the_fields_of_its_record(tmp_path):
    (record,) = read(written(tmp_path / "in.warc", page("<p>ä</p>".encode())))
    assert record.fields == {"id": "urn:uuid:1", "url": "http://a.example/", "date": "2024-02-29T00:00:00Z"}
    assert (record.text, record.page, record.url, record.id) == ("<p>ä</p>", True, "http://a.example/", "urn:uuid:1")


ARTICLES = {
    "conversion": (entry("Täxt".encode(), WarcRecordType.conversion, "text/plain"), False),
    "resource": (entry("Täxt".encode(), WarcRecordType.resource, "text/html"), True),
    "text": (page("Täxt".encode("latin-1"), "text/plain; charset=iso-8859-1"), False),
    "letter case": (page("Täxt".encode(), "TEXT/HTML;charset=UTF-8"), True),
    "XHTML": (page("Täxt".encode(), "application/xhtml+xml", "203 Non-Authoritative"), True),
}


@pytest.mark.parametrize("name", ARTICLES)
def test_texts_and_pages_are_records(tmp_path, name):
    data, is_page = ARTICLES[name]
    file = written(tmp_path / "in.wet", data)
    assert [(record.text, record.page) for record in read(file)] == [("Täxt", is_page)]
    assert [record.page for record in read(file, names=Fields(pages=not is_page))] == [not is_page]


NO_ARTICLES = {
    "not found": page(b"gone", status="404 Not Found"),
    "moved": page(b"moved", status="301 Moved Permanently"),
    "image": page(b"\xff\xd8", "image/jpeg"),
    "json": page(b"{}", "application/json"),
    "video beyond the limit": page(bytes(5000), "video/mp4"),
    "warcinfo": entry(b"software: x", WarcRecordType.warcinfo, "application/warc-fields"),
    "request": entry(b"GET / HTTP/1.1\r\n\r\n", WarcRecordType.request, "application/http; msgtype=request"),
    "revisit": entry(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n", WarcRecordType.revisit),
    "metadata": entry(b"{}", WarcRecordType.metadata, "application/json"),
    "nothing": entry(b"", WarcRecordType.response),
}


@pytest.mark.parametrize("name", NO_ARTICLES)
def test_what_is_no_article_is_read_past(tmp_path, name):
    data = PAGES[0] + NO_ARTICLES[name] + PAGES[1]
    assert outcomes(written(tmp_path / "in.warc", data), limit=2000) == TEXTS[:2]


@pytest.mark.parametrize(
    ("pack", "headers"),
    [
        (gzip.compress, {"Content_Encoding": "gzip"}),
        (zlib.compress, {"Content_Encoding": "deflate"}),
        (chunked, {"Transfer_Encoding": "chunked"}),
        (lambda data: chunked(gzip.compress(data)), {"Transfer_Encoding": "chunked", "Content_Encoding": "gzip"}),
        (bytes, {"Content_Encoding": "identity"}),
    ],
)
def test_a_page_is_unpacked_as_its_server_packed_it(tmp_path, pack, headers):
    body = "<p>Rain is wet, and the röad is long.</p>"
    assert outcomes(written(tmp_path / "in.warc", page(pack(body.encode()), **headers))) == [body]


def raw_deflate(data):
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


BODY = "<p>Rain is wet, and the röad is long.</p>"


@pytest.mark.parametrize(
    ("data", "headers"),
    [
        (BODY.encode(), {"Content_Encoding": "gzip"}),
        (BODY.encode(), {"Content_Encoding": "deflate"}),
        (BODY.encode(), {"Content_Encoding": "br"}),
        (BODY.encode(), {"Content_Encoding": "sdch"}),
        (BODY.encode(), {"Transfer_Encoding": "chunked"}),
        (BODY.encode(), {"Transfer_Encoding": "chunked", "Content_Encoding": "gzip"}),
        (gzip.compress(BODY.encode(), mtime=0), {"Transfer_Encoding": "chunked", "Content_Encoding": "gzip"}),
        (gzip.compress(BODY.encode(), mtime=0), {"Content_Encoding": "deflate"}),
        (zlib.compress(BODY.encode()), {"Content_Encoding": "gzip"}),
        (raw_deflate(BODY.encode()), {"Content_Encoding": "deflate"}),
        (
            gzip.compress(BODY.encode() + random.Random(1).randbytes(999).hex().encode(), mtime=0)[:-30],
            {"Content_Encoding": "gzip"},
        ),
    ],
)
def test_a_page_is_read_though_its_header_lies_about_how_it_is_packed(tmp_path, data, headers):
    first, text, last = outcomes(written(tmp_path / "in.warc", PAGES[0] + page(data, **headers) + PAGES[1]))
    assert (first, last) == ("<p>0</p>", "<p>1</p>")
    assert text.startswith(BODY)


@pytest.mark.parametrize("content_type", ["", "application/octet-stream", None])
def test_a_page_without_a_type_is_told_by_how_it_begins(tmp_path, content_type):
    def untold(body):
        data = page(body, content_type or "")
        return data if content_type is not None else entry(b"HTTP/1.1 200 OK\r\n\r\n" + body)

    data = PAGES[0] + untold(b"<!doctype html><p>Rain") + untold(b"\x89PNG\0\0") + untold(b'{"a": 1}')
    assert outcomes(written(tmp_path / "in.warc", data)) == ["<p>0</p>", "<!doctype html><p>Rain"]


@pytest.mark.parametrize("charset", ["windows-1251", '"windows-1251"', "CP1251; x=y"])
@pytest.mark.parametrize("kind", [WarcRecordType.response, WarcRecordType.resource])
def test_a_character_set_that_only_the_header_tells_is_heeded(tmp_path, charset, kind):
    body, content_type = "<p>Дождь идёт</p>".encode("cp1251"), f"text/html; charset={charset}"
    data = page(body, content_type) if kind == WarcRecordType.response else entry(body, kind, content_type)
    assert outcomes(written(tmp_path / "in.warc", data)) == ["<p>Дождь идёт</p>"]


def notes(file):
    parts = list(Dump([str(file)], Fields(), 2000).parts())
    return dict(sum((Counter(dict(part.notes)) for part in parts), Counter()))


def test_every_record_is_there_or_counted(tmp_path, monkeypatch):
    cut_short = PAGES[2].replace(b"WARC-Date:", b"WARC-Truncated: length\r\nWARC-Date:", 1)
    file = written(tmp_path / "in.warc", b"".join([*NO_ARTICLES.values(), PAGES[0], cut_short, *NO_ARTICLES.values()]))
    kinds = (
        "response with status 404",
        "response with status 301",
        "response of type image/jpeg",
        "warcinfo",
        "request",
    )
    kinds += ("response of type application/json", "response of type video/mp4", "revisit", "metadata")
    expected = {f"passed over: WARC {kind}": 2 for kind in kinds}
    expected |= {"passed over: WARC response of type unknown": 2, "cut short by the crawler: length": 1}
    assert notes(file) == expected
    monkeypatch.setattr(sizes, "PART_RECORDS", 1)
    assert notes(file) == expected
    dump = Dump([str(file)], Fields(), 2000)
    whole = [(part.slices, part.notes) for part in dump.parts()]
    for number, part in enumerate(list(dump.parts()), 1):
        assert [(later.slices, later.notes) for later in dump.parts(part.after)] == whole[number:]


def test_wet_is_text_and_wat_has_no_articles(tmp_path):
    text = entry(b"<p>Rain</p> is a tag.", WarcRecordType.conversion, "text/plain")
    (record,) = read(written(tmp_path / "in.warc.wet.gz", gzip.compress(text)))
    assert (record.text, record.page) == ("<p>Rain</p> is a tag.", False)
    file = written(tmp_path / "in.warc.wat.gz", gzip.compress(NO_ARTICLES["metadata"]))
    assert outcomes(file) == []
    assert notes(file) == {"passed over: WARC metadata": 1}


def damaged(data):
    middle = len(data) // 2
    return data[:middle] + bytes(byte ^ 0xFF for byte in data[middle : middle + 9]) + data[middle + 9 :]


@pytest.mark.parametrize("spoil", [damaged, lambda data: data[:-40], lambda data: b"junk" + data[5:]])
def test_behind_a_damaged_member_reading_goes_on_at_the_next(tmp_path, monkeypatch, spoil):
    rng = random.Random(1)
    members = [gzip.compress(page(b"<p>%d " % n + rng.randbytes(300).hex().encode())) for n in range(8)]
    for number in (2, 3, 6):
        members[number] = spoil(members[number])
    file = written(tmp_path / "in.warc.gz", b"".join(members))
    found = outcomes(file)
    good = [text for text in found if not text.startswith("!")]
    assert {text.split()[0] for text in good} >= {f"<p>{n}" for n in (0, 1, 4, 5, 7)}
    assert {len(text) for text in good} <= {605}
    bad = [text for text in found if text.startswith("!")]
    assert 2 <= len(bad) <= 6
    assert all(text.startswith("!stands in a packed piece that is damaged: ") for text in bad)
    assert_resumes(monkeypatch, file, records=1)


FAULTS = {
    "too long": (page(b"x" * 3000), "is longer than 2,000 bytes"),
    "bomb": (page(gzip.compress(bytes(1_000_000)), Content_Encoding="gzip"), "is longer than 2,000 bytes unpacked"),
    "no gzip": (page(b"\0\1\2<p>no gzip</p>", Content_Encoding="gzip"), "cannot be unpacked: "),
    "unknown": (page(b"\0\1\2<p>?</p>", Content_Encoding="sdch"), "cannot be unpacked: "),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_of_a_record_costs_that_record_only(tmp_path, name):
    data, reason = FAULTS[name]
    first, bad, last = outcomes(written(tmp_path / "in.warc", PAGES[0] + data + PAGES[1]), limit=2000)
    assert [first, last] == TEXTS[:2]
    assert bad.startswith(f"!{reason}")
    assert bad.endswith("unpacked") == (name == "bomb")


@pytest.mark.parametrize("name", PACKERS)
@pytest.mark.parametrize("count", [3, 40])
def test_an_archive_that_breaks_off_within_a_page_is_told(tmp_path, name, count):
    rng = random.Random(1)
    whole = [page(b"<p>" + rng.randbytes(2000).hex().encode()) for _ in range(count)]
    *good, bad = outcomes(written(tmp_path / name, PACKERS[name](whole)[:-500]))
    assert bad.startswith("!the file cannot be read from here on: ")
    assert len(good) == count - 1
    assert {len(text) for text in good} == {4003}


@pytest.mark.parametrize("good", [0, 1, 3])
def test_what_is_no_archive_is_told(tmp_path, good):
    data = b"".join(PAGES[:good]) + b"<html>no archive</html>\r\n\r\n" + PAGES[7]
    *texts, bad = outcomes(written(tmp_path / "in.warc", data))
    assert bad.startswith("!the file cannot be read from here on: ")
    assert texts == TEXTS[:good]


@pytest.mark.parametrize("name", PACKERS)
def test_an_empty_archive_has_no_records(tmp_path, name):
    assert places(written(tmp_path / name, b"")) == []


@pytest.mark.parametrize("name", PACKERS)
@pytest.mark.parametrize("left", [1, 5, 12, 60, 150])
def test_an_archive_that_breaks_off_within_a_header_is_told(tmp_path, name, left):
    *texts, bad = outcomes(written(tmp_path / name, PACKERS[name]([PAGES[0], PAGES[1], PAGES[2][:left]])))
    assert texts == TEXTS[:2]
    assert bad.startswith("!the file cannot be read from here on: ")


@pytest.mark.parametrize("kind", [WarcRecordType.request, WarcRecordType.response])
def test_an_archive_that_breaks_off_within_any_record_is_told(tmp_path, kind):
    torn = entry(b"x" * 1000, kind)[:-200]
    assert outcomes(written(tmp_path / "in.warc", PAGES[0] + torn)) == [
        TEXTS[0],
        "!the file cannot be read from here on: the archive ends within a record",
    ]


@pytest.mark.parametrize("length", ["-5", "x", "", "9" * 30, "1" * 10_000, "0x10", "6 7"])
def test_a_length_that_is_no_number_is_told(tmp_path, length):
    odd = PAGES[1].replace(b"Content-Length: 67", f"Content-Length: {length}".encode(), 1)
    assert odd != PAGES[1]
    *texts, bad = outcomes(written(tmp_path / "in.warc", PAGES[0] + odd + PAGES[2]))
    assert texts == TEXTS[:1]
    assert bad.startswith("!the file cannot be read from here on: ")


@pytest.mark.parametrize("line", [b"A: " + b"x" * 1000, b"A: x\r\n"])
def test_a_header_without_end_is_told(tmp_path, line):
    *texts, bad = outcomes(written(tmp_path / "in.warc", PAGES[0] + b"WARC/1.1\r\n" + line * 100_000))
    assert texts == TEXTS[:1]
    assert bad.startswith("!the file cannot be read from here on: Maximum header length exceeded")


BROTLI_ZEROS = bytes.fromhex("9bffff1ff82700e2b14020f7fe03")  # 2 MB of them


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd"])
def test_a_page_is_not_unpacked_beyond_the_limit(tmp_path, coding):
    packers = {"gzip": gzip.compress, "deflate": zlib.compress, "zstd": zstandard.compress}
    zeros = packers[coding](bytes(64 << 20)) if coding in packers else BROTLI_ZEROS
    data = PAGES[0] + page(zeros, Content_Encoding=coding) + PAGES[1]
    assert outcomes(written(tmp_path / "in.warc", data)) == [
        TEXTS[0],
        "!is longer than 1,048,576 bytes unpacked",
        TEXTS[1],
    ]
