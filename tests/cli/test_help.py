"""What every command says of itself, and what it makes a shell complete. That the examples run, `tests/test_readme.py` sees."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest

from cleaner.cli.completion import SHELLS, VARIABLE
from cleaner.cli.help import HEADINGS
from tests.cli.commands import every_command, examples_of
from tests.conftest import assert_one_line_error

COMMANDS = every_command()
LEAVES = {name: command for name, command in COMMANDS.items() if not isinstance(command, click.Group)}
OPTIONS = [
    (name, option) for name, command in LEAVES.items() for option in command.params if isinstance(option, click.Option)
]


@pytest.mark.parametrize("name", COMMANDS)
def test_help_says_what_for_and_ends_with_examples(name):
    command = COMMANDS[name]
    shown = command.get_help(click.Context(command, info_name=name))
    assert command.help
    assert len(command.get_short_help_str(60)) > 10
    assert not command.get_short_help_str(70).endswith("...")
    assert "\n  Examples:\n" in shown
    assert shown.endswith(f"    {examples_of(command)[-1]}")
    assert max(map(len, shown.splitlines())) <= 90


@pytest.mark.parametrize("name", LEAVES)
def test_examples_are_of_the_command_and_parse(name):
    for example in examples_of(LEAVES[name]):
        call = re.search(r"(?<!\S)(?:\$\()?(cleaner .*?)(?: \||\)| >|$)", example.replace('"', ""))[1]
        words = shlex.split(call, comments=True)
        assert words[: len(name.split())] == name.split()
        LEAVES[name].make_context(name, words[len(name.split()) :])


def test_every_option_is_explained_and_numbers_have_a_letter():
    for name, option in OPTIONS:
        shown, help_text = option.get_help_record(click.Context(LEAVES[name]))
        assert help_text, (name, shown)
        assert "RANGE" not in shown, (name, shown)
        assert "INTEGER" not in shown, (name, shown)


def test_an_option_is_called_alike_and_is_of_one_type_in_all_commands():
    forms = {}
    for name, option in OPTIONS:
        for word in option.opts:
            forms.setdefault(word, {})[name] = (option.is_flag, option.multiple)
    assert {word: seen for word, seen in forms.items() if len(set(seen.values())) > 1} == {}


def test_headings_are_of_options_that_there_are():
    names = [name for names in HEADINGS.values() for name in names]
    assert len(names) == len(set(names))
    assert set(names) <= {option.name for _, option in OPTIONS}


def test_options_stand_under_their_heading_in_order(run):
    shown = run("batch", "--help").stdout.decode()
    heads = re.findall(r"^(\w.*):$", shown, re.M)
    assert heads == ["Options", "Articles and fields", "Learning", "Work", "Rules"]
    rules = re.findall(r"^  (--[\w-]+)", shown.partition("\nRules:")[2], re.M)
    assert rules == ["--rules", "--no-default-rules", "--disable", "--threshold"]


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["clean", "--links"], ["--links", "--format markdown"]),
        (["batch", "-", "-o", "out.jsonl", "--format", "csv"], ["--format csv", "-o -"]),
        (["batch", "-", "-o", "-", "--stream", "--format", "csv"], ["--format csv", "--stream"]),
        (["batch", "-", "-o", "-", "--links"], ["--links", "--format markdown"]),
        (["completion", "tcsh"], ["tcsh", *SHELLS]),
    ],
)
def test_options_that_would_do_nothing_are_refused(run, args, words):
    assert_one_line_error(run(*args), *words)


@pytest.mark.parametrize("shell", SHELLS)
def test_a_script_for_every_shell(run, shell):
    script = run("completion", shell).stdout.decode()
    assert f"_CLEANER_COMPLETE={shell}_complete" in script
    if shutil.which(shell):
        checked = subprocess.run([shell, "-n"], input=script.encode(), capture_output=True)
        assert (checked.returncode, checked.stderr) == (0, b"")


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        (["cleaner", "ba"], ["plain,batch"]),
        (["cleaner", "rules", "sh"], ["plain,show"]),
        (["cleaner", "clean", "--form"], ["plain,--format"]),
        (["cleaner", "clean", "--format", "m"], ["plain,markdown"]),
        (["cleaner", "diff", "--category", "pro"], ["plain,product", "plain,promo"]),
        (["cleaner", "clean", "art"], ["file,art"]),
        (["cleaner", "batch", "x", "-o", "out"], ["file,out"]),
        (["cleaner", "clean", "--rules", "hu"], ["file,hu"]),
    ],
)
def test_what_a_shell_is_told(run, words, answer):
    asked = {VARIABLE: "bash_complete", "COMP_WORDS": shlex.join(words), "COMP_CWORD": str(len(words) - 1)}
    result = run(env=asked)
    assert (result.returncode, result.stdout.decode().split()) == (0, answer)


@pytest.mark.parametrize(
    ("words", "answer"), [(["cleaner", "ba"], ["batch"]), (["cleaner", "clean", "art"], ["files"])]
)
def test_bash_completes(words, answer, tmp_path):
    """By the script that `cleaner completion bash` prints."""
    script = (
        'eval "$(cleaner completion bash)"; compopt() { echo "files"; }; '
        f"COMP_WORDS=({shlex.join(words)}); COMP_CWORD={len(words) - 1}; _cleaner_completion cleaner; "
        'printf "%s\\n" "${COMPREPLY[@]}"'
    )
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    ran = subprocess.run(["bash", "-c", script], cwd=tmp_path, env=environment, capture_output=True)
    assert (ran.stdout.decode().split(), ran.stderr) == (answer, b"")
