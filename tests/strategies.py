"""What properties are tried on: articles full of what rules look for, and pages of which every text is known."""

from __future__ import annotations

import re
from html import escape
from typing import NamedTuple

from hypothesis import strategies as st

from cleaner.ruleset.load import default_rules

LINES = st.sampled_from(
    [
        "Amazon",
        "GPU cloud computing services",
        "As an affiliate, we earn on qualifying purchases.",
        "This post contains affiliate links. Last spring I walked to Rome.",
        "You May Also Like",
        "Related posts:",
        "- A Guide to Quiet Islands",
        "Ten Huts in Ten Days",
        "Read more",
        "Subscribe now",
        "Buy on Amazon",
        "$49.99",
        "Advertisement",
        "Conclusion",
        "```",
        "“Subscribe now”",
        "The road over the pass is closed from November to May, and whoever wants to cross in winter has to take the train "
        "through the old tunnel, which runs every two hours and takes cars as well.",
        "> Check out: the best kettles of the year",
        "Grate the soap (affiliate link) into the pot #ad",
        "Als Amazon-Partner verdiene ich an quali\u00adfi\u00adzierten Ver\u200bkäufen.",
        "[**Buy Now**](https://amzn.to/x) &amp;nbsp;→",
        "_This post contains [affiliate links](/about). Last **spring I walked. Subscribe now!_ ~~Rome~~ `is` far.**",
        "&nbsp;",
        "If you click through and buy something, I may earn a small\ncommission at no extra cost to you. The road over the pass\nis closed in winter. This post contains affiliate links, as\nyou may have seen, and it goes on.",
    ]
)
EXAMPLES = st.sampled_from(
    sorted(
        {
            line
            for rule in default_rules().rules
            if not rule.needs_markup
            for example in (*rule.examples.removes, *rule.examples.keeps, *(cut.text for cut in rule.examples.cuts))
            for line in example.splitlines()
        }
    )
)
ENDS = st.sampled_from(["\n", "  \n    ", "\n\n", "\r\n", "\r", "\n \t\n", "\u2028"])
ARTICLES = st.lists(st.tuples(LINES | EXAMPLES | st.text(max_size=30), ENDS), max_size=25).map(
    lambda parts: "".join(line + end for line, end in parts)
)
THRESHOLDS = st.sampled_from([None, -2.8, -2.0, 4.0])


class Piece(NamedTuple):
    """Markup, and the words of it that a browser shows."""

    markup: str
    words: tuple[str, ...] = ()


UNSEEN = "unseen"
# Cells and items are parted by these.
MARKS = frozenset(("|", "-"))
# Nothing in Unicode's groups of spaces, controls and unassigned characters is a word, and what stands for broken bytes is none.
LETTERS = st.characters(codec="utf-8", exclude_categories=("C", "Z"), exclude_characters="\ufffd")
WORDS = st.sampled_from(
    "rain huts <b> </p> <br/> <!-- --> ]]> &nbsp; &lt; &#60; &amp;amp; AT&T a<b <script> </body> {{x}} %s \\n Amazon".split()
) | st.text(LETTERS, min_size=1, max_size=6).filter(lambda word: word not in MARKS and not re.fullmatch(r"\d+\.", word))
SPELLINGS = st.sampled_from(
    [escape, lambda word: "".join(f"&#{ord(letter)};" for letter in word), lambda word: escape(word, quote=False)]
)
TEXTS = st.tuples(st.lists(WORDS, min_size=1, max_size=4), SPELLINGS).map(
    lambda text: Piece(" ".join(map(text[1], text[0])), tuple(text[0]))
)
SILENT = st.sampled_from(
    [
        Piece(markup)
        for markup in (
            f"<!-- {UNSEEN} <b> -->",
            f"<!--{UNSEEN}->--!>",
            f"<script>if (1 < 2) {{ {UNSEEN}('<p>{UNSEEN}</p>') }}</script>",
            f"<style>p::after {{ content: '{UNSEEN} <b>' }}</style>",
            f"<svg><title>{UNSEEN}</title><text>{UNSEEN}</text></svg>",
            f"<p hidden>{UNSEEN}</p>",
            f"<template><p>{UNSEEN}</p></template>",
            f"<textarea>{UNSEEN} <b></textarea>",
            f"<img alt='{UNSEEN} > {UNSEEN}'>",
            f"<iframe><p>{UNSEEN}</p></iframe>",
        )
    ]
)


def _within(*names: str, inside: st.SearchStrategy[Piece]) -> st.SearchStrategy[Piece]:
    """Elements of these names, with attributes that show nothing."""
    attributes = st.sampled_from(["", f' title="{UNSEEN} <b> &lt;"', f" data-x='{UNSEEN}'", " class=x id=y"])
    return st.tuples(st.sampled_from(names), attributes, st.lists(inside, min_size=1, max_size=2)).map(
        lambda parts: Piece(
            f"<{parts[0]}{parts[1]}>{' '.join(piece.markup for piece in parts[2])}</{parts[0]}>",
            tuple(word for piece in parts[2] for word in piece.words),
        )
    )


INLINE = st.recursive(
    TEXTS | SILENT, lambda inside: _within("b", "em", "a", "span", "code", "sup", inside=inside), max_leaves=3
)
_ROWS = _within("tr", inside=_within("td", "th", inside=INLINE))
_LISTS = _within("ul", "ol", inside=_within("li", inside=INLINE))
BLOCKS = st.recursive(
    _within("p", "h2", "h3", "pre", "figcaption", "dt", inside=INLINE) | _LISTS | _within("table", inside=_ROWS),
    lambda inside: _within("div", "section", "blockquote", inside=inside),
    max_leaves=3,
)
# Enough of it makes an article of a page; without it the page is a piece of one.
PROSE = "The road over the pass is closed in winter, and those who want to cross it take the train instead."
PAGES = st.tuples(TEXTS, st.lists(BLOCKS, max_size=5), st.sampled_from([0, 8])).map(
    lambda parts: Piece(
        f"<!DOCTYPE html><html><head><title>{parts[0].markup}</title></head><body>{f'<p>{PROSE}</p>' * parts[2]}"
        f"{' '.join(block.markup for block in parts[1])}</body></html>",
        (*PROSE.split() * parts[2], *(word for block in parts[1] for word in block.words)),
    )
)
