"""Lace an article: decide which forms of spam and near misses it gets, and where, and label every line."""

import re
import textwrap
from collections.abc import Sequence
from random import Random
from typing import NamedTuple

from cleaner.fit.lacing import editorial, spam
from cleaner.fit.lacing.forms import LacedBlock, LacedLine, Writer
from cleaner.fit.lacing.grammar import grammar

# A form, and the share of articles that get it.
SPAM = (
    (spam.placeholders, 0.55),
    (spam.shop, 0.12),
    (spam.disclosure, 0.4),
    (spam.coupon, 0.06),
    (spam.related_at_the_end, 0.5),
    (spam.related_between, 0.25),
    (spam.read_also, 0.3),
    (spam.newsletter, 0.35),
    (spam.sharing, 0.3),
    (spam.pitch, 0.2),
    (spam.ad_labels, 0.3),
)
NEAR_MISSES = (
    (editorial.refrain, 0.15),
    (editorial.reviews, 0.2),
    (editorial.questions, 0.15),
    (editorial.own_list, 0.2),
    (editorial.about_links, 0.2),
    (editorial.quotes, 0.15),
    (editorial.venues, 0.1),
    (editorial.sources, 0.15),
)
CLEAN = 0.05  # Share of articles with near misses alone.
WITH_CUTS = 0.4
WRAPPED = 0.04  # Paragraphs wrapped at a fixed width.
WIDTH = 72
_SENTENCE_END = re.compile(r"[.!?…][”\"»)]?(?= [^\W\d_a-zа-я])|[。！？](?=.)")
_END_MARKS = tuple('.!?…。！？”"»」')


class Laced(NamedTuple):
    """An article with spam in it. Lines are its non-empty lines, counted from 0; lines without a label are editorial."""

    text: str
    labels: dict[int, str]
    cuts: dict[int, list[str]]


def lace(article: Sequence[str], language: str, seed: object, half: str = "fit") -> Laced:
    """Put spam and near misses between the paragraphs of an article, and sentences into them.

    Args:
        article: its non-empty lines.
        language: one of `LANGUAGES`.
        seed: the same seed gives the same text.
        half: whose wordings to use, those for a fit or those for its test.
    """
    random = Random(f"{language} {seed} {half}")  # noqa: S311
    writer = Writer(grammar(language, half), random, article)
    lines = [LacedLine(line) for line in article]
    clean = random.random() < CLEAN
    gaps: list[list[LacedBlock]] = [[] for _ in range(len(lines) + 1)]
    for forms in (NEAR_MISSES, () if clean else SPAM):
        for form, share in forms:
            if random.random() < share:
                for block, place in form(writer):
                    gaps[_gap(place, lines, random)].append(block)
    wrapped = not writer.spaceless and random.random() < WRAPPED
    if not clean and not wrapped and random.random() < WITH_CUTS:
        _cut(lines, writer, random)
    return _text(lines, gaps, random, wrapped=wrapped)


def _gap(place: str, lines: list[LacedLine], random: Random) -> int:
    if place in ("start", "end"):
        return 0 if place == "start" else len(lines)
    gaps = range(1, len(lines)) or range(1)
    # Rarely between a heading and its section.
    return random.choice(
        [gap for gap in gaps if lines[gap - 1].text.endswith(_END_MARKS) or random.random() < 0.1] or gaps
    )


def _cut(lines: list[LacedLine], writer: Writer, random: Random) -> None:
    least = 40 if writer.spaceless else 80
    prose = [n for n, line in enumerate(lines) if len(line.text) > least and line.text.endswith(_END_MARKS)]
    for n in random.sample(prose, min(len(prose), random.randint(1, 4))):
        text = lines[n].text
        ends = [match.end() for match in _SENTENCE_END.finditer(text)]
        at = random.choice(ends) if ends and random.random() < 0.3 else len(text)
        cut = spam.sentence(writer)
        lines[n] = LacedLine(text[:at] + cut + text[at:], cuts=(cut,))


def _text(lines: list[LacedLine], gaps: list[list[LacedBlock]], random: Random, *, wrapped: bool) -> Laced:
    between = "\n\n" if wrapped else random.choice(("\n\n", "\n\n", "\n\n", "\n"))
    within = between if wrapped or random.random() < 0.75 else "\n"
    labels: dict[int, str] = {}
    cuts: dict[int, list[str]] = {}
    parts: list[str] = []
    number = 0
    for gap, line in zip(gaps, [*lines, None], strict=True):
        for block in [*gap, [line] if line else []]:
            texts = []
            for each in block:
                pieces = (
                    textwrap.wrap(each.text, WIDTH, break_long_words=False, break_on_hyphens=False)
                    if wrapped
                    else [each.text]
                )
                texts.append("\n".join(pieces))
                if each.label:
                    labels |= dict.fromkeys(range(number, number + len(pieces)), each.label)
                if each.cuts:
                    cuts[number] = list(each.cuts)
                number += len(pieces)
            if block:
                parts.append(within.join(texts))
    return Laced(between.join(parts), labels, cuts)
