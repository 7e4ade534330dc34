"""How `cleaner batch` does on dumps of growing size: time, memory, what more workers gain, what is lost around the cleaning.

    python -m tests.benchmarks.dump_scaling ARTICLES.jsonl --sizes 100 500 2000

ARTICLES is JSON Lines with a field `text`; its records are repeated, each with a number of its own, up to the sizes (MB).
"""

from __future__ import annotations

import argparse
import itertools
import json
import sys
import tempfile
import time
from pathlib import Path

from cleaner import clean_text
from tests.benchmarks.watched import run

_SAMPLE_MB = 30


def write_dump(articles: list[dict[str, str]], path: Path, megabytes: int) -> None:
    """Repeat the articles up to a size."""
    size = 0
    with path.open("w", encoding="utf-8") as file:
        for number in itertools.count():
            article = articles[number % len(articles)]
            url = f"https://site-{number % 200}.example/{number}"
            size += file.write(
                json.dumps({"id": number, "url": url, "text": f"{article['text']}\n\nNo. {number}\n"}) + "\n"
            )
            if size >= megabytes * 1e6:
                return


def cleaning_alone(path: Path) -> float:
    """Seconds of processor that cleaning a MB of the dump's lines takes, with nothing around it."""
    records, size = [], 0
    with path.open(encoding="utf-8") as file:
        for line in file:
            records.append(json.loads(line))
            size += len(line)
            if size >= _SAMPLE_MB * 1e6:
                break
    clean_text(records[0]["text"])
    start = time.process_time()
    for record in records:
        clean_text(record["text"], url=record["url"])
    return (time.process_time() - start) / size * 1e6


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("articles", type=Path)
    parser.add_argument("--sizes", type=int, nargs="+", default=[100, 500, 2000])
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--folder", type=Path, default=None)
    options = parser.parse_args()
    articles = [json.loads(line) for line in options.articles.read_text(encoding="utf-8").splitlines()]
    print(f"{'MB':>6} {'workers':>8} {'seconds':>8} {'MB/s':>6} {'memory MB':>10} {'gain':>6} {'over cleaning':>14}")
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        for megabytes in options.sizes:
            dump = Path(folder) / "dump.jsonl"
            write_dump(articles, dump, megabytes)
            alone = cleaning_alone(dump) * megabytes
            first = 0.0
            for workers in options.workers:
                out = Path(folder) / "out.jsonl"
                command = [
                    sys.executable,
                    "-m",
                    "cleaner",
                    "batch",
                    str(dump),
                    "-o",
                    str(out),
                    "--workers",
                    str(workers),
                ]
                watched = run(command)
                if watched.code > 1:
                    sys.exit(watched.error)
                first = first or watched.seconds * workers
                print(
                    f"{megabytes:>6} {workers:>8} {watched.seconds:>8.1f} {megabytes / watched.seconds:>6.1f} "
                    f"{watched.megabytes:>10.0f} {first / watched.seconds:>5.2f}x "
                    f"{watched.seconds * workers / alone - 1:>13.1%}",
                    flush=True,
                )


if __name__ == "__main__":
    main()
