"""How `cleaner batch` runs: on this machine, as a filter, or on Spark."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from cleaner import __version__
from cleaner.atomic import replace_text
from cleaner.cli import stream
from cleaner.cli.dump import RunOptions, progress_bar, say
from cleaner.cli.engine import SPARK, EngineOptions
from cleaner.engines import batch
from cleaner.engines.base import REJECTS
from cleaner.engines.cleaning import OUTPUT, CleanJob
from cleaner.errors import CleanerError, InputError
from cleaner.learn.count import Learned, Thresholds
from cleaner.learn.write import write_learned
from cleaner.records.completion import Completion
from cleaner.records.dump import Dump
from cleaner.records.fields import Fields
from cleaner.records.file import reason
from cleaner.records.scratch import claim, discard
from cleaner.records.targets import Targets, described, finished, name_beside, unfinished
from cleaner.records.workspace import Workspace
from cleaner.report.counts import run_report
from cleaner.scale import THRESHOLD
from cleaner.stats import Tally

if TYPE_CHECKING:
    from cleaner.engines.spark.read import Source

# So many inputs are named in a report: a shell may write out a pattern as thousands.
_NAMED_INPUTS = 3


@dataclass(frozen=True, slots=True)
class BatchRun:
    """What is to be done.

    Attributes:
        inputs: what is read.
        names: where each output of the job goes.
        job: makes the job, given files of learned rules.
        reading: how the dump is read and worked on.
        thresholds: of learning, if it is wanted.
        report: the page for a browser, if it is wanted.
        stats: the file of the summary, if it is wanted.
        standard: the ending that stands for what is written to standard output.
        begun: when the work began, by the clock that only goes forward.
    """

    inputs: tuple[str, ...]
    names: Mapping[str, str]
    job: Callable[[tuple[str, ...]], CleanJob]
    reading: RunOptions
    thresholds: Thresholds | None
    report: Path | None
    stats: Path | None
    standard: str = batch.LINES
    begun: float = field(default_factory=time.monotonic)

    @property
    def others(self) -> list[Path]:
        """What is written beside the outputs."""
        return [path for path in (self.stats, self.report) if path]

    @property
    def targets(self) -> Targets:
        """The outputs, checked."""
        others = [name for key, name in self.names.items() if key != OUTPUT]
        return Targets(self.names[OUTPUT], [*others, *map(str, self.others)], self.inputs)

    @property
    def learned(self) -> Path:
        """Where goes what is learned."""
        return Path(name_beside(self.names[OUTPUT], ".learned.parquet"))

    def completion(self, task: Mapping[str, str]) -> Completion:
        """What tells whether all is done already."""
        learning = {"learning": str(self.thresholds)} if self.thresholds else {}
        report = [str(self.report)] if self.report else []
        return Completion(finished(self.names[OUTPUT]), {**task, **learning}, [*self.names.values(), *report])

    def save_stats(self, ran: Ran) -> None:
        """Write the summary, if it is wanted.

        Raises:
            InputError: it cannot be written.
        """
        if self.stats is None:
            return
        report = run_report(ran.tally, ran.task, ran.size, time.monotonic() - self.begun)
        try:
            replace_text(self.stats, json.dumps(report, indent=2, ensure_ascii=False) + "\n")
        except OSError as error:
            raise InputError(f"{self.stats}: {reason(error)}") from error

    def task(self, job: CleanJob, version: str) -> Mapping[str, str]:
        """The run in words, and what tells one version of the inputs from another."""
        form = "markdown" if job.markdown else "text"
        return {
            "version of cleaner": __version__,
            "inputs": version,
            "rules": job.rules.version,
            "options": f"threshold {job.threshold}, extractor {job.extractor}, format {form}, links {job.links}, {job.limits}"
            f"{', drop empty' * job.drop_empty}{', only changed' * job.only_changed}{', counts' * job.counts}"
            f"{', meta' * job.meta}{', front matter' * job.front_matter}{', captions' * job.captions}{', images' * job.images}",
            "outputs": described(self.names),
            **self.reading.words,
        }


class Ran(NamedTuple):
    """A run.

    Attributes:
        tally: what was counted.
        task: what it was, in words.
        size: of the dump, in bytes; 0 where that is not known.
        is_earlier: whether it was finished before, and nothing is done now.
    """

    tally: Tally
    task: Mapping[str, str]
    size: int
    is_earlier: bool = False


def here(wanted: BatchRun) -> Ran:
    """Run on this machine."""
    targets = wanted.targets
    dump = wanted.reading.dump(wanted.inputs, targets)
    completion = wanted.completion(wanted.task(wanted.job(()), dump.version))
    if (ran := _earlier(wanted, completion, targets.folder, dump.size)) is not None:
        return ran
    job = wanted.job((_learned_here(wanted, wanted.thresholds, dump, targets),) if wanted.thresholds else ())
    task = wanted.task(job, dump.version)

    def finish(tally: Tally) -> None:
        wanted.save_stats(Ran(tally, task, dump.size))
        completion.note(tally.to_dict())

    with progress_bar(dump.size, "cleaning") as progress:
        options = wanted.reading.engine(progress, ".md" if job.markdown else "", wanted.standard)
        if wanted.report is None:
            tally = batch.run_batch(dump, job, wanted.names, targets.folder, task, options, finish=finish)
        else:
            from cleaner.engines import reporting

            about = _about(wanted.inputs, job)
            tally = reporting.run_reported(
                dump, job, wanted.names, targets.folder, task, options, wanted.report, about, finish
            )
    return Ran(tally, task, dump.size)


def _earlier(wanted: BatchRun, completion: Completion, folder: Path | None, size: int) -> Ran | None:
    """What an earlier run finished, if there is nothing left to do but perhaps the summary."""
    counted = completion.earlier(folder, restart=wanted.reading.restart)
    if counted is None:
        return None
    ran = Ran(Tally.from_dict(counted), completion.task, size, is_earlier=True)
    if wanted.stats is not None and not wanted.stats.exists():
        wanted.save_stats(ran)
    return ran


@contextmanager
def streamed(wanted: BatchRun) -> Iterator[Ran]:
    """Run as a filter; signals wait until the context ends."""
    refused = {"--learn": wanted.thresholds, "--report": wanted.report, "--restart": wanted.reading.restart}
    stream.check_stream(wanted.inputs, wanted.names[OUTPUT], wanted.names.values(), filter(refused.get, refused))
    dump = wanted.reading.dump(wanted.inputs, wanted.targets)
    job = wanted.job(())
    with stream.stream_dump(dump, job, wanted.names, wanted.reading) as tally:
        ran = Ran(tally, wanted.task(job, dump.version), dump.size)
        wanted.save_stats(ran)
        yield ran


def on_spark(wanted: BatchRun, engine: EngineOptions) -> Ran:
    """Run on Spark."""
    if wanted.report is not None:
        raise click.UsageError("--report goes with --engine local")
    outputs = [*wanted.names.values(), *map(str, wanted.others)]
    engine.check(wanted.inputs, outputs)
    folder, restart = unfinished(wanted.names[OUTPUT]), wanted.reading.restart
    if folder is None:
        raise InputError(f"{wanted.names[OUTPUT]}: Spark writes folders")
    version = _version(wanted)
    completion = wanted.completion({**wanted.task(wanted.job(()), version), "engine": SPARK})
    if (ran := _earlier(wanted, completion, folder, 0)) is not None:
        return ran
    source = engine.source(wanted.inputs, outputs, wanted.reading)
    job = wanted.job((_learned_there(wanted, wanted.thresholds, engine, source),) if wanted.thresholds else ())
    task = {**wanted.task(job, version), "engine": f"spark {engine.master or ''}"}
    with Workspace(folder, completion.task, (), restart=restart) as space:
        again = restart or bool(space.state)
        space.commit({"begun": True})
        tally = engine.clean(source, job, wanted.names, restart=again, timeout=wanted.reading.timeout)
        wanted.save_stats(Ran(tally, task, 0))
        completion.note(tally.to_dict())
        space.remove()
    return Ran(tally, task, 0)


def _version(wanted: BatchRun) -> str:
    """What tells one version of the inputs from another; their names where only Spark can reach them."""
    try:
        return Dump(wanted.inputs, Fields(), wanted.reading.max_record_bytes).version
    except CleanerError:
        return ", ".join(wanted.inputs)


def _learned_here(wanted: BatchRun, thresholds: Thresholds, dump: Dump, targets: Targets) -> str:
    """Learn from the dump on this machine, and name the file of what was learned."""
    from cleaner.engines import learning

    if targets.folder is None or dump.is_stream:
        raise InputError("--learn reads the dump twice: it needs inputs that are files and an output that is one")
    claim(targets.folder)
    folder = targets.folder / "learn"
    if wanted.reading.restart:
        discard(folder)
    task = {"version of cleaner": __version__, "inputs": dump.version, **wanted.reading.words}
    with progress_bar(dump.size, "learning") as progress:
        rejects = str(folder / f"{REJECTS}.jsonl")  # the same records are rejected again when they are to be cleaned
        options = wanted.reading.engine(progress)
        learned, _ = learning.run_learning(dump, wanted.learned, rejects, thresholds, folder, task, options)
    return _said(learned, wanted.learned)


def _learned_there(wanted: BatchRun, thresholds: Thresholds, engine: EngineOptions, source: Source) -> str:
    """Learn from the dump on Spark, and name the file of what was learned."""
    learned = engine.learn(source, thresholds, wanted.reading.timeout)
    write_learned(learned, wanted.learned)
    return _said(learned, wanted.learned)


def _said(learned: Learned, path: Path) -> str:
    say(f"{learned.words}, see {path}")
    return str(path)


def _about(inputs: tuple[str, ...], job: CleanJob) -> Mapping[str, str]:
    """What the head of a report says of the run."""
    more = f" and {len(inputs) - _NAMED_INPUTS:,} more" if len(inputs) > _NAMED_INPUTS else ""
    return {
        "Inputs": ", ".join(inputs[:_NAMED_INPUTS]) + more,
        "Rules": f"{len(job.rules.rules):,}, version {job.rules.version}",
        "Threshold": f"{job.threshold or THRESHOLD:g}",
        "cleaner": __version__,
    }
