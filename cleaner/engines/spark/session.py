"""Session: Spark started with what cleaning needs, or a word on why it cannot be."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cleaner.engines.spark.faults import told
from cleaner.errors import CleanerError
from cleaner.extras import require
from cleaner.records.part import PART_RECORDS

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

EXTRA = "spark"
_LOCAL_MEMORY = "2g"
_REMOTE = "sc://"


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
        return builder.getOrCreate()
    except Exception as error:  # of many kinds: no such master, no port, no memory
        raise CleanerError(f"Spark does not start: {told(error)}") from error


def _is_local(master: str | None) -> bool:
    """Whether workers run on this machine; `spark-submit`, which sets a port, may have set another master."""
    return "PYSPARK_GATEWAY_PORT" not in os.environ if master is None else master.startswith("local")


def _java() -> str | None:
    home = os.environ.get("JAVA_HOME")
    return shutil.which("java", path=str(Path(home) / "bin")) if home else shutil.which("java")


def functions() -> Any:
    """Spark's functions over columns."""
    return require("pyspark.sql.functions", EXTRA)
