"""Sums of an output: documents and removed characters by category and by site, added up by DuckDB, however large it is."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cleaner.errors import InputError
from cleaner.extras import require
from cleaner.hosts import site_of
from cleaner.records.fields import Fields
from cleaner.records.file import reason
from cleaner.records.formats import ending
from cleaner.ruleset.schema import CATEGORIES

_COUNTS = ("characters", "removed_characters")
_READERS = {
    ".parquet": "read_parquet({})",
    ".jsonl": "read_json({}, format = 'newline_delimited', maximum_object_size = 268435456, sample_size = 1000)",
    ".ndjson": "read_json({}, format = 'newline_delimited', maximum_object_size = 268435456, sample_size = 1000)",
    ".csv": "read_csv({}, header = true)",
    ".tsv": "read_csv({}, header = true, delim = '\t')",
}
_HOST = "lower(regexp_extract({}, '^[A-Za-z][A-Za-z0-9+.-]*://(?:[^/?#@]*@)?([^/:?#]+)', 1))"


@dataclass(slots=True)
class SiteSums:
    """What a group of documents adds up to."""

    documents: int = 0
    characters: int = 0
    removed: int = 0
    by_category: Counter[str] = field(default_factory=Counter)

    def add(self, other: SiteSums) -> None:
        """Add another group."""
        self.documents += other.documents
        self.characters += other.characters
        self.removed += other.removed
        self.by_category.update(other.by_category)

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        counts = {"documents": self.documents, "characters": self.characters, "removed_characters": self.removed}
        return {**counts, "characters_by_category": {name: n for name, n in self.by_category.most_common() if n}}


def sums_of(output: str) -> dict[str, SiteSums]:
    """The sums of an output that was written with counts, by site; of documents without address under an empty name.

    Args:
        output: a file, or a folder of part files.

    Raises:
        InputError: it cannot be read, or has no counts.
        MissingExtraError: DuckDB is not installed.
    """
    duckdb = require("duckdb", "dumps")
    form = ending(output.rstrip("/"))
    if form not in _READERS:
        raise InputError(f"{output}: must end in {', '.join(_READERS)}")
    path = str(Path(output) / "part-*") if Path(output).is_dir() else output
    table = _READERS[form].format("$path")
    found: dict[str, SiteSums] = {}
    try:
        with duckdb.connect(config={"autoinstall_known_extensions": False}) as database:
            rows = f"select * from {table}"  # noqa: S608  # one of our own readers
            columns = [row[0] for row in database.execute(f"describe {rows}", {"path": path}).fetchall()]
            missing = [name for name in _COUNTS if name not in columns]
            if missing:
                raise InputError(f"{output}: has no column {missing[0]!r}: write it with `cleaner batch --counts`")
            url = Fields().found_in(columns).url
            categories = [name for name in CATEGORIES if f"removed_{name}" in columns]
            sums = ", ".join(
                f'coalesce(sum("{name}"), 0)' for name in (*_COUNTS, *(f"removed_{n}" for n in categories))
            )
            host = _HOST.format('"' + url.replace('"', '""') + '"') if url else "''"
            query = f"select coalesce({host}, '') as host, count(*), {sums} from {table} group by host"  # noqa: S608  # our names
            for name, documents, characters, removed, *others in database.execute(query, {"path": path}).fetchall():
                group = SiteSums(
                    documents,
                    int(characters),
                    int(removed),
                    Counter(dict(zip(categories, map(int, others), strict=True))),
                )
                found.setdefault(site_of(f"//{name}"), SiteSums()).add(group)
    except duckdb.Error as error:
        raise InputError(f"{output}: {reason(error)}") from error
    return found
