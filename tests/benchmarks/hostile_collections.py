"""Public collections of hostile input, run through cleaning: how many inputs each folder holds, and how many break a promise.

python -m tests.benchmarks.hostile_collections FOLDER...

A folder is what an archive of some library's tests unpacks to (`pip download --no-deps --no-binary :all: html5lib`). An input
is each file, each string literal of a Python test, each string of a JSON file, each page of an html5lib `.dat` file, and each
line of a `.txt` file. All are cleaned as page and as text; files of JSON are lines of a dump, too.
"""

from __future__ import annotations

import ast
import json
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from cleaner.engines import batch
from cleaner.engines.base import REJECTS
from cleaner.engines.cleaning import OUTPUT, CleanJob
from cleaner.records.dump import Dump
from cleaner.records.fields import Fields
from cleaner.records.record import MAX_BYTES
from cleaner.ruleset.load import default_rules
from tests.fuzz.targets import decoding, page, text

# A document takes longer only if something is wrong; pages go through three extractors.
SECONDS = 10
FAILED = ("failed", "took longer", "its worker process")
CHECKS: dict[str, Callable[[bytes], None]] = {"decode": decoding, "page": page, "text": text}


def inputs(path: Path) -> Iterator[bytes]:
    """What a file holds: itself, and what stands in it."""
    data = path.read_bytes()
    yield data
    if path.suffix == ".dat":
        for case in data.split(b"#data\n")[1:]:
            yield case.split(b"\n#errors")[0]
    elif path.suffix == ".txt":
        yield from data.splitlines()
    elif path.suffix in (".json", ".test"):
        with suppress(ValueError, RecursionError):
            yield from map(as_bytes, strings(json.loads(data)))
    elif path.suffix == ".py":
        with suppress(ValueError, SyntaxError):
            for node in ast.walk(ast.parse(data)):
                if isinstance(node, ast.Constant) and isinstance(node.value, str | bytes):
                    yield as_bytes(node.value)


def strings(value: object) -> Iterator[str]:
    """All strings in what JSON holds."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        for one in [*value, *value.values()] if isinstance(value, dict) else value:
            yield from strings(one)


def as_bytes(value: str | bytes) -> bytes:
    """A string as UTF-8, lone surrogates included."""
    return value if isinstance(value, bytes) else value.encode("utf-8", "surrogatepass")


def outcome(check: Callable[[bytes], None], data: bytes) -> str:
    """What becomes of an input: "kept" promises, or what breaks one."""
    signal.alarm(SECONDS)
    try:
        check(data)
    except Exception as error:  # of any kind: that is what is counted
        return f"{type(error).__name__}: {error}"[:80]
    finally:
        signal.alarm(0)
    return "kept"


def too_long(*_: object) -> None:
    raise TimeoutError(f"took longer than {SECONDS} s")


def lines_of_a_dump(folder: Path) -> Counter[str]:
    """What becomes of the folder's files of JSON as lines, alone and as the text of a record."""
    files = [path.read_bytes().replace(b"\n", b" ") for path in sorted(folder.rglob("*.json")) if path.is_file()]
    lines = [line for data in files for line in (data, b'{"text": %b}' % data) if line.strip()]
    if not lines:
        return Counter()
    with tempfile.TemporaryDirectory() as name:
        source, output, rejects = (Path(name, f"{part}.jsonl") for part in ("in", OUTPUT, REJECTS))
        source.write_bytes(b"\n".join(lines))
        targets = {OUTPUT: str(output), REJECTS: str(rejects)}
        dump = Dump([str(source)], Fields("text"), MAX_BYTES)
        tally = batch.run_batch(
            dump, CleanJob(default_rules()), targets, None, {}, batch.BatchSettings(timeout=SECONDS)
        )
        reasons = [json.loads(line)["reason"] for line in rejects.open()] if rejects.exists() else []
    failed = [reason for reason in reasons if reason.startswith(FAILED)]
    missing = len(lines) - tally.stats.documents - len(reasons)
    counts = {"kept": len(lines) - len(failed) - missing, "missing": missing}
    return Counter(failed) + Counter(counts)


def main(folders: list[str]) -> None:
    """Print what becomes of all inputs of each folder."""
    signal.signal(signal.SIGALRM, too_long)
    for folder in map(Path, folders):
        start = time.perf_counter()
        found = {data for path in sorted(folder.rglob("*")) if path.is_file() for data in inputs(path)}
        counts = {name: Counter(outcome(check, data) for data in sorted(found)) for name, check in CHECKS.items()}
        counts["line of a dump"] = lines_of_a_dump(folder)
        print(f"{folder.name}: {len(found):,} inputs, {time.perf_counter() - start:.0f} s")
        for name, outcomes in counts.items():
            for what, count in sorted(outcomes.items()):
                print(f"    {name}: {what}: {count:,}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
