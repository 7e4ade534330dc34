"""Ray Data: a class for `map_batches(..., batch_format="pyarrow")` that cleans rows; each actor loads the rules once."""

from __future__ import annotations

from typing import Any, Unpack

from cleaner.engines.arrow import ArrowCleaner, ArrowReader
from cleaner.engines.cleaning import CleanJob
from cleaner.extras import require
from cleaner.integrations.step import RecordOptions, step_and_fields

require("ray.data", "ray")


class CleanerActor:
    """Adds to tables the columns of `ArrowCleaner`: the whole result, whatever option `details` is, or why there is none.

    Used as `dataset.map_batches(CleanerActor, batch_format="pyarrow", compute=ray.data.ActorPoolStrategy(size=2))`.
    """

    def __init__(self, **options: Unpack[RecordOptions]) -> None:
        """A function that cleans tables; give its options as `fn_constructor_kwargs`.

        Raises:
            RuleError: the rules cannot be used.
            InputError: another option cannot.
        """
        step, fields = step_and_fields(options)
        step.prepare()
        self.cleaner = ArrowCleaner(
            CleanJob(step.ruleset, step.threshold, step.extractor, captions=step.captions), ArrowReader(fields)
        )

    def __call__(self, table: Any) -> Any:
        """The table with its result columns.

        Raises:
            InputError: none of the columns is an article, or a result column is there already.
        """
        return self.cleaner.table(table)
