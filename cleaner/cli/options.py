"""Options that several commands share, and what they amount to."""

from __future__ import annotations

import codecs
from collections.abc import Mapping
from dataclasses import dataclass

import click

from cleaner.cli.declared import PATH, option
from cleaner.limits import USUAL, Limits
from cleaner.page.content import EXTRACTORS
from cleaner.records import standard
from cleaner.records.record import MAX_BYTES
from cleaner.ruleset.load import load_rules
from cleaner.ruleset.ruleset import RuleSet

INPUT_FORMATS = ("auto", "text", "html")
# What `--limit` sets; the others have options of their own.
_COUNTS = ("depth", "tags", "blocks")
_COUNTS_SHOWN = ", ".join(f"{name} ({getattr(USUAL, name):,})" for name in _COUNTS)


def _limits(_: click.Context, __: click.Parameter, values: tuple[str, ...]) -> dict[str, int]:
    given: dict[str, int] = {}
    for words in values:
        name, _sign, value = words.partition("=")
        if name not in _COUNTS:
            raise click.BadParameter(f"{words}: must be one of {', '.join(_COUNTS)}, =, a number")
        try:
            given[name] = int(value)
        except ValueError:
            raise click.BadParameter(f"{words}: must be {name}= and a number") from None
    return given


@dataclass(frozen=True)
class DefaultOptions:
    """Whether the bundled rules are used."""

    no_default_rules: bool = option("--no-default-rules", help="Leave out the bundled rules.")


@dataclass(frozen=True)
class RuleOptions(DefaultOptions):
    """Which rules are used."""

    rule_paths: tuple[str, ...] = option("--rules", type=PATH, help="Add rules; repeatable.")
    disable: tuple[str, ...] = option("--disable", metavar="ID-OR-GROUP", help="Leave out rules; repeatable.")

    def load(self, *more: str) -> RuleSet:
        """The rules, and those of further files."""
        return load_rules(*self.rule_paths, *more, defaults=not self.no_default_rules, disable=self.disable)


@dataclass(frozen=True)
class ExtractorOptions(RuleOptions):
    """What decides about pages."""

    extractor: str = option(
        "--extractor",
        type=click.Choice(EXTRACTORS),
        default=EXTRACTORS[0],
        help="What finds the main content of pages.",
    )
    captions: bool = option("--captions", help="Keep captions and credits of pictures in the text of pages.")


@dataclass(frozen=True)
class CleaningOptions(ExtractorOptions):
    """What decides about articles, and how much of one is worked on."""

    threshold: float | None = option(
        "--threshold",
        type=float,
        metavar="X",
        help="Log-odds from which a block goes (0); more is safer, less removes more.",
    )
    limits: Mapping[str, int] = option(
        "--limit",
        multiple=True,
        default=(),
        metavar="NAME=N",
        callback=_limits,
        help=f"How much of one article is worked on; repeatable: {_COUNTS_SHOWN}.",
    )

    def within(self, seconds: float, size: int) -> Limits:
        """How much of an article is worked on that may take so long and have so many bytes.

        Raises:
            InputError: a limit is not above 0.
        """
        return Limits(characters=size, seconds=seconds, **self.limits)


@dataclass(frozen=True)
class FormatOptions:
    """What is a page."""

    input_format: str = option(
        "--input-format",
        type=click.Choice(INPUT_FORMATS),
        default=INPUT_FORMATS[0],
        help="Whether articles are pages or text; auto goes by field, file name and beginning.",
    )

    @property
    def pages(self) -> bool | None:
        """Whether articles are pages; None: as each of them begins."""
        return None if self.input_format == "auto" else self.input_format == "html"


def _known_encoding(_: click.Context, __: click.Parameter, name: str | None) -> str | None:
    try:
        return name and codecs.lookup(name).name
    except (LookupError, ValueError):
        raise click.BadParameter(f"{name}: unknown encoding; usual ones are utf-8, cp1252, cp1251, utf-16") from None


@dataclass(frozen=True)
class EncodingOptions:
    """What the input is encoded in."""

    encoding: str | None = option(
        "--encoding",
        metavar="NAME",
        callback=_known_encoding,
        help="Encoding of the input, if you know it; a byte order mark outranks it.",
    )


@dataclass(frozen=True)
class CostOptions:
    """What one article may cost."""

    timeout: float = option(
        "--timeout",
        type=click.FloatRange(min=0.01, max=86400),
        default=USUAL.seconds,
        metavar="SECONDS",
        help="An article that takes longer is left as it is; a dump's record is rejected.",
    )
    max_record_bytes: int = option(
        "--max-record-bytes",
        type=click.IntRange(min=1),
        default=MAX_BYTES,
        metavar="N",
        help="An article that is larger is refused; a dump's record is rejected unread.",
    )


@dataclass(frozen=True)
class FormOptions:
    """What an article becomes."""

    form: str = option(
        "--format", type=click.Choice(["text", "markdown"]), default="text", help="What the article becomes."
    )
    links: bool = option("--links", help="With markdown: links as links; affiliate links never.")
    images: bool = option("--images", help="With markdown: pictures of pages where they stand.")
    front_matter: bool = option(
        "--front-matter", help="With markdown: begin with title, authors, dates and the like of a page, as YAML."
    )

    def __post_init__(self) -> None:
        for name in ("links", "images", "front_matter"):
            if getattr(self, name) and self.form != "markdown":
                raise click.UsageError(f"--{name.replace('_', '-')} goes with --format markdown")


def echo_text(text: str) -> None:
    """Write text to standard output as UTF-8, with nothing added; lone surrogates become question marks."""
    standard.write_standard(text.encode("utf-8", "replace"))
