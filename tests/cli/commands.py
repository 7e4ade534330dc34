"""All commands of the command line, and the examples in their help."""

from __future__ import annotations

import re

import click

from cleaner.cli import cli


def every_command(command=cli, name="cleaner"):
    """The commands by the words that call them, groups too."""
    found = {name: command}
    if isinstance(command, click.Group):
        context = click.Context(command)
        for word in command.list_commands(context):
            found |= every_command(command.get_command(context, word), f"{name} {word}")
    return found


def examples_of(command):
    """The lines at the end of a command's help."""
    return re.findall(r"^  (\S.*)$", command.epilog or "", re.M)
