"""Records that end their Python worker, or hang in it: found, named and rejected, while all others are cleaned."""

from __future__ import annotations

import json
import os
import signal
from dataclasses import dataclass

import pytest

from cleaner import load_rules
from cleaner.engines.base import REJECTS
from cleaner.engines.cleaning import OUTPUT, CleanJob
from cleaner.engines.spark.batch import run_on_spark
from cleaner.engines.spark.read import spark_source
from cleaner.records.fields import Fields
from tests.conftest import assert_one_line_error, need, need_java
from tests.engines.drive import ended, run, start, wait_until
from tests.engines.jobs import act
from tests.engines.spark.conftest import read_jsonl, write_jsonl

pytestmark = pytest.mark.heavy

SECONDS = 5.0
REASONS = {
    "!segfault": "its worker process died of it (Segmentation fault)",
    "!kill": "its worker process died of it (ended, killed, or out of memory)",
    "!backtrack": f"took longer than {SECONDS:g} s",
}


@dataclass(frozen=True, slots=True)
class ActingJob(CleanJob):
    """Does what records say before it cleans them."""

    def clean(self, record):
        act(record.text)
        return super(ActingJob, self).clean(record)


def test_records_that_end_or_block_their_worker_are_named_and_the_others_cleaned(cluster, tmp_path):
    texts = ["Rain.", *REASONS, "Sun."]
    write_jsonl(tmp_path / "in.jsonl", [{"id": n, "text": text} for n, text in enumerate(texts)])
    targets = {OUTPUT: str(tmp_path / "out.jsonl"), REJECTS: str(tmp_path / "rejects.jsonl")}
    source = spark_source(cluster, [str(tmp_path / "in.jsonl")], Fields(), 1 << 24)
    tally = run_on_spark(source, ActingJob(load_rules()), targets, restart=False, timeout=SECONDS)
    assert [row["text"] for row in read_jsonl(tmp_path / "out.jsonl")] == ["Rain.", "Sun."]
    rejects = read_jsonl(tmp_path / "rejects.jsonl")
    places = {f"{tmp_path}/in.jsonl:{n}": reason for n, reason in enumerate(REASONS.values(), 2)}
    assert {row["source"]: row["reason"] for row in rejects} == places
    assert tally.rejected == len(REASONS)


def test_a_run_that_was_killed_goes_on_with_the_same_command_and_is_then_done(tmp_path):
    need("spark", "pyspark")
    need_java()
    write_jsonl(tmp_path / "in.jsonl", [{"text": "Rain."}])
    args = ("batch", "in.jsonl", "-o", "out.jsonl", "--engine", "spark", "--master", "local[1]", "--stats", "s.json")
    killed = start(*args, cwd=tmp_path)
    wait_until((tmp_path / "out.jsonl.partial" / "checkpoint.json").exists, 120)
    os.killpg(killed.pid, signal.SIGKILL)
    ended(killed)
    (tmp_path / "out.jsonl").mkdir(exist_ok=True)  # as a job leaves it that fails while it writes
    result = run(*args, cwd=tmp_path)
    assert result.returncode == 0, result.stderr
    assert result.stderr.splitlines()[0].startswith(b"cleaned 1 documents"), "Java is heard"
    assert read_jsonl(tmp_path / "out.jsonl")[0]["text"] == "Rain."
    assert json.loads((tmp_path / "s.json").read_text())["stats"]["documents"] == 1
    again = run(*args, cwd=tmp_path)
    assert (again.returncode, again.stderr) == (0, b"out.jsonl: already done; --restart does it again\n")
    assert sorted(path.name for path in tmp_path.iterdir()) == [".out.jsonl.done", "in.jsonl", "out.jsonl", "s.json"]
    assert_one_line_error(run(*args, "--threshold", 3, cwd=tmp_path), "out.jsonl: is there already; --restart")
