"""Cleaning a DataFrame."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from cleaner.engines.arrow import CLEANED, ERROR, ArrowCleaner, Reader
from cleaner.engines.cleaning import CleanJob
from cleaner.engines.spark.kernel import arrow_schema, mapped
from cleaner.engines.spark.session import functions
from cleaner.records.fields import GUESSES, Fields
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
    markdown: bool = False,
    links: bool = False,
    fields: Fields | None = None,
    max_record_bytes: int = MAX_BYTES,
) -> Cleaned:
    """Clean every row, lazily, where it lies.

    Args:
        frame: articles in a column `text`, or pages in `html`, or in columns of names that are likely.
        rules: from `load_rules`; the bundled ones if left out. Compiled once in each Python worker.
        threshold: the score from which a block goes, 1.0 if left out.
        extractor: what finds the main content of pages.
        markdown: whether articles become Markdown.
        links: whether its links stay links.
        fields: which columns hold what; those that are not named are guessed.
        max_record_bytes: larger articles are rejected.

    Raises:
        InputError: none of the columns is an article, or the frame has a result column already.
        MissingExtraError: PySpark or pyarrow is not installed.
    """
    job = CleanJob(rules or default_rules(), threshold, extractor, markdown, links)
    return cleaned(frame, ArrowCleaner(job, Reader(fields or Fields(), max_record_bytes)))


def cleaned(frame: DataFrame, cleaner: ArrowCleaner) -> Cleaned:
    """The frame cleaned by an adapter."""
    schema = arrow_schema(frame)
    return Cleaned(mapped(frame, cleaner, cleaner.schema(schema)), cleaner.reader.found_in(schema))


@dataclass(frozen=True)
class Cleaned:
    """A cleaned frame. All is lazy: whoever uses more than one of these may want to `persist` the frame before.

    Attributes:
        frame: all columns as they came; a struct `cleaned` in the shape of `CleanResult.to_dict`, or null; and a text
            `cleaned_error` that says why it is null.
        fields: which columns hold what.
    """

    frame: DataFrame
    fields: Fields

    @cached_property
    def documents(self) -> DataFrame:
        """The rows that could be cleaned: the editorial text in the place of the text, `title` where there was none."""
        return self.frame.where(functions().col(ERROR).isNull()).select(
            *document_columns(self.frame.columns, self.fields)
        )

    @cached_property
    def removals(self) -> DataFrame:
        """A row for every removal: the article's id, rules, category, span, text."""
        f = functions()
        rows = self.frame.where(f.col(ERROR).isNull())
        name = self.fields.id
        return removal_rows(rows, column(name).cast("string") if name else f.lit(""))

    @cached_property
    def rejects(self) -> DataFrame:
        """The rows that could not be cleaned as they came, and the reason."""
        f = functions()
        faulty = self.frame.where(f.col(ERROR).isNotNull())
        return faulty.withColumnRenamed(ERROR, "reason").drop(CLEANED)


def document_columns(columns: list[str], fields: Fields) -> list[Column]:
    """The columns of a cleaned document, in their order, from those of a frame with results."""
    f = functions()
    text = fields.text or GUESSES["text"][0]
    changes = {text: f.col(f"{CLEANED}.text"), "title": f.col(f"{CLEANED}.title")}
    if "title" in columns:
        del changes["title"]
    changes["rules_version"] = f.col(f"{CLEANED}.rules_version")
    kept = [name for name in columns if name not in (CLEANED, ERROR)]
    return [changes.get(name, column(name)).alias(name) for name in dict.fromkeys((*kept, *changes))]


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
