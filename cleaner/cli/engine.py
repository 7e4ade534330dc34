"""`--engine`: where a dump is worked on, and what Spark is told."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from cleaner.cli.dump import DumpOptions, say
from cleaner.engines.cleaning import CleanJob
from cleaner.errors import InputError
from cleaner.learn.count import Learned, Thresholds
from cleaner.records.file import is_url
from cleaner.stats import Tally

if TYPE_CHECKING:
    from cleaner.engines.spark.read import Source

F = TypeVar("F", bound=Callable[..., Any])

LOCAL, SPARK = "local", "spark"


@dataclass(frozen=True, slots=True)
class Engine:
    """Where a dump is worked on.

    Attributes:
        name: LOCAL or SPARK.
        master: Spark's, if it is not as the environment says.
        conf: Spark's settings.
    """

    name: str
    master: str | None
    conf: Mapping[str, str]

    @property
    def is_spark(self) -> bool:
        """Whether it is not this machine's processes."""
        return self.name == SPARK

    def source(self, inputs: Sequence[str], outputs: Sequence[str], reading: DumpOptions, pages: bool | None) -> Source:
        """The dump as Spark reads it.

        Raises:
            InputError: it cannot be read, or an output is an input.
            CleanerError: Spark does not start.
        """
        from cleaner.engines.spark.read import read
        from cleaner.engines.spark.session import session

        own = {Path(name).resolve() for name in inputs if not is_url(name)}
        for name in outputs:
            if not is_url(name) and not own.isdisjoint((Path(name).resolve(), *Path(name).resolve().parents)):
                raise InputError(f"{name}: is an input and would be overwritten")
        fields = replace(reading.names, pages=pages)
        started = session(self.master, self.conf)
        click.get_current_context().call_on_close(started.stop)
        return read(started, inputs, fields, reading.max_record_bytes, say)

    def clean(self, source: Source, job: CleanJob, targets: Mapping[str, str], *, restart: bool) -> Tally:
        """Clean a dump as Spark reads it."""
        from cleaner.engines.spark.batch import run

        return run(source, job, targets, restart=restart)

    def learn(self, source: Source, thresholds: Thresholds) -> Learned:
        """What a dump teaches, as Spark reads it."""
        from cleaner.engines.spark.learn import collected

        return collected(source.frame, source.reader, thresholds)


def engine_options(function: F) -> F:
    """`--engine`, `--master`, `--spark-conf`, as one argument `engine`."""

    @wraps(function)
    def collected(*args: Any, engine: str, master: str | None, spark_conf: tuple[str, ...], **kwargs: Any) -> Any:
        conf = dict(_setting(words) for words in spark_conf)
        if engine != SPARK and (master or conf):
            raise click.UsageError("--master and --spark-conf go with --engine spark")
        return function(*args, engine=Engine(engine, master, conf), **kwargs)

    decorated: Any = collected
    for option in (
        click.option("--spark-conf", multiple=True, metavar="NAME=VALUE", help="A setting of Spark's; repeatable."),
        click.option("--master", metavar="URL", help="Spark's master (local[4], spark://HOST:7077, yarn, sc://HOST)."),
        click.option(
            "--engine",
            type=click.Choice((LOCAL, SPARK)),
            default=LOCAL,
            help="Processes of this machine, or Spark (extra `spark`): .parquet, .jsonl and .warc in, folders of part files out.",
        ),
    ):
        decorated = option(decorated)
    return decorated  # type: ignore[no-any-return]  # click's decorators keep the function's type in name only


def _setting(words: str) -> tuple[str, str]:
    name, sign, value = words.partition("=")
    if not (name and sign):
        raise click.UsageError(f"--spark-conf {words}: must be NAME=VALUE")
    return name, value
