"""Rule files that were built to take all time or memory there is: refused in words, or harmless."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from itertools import count
from types import SimpleNamespace

import pytest

from cleaner import Limits, RuleError, clean_html, clean_text, limits, load_rules
from cleaner.ruleset.budget import MAX_RULES
from cleaner.ruleset.files import MAX_FILE_BYTES
from tests.conftest import sized

RULE = """
[[rule]]
id = "promo.bell-{n}"
kind = "{kind}"
description = "A bell."
{more}
[rule.examples]
removes = ["a"]
keeps = ["b"]
"""


def rule(n: int = 0, kind: str = "line", more: str = "always = true\npattern = 'a'") -> str:
    return RULE.format(n=n, kind=kind, more=more)


def many(count: int, more: str = "keywords = 'bell'\npattern = 'a'", kind: str = "line") -> str:
    return "".join(rule(n, kind, more.replace("%", str(n))) for n in range(count))


def words(prefix: str, count: int) -> str:
    return "[" + ", ".join(f"'{prefix}{n}'" for n in range(count)) + "]"


# What a file holds, and the reason that is given.
REFUSED = {
    "too many rules": (many(MAX_RULES + 1), f"is one too many: {MAX_RULES:,} rules may be added"),
    "too large a pattern": (rule(more=r"always = true" + "\npattern = '''(?:\\p{Lu}{1,30}\\s){30}q'''"), "too large"),
    "too many alternatives": (rule(more=f"always = true\npattern = {words('a', 10_001)}"), "more than 10,000 texts"),
    "too long a keyword": (rule(more=f"keywords = '{'a' * 201}'\npattern = 'a'"), "longer than 200 characters"),
    "too many keywords": (
        many(120, f"pattern = 'a'\nkeywords = {words('a' * 90 + '%-', 100)}"),
        "all together may have 1,000,000 characters",
    ),
    "keywords in one another": (
        rule(more="pattern = 'a'\nkeywords = [" + ", ".join(f"'{'a' * n}'" for n in range(1, 60)) + "]"),
        "more than 50 keywords are endings of it",
    ),
    "too many steps": (
        rule(kind="sequence", more="keywords = 'a'\nsteps = [" + "{ pattern = 'a' }, " * 21 + "]"),
        "must be a list of 2 to 20 steps",
    ),
    "too many faults": ("[[rule]]\nid = 3\n" * 2000, "kind: must be one of"),
    "nested arrays": ("a = " + "[" * 100_000, "is no TOML"),
    "nested tables": ("a = " + "{ a = " * 100_000, "is no TOML"),
    "nested keys": (".".join("a" * 900) + " = 1\n", "a: is no field of a rule file"),
    "keys nested deeper": (".".join("a" * 100_000) + " = 1\n", "is no TOML"),
    "numbers without end": (rule(more=f"always = true\npattern = 'a'\nscore = {'9' * 5000}"), "is no TOML"),
    "endless numbers": (rule(more="always = true\npattern = 'a'\nscore = inf"), "score: must be a number"),
    "too large a file": ("#" * (MAX_FILE_BYTES + 1), "is larger than 16 MiB"),
}


@pytest.mark.parametrize(("source", "reason"), REFUSED.values(), ids=REFUSED.keys())
def test_a_file_that_asks_for_too_much_is_refused(tmp_path, source, reason):
    (tmp_path / "hostile.toml").write_text(source)
    with pytest.raises(RuleError) as raised:
        load_rules(tmp_path)
    assert reason in str(raised.value)


# Rules that load, a text on which they are tried often or each takes long, and what is said of its result: a few tries take
# no time to speak of, all the others would take up to hours.
DONE, OUT_OF_TIME = (), ("limit seconds=0.2: rules not applied",)
SLOW = {
    "a pattern that remembers much": (
        rule(more="always = true\npattern = '(.*a.{1000}b)|c.{900}d'"), "ab c" * 5000, DONE,
    ),
    "nested repeats": (rule(more="always = true\npattern = '(?:(?:a?){30}){30}b'"), "a" * 20_000, DONE),
    "rules without keywords": (
        many(2000, "always = true\npattern = '(?:a?){900}b%'"), "a a a a\n" * 100_000, OUT_OF_TIME,
    ),
    "rules with one keyword": (
        many(2000, "keywords = 'a'\npattern = 'b%'", "span"), "a a a a\n" * 100_000, OUT_OF_TIME,
    ),
    "cues": (
        many(2000, "score = 0.1\npattern = '(?:a?){99}b%'", "cue") + rule(9999), "a\n" * 100_000, OUT_OF_TIME,
    ),
    "steps that reach far": (
        rule(kind="sequence", more="keywords = 'a'\nsteps = [{pattern = '.*', most = 10000}, {pattern = 'a'}, {words=[9,9]}]"),
        "a\n" * 100_000,
        OUT_OF_TIME,
    ),
    "sections that reach far": (
        rule(kind="section", more="always = true\npattern = 'a'\nmost = 10000\nleast = 10000"),
        "a\n" * 100_000,
        OUT_OF_TIME,
    ),
    "exceptions": (
        many(200, "always = true\npattern = 'a'\nexcept = '(?:a?){900}b'"), "a\n" * 100_000, OUT_OF_TIME,
    ),
}  # fmt: skip


@pytest.fixture
def clock(monkeypatch):
    """A clock that goes on by 10 ms whenever it is looked at, so that the machine makes no difference."""
    looks = count()
    monkeypatch.setattr(limits, "time", SimpleNamespace(monotonic=lambda: next(looks) / 100))


@pytest.mark.parametrize(("source", "text", "warnings"), sized(SLOW, smoke="rules with one keyword"))
@pytest.mark.usefixtures("clock")
def test_rules_that_take_too_long_are_not_applied(tmp_path, source, text, warnings):
    (tmp_path / "hostile.toml").write_text(source)
    rules = load_rules(tmp_path, defaults=False)
    result = clean_text(text, rules=rules, limits=Limits(seconds=0.2))
    assert result.text == text
    assert result.stats.warnings == warnings


@pytest.mark.usefixtures("clock")
def test_element_rules_that_take_too_long_are_not_applied(tmp_path):
    more = "classes = ['a*', 'b%*']\nsite = 'example.org'"
    (tmp_path / "hostile.toml").write_text(many(5000, more, "element"))
    page = "".join(f"<p class='a{n}'>b</p>" for n in range(20_000))
    result = clean_html(page, rules=load_rules(tmp_path, defaults=False), limits=Limits(seconds=0.2))
    assert result.stats.warnings == ("limit seconds=0.2: not read",)


def test_patterns_that_are_too_large_together_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("cleaner.ruleset.load.MAX_PROGRAM_BYTES", 1 << 20)
    (tmp_path / "hostile.toml").write_text(many(20, "always = true\npattern = '[a-z]{1,999}%'"))
    with pytest.raises(RuleError, match=r"pattern: is too much: all patterns may take 1 MiB$"):
        load_rules(tmp_path)


def test_many_patterns_match_as_few_do(tmp_path):
    (tmp_path / "many.toml").write_text(many(1000, "keywords = 'bell'\npattern = 'ring the bell (?:[a-z]{1,20} )?%'"))
    rules = load_rules(tmp_path, defaults=False)
    assert clean_text("Ring the bell loud 999\n\nRing the bell 1000\n", rules=rules).text == "Ring the bell 1000\n"


@pytest.mark.parametrize("make", [lambda path: path.symlink_to("/dev/zero"), os.mkfifo], ids=["link", "pipe"])
@pytest.mark.parametrize("place", ["hostile.toml", "lists/hostile.txt"])
def test_what_is_no_file_is_not_read(tmp_path, make, place):
    (tmp_path / "lists").mkdir()
    (tmp_path / "good.toml").write_text(rule())
    make(tmp_path / place)
    assert [one.id for one in load_rules(tmp_path, defaults=False).rules] == ["promo.bell-0"]


@pytest.mark.parametrize("name", ["/dev/zero", "/dev/null", "pipe"])
def test_a_device_is_no_rule_file(tmp_path, name):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(RuleError, match="no such file or folder"):
        load_rules(tmp_path / name)


MEMORY = 3 << 30


@pytest.mark.heavy
@pytest.mark.parametrize("name", ["rules without keywords", "rules with one keyword", "cues"])
def test_memory_is_bounded(tmp_path, name):
    """In a process that may take so much and no more."""
    source, text, _ = SLOW[name]
    (tmp_path / "hostile.toml").write_text(source)
    (tmp_path / "text.txt").write_text(text)
    command = [
        sys.executable,
        "-m",
        "cleaner",
        "clean",
        tmp_path / "text.txt",
        "--rules",
        tmp_path,
        "--timeout",
        "3",
    ]

    def bounded() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))

    done = subprocess.run(command, capture_output=True, preexec_fn=bounded, timeout=120)
    assert (done.returncode, done.stdout.decode()) == (0, text), done.stderr[-2000:]
