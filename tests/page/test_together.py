"""Scores of a page's blocks where they are of one piece with others."""

from __future__ import annotations

import pytest

from cleaner.page.markup import parse
from cleaner.page.together import together
from cleaner.page.walk import read, unmarked

NONE: frozenset[str] = frozenset()


@pytest.mark.parametrize(
    ("html", "scores", "then"),
    [
        ("<blockquote><p>Mind the gate.</p><footer>A. Keeper</footer></blockquote>", [-1, 2], [-1, -1]),
        ("<blockquote><p>Mind the gate.</p><p>A. Keeper</p></blockquote>", [-1, 2], [-1, -1]),
        ("<blockquote><p>Mind the gate.</p></blockquote><footer>A. Keeper</footer>", [-1, 2], [-1, 2]),
        ("<table><tr><td>one<td>two<tr><td>three<td>four</table>", [-2, 1], [-0.5, -0.5]),
        ("<dl><dt>Gate</dt><dd>What opens.</dd></dl>", [2, -1], [-1, -1]),
        ("<p>Mind the gate.</p><pre>for f in a</pre>", [-1, 2], [-1, -1]),
    ],
    ids=["source in a foot", "source in a paragraph", "foot of the page", "rows", "definitions", "code"],
)
def test_what_is_of_one_piece_has_one_score(html, scores, then):
    blocks = read(parse(html).root, unmarked).blocks
    assert together(blocks, scores, 0.0) == then
