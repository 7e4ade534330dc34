"""Keep rules drafted for rejected removals: each protects one text, exactly as it stands."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import NamedTuple

from cleaner.fit.measure import visible_size
from cleaner.model import Span
from cleaner.report.sanitize import sanitize
from cleaner.review.article import MARKUP, FoundRemoval
from cleaner.review.toml import literal, quoted
from cleaner.review.verdict import Judged
from cleaner.ruleset.pattern import Pattern
from cleaner.spans import common, overlaps
from cleaner.text.fold import fold
from cleaner.text.line import Line
from cleaner.text.lines import from_text

MARK = "# Keep rules drafted by `cleaner review`"
HEADER = f"{MARK}, which writes this file anew after every verdict: copy what you edit.\n"
# Longer texts are known by their beginning and their end, so many characters of each.
_END = 100
_LONGEST_KEYWORD = 60
_SHOWN = 100
# Of the accepted removals by a rule so many are looked at for a near miss.
_COMPARED = 100
_SPECIAL = re.compile(r"[\\^$.*+?()\[\]{}|]")
# Spam that no draft protects, for rejected texts whose rule has removed nothing that was accepted.
_NEUTRAL = ("Subscribe to our newsletter", "As an Amazon Associate I earn from qualifying purchases.")


class _Kept(NamedTuple):
    """A text that is to stay, as the pattern of a keep rule sees it: a line without its decoration, or a sentence."""

    unit: str
    folded: str


@dataclass(slots=True)
class _Case:
    """How a text that is to stay was written, the rules that had removed it, and where it stood."""

    raws: dict[str, None] = field(default_factory=dict)
    rules: dict[str, None] = field(default_factory=dict)
    places: dict[str, None] = field(default_factory=dict)

    def add(self, raw: str, rule: str, article: Judged) -> None:
        self.raws[raw] = None
        self.rules[rule] = None
        self.places[" ".join(filter(None, (article.id, article.url)))] = None


def draft(articles: Iterable[Judged]) -> str:
    """The entries of a rule file: a keep rule for every rejected text; what no keep rule can protect as comments."""
    kept: dict[_Kept, _Case] = {}
    accepted: dict[str, dict[str, None]] = {}
    comments: dict[str, None] = {}
    for article, verdict in ((one, verdict) for one in articles for verdict in one.verdicts):
        rule = verdict.found.rule
        if verdict.accepted:
            accepted.setdefault(rule, {})[_first_line(article, verdict.found)] = None
            continue
        texts = list(_texts(article.text, verdict.found))
        for text, raw in texts:
            kept.setdefault(text, _Case()).add(raw, rule, article)
        if not texts:
            comments[_comment(article, verdict.found)] = None
    entries = "".join(
        _entry(text, case, chain.from_iterable(accepted.get(rule, ()) for rule in case.rules))
        for text, case in kept.items()
    )
    return entries + ("\n" + "".join(comments) if comments else "")


def _texts(text: str, found: FoundRemoval) -> Iterator[tuple[_Kept, str]]:
    """The lines that a removal took, or the sentences that it took something of, as they stand or else as they read.

    None where no rule for text did.
    """
    for line in from_text(text).lines if found.evidence != MARKUP else ():
        block = Span(line.start, line.end)
        cut = common(found, block)
        if size := visible_size(text, cut):
            unit = "block" if size == visible_size(text, block) else "sentence"
            for kept, (start, end), read in _units(line, unit):
                if kept.folded and overlaps(Span(line.start + start, line.start + end), cut):
                    raw = line.source[start:end]
                    yield kept, raw if kept in _all_units(raw, unit) else read


def _units(line: Line, unit: str) -> Iterator[tuple[_Kept, Span, str]]:
    """A line, or its sentences: where each stands in the raw line, and how it reads."""
    if unit == "block":
        yield _Kept(unit, line.core), Span(0, len(line.source)), line.raw
        return
    for part in map(line.part, line.sentences):
        yield _Kept(unit, part.folded), line.in_source(part.span), part.raw


def _all_units(text: str, unit: str) -> list[_Kept]:
    return [kept for line in from_text(text).lines for kept, _, _ in _units(line, unit)]


def _first_line(article: Judged, found: FoundRemoval) -> str:
    return article.text[found.start : found.end].strip().splitlines()[0]


def _comment(article: Judged, found: FoundRemoval) -> str:
    line = _first_line(article, found)[:_SHOWN]
    return f"# No keep rule protects what {sanitize(found.rule)} took of {sanitize(article.id)}: {sanitize(line)}\n"


def _entry(text: _Kept, case: _Case, accepted: Iterable[str]) -> str:
    """A rule with its examples. The id tells the text, so that two texts never share one."""
    digest = hashlib.sha256(" ".join(text).encode("utf-8", "replace")).hexdigest()[:12]
    lines = {
        "id": quoted(f"keep.review-{digest}"),
        "kind": quoted("keep"),
        "description": quoted(f"Rejected in review: {', '.join(case.rules)} had removed it."),
        **_gate(text.folded),
        "pattern": literal(_pattern(text.folded)),
        **({} if text.unit == "block" else {"unit": quoted(text.unit)}),
        "source": quoted(_place(list(case.places))),
    }
    fields = "".join(f"{name} = {value}\n" for name, value in lines.items())
    examples = f"removes = [{quoted(_near_miss(text, accepted))}]\nkeeps = [{', '.join(map(quoted, case.raws))}]\n"
    return f"\n[[rule]]\n{fields}[rule.examples]\n{examples}"


def _place(places: Sequence[str]) -> str:
    return places[0] + (f" and {len(places) - 1} more" if len(places) > 1 else "")


def _gate(folded: str) -> dict[str, str]:
    """The beginning of the text as its keyword."""
    head = folded[:_LONGEST_KEYWORD]
    if len(folded) > _LONGEST_KEYWORD:
        head = head.rpartition(" ")[0] or head
    return {"keywords": f"[{quoted(head)}]"} if head.strip() else {"always": "true"}


def _pattern(folded: str) -> str:
    """What matches this text and no other, save that of a long one the middle may be any."""
    if len(folded) <= 2 * _END:
        return f"^{_escaped(folded)}$"
    return f"^{_escaped(folded[:_END])}.*{_escaped(folded[-_END:])}$"


def _escaped(folded: str) -> str:
    return _SPECIAL.sub(r"\\\g<0>", folded)


def _near_miss(text: _Kept, accepted: Iterable[str]) -> str:
    """Of the accepted spam of the same rules the line that shares most words with the text and is not protected."""
    pattern, words = Pattern([_pattern(text.folded)]), set(text.folded.split())
    alike = sorted(islice(accepted, _COMPARED), key=lambda line: -len(words.intersection(fold(line).split())))
    return next(line for line in (*alike, *_NEUTRAL) if not _protects(pattern, text.unit, line))


def _protects(pattern: Pattern, unit: str, line: str) -> bool:
    return any(pattern.occurs(kept.folded.encode()) for kept in _all_units(line, unit))
