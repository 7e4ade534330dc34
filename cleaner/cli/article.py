"""Options for one article, and the article cleaned as they ask."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from cleaner.cli.declared import option
from cleaner.cli.options import CleaningOptions, CostOptions, EncodingOptions, FormatOptions
from cleaner.errors import InputError
from cleaner.limits import Limits
from cleaner.model import CleanResult
from cleaner.pipeline import clean_html, clean_text
from cleaner.records.file import STANDARD, is_url
from cleaner.records.formats import CONTAINERS, ending
from cleaner.records.packing import packing
from cleaner.ruleset.ruleset import RuleSet
from cleaner.text.decode import decode
from cleaner.text.sniff import decoded

# How files begin that are no articles, whatever they are called.
_MAGICS = {
    b"PAR1": "a Parquet file",
    b"WARC/": "a WARC archive",
    b"\x1f\x8b": "packed with gzip",
    b"\x28\xb5\x2f\xfd": "packed with zstd",
    b"BZh": "packed with bzip2",
    b"\xfd7zXZ\0": "packed with xz",
    b"PK\3\4": "a zip archive",
}


@dataclass(frozen=True)
class ArticleOptions(CleaningOptions, CostOptions, FormatOptions, EncodingOptions):
    """How one article is to be read and cleaned."""

    url: str | None = option("--url", metavar="URL", help="Where the article comes from; rules for one site need it.")
    explain: bool = option("--explain", help="Score cards, also of what came close and stays.")

    def __post_init__(self) -> None:
        _ = self.rules, self.reach  # what is wrong with them is told before anything is read

    @cached_property
    def rules(self) -> RuleSet:
        """The rules."""
        return self.load()

    @cached_property
    def reach(self) -> Limits:
        """How much of an article is worked on."""
        return self.within(self.timeout, self.max_record_bytes)


def read_bytes(name: str, most: int) -> bytes:
    """The bytes of a file, or of standard input for `-`.

    Raises:
        InputError: the file cannot be read, or has more bytes than it may.
    """
    try:
        with nullcontext(sys.stdin.buffer) if name == "-" else Path(name).open("rb") as file:
            data = file.read(most + 1)
    except OSError as error:
        raise InputError(f"{name}: {error.strerror or error}") from error
    if len(data) > most:
        raise InputError(f"{name}: is larger than {most:,} bytes (--max-record-bytes)")
    return data


def refuse_dump(name: str, instead: str) -> None:
    """Refuse what is named like a dump.

    Args:
        name: of a file, or `-`.
        instead: what to do with a dump.

    Raises:
        InputError: it is one.
    """
    if name != STANDARD and (ending(name) in CONTAINERS or packing(name) or is_url(name) or Path(name).is_dir()):
        raise InputError(f"{name}: a dump, not an article: {instead}")


def read_text(name: str, options: ArticleOptions) -> str:
    """The text of a file, or of standard input for `-`."""
    return decode(read_bytes(name, options.max_record_bytes), options.encoding)


def cleaned_article(name: str, options: ArticleOptions, *, images: bool = False) -> CleanResult:
    """The article of a file, or of standard input for `-`, cleaned."""
    data = read_bytes(name, options.max_record_bytes)
    for magic, kind in _MAGICS.items():
        if data.startswith(magic):
            raise InputError(f"{name}: {kind}, not an article: clean a dump with `cleaner batch`")
    return cleaned_text(*decoded(data, options.pages, name, options.encoding), options, images=images)


def cleaned_text(
    text: str, page: bool, options: ArticleOptions, url: str | None = None, *, images: bool = False
) -> CleanResult:
    """An article, or the page that it stands on, cleaned; its own address if the options name none."""
    url = options.url or url
    if not page:
        return clean_text(text, url=url, rules=options.rules, threshold=options.threshold, limits=options.reach)
    return clean_html(
        text,
        url=url,
        rules=options.rules,
        threshold=options.threshold,
        extractor=options.extractor,
        captions=options.captions,
        images=images,
        explain=options.explain,
        limits=options.reach,
    )
