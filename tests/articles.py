"""Article cases: what the files beside an article's `input.txt` or `input.html` hold, and how they are made.

usage: python -m tests.articles FOLDER...

Writes those files anew, to be read line by line (`git diff`) before they are committed.
"""

from __future__ import annotations

import argparse
import json
from functools import cache
from pathlib import Path

from cleaner import CleanResult, clean_html, clean_text
from cleaner.report.markdown import markdown
from tests.conftest import FIXTURES

CASES = sorted(path for path in (FIXTURES / "articles").iterdir() if path.is_dir())
# One of every kind, for what is true of any article: long and short, left and right, with and without removals.
TYPICAL = [
    FIXTURES / "articles" / name
    for name in (
        "keep-16-sunday-link-roundup",
        "keep-19-ja-teikei-to-koukoku",
        "page-01-floor-pumps-with-boxes",
        "page-10-ja-tetsubin",
        "page-13-planks-in-layout-tables",
        "spam-02-lighthouse-bulbs-block-in-middle",
        "spam-08-council-heat-pumps-ads-crlf",
        "spam-11-kettles-shortcodes",
    )
]


def input_of(case: Path) -> Path:
    """The article of a case, a page or a text.

    Raises:
        FileNotFoundError: there is none.
    """
    return next((path for path in sorted(case.glob("input.html"))), case / "input.txt")


@cache
def cleaned(case: Path) -> CleanResult:
    """What the article of a case becomes, cleaned once a process."""
    path = input_of(case)
    return clean_html(path.read_bytes()) if path.suffix == ".html" else clean_text(path.read_bytes().decode())


def files_of(case: Path) -> dict[str, str]:
    """What stands beside the article of a case, by name of file."""
    result = cleaned(case)
    removed = [
        {"category": removal.category, "text": line.strip()}
        for removal in result.removals
        for line in removal.text.split("\n")
        if line.strip()
    ]
    files = {"expected.txt": result.text, "removed.json": json.dumps(removed, ensure_ascii=False, indent=2) + "\n"}
    if input_of(case).suffix == ".html":
        files |= {"title.txt": f"{result.title}\n", "expected.md": markdown(result, links=True)}
        if result.stats.warnings:
            files["warnings.txt"] = "".join(f"{warning}\n" for warning in result.stats.warnings)
    return files


def main() -> None:
    """Write the files of some cases."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cases", nargs="+", type=Path, metavar="FOLDER")
    for case in parser.parse_args().cases:
        for name, text in files_of(case).items():
            (case / name).write_bytes(text.encode())


if __name__ == "__main__":
    main()
