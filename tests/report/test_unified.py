"""The unified diff: `patch` makes the cleaned text of the raw one, whatever the line ends."""

from __future__ import annotations

import subprocess
import time

import pytest

from cleaner import clean_text
from cleaner.report.compare import compare
from cleaner.report.unified import unified
from tests.articles import CASES, input_of

SPAM = "As an Amazon Associate I earn from qualifying purchases."
TEXTS = [path.read_bytes().decode() for path in map(input_of, CASES) if path.suffix == ".txt"]
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
    raw = f"{SPAM}\nRain falls on the roof.\n" * 10_000
    result = clean_text(raw)
    start = time.process_time()
    assert sum(1 for _ in unified(result, "text")) > 10_000
    assert time.process_time() - start < 5
