"""The unified diff: `patch` makes the cleaned text of the raw one, whatever the line ends."""

from __future__ import annotations

import subprocess

import pytest

from cleaner.report.compare import compare
from cleaner.report.unified import unified
from tests.articles import TYPICAL, input_of
from tests.growth import assert_linear
from tests.toy import SPAM, clean_text

TEXTS = [path.read_bytes().decode() for path in map(input_of, TYPICAL) if path.suffix == ".txt"]
TEXTS += [
    SPAM,
    f"A.\n\n{SPAM}",
    f"{SPAM}\n\nB.",
    f"A. {SPAM} B.\r\n{SPAM}\r\nC.",
    f"A.\n{SPAM}\n\n\n{SPAM}\nB.\n",
    "Nothing.\n",
    "",
]


def patched(raw, patch, folder):
    (folder / "text").write_bytes(raw.encode())
    if patch:
        argv = ["patch", "--binary", "-s", "text"]
        subprocess.run(argv, input=patch.encode(), cwd=folder, check=True, capture_output=True)
    return (folder / "text").read_bytes().decode() if (folder / "text").exists() else ""


@pytest.mark.parametrize("number", range(len(TEXTS)))
@pytest.mark.parametrize("context", [0, 3])
def test_patch_makes_the_cleaned_text(number, context, tmp_path):
    result = clean_text(TEXTS[number])
    assert patched(TEXTS[number], "".join(unified(result, "text", context)), tmp_path) == result.text


def test_two_texts_that_differ_otherwise(tmp_path):
    raw, mine = "one\ntwo\nthree\n", "zero\ntwo\nthree and a half"
    assert patched(raw, "".join(unified(compare(raw, mine), "text")), tmp_path) == mine


def test_time_grows_with_the_text():
    def cleaned(size):
        return clean_text(f"{SPAM}\nRain falls on the roof.\n" * size)

    assert sum(1 for _ in unified(cleaned(1_000), "text")) > 1_000
    assert_linear(lambda result: list(unified(result, "text")), cleaned, 1_000)
