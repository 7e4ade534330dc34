"""Learning from DataFrames gives what the local engine learns."""

from __future__ import annotations

import pyarrow.parquet as pq
import pytest

from cleaner.engines import spark
from cleaner.engines.arrow import ArrowReader
from cleaner.engines.spark.learn import collected
from cleaner.learn.count import Thresholds
from cleaner.ruleset.learned import LearnedLine
from tests.engines.spark.conftest import PAGES, write_jsonl

pytestmark = [pytest.mark.heavy, pytest.mark.usefixtures("inlined")]

# One site owns most of the dump; two pages of it were scraped twice.
SITES = [("big.example", 60), ("small.example", 8), ("tiny.example", 2)]
TEXTS = [
    {"url": f"https://www.{site}/{n}", "text": f"{'Rain ' * (n + 1)}\nAll about {site} and its owner\nFollow us"}
    for site, count in SITES
    for n in range(count)
]
DUMP = [*PAGES, *TEXTS, *TEXTS[:2], {"url": "https://big.example/none", "text": None}, {"url": None, "text": "Rain."}]


def test_the_same_is_learned_as_locally(cluster, run, tmp_path):
    write_jsonl(tmp_path / "in.jsonl", DUMP)
    result = run("learn", tmp_path / "in.jsonl", "-o", tmp_path / "local.parquet", "--min-pages", 3)
    assert b"learned" in result.stderr
    frame = cluster.createDataFrame(
        [(r["url"], r.get("text"), r.get("html")) for r in DUMP], "url string, text string, html string"
    )
    learned = collected(frame.repartition(5), ArrowReader(), Thresholds(3, 0.1), 60)
    assert learned.lines
    assert list(learned.lines) == [LearnedLine(**row) for row in pq.read_table(tmp_path / "local.parquet").to_pylist()]
    said = f"learned {len(learned.lines):,} lines from {learned.pages:,} pages of {learned.sites:,} sites"
    assert said in result.stderr.decode()


def test_learned_lines_are_a_frame(cluster):
    frame = spark.learn(cluster.createDataFrame([(t["url"], t["text"]) for t in TEXTS], "url string, text string"))
    assert frame.columns == ["site", "line", "fingerprint", "words", "pages", "of"]
    assert {row.site for row in frame.collect()} == {"big.example", "small.example"}


def test_nothing_is_learned_of_nothing(cluster):
    learned = collected(cluster.createDataFrame([], "url string, text string"), ArrowReader(), Thresholds(), 60)
    assert (learned.lines, learned.pages, learned.sites) == ((), 0, 0)
