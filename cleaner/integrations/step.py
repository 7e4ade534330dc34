"""Step: how documents are cleaned in another library's pipeline, and what it is told of each. What all integrations share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from functools import cached_property
from typing import Any, cast

from cleaner.engines.article import ArticleCleaning
from cleaner.errors import InputError
from cleaner.integrations.options import (
    DROP,
    FIELD_OPTIONS,
    KEEP,
    RAISE,
    Options,
    RecordOptions,
    check,
    limits,
    several,
)
from cleaner.integrations.rules import rules_of
from cleaner.metadata import as_columns
from cleaner.model import CleanResult
from cleaner.records.fields import Fields
from cleaner.records.record import Record
from cleaner.ruleset.ruleset import RuleSet
from cleaner.text.sniff import is_page


@dataclass(frozen=True, kw_only=True)
class Step(ArticleCleaning):
    """`Options` as a value; small to pickle, for rules are loaded where they are first needed.

    Raises:
        InputError: an option has a value of a wrong type.
    """

    rules: tuple[str, ...] = ()
    default_rules: bool = True
    disable: tuple[str, ...] = ()
    pages: bool | None = None
    meta: bool = False
    details: bool = False
    on_error: str = KEEP

    def __post_init__(self) -> None:
        check(self)
        if self.on_error not in (RAISE, KEEP, DROP):
            raise InputError(f"on_error={self.on_error!r}: must be {RAISE}, {KEEP} or {DROP}")

    @classmethod
    def of(cls, options: Options) -> Step:
        """The step with these options, which are tried, so that what is wrong with them shows before the first document.

        Raises:
            TypeError: one of them is none of `Options`.
            RuleError: the rules cannot be used.
            InputError: another option cannot.
        """
        given: dict[str, Any] = {**options}
        for name in given.keys() & {"rules", "disable"}:
            given[name] = several(name, given[name])
        if "limits" in given:
            given["limits"] = limits(given["limits"])
        step = cls(**given)
        step.clean("", page=True)
        return step

    @property
    def article(self) -> dict[str, Any]:
        """The options of `ArticleCleaning` by name."""
        return {field.name: getattr(self, field.name) for field in fields(ArticleCleaning)}

    def to_dict(self) -> dict[str, Any]:
        """The options as plain data, for JSON or YAML."""
        return {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(self).items()}

    def __reduce__(self) -> tuple[Any, ...]:
        return _made, (tuple((field.name, getattr(self, field.name)) for field in fields(self)),)

    @cached_property
    def ruleset(self) -> RuleSet:
        """The rules, as they are when this step first needs them; steps with equal options share them.

        Raises:
            RuleError: they cannot be used.
        """
        return rules_of(self.rules, self.default_rules, self.disable)

    def clean(self, text: str, url: str | None = None, *, page: bool | None = None) -> CleanResult:
        """A document, cleaned.

        Args:
            text: the article, or the markup of its page.
            url: where it comes from.
            page: whether it is markup, where that is known better than by option `pages`.

        Raises:
            RuleError: the rules cannot be used.
            InputError: another option cannot.
        """
        return self.cleaned(text, url, self.ruleset, page=is_page(text, self.pages if page is None else page))

    def attempt(self, record: Record) -> CleanResult | str:
        """A record cleaned, or the reason why it cannot be.

        Raises:
            InputError: it cannot, and `on_error` is "raise".
        """
        try:
            if record.error is not None:
                raise InputError(record.error)
            return self.clean(record.text, record.url, page=record.page)
        except Exception as error:  # a fault of ours must not cost a host its job
            reason = str(error) if isinstance(error, InputError) else f"failed: {type(error).__name__}: {error}"
            if self.on_error == RAISE:
                raise InputError(reason) from error
            return reason

    def text(self, result: CleanResult) -> str:
        """What a cleaned document becomes: its text, or Markdown."""
        return self.rendered(result, self.ruleset)

    def about(self, result: CleanResult, known: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """What a document is told of its cleaning: flat values that every store of documents can hold, and details if asked.

        Args:
            result: the cleaned document.
            known: what the document is told already; a title of its own stays.
        """
        about: dict[str, Any] = {
            "rules_version": result.rules_version,
            "removals": result.stats.removals,
            "removed_characters": result.stats.removed_characters,
        }
        if result.title is not None and (known or {}).get("title") is None:
            about["title"] = result.title
        if self.meta:
            about |= as_columns(result.meta.to_dict())
        if self.details:
            about["cleaner"] = result.to_dict(text=False)
        return about


def _made(values: tuple[tuple[str, Any], ...]) -> Step:
    return Step(**dict(values))


def step_and_fields(options: RecordOptions) -> tuple[Step, Fields]:
    """How records are cleaned, and which of their fields hold what.

    Raises:
        TypeError: one of the options is none of `RecordOptions`.
        RuleError: the rules cannot be used.
        InputError: another option cannot.
    """
    given: dict[str, Any] = {**options}
    named = {name.removesuffix("_field"): given.pop(name, None) for name in FIELD_OPTIONS}
    for name, value in named.items():
        if not isinstance(value, str | None):
            raise InputError(f"{name}_field={value!r}: must be the name of a field")
    step = Step.of(cast(Options, given))
    return step, Fields(**named, pages=step.pages)
