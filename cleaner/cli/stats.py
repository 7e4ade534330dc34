"""`cleaner stats`: an output summed up again."""

from __future__ import annotations

import json
from dataclasses import dataclass

import click

from cleaner.cli.declared import PATH, option, with_options
from cleaner.cli.help import Command, examples
from cleaner.cli.options import echo_text
from cleaner.report.sanitize import sanitize
from cleaner.report.sums import SiteSums, sums_of


@dataclass(frozen=True)
class SumOptions:
    """How sums are shown."""

    form: str = option("--format", type=click.Choice(["text", "json"]), default="text", help="How to show them.")
    top: int = option(
        "--top",
        type=click.IntRange(min=0),
        default=20,
        metavar="N",
        help="Sites that are listed, those that lost most.",
    )


@click.command(
    "stats",
    cls=Command,
    short_help="Sum up an output by site and category.",
    epilog=examples("cleaner stats counted.jsonl", "cleaner stats counted.parquet --top 5 --format json"),
)
@click.argument("output", type=PATH)
@with_options
def command(output: str, shown: SumOptions) -> None:
    """Sum up by site and category what `cleaner batch --counts` wrote into OUTPUT, a file or Spark's folder of part files.

    DuckDB does the sums, so that an output may be larger than memory. Needs the extra `dumps`.
    """
    sites = sums_of(output)
    total = SiteSums()
    for sums in sites.values():
        total.add(sums)
    listed = sorted(sites.items(), key=lambda item: (-item[1].removed, item[0]))[: shown.top]
    if shown.form == "json":
        data = {"total": total.to_dict(), "sites": {name: sums.to_dict() for name, sums in listed}}
        echo_text(json.dumps(data, ensure_ascii=False, indent=2) + "\n")
        return
    echo_text("".join(f"{line}\n" for line in _lines(total, listed, len(sites))))


def _lines(total: SiteSums, listed: list[tuple[str, SiteSums]], sites: int) -> list[str]:
    lines = [f"{total.documents:,} documents of {sites:,} sites: removed {_share(total)}"]
    lines += [f"  {name:12} {size:>12,} characters" for name, size in total.by_category.most_common() if size]
    for name, sums in listed:
        most = ", ".join(f"{category} {size:,}" for category, size in sums.by_category.most_common(3) if size)
        lines.append(
            f"{sanitize(name) or '(no address)'}: {sums.documents:,} documents, removed {_share(sums)}"
            + f": {most}" * bool(most)
        )
    return lines


def _share(sums: SiteSums) -> str:
    share = sums.removed / sums.characters if sums.characters else 0.0
    return f"{sums.removed:,} of {sums.characters:,} characters ({share:.1%})"
