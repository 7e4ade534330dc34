"""How the report of a run grows with its documents: the time to make it, memory, its size, and the time that Chromium takes to open it.

    python -m tests.benchmarks.report_page ARTICLES.jsonl --documents 10000 1000000

ARTICLES is JSON Lines with a field `text` or `html`; its records are cleaned once and stand for as many documents as are asked for.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from cleaner import clean_html, clean_text
from cleaner.report.html.batch import batch_page
from cleaner.report.html.document import RunPlace, document_row
from cleaner.ruleset.load import default_rules
from cleaner.stats import Stats, Tally

_SITES = 5000


def cleaned(path: Path) -> list[tuple[dict[str, Any], Stats]]:
    """A row of the report for every article, and its counts."""
    rules, rows = default_rules(), []
    with path.open(encoding="utf-8") as file:
        for record in map(json.loads, file):
            result = clean_html(record["html"]) if "html" in record else clean_text(record["text"])
            place = RunPlace("", str(record.get("id", "")), record.get("url"), result.title)
            rows.append((document_row(place, result, rules), result.stats))
    return rows


def repeated(rows: list[tuple[dict[str, Any], Stats]], count: int, tally: Tally) -> Iterator[dict[str, Any]]:
    """So many rows, each with a place of its own, read as from a file."""
    texts = [(json.dumps(row), stats) for row, stats in rows]
    for number in range(count):
        text, stats = texts[number % len(texts)]
        tally.add(stats)
        yield {**json.loads(text), "source": f"in.jsonl:{number}", "site": f"site-{number * 7 % _SITES}.example"}


def opened(path: Path) -> float:
    """Seconds until Chromium has opened a page, its script run and all of it drawn."""
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=shutil.which("chromium"), args=arguments)
        page = browser.new_page()
        page.goto("about:blank")
        start = time.perf_counter()
        page.goto(path.as_uri())
        page.evaluate("new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))")
        seconds = time.perf_counter() - start
        browser.close()
    return seconds


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("articles", type=Path)
    parser.add_argument("--documents", type=int, nargs="+", default=[10_000, 1_000_000])
    options = parser.parse_args()
    rows = cleaned(options.articles)
    print(f"{'documents':>10} {'made in s':>10} {'memory MB':>10} {'page MB':>8} {'opened in s':>12}")
    with tempfile.TemporaryDirectory() as folder:
        for count in options.documents:
            tally, start = Tally(), time.perf_counter()
            page = batch_page(repeated(rows, count, tally), tally, default_rules(), {})
            seconds = time.perf_counter() - start
            memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
            path = Path(folder) / "report.html"
            path.write_text(page, encoding="utf-8")
            size = path.stat().st_size / 1e6
            print(f"{count:>10,} {seconds:>10.1f} {memory:>10.0f} {size:>8.2f} {opened(path):>12.2f}", flush=True)


if __name__ == "__main__":
    main()
