"""Cleaning a DataFrame."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property, reduce
from typing import TYPE_CHECKING, Any

from cleaner.engines.arrow import CLEANED, ERROR, ArrowCleaner, ArrowReader
from cleaner.engines.cleaning import CleanJob
from cleaner.engines.spark.kernel import Guarded, mapped
from cleaner.engines.spark.session import functions
from cleaner.engines.spark.types import arrow_schema, with_columns
from cleaner.limits import USUAL, Limits
from cleaner.records.arrow_types import column_of
from cleaner.records.fields import Fields
from cleaner.records.guesses import GUESSES
from cleaner.records.record import MAX_BYTES
from cleaner.ruleset.load import default_rules
from cleaner.ruleset.ruleset import RuleSet

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame


def clean(
    frame: DataFrame,
    *,
    rules: RuleSet | None = None,
    threshold: float | None = None,
    extractor: str = "scorecard",
    captions: bool = False,
    markdown: bool = False,
    links: bool = False,
    limits: Limits = USUAL,
    fields: Fields | None = None,
    max_record_bytes: int = MAX_BYTES,
    timeout: float = math.inf,
) -> Cleaned:
    """Clean every row, lazily, where it lies.

    Args:
        frame: articles in a column `text`, or pages in `html`, or in columns of names that are likely.
        rules: from `load_rules`; the bundled ones if left out. Compiled once in each Python worker.
        threshold: the log-odds from which a block goes, 0 if left out.
        extractor: what finds the main content of pages.
        captions: whether captions and credits of pictures stay.
        markdown: whether articles become Markdown.
        links: whether its links stay links.
        limits: how much of an article is worked on.
        fields: which columns hold what; those that are not named are guessed.
        max_record_bytes: larger articles are rejected.
        timeout: seconds after which an article is rejected, whatever it hangs in. It costs its task a second attempt, so
            it, and an article that kills its Python worker, is rejected only where Spark tries a task twice.

    Raises:
        InputError: none of the columns is an article, the frame has a result column already, or columns of a type that Spark
            cannot carry to Python.
        MissingExtraError: PySpark or pyarrow is not installed.
    """
    job = CleanJob(
        rules or default_rules(),
        threshold=threshold,
        extractor=extractor,
        captions=captions,
        markdown=markdown,
        links=links,
        limits=limits,
    )
    return cleaned(frame, ArrowCleaner(job, ArrowReader(fields or Fields(), max_record_bytes)), timeout)


def cleaned(frame: DataFrame, cleaner: ArrowCleaner, timeout: float) -> Cleaned:
    """The frame cleaned by an adapter, each article within so many seconds."""
    schema = arrow_schema(frame)
    made = mapped(frame, Guarded(cleaner, timeout), with_columns(frame, cleaner.schema(schema)))
    return Cleaned(made, cleaner.reader.found_in(schema), cleaner.job.rules.version)


@dataclass(frozen=True)
class Cleaned:
    """A cleaned frame. All is lazy: whoever uses more than one of these may want to `persist` the frame before.

    Attributes:
        frame: all columns as they came; a struct `cleaned` in the shape of `CleanResult.to_dict`, or null; and a text
            `cleaned_error` that says why it is null.
        fields: which columns hold what.
        rules_version: of the rules that cleaned it.
    """

    frame: DataFrame
    fields: Fields
    rules_version: str

    @cached_property
    def documents(self) -> DataFrame:
        """The rows that could be cleaned: the editorial text in the place of the text, `title` where there was none.

        A row without article keeps its place, with its null.
        """
        return self.frame.where(functions().col(ERROR).isNull()).select(
            *document_columns(self.frame.columns, self.fields, self.rules_version)
        )

    @cached_property
    def removals(self) -> DataFrame:
        """A row for every removal: the article's id, rules, category, span, text."""
        f = functions()
        rows = self.frame.where(f.col(CLEANED).isNotNull())
        name = self.fields.id
        return removal_rows(rows, column(name).cast("string") if name else f.lit(""))

    @cached_property
    def rejects(self) -> DataFrame:
        """The rows that could not be cleaned as they came, and the reason."""
        f = functions()
        faulty = self.frame.where(f.col(ERROR).isNotNull())
        return faulty.withColumnRenamed(ERROR, "reason").drop(CLEANED)


def document_columns(columns: list[str], fields: Fields, rules_version: str) -> list[Column]:
    """The columns of a cleaned document, in their order, from those of a frame with results."""
    f = functions()
    text = fields.text or GUESSES["text"][0]
    top = column_of(columns, text)
    changes = {top: _with_text(column(top) if top in columns else None, text.removeprefix(top).lstrip("."))}
    if "title" not in columns:
        changes["title"] = f.col(f"{CLEANED}.title")
    changes["rules_version"] = f.lit(rules_version)
    kept = [name for name in columns if name not in (CLEANED, ERROR)]
    return [changes.get(name, column(name)).alias(name) for name in dict.fromkeys((*kept, *changes))]


def _with_text(held: Column | None, path: str) -> Column:
    """A column, or the field in it that a path leads to, with the editorial text; as it was where nothing was cleaned."""
    f = functions()
    made = f.col(f"{CLEANED}.text")
    if held is None:
        return made
    if not path:
        return f.when(f.col(CLEANED).isNotNull(), made).otherwise(held.cast("string"))
    names = path.split(".")
    quoted = ".".join(f"`{name}`" for name in names)
    before = reduce(lambda struct, name: struct.getField(name), names, held).cast("string")
    inside = f.when(f.col(CLEANED).isNotNull(), made).otherwise(before)
    return f.when(held.isNotNull(), held.withField(quoted, inside))


def removal_rows(frame: DataFrame, identity: Column, *more: Column) -> DataFrame:
    """The removals of a frame with results, as `batch --removed` writes them."""
    f = functions()
    version = f.col(f"{CLEANED}.rules_version").alias("rules_version")
    rows = frame.select(identity.alias("id"), *more, f.explode(f"{CLEANED}.removals").alias("removal"), version)
    names: list[Any] = [column for column in rows.columns if column not in ("removal", "rules_version")]
    pieces = [f.col("removal.rules.id").alias("rules"), *(f"removal.{n}" for n in ("category", "start", "end", "text"))]
    return rows.select(*names, *pieces, "rules_version")


def column(name: str) -> Column:
    """A column whose name may hold dots."""
    return functions().col("`" + name.replace("`", "``") + "`")
