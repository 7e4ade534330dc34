"""Hugging Face datasets: a function for `map(batched=True)` that cleans a column."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Unpack

from cleaner import __version__
from cleaner.errors import InputError, MissingExtraError
from cleaner.integrations.step import RecordOptions, step_and_fields
from cleaner.records.arrow_types import column_of
from cleaner.records.fields import Fields, there_are
from cleaner.records.guesses import GUESSES
from cleaner.records.paths import leaves, way, with_value

try:
    from datasets import Features, Value
except ModuleNotFoundError as error:
    raise MissingExtraError(error.name or "datasets", "datasets") from None


class CleanerMapper:
    """Puts the editorial text into the text column, and what `Step.about` tells into columns beside it, details as JSON.

        mapper = CleanerMapper()
        dataset.map(mapper, batched=True, features=mapper.features(dataset.features))

    Rows without article stay null. The fingerprint changes with the options, the rules and the version of cleaner.
    """

    def __init__(self, **options: Unpack[RecordOptions]) -> None:
        """A function that cleans batches.

        Raises:
            RuleError: the rules cannot be used.
            InputError: another option cannot.
        """
        self.step, self.fields = step_and_fields(options)
        self.step.prepare()
        self.version = self._version()

    def features(self, features: Features) -> Features:
        """The features that a dataset of these has when it is cleaned.

        Raises:
            InputError: none of them is an article.
        """
        _, target = self._found_in(leaves(features))
        text, number, null = Value("string"), Value("int64"), Value("null")
        texts = {name: text for name in (target, "title") if features.get(name, null) in (null, Value("binary"))}
        if column_of([*features], target) != target and way(features, target):
            texts.pop(target, None)
        about = {"rules_version": text, "removals": number, "removed_characters": number}
        details = {"cleaner": text} if self.step.details else {}
        return Features({**features, **texts, **about, **details})

    def __call__(self, batch: Mapping[str, list[Any]]) -> dict[str, list[Any]]:
        """The columns that are new or changed.

        Raises:
            InputError: none of the columns is an article, an article is no text, or the rules are others than before.
        """
        if self.version != self._version():
            raise InputError("the rules have changed since the dataset began to be cleaned")
        first = {name: next(filter(None, column), None) for name, column in batch.items()}
        names, target = self._found_in(leaves(first))
        top = column_of([*batch], target)
        paths = (target, names.html, names.url, names.site, *names.likely_in(leaves(first)))
        wanted = ("title", *(column_of([*batch], path) for path in paths if path))
        columns = {name: batch[name] for name in wanted if name is not None and name in batch}
        rows = (dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True))
        made = [self._cleaned(names, top, row) for row in rows]
        return {name: [row[name] for row in made] for name in (made[0] if made else ())}

    def _cleaned(self, names: Fields, target: str, row: dict[str, Any]) -> dict[str, Any]:
        record = names.record("", row)
        if record.error is not None:
            raise InputError(record.error)
        result = self.step.clean(record.text, record.url, page=record.page)
        about = self.step.about(result, row)
        if self.step.details:  # its counts by name have no type in common
            about["cleaner"] = json.dumps(about["cleaner"], ensure_ascii=False)
        changed = row if record.empty else with_value(row, record.field, result.text)[0]
        return {target: changed.get(target), "title": row.get("title"), **about}

    def _found_in(self, columns: Iterable[str]) -> tuple[Fields, str]:
        """Which columns hold what, and which one takes the editorial text."""
        columns = [*columns]
        names = self.fields.found_in(columns)
        if not any(column in (names.text, names.html) for column in columns):
            raise InputError(f"no column has the usual name of an article: {there_are(columns)}")
        target = names.text or GUESSES["text"][0]
        return replace(names, text=target), target

    def _version(self) -> str:
        return f"{__version__} {self.step.ruleset.version}"
