"""The command line: one file a command; parse, one API call, print, exit code."""

from __future__ import annotations

import io
import os
import signal
import sys
from contextlib import suppress
from importlib import import_module

import click

from cleaner import __version__
from cleaner.cli.completion import VARIABLE, complete
from cleaner.cli.help import examples
from cleaner.errors import CleanerError, RuleError
from cleaner.report.sanitize import sanitize

DONE, REJECTED, UNUSABLE, INTERRUPTED = 0, 1, 2, 130

_COMMANDS = ("batch", "clean", "completion", "diff", "learn", "review", "rules")


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


class _Terminated(BaseException):
    """SIGTERM has come. No Exception, so that everything is left as it is left for Ctrl-C."""


def main() -> None:
    """Run the command line; errors go to standard error, a line each, and end with exit code 2."""
    if signal.getsignal(signal.SIGTERM) == signal.SIG_DFL:
        signal.signal(signal.SIGTERM, _terminate)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a console that lacks a character shows its number
    try:
        asked = os.environ.get(VARIABLE)
        code = complete(cli, asked) if asked else _run()
        print(end="", flush=True)  # where there is a standard output
    except BrokenPipeError:
        code = DONE  # whoever read us has had enough
        _silence()
    except OSError as error:
        _complain(error.strerror or str(error))
        code = UNUSABLE
        _silence()
    sys.exit(code)


def _run() -> int:
    try:
        with cli.make_context("cleaner", sys.argv[1:]) as context:
            code = cli.invoke(context)
    except click.exceptions.Exit as error:
        return error.exit_code
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())
        return UNUSABLE
    except click.ClickException as error:
        _complain(error.format_message())
        return UNUSABLE
    except RuleError as error:
        for fault in error.faults:
            _complain(str(fault))
        return UNUSABLE
    except CleanerError as error:
        _complain(str(error))
        return UNUSABLE
    except (click.Abort, KeyboardInterrupt):
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # who is impatient need not see a traceback
        _complain("interrupted")
        return INTERRUPTED
    except _Terminated:
        _complain("terminated")
        signal.raise_signal(signal.SIGTERM)  # whoever sent it sees that it took effect
    return code if isinstance(code, int) else DONE


def _terminate(*_: object) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # a second one ends all at once
    raise _Terminated


def _silence() -> None:
    """Send what is still buffered for standard output nowhere, or the interpreter complains of it at its end."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _complain(message: str) -> None:
    click.echo(f"cleaner: {' '.join(sanitize(line) for line in message.splitlines())}", err=True)
