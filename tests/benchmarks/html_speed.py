"""How well and how fast pages are cleaned: F1 of words, CPU time a page, as multiples of a bare lxml parse, slowest page.

usage: python tests/benchmarks/html_speed.py PAGES.jsonl[.gz] [--call MODULE:FUNCTION]

PAGES are JSON Lines: {"id", "url", "html", "main_content"}. Parse and cleaning take turns page by page, so that a noisy machine
troubles both alike. The bundled scorecard may have been fitted to the very pages: `cleaner rules fit page` cross-validates.
"""

from __future__ import annotations

import argparse
import importlib
import time
from pathlib import Path
from statistics import fmean

import lxml.html

from cleaner.fit.content import word_f1
from cleaner.fit.pages import load_pages, page_words


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pages", type=Path)
    parser.add_argument("--call", default="cleaner:clean_html", help="called as f(html, url=...)")
    options = parser.parse_args()
    module, name = options.call.split(":")
    call = getattr(importlib.import_module(module), name)
    call("<p>Rules load once.</p>", url=None)
    scores, parsing, cleaning = [], 0.0, []
    for page in load_pages(options.pages):
        start = time.process_time()
        utf8 = lxml.html.HTMLParser(encoding="utf-8")
        lxml.html.document_fromstring(page.html.encode("utf-8", "replace"), parser=utf8)
        parsed = time.process_time()
        text = call(page.html, url=page.url).text
        cleaning.append((time.process_time() - parsed, page.id))
        parsing += parsed - start
        if page.content is not None:
            scores.append(word_f1(page_words(text), page_words(page.content)))
    spent = sum(seconds for seconds, _ in cleaning)
    slowest, slowest_id = max(cleaning)
    print(
        f"pages {len(cleaning)}  F1 {fmean(scores or [0.0]):.4f}  {1000 * spent / len(cleaning):.1f} ms a page  "
        f"{spent / parsing:.1f} x a bare parse  slowest {1000 * slowest:.0f} ms ({slowest_id})"
    )


if __name__ == "__main__":
    main()
