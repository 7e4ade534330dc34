"""Step: how documents are cleaned in another library's pipeline, and what it is told of each. What all integrations share."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict, astuple, dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, TypedDict, cast

from cleaner.model import CleanResult
from cleaner.page.content import EXTRACTORS
from cleaner.pipeline import clean_html, clean_text
from cleaner.records.fields import Fields
from cleaner.records.guesses import GUESSES
from cleaner.records.paths import leaves, value_at
from cleaner.ruleset.load import default_rules, load_rules
from cleaner.ruleset.ruleset import RuleSet
from cleaner.text.sniff import is_page

_ADDRESSES = ("source", *GUESSES["url"])

_Name = str | os.PathLike[str]
_Stamp = tuple[str, int, int]


class Options(TypedDict, total=False):
    """What every integration can be told.

    Attributes:
        rules: rule files or folders, added to the bundled rules; each process that cleans reads them.
        default_rules: whether the bundled rules are used.
        disable: ids of rules, or groups, to leave out.
        threshold: the log-odds from which a block goes; None: the usual one.
        extractor: what finds the main content of pages.
        captions: whether captions and credits of pictures stay in pages.
        pages: whether documents are markup; None: as each of them begins.
        details: whether each document is told all of its removals too, as `cleaner/result.schema.json` describes them.
    """

    rules: _Name | Sequence[_Name]
    default_rules: bool
    disable: str | Sequence[str]
    threshold: float | None
    extractor: str
    captions: bool
    pages: bool | None
    details: bool


class RecordOptions(Options, total=False):
    """What integrations can be told whose documents are records. Fields that are not named are guessed, as `cleaner batch` does.

    Attributes:
        text_field: the article; the editorial text takes its place.
        html_field: the page that the article stands on, for records without text.
        url_field: where the article comes from.
        site_field: the host name of its site, for records without address.
    """

    text_field: str | None
    html_field: str | None
    url_field: str | None
    site_field: str | None


@dataclass(frozen=True)
class Step:
    """`Options` as a value; small to pickle, for rules are loaded where they are first needed."""

    rules: tuple[str, ...] = ()
    default_rules: bool = True
    disable: tuple[str, ...] = ()
    threshold: float | None = None
    extractor: str = EXTRACTORS[0]
    pages: bool | None = None
    details: bool = False
    captions: bool = False

    @classmethod
    def of(cls, options: Options) -> Step:
        """The step with these options.

        Raises:
            TypeError: one of them is none of `Options`.
        """
        names = {"rules": _names(options.get("rules", ())), "disable": _names(options.get("disable", ()))}
        given: dict[str, Any] = {**options, **names}
        return cls(**given)

    def to_dict(self) -> dict[str, Any]:
        """The options as plain data, for JSON or YAML."""
        return {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(self).items()}

    def __reduce__(self) -> tuple[type[Step], tuple[Any, ...]]:
        return Step, astuple(self)

    @cached_property
    def ruleset(self) -> RuleSet:
        """The rules, as they are when this step first needs them; steps with equal options share them.

        Raises:
            RuleError: they cannot be used.
        """
        if not self.rules and self.default_rules and not self.disable:
            return default_rules()
        return _loaded(self.rules, self.default_rules, self.disable, _stamps(self.rules))

    def prepare(self) -> None:
        """Load the rules and try the options, so that what is wrong with them shows before the first document.

        Raises:
            RuleError: the rules cannot be used.
            InputError: another option cannot.
        """
        self.clean("", page=True)

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
        if is_page(text, self.pages if page is None else page):
            return clean_html(
                text,
                url=url,
                rules=self.ruleset,
                threshold=self.threshold,
                extractor=self.extractor,
                captions=self.captions,
            )
        return clean_text(text, url=url, rules=self.ruleset, threshold=self.threshold)

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
        if self.details:
            about["cleaner"] = result.to_dict(text=False)
        return about


def step_and_fields(options: RecordOptions) -> tuple[Step, Fields]:
    """How records are cleaned, and which of their fields hold what.

    Raises:
        TypeError: one of the options is none of `RecordOptions`.
    """
    given: dict[str, Any] = {**options}
    names = {name: given.pop(f"{name}_field", None) for name in ("text", "html", "url", "site")}
    step = Step.of(cast(Options, given))
    return step, Fields(**names, pages=step.pages)


def address(metadata: Mapping[str, Any]) -> str | None:
    """Where a document comes from, if a field of its metadata that may say so holds a web address."""
    for name in _ADDRESSES:
        value = metadata.get(name)
        if isinstance(value, str) and value.lower().startswith(("http://", "https://")):
            return value
    return None


def has_article(names: Fields, record: Mapping[str, Any]) -> bool:
    """Whether a record holds anything where its article or page should stand."""
    return any(
        value_at(record, name) is not None for name in (names.text, names.html, *names.likely_in(leaves(record)))
    )


def _names(value: _Name | Sequence[_Name]) -> tuple[str, ...]:
    values = [value] if isinstance(value, str | os.PathLike) else value
    return tuple(os.fspath(one) for one in values)


def _stamps(paths: tuple[str, ...]) -> tuple[_Stamp, ...]:
    """Name, time of change in nanoseconds, and size in bytes of every file that rules may be read from."""
    found = (file for path in map(Path, paths) for file in (sorted(path.rglob("*")) if path.is_dir() else [path]))
    stats = ((str(file), file.stat()) for file in found if file.is_file())
    return tuple((name, stat.st_mtime_ns, stat.st_size) for name, stat in stats)


@lru_cache(maxsize=8)
def _loaded(paths: tuple[str, ...], defaults: bool, disable: tuple[str, ...], _stamps: tuple[_Stamp, ...]) -> RuleSet:
    """The rules, loaded once a process, and again where the stamps of their files are others."""
    return load_rules(*paths, defaults=defaults, disable=disable)
