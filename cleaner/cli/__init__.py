"""The command line: one file a command; parse, one API call, print, exit code."""

from __future__ import annotations

import os
import sys
import warnings
from collections.abc import Sequence
from importlib import import_module

import click

from cleaner import __version__
from cleaner.cli.completion import VARIABLE, complete
from cleaner.cli.help import examples
from cleaner.errors import CleanerError, RuleError
from cleaner.report.sanitize import sanitize

DONE, REJECTED, UNUSABLE, INTERRUPTED = 0, 1, 2, 130

_COMMANDS = ("batch", "clean", "completion", "diff", "learn", "review", "rules", "stats")


class _Commands(click.Group):
    """Commands are imported when they are called, so that `--help` is quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in _COMMANDS:
            return None
        command = import_module(f"cleaner.cli.{cmd_name}").command
        assert isinstance(command, click.Command)  # noqa: S101
        return command


def _version(context: click.Context, _: click.Parameter, wanted: bool) -> None:
    """Tell the versions of cleaner and of the bundled rules."""
    if wanted:
        from cleaner.ruleset.load import default_rules  # which takes a moment

        click.echo(f"cleaner {__version__}, rules {default_rules().version}")
        context.exit()


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "show_default": True},
    epilog=examples(
        "cleaner clean page.html > editorial.txt",
        "cleaner diff article.txt --explain",
        "cleaner batch scrapes/ -o out.jsonl",
    ),
)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_version,
    help="Show the versions of cleaner and of the bundled rules.",
)
def cli() -> None:
    """Remove affiliate spam from scraped articles, by rules that are data."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command in this process; errors go to standard error, a line each. What a process is beside that, signals and
    pipes that break, is for `cleaner.__main__`.

    Args:
        argv: the words behind `cleaner`; those of this process if left out.

    Returns:
        The exit code.
    """
    asked = os.environ.get(VARIABLE)
    with warnings.catch_warnings():
        return complete(cli, asked) if asked else _run(argv)


def _run(argv: Sequence[str] | None) -> int:
    try:
        with cli.make_context("cleaner", list(sys.argv[1:] if argv is None else argv)) as context:
            code = cli.invoke(context)
    except click.exceptions.Exit as error:
        return error.exit_code
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())
        return UNUSABLE
    except click.ClickException as error:
        complain(error.format_message())
        return UNUSABLE
    except RuleError as error:
        for fault in error.faults:
            complain(str(fault))
        return UNUSABLE
    except CleanerError as error:
        complain(str(error))
        return UNUSABLE
    return code if isinstance(code, int) else DONE


def complain(message: str) -> None:
    """Tell on standard error what went wrong."""
    click.echo(f"cleaner: {' '.join(sanitize(line) for line in message.splitlines())}", err=True)
