"""Help: how commands explain themselves, with shared options under headings of their own and examples at the end."""

from __future__ import annotations

from collections.abc import Mapping

import click

# By heading, in the order in which they are shown, the options under it; all others stand before these.
HEADINGS: Mapping[str, tuple[str, ...]] = {
    "Articles and fields": (
        *("input_format", "extractor", "captions", "encoding", "url"),
        *("text_field", "html_field", "url_field", "id_field", "site_field"),
    ),
    "Some of a dump": ("record_id", "sample", "seed"),
    "Screen": ("color", "no_pager"),
    "Learning": ("learn", "min_pages", "min_share"),
    "Work": ("engine", "master", "spark_conf", "workers", "timeout", "max_record_bytes", "limits", "restart"),
    "Rules": ("rule_paths", "no_default_rules", "disable", "threshold"),
}


class Command(click.Command):
    """A command whose help shows options under headings."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, heading by heading."""
        options = [parameter for parameter in self.get_params(ctx) if isinstance(parameter, click.Option)]
        records = {option.name: record for option in options if (record := option.get_help_record(ctx)) is not None}
        shared = [(head, [records.pop(name) for name in names if name in records]) for head, names in HEADINGS.items()]
        for heading, shown in (("Options", list(records.values())), *shared):
            if shown:
                with formatter.section(heading):
                    formatter.write_dl(shown)


def examples(*lines: str) -> str:
    """The end of a command's help: lines that can be typed as they stand, on files of such names."""
    return "\n".join(["\b", "Examples:", *(f"  {line}" for line in lines)])
