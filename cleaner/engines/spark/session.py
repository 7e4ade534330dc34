"""Session: Spark started with what cleaning needs, or a word on why it cannot be."""

from __future__ import annotations

import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cleaner.engines.spark.faults import one_line
from cleaner.errors import CleanerError, InputError, MissingExtraError
from cleaner.extras import require
from cleaner.records.part import PART_RECORDS

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

EXTRA = "spark"
_LOCAL_MEMORY = "2g"
_REMOTE = "sc://"
_ATTEMPTS = 4


def session(master: str | None = None, conf: Mapping[str, str] | None = None, log: Path | None = None) -> SparkSession:
    """A session, or the one that there is. A task is tried four times, on one machine too, unless a setting says otherwise.

    Args:
        master: where Spark runs, such as `local[4]`, `spark://HOST:7077`, `yarn`, `sc://HOST`; None: as the environment says.
        conf: Spark's settings by name.
        log: the file that takes what a Java process says which is started here; None: it goes to standard error.

    Raises:
        MissingExtraError: PySpark is not installed.
        CleanerError: there is no Java, or Spark does not start.
    """
    sql = require("pyspark.sql", EXTRA)
    is_remote = (master or os.environ.get("SPARK_REMOTE", "")).startswith(_REMOTE)
    if not is_remote and _java() is None:
        raise CleanerError("Spark needs Java 17 or newer: apt-get install openjdk-17-jre-headless, or set JAVA_HOME")
    if not is_remote:
        master = _with_retries(master, conf or {})
    if _is_local(master) and not is_remote:
        # Spark's own guess is the first python3 of the path, which is not that of a virtual environment not activated.
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = sql.SparkSession.builder.appName("cleaner")
    if master is not None:
        builder = builder.remote(master) if is_remote else builder.master(master)
    rows = str(PART_RECORDS)  # pages are large: of Spark's usual thousands a batch would take a gigabyte
    usual = {
        "spark.sql.execution.arrow.maxRecordsPerBatch": rows,
        "spark.sql.parquet.columnarReaderBatchSize": rows,
        "spark.sql.inMemoryColumnarStorage.batchSize": rows,
        "spark.log.level": "ERROR",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": str(sys.stderr.isatty()).lower(),
    }
    if master is not None and master.partition("[")[0] == "local":
        usual["spark.driver.memory"] = _LOCAL_MEMORY  # the driver does the work here
    for name, value in {**usual, **(conf or {})}.items():
        builder = builder.config(name, value)
    try:
        with _said_to(log):
            return builder.getOrCreate()
    except Exception as error:  # of many kinds: no such master, no port, no memory
        raise CleanerError(f"Spark does not start: {one_line(error)}") from error


@contextmanager
def logged() -> Iterator[Path]:
    """A file for what Spark says. It stays where the work in here fails, and the error names it.

    Raises:
        CleanerError: as the work in here does.
    """
    number, name = tempfile.mkstemp(prefix="cleaner-spark-", suffix=".log")
    os.close(number)
    path = Path(name)
    try:
        yield path
    except CleanerError as error:
        if isinstance(error, InputError | MissingExtraError) or not path.stat().st_size:
            path.unlink()
            raise
        raise CleanerError(f"{error}; Spark's own words are in {path}") from error
    except BaseException:
        path.unlink()
        raise
    path.unlink()


@contextmanager
def _said_to(log: Path | None) -> Iterator[None]:
    """Processes that are started in here have a file as their standard output and error."""
    if log is None:
        yield
        return
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    held = [os.dup(number) for number in (1, 2)]
    with log.open("ab") as file:
        for number in (1, 2):
            os.dup2(file.fileno(), number)
    try:
        yield
    finally:
        for number, before in zip((1, 2), held, strict=True):
            os.dup2(before, number)
            os.close(before)


def _with_retries(master: str | None, conf: Mapping[str, str]) -> str | None:
    """A master; on one machine, where Spark tries each task once only, with the retries that it has elsewhere."""
    told = any(name in os.environ for name in ("PYSPARK_GATEWAY_PORT", "SPARK_CONF_DIR", "SPARK_HOME", "SPARK_REMOTE"))
    if master is None:
        master = None if told or "spark.master" in conf else "local[*]"
    found = re.fullmatch(r"local(?:\[(\d+|\*)\])?", master or "")
    return f"local[{found[1] or 1},{conf.get('spark.task.maxFailures', _ATTEMPTS)}]" if found else master


def _is_local(master: str | None) -> bool:
    """Whether workers run on this machine; `spark-submit`, which sets a port, may have set another master."""
    return "PYSPARK_GATEWAY_PORT" not in os.environ if master is None else master.startswith("local")


def _java() -> str | None:
    home = os.environ.get("JAVA_HOME")
    return shutil.which("java", path=str(Path(home) / "bin")) if home else shutil.which("java")


def functions() -> Any:
    """Spark's functions over columns."""
    return require("pyspark.sql.functions", EXTRA)
