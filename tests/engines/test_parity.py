"""One output, whichever engine: direct calls, the kernel that workers map, the Arrow adapter, a pool of processes."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner import clean_html, clean_text, load_rules
from cleaner.engines import batch
from cleaner.engines.arrow import ArrowCleaner
from cleaner.engines.base import REJECTS, outcome_of
from cleaner.engines.cleaning import OUTPUT, REMOVED, CleanJob
from cleaner.records.dump import Dump
from cleaner.records.fields import Fields
from cleaner.records.record import MAX_BYTES, Record
from cleaner.text.fold import well_formed
from tests.strategies import ARTICLES, PAGES

JOB = CleanJob(load_rules(), removed=True)
# A part of a dump holds 256 records.
DOCUMENTS = st.tuples(st.lists(ARTICLES | st.text(), max_size=8), st.lists(PAGES, max_size=4), st.sampled_from([1, 70]))


def expected(texts: list[str], pages: list[str]) -> list[str]:
    """What direct calls give."""
    return [clean_text(text).text for text in texts] + [clean_html(page).text for page in pages]


@given(st.lists(ARTICLES | st.text(), max_size=2), st.lists(PAGES, max_size=1))
def test_the_kernel_and_arrow_give_what_direct_calls_give(texts, pages):
    pages = [page.markup for page in pages]
    wanted = expected(texts, pages)
    records = [*(Record("t", text) for text in texts), *(Record("p", page, page=True) for page in pages)]
    assert [outcome_of(record, JOB).rows[OUTPUT][0].text for record in records] == wanted
    columns = [pa.table({name: pa.array(some, pa.string())}) for name, some in (("text", texts), ("html", pages))]
    rows = [row["text"] for table in columns for row in ArrowCleaner(JOB).table(table)["cleaned"].to_pylist()]
    assert rows == [well_formed(text) for text in wanted]


def run(folder: Path, workers: int) -> list[bytes]:
    """The bytes of all outputs for the dump in a folder."""
    outputs = [folder / f"{name}-{workers}.jsonl" for name in (OUTPUT, REMOVED, REJECTS)]
    targets = dict(zip((OUTPUT, REMOVED, REJECTS), map(str, outputs), strict=True))
    dump = Dump([str(folder / "in.jsonl")], Fields("text", "html"), MAX_BYTES)
    batch.run_batch(dump, JOB, targets, None, {}, batch.BatchSettings(workers=workers))
    return [output.read_bytes() if output.exists() else b"" for output in outputs]


@settings(max_examples=max(2, settings.default.max_examples // 50))  # processes have to start for each
@given(DOCUMENTS)
def test_a_pool_of_any_size_gives_what_direct_calls_give(documents):
    texts, pages, times = documents
    pages = [page.markup for page in pages]
    records = [*({"text": text} for text in texts), *({"html": page} for page in pages)] * times
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "in.jsonl").write_text("".join(json.dumps(record) + "\n" for record in records))
        alone, both = run(folder, 1), run(folder, 2)
    assert alone == both
    assert [json.loads(line)["text"] for line in alone[0].splitlines()] == expected(texts, pages) * times
