"""The picture in the README: what `cleaner diff` shows in a terminal, as SVG.

usage: python -m tests.picture

Writes fixtures/picture/diff.svg from fixtures/picture/article.txt; a test fails when it shows something else.
"""

from __future__ import annotations

import os
import subprocess
import sys

from rich.console import Console
from rich.text import Text

from tests.conftest import FIXTURES

ARTICLE = FIXTURES / "picture" / "article.txt"
PICTURE = FIXTURES / "picture" / "diff.svg"
COLUMNS = 118
COMMAND = "cleaner diff article.txt --side-by-side"
# As rich's own, but without the address of a font, which a README would load.
FORMAT = """<svg viewBox="0 0 {terminal_width} {terminal_height}" xmlns="http://www.w3.org/2000/svg">
<style>
.{unique_id}-matrix {{ font-family: Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: {char_height}px; line-height: {line_height}px; }}
{styles}
</style>
<rect width="{terminal_width}" height="{terminal_height}" rx="8" fill="#1b1b1f"/>
<g transform="translate(8, 8)">{backgrounds}<g class="{unique_id}-matrix">{matrix}</g></g>
</svg>
"""


def shown() -> Text:
    """What the command prints, in colour."""
    argv = [sys.executable, "-m", "cleaner", *COMMAND.split()[1:], "--color", "always"]
    environment = {**os.environ, "COLUMNS": str(COLUMNS)}
    done = subprocess.run(argv, cwd=ARTICLE.parent, env=environment, capture_output=True, check=True, text=True)
    return Text.from_ansi(done.stdout.rstrip("\n"))


def picture() -> str:
    """The picture: the command and what it prints."""
    console = Console(record=True, width=COLUMNS, file=open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115, PTH123
    console.print(Text(f"$ {COMMAND}", style="bold"))
    console.print(shown(), "", sep="\n", soft_wrap=True)  # an empty line at the end, as a margin
    return console.export_svg(title="", code_format=FORMAT, unique_id="diff")


if __name__ == "__main__":
    PICTURE.write_text(picture(), encoding="utf-8")
