"""`cleaner completion`: what makes a shell complete commands, options, their values and file names."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class, shell_complete

from cleaner.cli.help import Command, examples

# What a shell's script sets when it asks for completions, and the name that it asks by.
VARIABLE, PROGRAM = "_CLEANER_COMPLETE", "cleaner"
SHELLS = ("bash", "zsh", "fish")


def complete(cli: click.Command, instruction: str) -> int:
    """Answer a shell that asks for completions; gives the exit code."""
    return shell_complete(cli, {}, PROGRAM, VARIABLE, instruction)


@click.command(
    "completion",
    cls=Command,
    short_help="Make a shell complete commands.",
    epilog=examples(
        'eval "$(cleaner completion bash)"        # in ~/.bashrc, or in one shell',
        "cleaner completion zsh > _cleaner        # in a folder of $fpath",
        "cleaner completion fish > cleaner.fish   # in ~/.config/fish/completions/",
    ),
)
@click.argument("shell", type=click.Choice(SHELLS))
@click.pass_context
def command(context: click.Context, shell: str) -> None:
    """Print the script that makes SHELL complete commands, options, their values and file names."""
    script = get_completion_class(shell)
    assert script is not None  # noqa: S101  # click knows all of SHELLS
    click.echo(script(context.find_root().command, {}, PROGRAM, VARIABLE).source())
