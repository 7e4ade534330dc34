"""The memory of a process does not grow with the languages that come along."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.conftest import ROOT

# README: at most so many megabytes a process.
MOST = 150
SCRIPT = r"""
import re
from pathlib import Path
from cleaner import clean_text, load_rules

texts = [text for rule in load_rules().rules for text in rule.examples.removes]
for start in range(0, len(texts), 10):
    clean_text("\\n\\n".join(texts[start : start + 10]))
# Not of `resource`: that counts what the process was forked from.
print(int(re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())[1]) // 1024)
"""


@pytest.mark.heavy
def test_the_spam_of_all_languages_fits_in_what_the_readme_says():
    done = subprocess.run([sys.executable, "-c", SCRIPT], cwd=ROOT, capture_output=True, text=True, check=True)
    assert int(done.stdout) <= MOST
