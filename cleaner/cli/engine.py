"""`--engine`: where a dump is worked on, and what Spark is told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cleaner.cli.declared import option
from cleaner.cli.dump import ReadingOptions, say
from cleaner.engines.cleaning import CleanJob
from cleaner.errors import InputError
from cleaner.learn.count import Learned, Thresholds
from cleaner.records.file import is_url
from cleaner.stats import Tally

if TYPE_CHECKING:
    from cleaner.engines.spark.read import Source

LOCAL, SPARK = "local", "spark"


@dataclass(frozen=True)
class EngineOptions:
    """Where a dump is worked on."""

    engine: str = option(
        "--engine",
        type=click.Choice((LOCAL, SPARK)),
        default=LOCAL,
        help="Processes of this machine, or Spark (extra `spark`): folders of part files out.",
    )
    master: str | None = option(
        "--master", metavar="URL", help="Spark's master (local[4], spark://HOST:7077, yarn, sc://HOST)."
    )
    spark_conf: tuple[str, ...] = option("--spark-conf", metavar="NAME=VALUE", help="A setting of Spark's; repeatable.")

    def __post_init__(self) -> None:
        if (self._settings() or self.master) and not self.is_spark:
            raise click.UsageError("--master and --spark-conf go with --engine spark")

    @property
    def is_spark(self) -> bool:
        """Whether it is not this machine's processes."""
        return self.engine == SPARK

    def _settings(self) -> dict[str, str]:
        return dict(_setting(words) for words in self.spark_conf)

    def source(self, inputs: Sequence[str], outputs: Sequence[str], reading: ReadingOptions) -> Source:
        """The dump as Spark reads it.

        Raises:
            InputError: it cannot be read, or an output is an input.
            CleanerError: Spark does not start.
        """
        from cleaner.engines.spark.read import spark_source
        from cleaner.engines.spark.session import logged, session

        self.check(inputs, outputs)
        context = click.get_current_context()
        log = context.with_resource(logged())
        started = session(self.master, self._settings(), log)
        context.call_on_close(started.stop)
        return spark_source(
            started, inputs, reading.fields(reading.pages, reading.encoding), reading.max_record_bytes, say
        )

    def check(self, inputs: Sequence[str], outputs: Sequence[str]) -> None:
        """Refuse outputs that are inputs.

        Raises:
            InputError: one is.
        """
        own = {Path(name).resolve() for name in inputs if not is_url(name)}
        for name in outputs:
            if not is_url(name) and not own.isdisjoint((Path(name).resolve(), *Path(name).resolve().parents)):
                raise InputError(f"{name}: is an input and would be overwritten")

    def clean(
        self, source: Source, job: CleanJob, targets: Mapping[str, str], *, restart: bool, timeout: float
    ) -> Tally:
        """Clean a dump as Spark reads it, each record within so many seconds."""
        from cleaner.engines.spark.batch import run_on_spark

        return run_on_spark(source, job, targets, restart=restart, timeout=timeout)

    def learn(self, source: Source, thresholds: Thresholds, timeout: float) -> Learned:
        """What a dump teaches, as Spark reads it, each record within so many seconds."""
        from cleaner.engines.spark.learn import collected

        return collected(source.frame, source.reader, thresholds, timeout)


def _setting(words: str) -> tuple[str, str]:
    name, sign, value = words.partition("=")
    if not (name and sign):
        raise click.UsageError(f"--spark-conf {words}: must be NAME=VALUE")
    return name, value
