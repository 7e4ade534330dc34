"""Ray Data: cleaning as one call, or as a class for `map_batches(..., batch_format="pyarrow")`; an actor loads the rules once."""

from __future__ import annotations

from typing import Any, Unpack

from cleaner.engines.arrow import ERROR, ArrowCleaner, ArrowReader
from cleaner.engines.cleaning import CleanJob
from cleaner.errors import InputError
from cleaner.extras import require
from cleaner.integrations.options import DROP, RAISE, RecordOptions, takes_options
from cleaner.integrations.step import Step, step_and_fields

require("ray.data", "ray")


def clean_dataset(dataset: Any, *, actors: int | tuple[int, int] = 1, **options: Unpack[RecordOptions]) -> Any:
    """A dataset with the columns of `ArrowCleaner`, lazily.

    Args:
        dataset: a `ray.data.Dataset`.
        actors: how many processes clean, or how few and how many.
        options: see `RecordOptions`; they are tried here, before any actor begins.

    Raises:
        TypeError: there is no such option.
        RuleError: the rules cannot be used.
        InputError: another option cannot.
    """
    step_and_fields(options)
    return dataset.map_batches(
        CleanerActor, fn_constructor_kwargs={**options}, batch_format="pyarrow", concurrency=actors
    )


@takes_options(Step, of_records=True)
class CleanerActor:
    """Adds to tables the columns of `ArrowCleaner`: the whole result, whatever option `details` is, or why there is none.

    Used as `dataset.map_batches(CleanerActor, batch_format="pyarrow", compute=ray.data.ActorPoolStrategy(size=2))`. A row that
    cannot be cleaned stays, with the reason in `cleaned_error`, or as `on_error` says.
    """

    def __init__(self, **options: Unpack[RecordOptions]) -> None:
        """A function that cleans tables; give its options as `fn_constructor_kwargs`.

        Raises:
            TypeError: there is no such option.
            RuleError: the rules cannot be used.
            InputError: another option cannot.
        """
        step, fields = step_and_fields(options)
        self.on_error = step.on_error
        job = CleanJob(step.ruleset, **step.article)
        self.cleaner = ArrowCleaner(job, ArrowReader(fields))

    def __call__(self, table: Any) -> Any:
        """The table with its result columns.

        Raises:
            InputError: none of the columns is an article, a result column is there already, this is no Arrow table, or a row
                cannot be cleaned and `on_error` is "raise".
        """
        if not isinstance(table, require("pyarrow", "ray").Table):
            raise InputError(
                f"a batch came as {type(table).__name__}: use map_batches(CleanerActor, batch_format='pyarrow', ...)"
            )
        made = self.cleaner.table(table)
        if self.on_error == RAISE:
            reason = next((one for one in made[ERROR].to_pylist() if one is not None), None)
            if reason is not None:
                raise InputError(reason)
        return made.filter(made[ERROR].is_null()) if self.on_error == DROP else made
