"""What Spark costs over the local engine: the same dump, by two local workers and by Spark's local[2].

    python -m tests.benchmarks.spark_cost ARTICLES.jsonl.gz --megabytes 500 --form warc

ARTICLES is JSON Lines with a field `html`; its pages are repeated, each with an address of its own, up to the size, in eight files.
"""

from __future__ import annotations

import argparse
import gzip
import itertools
import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pyarrow
import pyarrow.parquet

from tests.benchmarks.watched import run
from tests.records.archives import write_warc

_FILES = 8
_AT_ONCE = 200


def pages(articles: Path, megabytes: int) -> Iterator[dict[str, str]]:
    """Pages up to a size."""
    with gzip.open(articles, "rt", encoding="utf-8") as file:
        held = [json.loads(line)["html"] for line in file]
    size = 0
    for number in itertools.count():
        html = held[number % len(held)]
        yield {"id": f"page-{number}", "url": f"https://site-{number % 500}.example/{number}", "html": html}
        size += len(html)
        if size >= megabytes * 1e6:
            return


def write_dump(articles: Path, megabytes: int, form: str, folder: Path) -> None:
    """The pages in files of a format."""
    files = [[*itertools.islice(pages(articles, megabytes), number, None, _FILES)] for number in range(_FILES)]
    for number, rows in enumerate(files):
        if form == "warc":
            write_warc(folder / f"{number}.warc.gz", rows)
        elif form == "parquet":
            table = pyarrow.Table.from_pylist(rows)
            pyarrow.parquet.write_table(table, folder / f"{number}.parquet", row_group_size=_AT_ONCE)
        else:
            text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
            (folder / f"{number}.jsonl").write_text(text, encoding="utf-8")


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("articles", type=Path)
    parser.add_argument("--megabytes", type=int, default=500)
    parser.add_argument("--form", choices=["warc", "parquet", "jsonl"], default="warc")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "in").mkdir()
        write_dump(options.articles, options.megabytes, options.form, folder / "in")
        batch = [sys.executable, "-m", "cleaner", "batch", str(folder / "in")]
        ending = "parquet" if options.form == "warc" else options.form
        local = run([*batch, "-o", str(folder / f"local.{ending}"), "--workers", "2"])
        spark = run([*batch, "-o", str(folder / f"spark.{ending}"), "--engine", "spark", "--master", "local[2]"])
        print("engine             seconds  processor s  memory MB  ratio")
        for title, seen in (("local, 2 workers", local), ("spark local[2]", spark)):
            if seen.code:
                sys.exit(f"{title}: {seen.error}")
            ratio = seen.seconds / local.seconds
            print(f"{title:17} {seen.seconds:8.1f} {seen.processor:12.1f} {seen.megabytes:10,.0f}  {ratio:.2f}")


if __name__ == "__main__":
    main()
