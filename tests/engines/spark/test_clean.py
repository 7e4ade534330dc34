"""Cleaning DataFrames: the same as everywhere, whatever becomes of executors."""

from __future__ import annotations

import threading
import time

import psutil
import pytest

from cleaner import InputError, clean_html, clean_text, load_rules
from cleaner.engines import spark
from cleaner.records.fields import Fields
from tests.engines.spark.conftest import PAGES, SPAM

pytestmark = pytest.mark.heavy


@pytest.mark.smoke
def test_documents_removals_and_rejects_are_frames_of_their_own_and_nulls_stay(cluster):
    rows = [(1, f"Rain.\n\n{SPAM}\n", 0.5), (2, None, None), (3, "Sun.", 1.5)]
    made = spark.clean(cluster.createDataFrame(rows, "id int, text string, `a.b` double"))
    version = load_rules().version
    assert sorted(map(tuple, made.documents.collect())) == [
        (1, "Rain.\n", 0.5, None, version),
        (2, None, None, None, version),
        (3, "Sun.", 1.5, None, version),
    ]
    assert made.documents.columns == ["id", "text", "a.b", "title", "rules_version"]
    (removal,) = made.removals.collect()
    assert removal.asDict() == {
        "id": "1",
        "rules": ["disclosure.amazon-associate", "cue.alone", "cue.short"],
        "category": "disclosure",
        "start": 5,
        "end": 63,
        "text": f"\n\n{SPAM}",
        "rules_version": version,
    }
    assert made.rejects.collect() == []
    assert made.rejects.columns == ["id", "text", "a.b", "reason"]


def test_results_are_as_in_json(cluster):
    made = spark.clean(cluster.createDataFrame([(page["html"],) for page in PAGES], "html string")).frame
    for row in made.collect():
        assert row.cleaned.asDict(recursive=True) == clean_html(row.html).to_dict()


def test_options_reach_the_workers(cluster):
    rules = load_rules(disable=["disclosure"])
    frame = cluster.createDataFrame([(f"Rain.\n\n{SPAM}\n", "x")], "story string, text string")
    made = spark.clean(frame, rules=rules, fields=Fields(text="story")).documents.first()
    assert made.asDict() == {
        "story": clean_text(f"Rain.\n\n{SPAM}\n", rules=rules).text,
        "text": "x",
        "title": None,
        "rules_version": rules.version,
    }


def test_frames_without_articles_are_refused_before_any_job(cluster):
    with pytest.raises(InputError, match="no column has the usual name of an article: there are n"):
        spark.clean(cluster.createDataFrame([(1,)], "n int"))


def test_an_executor_that_is_killed_makes_no_difference(cluster):
    pages = [(f"{page['id']}-{n}", page["html"]) for n in range(30) for page in PAGES]
    frame = cluster.createDataFrame(pages, "id string, html string").repartition(12)
    expected = {page["html"]: clean_html(page["html"]).text for page in PAGES}
    rows = []
    worker = threading.Thread(
        target=lambda: rows.extend(spark.clean(frame).frame.select("html", "cleaned.text").collect())
    )
    worker.start()
    tracker, deadline = cluster.sparkContext.statusTracker(), time.monotonic() + 60
    while not _is_half_done(tracker) and worker.is_alive() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert worker.is_alive(), "the job was done before an executor could be killed"
    running = psutil.process_iter(["cmdline"])
    next(p for p in running if any("CoarseGrainedExecutorBackend" in word for word in p.info["cmdline"] or ())).kill()
    worker.join(120)
    assert len(rows) == len(pages)
    assert all(expected[html] == text for html, text in rows)


def _is_half_done(tracker):
    stages = [tracker.getStageInfo(number) for number in tracker.getActiveStageIds()]
    return any(stage.numTasks == 12 and 0 < stage.numCompletedTasks < 9 for stage in stages if stage)
