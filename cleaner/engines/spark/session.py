"""Session: Spark started with what cleaning needs, or a word on why it cannot be."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cleaner.errors import CleanerError
from cleaner.extras import require

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

EXTRA = "spark"
# Pages are large: of Spark's usual thousands a batch would take a gigabyte.
_ROWS_A_BATCH = 256
_LOCAL_MEMORY = "2g"
_REMOTE = "sc://"
_CALLING = "An error occurred while calling"
# What is raised where there is no Java process any more.
_LOST = ("Py4JNetworkError", "ConnectionRefusedError", "ConnectionResetError")


def session(master: str | None = None, conf: Mapping[str, str] | None = None) -> SparkSession:
    """A session, or the one that there is.

    Args:
        master: where Spark runs, such as `local[4]`, `spark://HOST:7077`, `yarn`, `sc://HOST`; None: as the environment says.
        conf: Spark's settings by name.

    Raises:
        MissingExtraError: PySpark is not installed.
        CleanerError: there is no Java, or Spark does not start.
    """
    sql = require("pyspark.sql", EXTRA)
    is_remote = (master or os.environ.get("SPARK_REMOTE", "")).startswith(_REMOTE)
    if not is_remote and _java() is None:
        raise CleanerError("Spark needs Java 17 or newer: apt-get install openjdk-17-jre-headless, or set JAVA_HOME")
    builder = sql.SparkSession.builder.appName("cleaner")
    if master is not None:
        builder = builder.remote(master) if is_remote else builder.master(master)
    usual = {
        "spark.sql.execution.arrow.maxRecordsPerBatch": str(_ROWS_A_BATCH),
        "spark.sql.parquet.columnarReaderBatchSize": str(_ROWS_A_BATCH),
        "spark.sql.inMemoryColumnarStorage.batchSize": str(_ROWS_A_BATCH),
        "spark.log.level": "ERROR",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": str(sys.stderr.isatty()).lower(),
    }
    if master is not None and master.startswith("local["):
        usual["spark.driver.memory"] = _LOCAL_MEMORY  # the driver does the work here
    for name, value in {**usual, **(conf or {})}.items():
        builder = builder.config(name, value)
    try:
        return builder.getOrCreate()
    except Exception as error:  # of many kinds: no such master, no port, no memory
        raise CleanerError(f"Spark does not start: {told(error)}") from error


def told(error: BaseException) -> str:
    """An error of Spark's in one line: for one in a Python worker the last line of its traceback."""
    if type(error).__name__ in _LOST:
        return "the Java process of Spark's driver has ended, perhaps for want of memory (spark.driver.memory)"
    lines = [line.strip() for line in str(error).split("\nJVM stacktrace")[0].splitlines() if line.strip()]
    python = next((n for n, line in enumerate(lines) if line.startswith("Traceback")), None)
    if python is not None:
        ends = [line for line in lines[python:] if not line.startswith(("File ", "at ", "^", "~"))]
        named = [line for line in ends if line.partition(":")[0].rpartition(".")[2].endswith(("Error", "Exception"))]
        return named[0] if named else lines[python - 1]
    if len(lines) > 1 and lines[0].startswith(_CALLING):
        lines = lines[1:]
    return lines[0].lstrip(": ") if lines else type(error).__name__


def _java() -> str | None:
    home = os.environ.get("JAVA_HOME")
    return shutil.which("java", path=str(Path(home) / "bin")) if home else shutil.which("java")


def functions() -> Any:
    """Spark's functions over columns."""
    return require("pyspark.sql.functions", EXTRA)
