"""Spark in local-cluster mode: executors are processes of their own, as on other machines."""

from __future__ import annotations

import json

import pytest

from tests.conftest import FIXTURES, ROOT, need, need_java

PAGES = [
    {"id": path.parent.name, "url": f"https://example.org/{path.parent.name}", "html": path.read_text(encoding="utf-8")}
    for path in sorted((FIXTURES / "articles").glob("page-*/input.html"))
]
SPAM = "As an Amazon Associate I earn from qualifying purchases."


@pytest.fixture(scope="session")
def cluster():
    """A session with two executors; without Java or PySpark tests are skipped, but fail where CI is set."""
    need("spark", "pyspark")
    need_java()
    from cleaner.engines import spark

    conf = {
        "spark.executorEnv.PYTHONPATH": str(ROOT),  # for jobs of these tests
        "spark.sql.shuffle.partitions": "4",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
    }
    started = spark.session("local-cluster[2,1,1024]", conf)
    yield started
    started.stop()


def write_jsonl(path, rows):
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


def read_jsonl(path):
    files = sorted(path.glob("part-*")) if path.is_dir() else [path]
    lines = (line for file in files for line in file.read_text(encoding="utf-8").split("\n"))
    return [json.loads(line) for line in lines if line]
