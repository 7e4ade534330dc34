"""A document beyond a limit: what is left of it, and that its result says so, by call and by command."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from cleaner import InputError, Limits
from cleaner.ruleset.kinds.span import SpanRule
from tests.conftest import assert_one_line_error, sized
from tests.toy import OPTIONS, SPAM, clean_html, clean_text

PROSE = "The road over the pass is closed in winter, and those who want to cross it take the train instead."
TEXT = f"{PROSE}\n\n{SPAM}\n\n{PROSE}\n"
PAGE = f"<article><h1>Over the pass</h1>{f'<p>{PROSE}</p>' * 6}<p>{SPAM}</p><p>The end of it all.</p></article>"
# Seconds that have passed before any step is done.
AT_ONCE = 1e-9


@pytest.mark.parametrize("limits", [{"characters": len(TEXT)}, {"blocks": TEXT.count("\n")}, {}])
def test_a_text_within_the_limits_is_cleaned(limits):
    result = clean_text(TEXT, limits=Limits(**limits))
    assert SPAM not in result.text
    assert not result.stats.warnings


@pytest.mark.parametrize(
    ("limits", "words"),
    [
        ({"characters": len(TEXT) - 1}, "limit characters=256: text left as it is"),
        ({"blocks": TEXT.count("\n") - 1}, "limit blocks=4: text left as it is"),
        ({"seconds": AT_ONCE}, "limit seconds=1e-09: rules not applied"),
    ],
)
def test_a_text_beyond_a_limit_is_left_as_it_is(limits, words):
    result = clean_text(TEXT, limits=Limits(**limits))
    assert (result.raw, result.text, result.removals) == (TEXT, TEXT, ())
    assert result.stats.warnings == (words,)


@pytest.mark.parametrize(
    ("limits", "words"),
    [
        ({"characters": PAGE.index("<p>The end")}, "limit characters="),
        ({"tags": PAGE.count("<") - 3}, "limit tags="),
        ({"blocks": 8}, "limit blocks=8: only the beginning was read"),
    ],
)
def test_of_a_page_beyond_a_limit_the_beginning_is_read(limits, words):
    result = clean_html(PAGE, limits=Limits(**limits))
    assert PROSE in result.text
    assert SPAM not in result.text
    assert "The end" not in result.raw
    assert [warning for warning in result.stats.warnings if warning.startswith(words)]


def test_a_page_nested_too_deep_is_read_without_structure():
    page = f"{PAGE}{'<div>' * 9}<h2>Deeper</h2><p>The bottom of it.</p>{'</div>' * 9}"
    shallow, whole = (clean_html(page, limits=limits, extractor="none") for limits in (Limits(depth=8), Limits()))
    assert shallow.stats.warnings == ("limit depth=8: what is deeper was read without structure",)
    assert [block.form.kind for block in shallow.blocks][-2:] == ["text", "text"]
    assert [block.form.kind for block in whole.blocks][-2:] == ["h2", "paragraph"]
    assert shallow.text.split() == whole.text.split()


def test_a_page_out_of_time_is_not_read():
    result = clean_html(PAGE, limits=Limits(seconds=AT_ONCE))
    assert (result.raw, result.text) == ("", "")
    assert result.stats.warnings == ("limit seconds=1e-09: not read",)


def test_out_of_time_between_rules_leaves_what_is_main_content(monkeypatch):
    limits = Limits(seconds=3600)
    clock = limits.clock()

    def last(*_):
        clock._end = 0.0
        return iter(())

    monkeypatch.setattr(SpanRule, "find", last)
    monkeypatch.setattr(Limits, "clock", lambda _: clock)
    result = clean_html(f"<nav><a href=/>Home</a></nav>{PAGE}", limits=limits)
    assert SPAM in result.text
    assert "Home" not in result.text
    assert result.stats.warnings == ("limit seconds=3,600: rules not applied",)


@pytest.mark.parametrize("name", ["characters", "depth", "tags", "blocks", "seconds"])
@pytest.mark.parametrize("value", [0, -1, float("nan")])
def test_limits_are_above_0(name, value):
    with pytest.raises(InputError, match=f"limit {name}="):
        Limits(**{name: value})


def test_the_command_heeds_limits(run):
    result = run("clean", "--limit", "blocks=2", "--limit", "depth=20", stdin=TEXT.encode())
    assert result.stdout.decode() == TEXT
    assert b"cleaner: -: limit blocks=2: text left as it is" in result.stderr


def test_a_dump_heeds_limits(run, tmp_path):
    rows = [{"id": 1, "text": TEXT}, {"id": 2, "text": SPAM}]
    (tmp_path / "in.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    result = run("batch", tmp_path / "in.jsonl", "-o", tmp_path / "out.jsonl", "--limit", "blocks=2", *OPTIONS)
    assert [json.loads(line)["text"] for line in (tmp_path / "out.jsonl").read_text().splitlines()] == [TEXT, ""]
    assert b"in.jsonl:1: limit blocks=2" in result.stderr


@pytest.mark.parametrize("words", ["blocks", "lines=3", "blocks=many", "tags=1.5", "=", "depth=", "seconds=5"])
def test_a_limit_that_is_none_is_refused(run, words):
    result = run("clean", "--limit", words)
    assert result.returncode == 2
    assert words.encode() in result.stderr


def test_the_command_reads_no_more_than_it_may(run):
    result = run("clean", "/dev/zero", "--max-record-bytes", "4000")
    assert_one_line_error(result, "/dev/zero: is larger than 4,000 bytes", "--max-record-bytes")


def test_what_the_command_may_read_it_works_on(run):
    """A text of more characters than is usual, where so many are asked for."""
    text = SPAM + "\n" + " " * Limits().characters
    result = run("clean", *OPTIONS, "--max-record-bytes", len(text), stdin=text.encode())
    assert (result.returncode, result.stdout.strip()) == (0, b"")


def test_the_command_takes_no_longer_than_it_may(run):
    result = run("clean", "--timeout", "0.01", stdin=TEXT.encode() * 5000)
    assert b"limit seconds=0.01: rules not applied" in result.stderr


# Bytes that cleaning takes: so many a byte of input, and so many a line or piece of text, as the README says.
A_BYTE, A_BLOCK = 100, 2500
HUNGRY = {
    "short lines": ("clean_text", "Subscribe now\n" * 20_000, 20_000),
    "finds in one line": ("clean_text", "word (affiliate link) " * 20_000, 1),
    "short paragraphs": ("clean_html", "<p>a" * 40_000, 40_000),
    "attributes": ("clean_html", "<p a=b c=d e=f g=h>x" * 40_000, 40_000),
}
MEASURE = """
import resource, sys, cleaner
source = sys.stdin.read()
clean = getattr(cleaner, sys.argv[1])
clean(source[:500])
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
clean(source)
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024)
"""


@pytest.mark.parametrize(("call", "source", "blocks"), sized(HUNGRY, smoke="short paragraphs"))
def test_memory_is_bounded_by_the_size(call, source, blocks):
    command = [sys.executable, "-c", MEASURE, call]
    done = subprocess.run(command, input=source, capture_output=True, text=True, check=True, timeout=120)
    assert int(done.stdout) <= A_BYTE * len(source) + A_BLOCK * blocks
