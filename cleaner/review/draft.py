"""Keep rules drafted for rejected removals: each protects one text, exactly as it stands."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import NamedTuple

from cleaner.document.fold import fold
from cleaner.document.sentences import sentences
from cleaner.document.shape import core
from cleaner.document.text import segment
from cleaner.labelled.measure import visible
from cleaner.model import Span
from cleaner.report.sanitize import sanitize
from cleaner.review.article import MARKUP, Found
from cleaner.review.toml import literal, quoted
from cleaner.review.verdict import Judged
from cleaner.ruleset.pattern import Pattern

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


def _texts(text: str, found: Found) -> Iterator[tuple[_Kept, str]]:
    """The lines that a removal took, or the sentences that it took something of; none where no rule for text did."""
    for block in segment(text) if found.evidence != MARKUP else ():
        cut = Span(max(found.start, block.start), min(found.end, block.end))
        if cut.start < cut.end and (size := visible(text, cut)):
            spans, unit = [block], "block"
            if size < visible(text, block):
                touched = (s for s in sentences(text, *block) if s.start < cut.end and s.end > cut.start)
                spans, unit = list(touched), "sentence"
            raws = (text[start:end] for start, end in spans)
            yield from ((_Kept(unit, folded), raw) for raw in raws if (folded := _folded(unit, raw)))


def _folded(unit: str, raw: str) -> str:
    return core(fold(raw)) if unit == "block" else fold(raw)


def _first_line(article: Judged, found: Found) -> str:
    return article.text[found.start : found.end].strip().splitlines()[0]


def _comment(article: Judged, found: Found) -> str:
    line = _first_line(article, found)[:_SHOWN]
    return f"# No keep rule protects what {sanitize(found.rule)} took of {sanitize(article.id)}: {sanitize(line)}\n"


def _entry(text: _Kept, case: _Case, accepted: Iterable[str]) -> str:
    """A rule with its examples. The id tells the text, so that two texts never share one."""
    digest = hashlib.sha256(" ".join(text).encode("utf-8", "replace")).hexdigest()[:12]
    lines = {
        "id": quoted(f"keep.review-{digest}"),
        "kind": quoted("keep"),
        "description": quoted(f"Rejected in review: {', '.join(case.rules)} had removed it."),
        **_gate(text, case.raws),
        "pattern": literal(_pattern(text.folded)),
        **({} if text.unit == "block" else {"unit": quoted(text.unit)}),
        "source": quoted(_place(list(case.places))),
    }
    fields = "".join(f"{name} = {value}\n" for name, value in lines.items())
    examples = f"removes = [{quoted(_near_miss(text, accepted))}]\nkeeps = [{', '.join(map(quoted, case.raws))}]\n"
    return f"\n[[rule]]\n{fields}[rule.examples]\n{examples}"


def _place(places: Sequence[str]) -> str:
    return places[0] + (f" and {len(places) - 1} more" if len(places) > 1 else "")


def _gate(text: _Kept, raws: Iterable[str]) -> dict[str, str]:
    """For each way in which the text is written a keyword that stands in it."""
    words = dict.fromkeys(_keyword(text.folded, fold(raw)) for raw in raws)
    return {"always": "true"} if "" in words else {"keywords": f"[{', '.join(map(quoted, words))}]"}


def _keyword(folded: str, written: str) -> str:
    """The beginning of the text, or where a link's address stands in its midst a word of it; empty if nothing fits."""
    head = folded[:_LONGEST_KEYWORD]
    if len(folded) > _LONGEST_KEYWORD:
        head = head.rpartition(" ")[0] or head
    words = (head.strip(), *sorted(folded.split(), key=len, reverse=True))
    return next((word for word in words if word and word in written), "")


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
    spans = [Span(0, len(line))] if unit == "block" else sentences(line, 0, len(line))
    return any(pattern.occurs(_folded(unit, line[start:end])) for start, end in spans)
