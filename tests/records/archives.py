"""Archives as crawlers write them."""

from __future__ import annotations

import gzip

from fastwarc.warc import WarcRecord, WarcRecordType


def write_warc(path, records):
    """A packed archive of pages with their `id`, `url` and `html`."""
    with gzip.open(path, "wb") as file:
        for record in records:
            entry = WarcRecord()
            entry.init_headers(WarcRecordType.response)
            entry.headers["WARC-Record-ID"] = f"<{record['id']}>"
            entry.headers["WARC-Target-URI"] = record["url"]
            entry.headers["Content-Type"] = "application/http; msgtype=response"
            head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
            entry.set_bytes_content(head + record["html"].encode())
            entry.write(file)
