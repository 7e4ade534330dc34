"""A job over a dump, from inputs to finished outputs: parts to workers, what they made to the workspace, in order."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from cleaner.engines import local
from cleaner.engines.base import REJECTS, RecordJob
from cleaner.engines.worker import WorkerTask
from cleaner.records import standard
from cleaner.records.dump import Dump
from cleaner.records.file import STANDARD
from cleaner.records.formats import output_of
from cleaner.records.part import Position
from cleaner.records.record import RecordMark
from cleaner.records.workspace import Workspace
from cleaner.stats import Tally

# A killed run does again what it did since its last checkpoint, so seldom enough not to cost anything.
_CHECKPOINT_EVERY = 1.0  # seconds

LINES = ".jsonl"
Progress = Callable[[int, Tally], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchSettings:
    """How a job is run; what it makes does not depend on these, save that a short `timeout` rejects more.

    Attributes:
        workers: how many processes work.
        timeout: seconds for a record.
        restart: whether to begin anew what an earlier run has left unfinished.
        texts_ending: the ending of files in an output folder; empty: as their input's.
        standard: the ending that stands for what is written to standard output; all but JSON Lines is written at the end.
        progress: told now and then how many bytes of the dump were read, and what was counted.
    """

    workers: int = 1
    timeout: float = 30.0
    restart: bool = False
    texts_ending: str = ""
    standard: str = LINES
    progress: Progress = lambda read, tally: None  # noqa: ARG005


def run_batch(
    dump: Dump,
    job: RecordJob,
    targets: Mapping[str, str],
    folder: Path | None,
    task: Mapping[str, str],
    options: BatchSettings,
    *,
    finish: Callable[[Tally], None] = lambda tally: None,  # noqa: ARG005
    keep: bool = False,
) -> Tally:
    """Do a job with every record of a dump, and finish the outputs.

    Args:
        dump: the records.
        job: what is done.
        targets: where each output of the job goes, by its name: a file, a folder, a URL, or `-`.
        folder: where unfinished outputs stand and a later run goes on; None: nothing can be gone on with.
        task: what the run is to do, in words by topic; other words than those of the run that is gone on with are refused.
        options: how.
        finish: what is still done when all outputs are in their places, before the folder goes; done again after a kill.
        keep: whether the folder stays, so that a later run finds all done.

    Raises:
        InputError: an input cannot be read at all, an output cannot be written, or the folder was begun for another task.
        CleanerError: worker processes die before they begin.

    Returns:
        What was counted, earlier runs included.
    """
    outputs = {
        name: output_of(target, options.texts_ending, options.standard * (target == STANDARD))
        for name, target in targets.items()
    }
    spooled = [name for name, target in targets.items() if target != STANDARD or options.standard != LINES]
    with ExitStack() as stack:
        path = folder or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="cleaner-")))
        restart = options.restart or dump.is_stream
        space = stack.enter_context(Workspace(path, task, spooled, restart=restart))
        tally = Tally.from_dict(space.state["tally"]) if space.state else Tally()
        if not space.is_complete:
            position, read = _position(space)
            work = WorkerTask(job, outputs, options.timeout)
            if not space.state:
                for words, count in dump.passed.items():
                    tally.note(words, count)
            results = local.run_local(dump.parts(position), work, path, options.workers)
            with _committing(space, tally, position, read) as commit, closing(results):
                for part, done in results:
                    for name, data in done.data.items():
                        if name in spooled:
                            space.append(name, data)
                        else:
                            standard.write_standard(data)
                    tally.update(done.tally)
                    commit(part.after, part.read)
                    options.progress(part.read, tally)
        for name in spooled:
            if name != REJECTS or tally.rejected:
                space.deliver(name, outputs[name], targets[name])
        finish(tally)
        if not keep:
            space.remove()
    return tally


def _position(space: Workspace) -> tuple[Position, int]:
    """Where an earlier run got to, and how much it had read."""
    file, number, offset, read = space.state.get("position", (0, 0, 0, 0))
    return Position(file, RecordMark(number, offset)), read


@contextmanager
def _committing(
    space: Workspace, tally: Tally, position: Position, read: int
) -> Iterator[Callable[[Position, int], None]]:
    """Checkpoints now and then, between two parts only, and a last one when all parts are done."""
    last, here = time.monotonic(), (position, read)

    def save(*, complete: bool = False) -> None:
        (file, mark), done = here
        space.commit({"position": [file, *mark, done], "tally": tally.to_dict(), "complete": complete})

    def commit(after: Position, so_far: int) -> None:
        nonlocal last, here
        here = after, so_far
        if time.monotonic() - last >= _CHECKPOINT_EVERY:
            save()
            last = time.monotonic()

    yield commit
    save(complete=True)
