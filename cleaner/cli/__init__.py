"""The command line: one file a command; parse, one API call, print, exit code."""

from __future__ import annotations

import sys
from importlib import import_module

import click

from cleaner import __version__
from cleaner.errors import CleanerError, RuleError
from cleaner.report.sanitize import sanitize

DONE, REJECTED, UNUSABLE = 0, 1, 2

_COMMANDS = ("batch", "clean", "diff", "rules")


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


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="cleaner")
def cli() -> None:
    """Remove affiliate spam from scraped articles, by rules that are data."""


def main() -> None:
    """Run the command line; errors go to standard error, a line each, and end with exit code 2."""
    try:
        code = cli.main(standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())
        code = UNUSABLE
    except click.ClickException as error:
        _complain(error.format_message())
        code = UNUSABLE
    except RuleError as error:
        for fault in error.faults:
            _complain(str(fault))
        code = UNUSABLE
    except CleanerError as error:
        _complain(str(error))
        code = UNUSABLE
    except (click.Abort, KeyboardInterrupt):
        _complain("interrupted")
        code = 130
    except BrokenPipeError:
        sys.stderr.close()  # whoever read us has gone: nothing to say, and no one to say it to
        code = DONE
    sys.exit(code if isinstance(code, int) else DONE)


def _complain(message: str) -> None:
    click.echo(f"cleaner: {' '.join(sanitize(line) for line in message.splitlines())}", err=True)
