"""A dump as people have them, of all formats with all their faults: the local engine, Spark, and a run that is killed again and
again give the same rows, rejects and counts, and every record is in one of them.

    python -m tests.benchmarks.mixed_dump FOLDER [RECORDS] [--no-spark] [--kills 10]
"""

from __future__ import annotations

import argparse
import csv
import gzip
import io
import json
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import psutil
import pyarrow as pa
import pyarrow.parquet as pq

SPAM = (
    "As an Amazon Associate I earn from qualifying purchases.",
    "This post may contain affiliate links.",
    "Als Amazon-Partner verdiene ich an qualifizierten Verkäufen.",
    "Check price on Amazon",
    "",
)
WORDS = (
    "the hut stands above a lake where rain falls all summer long and nobody who walks there minds that it does".split()
)
SITES = 12


class Made:
    """What was made: files, and how many records and others they hold."""

    def __init__(self, folder: Path, count: int, seed: int) -> None:
        self.folder = folder
        self.chance = random.Random(seed)
        self.records = self.passed = 0
        self._files = 0
        share = count // len(FORMS)
        for make in FORMS:
            for start in range(0, share, 5000):
                make(self, min(5000, share - start))

    def write(self, ending: str, data: bytes, records: int, passed: int = 0) -> None:
        """Write a file with so many records."""
        self._files += 1
        path = self.folder / f"{self._files % 7}" / f"{self._files:05}{ending}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        self.records += records
        self.passed += passed

    def text(self, german: bool = False) -> str:
        """An article."""
        lines = [
            " ".join(self.chance.choices(WORDS, k=self.chance.randint(12, 40))).capitalize() + "." for _ in range(4)
        ]
        if german:
            lines.append("Größe und Maß der Öfen waren früher größer – „naß“ war es überall.")
        lines.insert(self.chance.randint(0, 4), self.chance.choice(SPAM))
        return "\n\n".join(filter(None, lines))

    def page(self) -> str:
        """A page."""
        body = "".join(f"<p>{line}</p>" for line in self.text().split("\n\n"))
        return f"<!doctype html><title>Of rain</title><nav><a href=/>Home</a></nav><article><h1>Of rain</h1>{body}</article>"

    def url(self) -> str:
        """An address."""
        return f"https://site{self.chance.randrange(SITES)}.example/{self.chance.getrandbits(40):x}"


def lines(made: Made, count: int) -> None:
    """JSON Lines: other names a record, nulls, NaN, broken lines."""
    rows: list[bytes] = []
    for number in range(count):
        row: dict[str, Any] = {"id": number, "url": made.url(), "text": made.text()}
        kind = number % 40
        if kind == 1:
            row = {"id": number, "content": row["text"]}
        elif kind == 2:
            row["text"] = None
        elif kind == 3:
            row |= {"text": "", "html": made.page()}
        elif kind == 4:
            row["score"] = float("nan")
        elif kind == 5:
            row = {"id": number, "tags": ["none"]}
        data = json.dumps(row).encode()
        rows.append(data[: len(data) // 2] if kind == 6 else data)
    made.write(".jsonl", b"\n".join(rows) + b"\n", count)


def lines_in_utf_16(made: Made, count: int) -> None:
    rows = [json.dumps({"id": n, "text": made.text(True)}, ensure_ascii=False) for n in range(count)]
    made.write(".jsonl", "\n".join(rows).encode("utf-16"), count)


def array(made: Made, count: int) -> None:
    """One array, fields inside of others."""
    rows = [{"id": n, "article": {"body": made.text() if n % 9 else None, "url": made.url()}} for n in range(count)]
    made.write(".json", json.dumps(rows, indent=n_of(made)).encode(), count)


def n_of(made: Made) -> int | None:
    """Indented or not."""
    return made.chance.choice([None, 1])


def objects(made: Made, count: int) -> None:
    """Objects one after another, packed."""
    rows = [json.dumps({"id": n, "story": made.text()}) for n in range(count)]
    made.write(".json.gz", gzip.compress("".join(rows).encode()), count)


def excel(made: Made, count: int) -> None:
    """What Excel saves, cells empty, rows too long."""
    table = io.StringIO(newline="")
    table.write("sep=;\r\n")
    writer = csv.writer(table, delimiter=";", lineterminator="\r\n")
    writer.writerow(["Nr", "Inhalt", "Adresse"])
    for number in range(count):
        row = [number, made.text(True) if number % 11 else "", made.url()]
        writer.writerow([*row, "more"] if number % 50 == 1 else row)
    made.write(".csv", table.getvalue().encode("cp1252", "replace"), count)


def excel_unicode(made: Made, count: int) -> None:
    table = io.StringIO(newline="")
    writer = csv.writer(table, delimiter="\t", lineterminator="\r\n")
    writer.writerow(["Nr", "Inhalt"])
    for number in range(count):
        writer.writerow([number, made.text(True)])
    made.write(".csv", table.getvalue().encode("utf-16"), count)


def parquet(made: Made, count: int) -> None:
    """Pages as bytes, in several encodings, and nulls."""
    encodings = ("utf-8", "utf-16", "cp1252")
    pages = [made.page().encode(encodings[n % 3]) if n % 13 else None for n in range(count)]
    sink = io.BytesIO()
    pq.write_table(
        pa.table({"id": list(range(count)), "html": pa.array(pages, pa.large_binary())}), sink, row_group_size=500
    )
    made.write(".parquet", sink.getvalue(), count)


def structs(made: Made, count: int) -> None:
    rows = [{"doc": {"text": made.text(), "url": made.url()}, "n": n} for n in range(count)]
    sink = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows), sink)
    made.write(".parquet", sink.getvalue(), count)


def archive(made: Made, count: int) -> None:
    """Pages as servers gave them out, headers that lie, and what is passed over; a member damaged."""
    members, records, passed = [], 0, 0
    for number in range(count):
        kind = number % 20
        head = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
        what, body = "response", made.page().encode()
        if kind == 1:
            head = head.replace("200 OK", "404 Not Found")
        elif kind == 2:
            what, head = "request", "GET / HTTP/1.1\r\n"
        elif kind == 3:
            head += "Content-Encoding: gzip\r\n"
        elif kind == 4:
            head = "HTTP/1.1 200 OK\r\n"
        elif kind == 5:
            what = "revisit"
        is_passed = kind in (1, 2, 5)
        content = f"{head}\r\n".encode() + body
        about = f"WARC/1.1\r\nWARC-Type: {what}\r\nWARC-Record-ID: <urn:{number}>\r\nWARC-Target-URI: {made.url()}\r\n"
        about += f"Content-Type: application/http; msgtype={what}\r\nContent-Length: {len(content)}\r\n\r\n"
        member = gzip.compress(about.encode() + content + b"\r\n\r\n")
        if number in (count // 3, count // 2) and not is_passed:
            member = member[:-20] + bytes(20)
        members.append(member)
        records += not is_passed
        passed += is_passed
    made.write(".warc.gz", b"".join(members), records, passed)


def files(made: Made, count: int) -> None:
    """Pages and texts in files of their own, empty ones, hidden ones, others."""
    for number in range(count):
        kind = number % 20
        ending = (".html", ".txt", ".md", ".xhtml", ".htm")[number % 5]
        data = (made.page() if "htm" in ending else made.text(True)).encode(("utf-8", "cp1252")[kind % 2], "replace")
        made.write(ending, b"" if kind == 7 else data, 1)
        if kind == 8:
            made.write(".pdf", b"%PDF", 0, 1)
    (made.folder / ".hidden.txt").write_text("Rain.")
    made.passed += 1


FORMS: tuple[Callable[[Made, int], None], ...] = (
    *(lines, lines_in_utf_16, array, objects, excel, excel_unicode, parquet, structs, archive),
    files,
)


def command(folder: Path, out: Path, *more: str) -> list[str]:
    """The command of a run."""
    files = ["-o", str(out / "out.jsonl"), "--stats", str(out / "stats.json"), "--removed", str(out / "removed.jsonl")]
    return [sys.executable, "-m", "cleaner", "batch", str(folder), *files, *more]


def rows_of(path: Path) -> Iterator[str]:
    """The lines of an output."""
    parts = sorted(path.glob("part-*")) if path.is_dir() else [path] if path.exists() else []
    for part in parts:
        with part.open(encoding="utf-8") as file:
            yield from (line for line in file if line.strip())


def measured(argv: list[str], out: Path) -> Mapping[str, Any]:
    """Run, and say how long it took and how much memory all its processes had at most."""
    begun, most = time.monotonic(), 0
    with (out / "log").open("wb") as log:
        process = subprocess.Popen(argv, stderr=log)
        while process.poll() is None:
            try:
                family = [psutil.Process(process.pid), *psutil.Process(process.pid).children(recursive=True)]
                most = max(most, sum(one.memory_info().rss for one in family))
            except psutil.Error:
                pass
            time.sleep(0.5)
    return {"seconds": round(time.monotonic() - begun, 1), "MB": most >> 20, "code": process.returncode}


def result_of(out: Path) -> dict[str, Any]:
    """What came out, in an order of its own."""
    stats = json.loads((out / "stats.json").read_text())
    counts = {name: value for name, value in stats["stats"].items() if name != "warnings"}
    rejects = Counter(json.loads(line)["reason"] for line in rows_of(out / "out.jsonl.rejects.jsonl"))
    rows = Counter(map(hash, rows_of(out / "out.jsonl")))
    return {"rows": rows, "rejects": rejects, "counts": counts, "notes": stats["notes"], "kinds": stats["rejects"]}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("records", type=int, nargs="?", default=100_000)
    parser.add_argument("--no-spark", action="store_true")
    parser.add_argument("--kills", type=int, default=10)
    asked = parser.parse_args()
    dump = asked.folder / "dump"
    if dump.exists():
        sys.exit(f"{dump}: is there already")
    made = Made(dump, asked.records, 1)
    size = sum(path.stat().st_size for path in dump.rglob("*") if path.is_file())
    print(f"{made.records:,} records and {made.passed:,} others in {size >> 20} MB", flush=True)
    results = {}
    for engine in ["local", *["spark"] * (not asked.no_spark)]:
        out = asked.folder / engine
        out.mkdir()
        more = ["--engine", "spark", "--master", "local[2]"] if engine == "spark" else []
        print(engine, measured(command(dump, out, *more), out), flush=True)
        results[engine] = result_of(out)
        found = results[engine]
        print(
            f"  {found['rows'].total():,} rows, {found['rejects'].total():,} rejects, notes {found['notes']}",
            flush=True,
        )
        print(f"  rejects {found['kinds']}", flush=True)
    local = results["local"]
    accounted = local["rows"].total() + local["rejects"].total()
    print("records accounted for:", accounted == made.records, accounted, made.records, flush=True)
    for topic in local if "spark" in results else ():
        print(f"{topic} of local and Spark are the same:", local[topic] == results["spark"][topic], flush=True)
    killed = asked.folder / "killed"
    killed.mkdir()
    chance, seconds = random.Random(2), json.loads((asked.folder / "local" / "stats.json").read_text())["seconds"]
    kills = 0
    while True:
        process = subprocess.Popen(command(dump, killed), stderr=subprocess.DEVNULL)
        try:
            process.wait(chance.uniform(0.05, 0.3) * seconds if kills < asked.kills else None)
            break
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
            kills += 1
    names = ("out.jsonl", "removed.jsonl", "out.jsonl.rejects.jsonl")
    same = all((killed / name).read_bytes() == (asked.folder / "local" / name).read_bytes() for name in names)
    print(f"killed {kills} times: same bytes: {same}; same counts: {result_of(killed) == local}", flush=True)


if __name__ == "__main__":
    main()
