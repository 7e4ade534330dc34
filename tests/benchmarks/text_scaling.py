"""How the time of clean_text grows with the text and with the number of rules.

usage: python tests/benchmarks/text_scaling.py CASES.jsonl

Texts of 1 KB to 10 MB are cut from the articles (field "text"), one after another; rules are added to the bundled ones,
each with a keyword and a pattern of its own. Prints milliseconds and what each step costs against the one before.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path

from cleaner import RuleSet, clean_text, load_rules

RULE = """
[[rule]]
id = "promo.synthetic-{n}"
kind = "line"
description = "Synthetic rule {n}."
keywords = ["synthetic {n} bell"]
pattern = '''(?:please )?ring the synthetic {n} bell\\b.{{0,40}}'''
[rule.examples]
removes = ["Ring the synthetic {n} bell"]
keeps = ["A bell"]
"""


def milliseconds(text: str, rules: RuleSet) -> float:
    """The best of three runs after one to warm up."""
    clean_text(text, rules=rules)
    best = float("inf")
    for _ in range(3):
        start = time.perf_counter()
        clean_text(text, rules=rules)
        best = min(best, time.perf_counter() - start)
    return best * 1000


def with_synthetic(count: int) -> RuleSet:
    """The bundled rules and synthetic ones, `count` in all."""
    more = count - len(load_rules().rules)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "synthetic.toml"
        file.write_text("".join(RULE.format(n=n) for n in range(more)), encoding="utf-8")
        return load_rules(file)


def main() -> None:
    texts = [json.loads(line)["text"] for line in Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()]
    body = "\n\n".join(texts)
    body *= 10_000_000 // len(body) + 1
    rules = load_rules()
    sizes = [1_000, 10_000, 100_000, 1_000_000, 2_000_000, 4_000_000, 10_000_000]
    rows = [(size, milliseconds(body[:size], rules)) for size in sizes]
    for (before, fast), (size, slow) in pairwise(rows):
        print(
            f"{size:>10,} characters {slow:10.1f} ms  {size / slow / 1000:6.2f} MB/s  {slow / fast:5.2f} x for {size / before:g} x"
        )
    for count in (500, 1_000, 2_000):
        grown = with_synthetic(count)
        print(
            f"{count:>10,} rules      {sum(milliseconds(text, grown) for text in texts[:20]):10.1f} ms for 20 articles"
        )


if __name__ == "__main__":
    main()
