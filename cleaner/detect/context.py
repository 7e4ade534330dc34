"""What the detectors of one document share: its blocks as rules see them, and what was found so far."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable
from functools import cached_property

from cleaner.detect.gate import Candidates, gate_of, speaks
from cleaner.document import shape
from cleaner.document.language import languages
from cleaner.document.sentences import sentences
from cleaner.limits import Clock
from cleaner.model import Document, Finding, Span
from cleaner.ruleset.links import host_of, is_affiliate, is_merchant
from cleaner.ruleset.rule import CueRule, LearnedRule, Rule
from cleaner.ruleset.ruleset import RuleSet

# A quotation mark, but no inch mark.
_QUOTE = re.compile(r'(?<![0-9])"')
# What follows an article (calls, related links, a box about the author) is shorter than this; checklists, tables and
# recipes, whose short lines are the article, are longer. Found on 700 removals judged by hand.
TAIL_WORDS = 300
# So much of a block's characters must be links for the block to be one: bullets and arrows stand beside them.
_WHOLE_LINK = 0.8


def _no_check() -> None:
    """There is time."""


class Context:
    """One document under one rule set. Everything is worked out when first asked for: most blocks are never looked at.

    Detectors `check` before each block: that raises OutOfTimeError when the clock has run out.
    """

    def __init__(self, document: Document, rules: RuleSet, clock: Clock | None = None) -> None:
        self.check = clock.check if clock is not None else _no_check
        self.document = document
        self.rules = rules
        self.size = len(document.spans)
        self.matched: dict[int, set[str]] = {}
        self.kept: set[int] = set()
        self.found: dict[int, set[Span]] = {}
        self._words: dict[Span, int] = {}
        self._excepted: dict[tuple[str, int], bool] = {}
        self._all_found: dict[int, bool] = {}
        self._quotes: dict[int, list[int]] = {}
        self._texts: dict[int, str] = {}
        self._cores: dict[int, str] = {}
        self._sentences: dict[int, tuple[Span, ...]] = {}
        self._prose: dict[int, bool] = {}
        self._titles: dict[int, bool] = {}
        self._links: dict[tuple[int, str], bool] = {}

    def candidates(self) -> Candidates:
        """The rules that may speak about this document, and the blocks where they may."""
        found = gate_of(self.rules, self.languages).candidates(self.document, self.check)
        return {kind: [pair for pair in pairs if self._on_site(pair[0])] for kind, pairs in found.items()}

    def cues(self) -> tuple[CueRule, ...]:
        """The cue rules that may speak about this document."""
        return tuple(c for c in self.rules.cues if speaks(c, self.languages) and self._on_site(c))

    @cached_property
    def learned(self) -> tuple[LearnedRule, ...]:
        """The learned rules for the site that the document comes from."""
        by_host = self.rules.learned
        if not by_host or not self.host:
            return ()
        labels = self.host.split(".")
        sites = (".".join(labels[first:]) for first in range(len(labels)))
        return tuple(rule for site in sites for rule in by_host.get(site, ()))

    def _on_site(self, rule: Rule) -> bool:
        return not rule.sites or any(self.host == site or self.host.endswith("." + site) for site in rule.sites)

    def note(self, finding: Finding) -> None:
        """Remember a finding for the detectors that come after."""
        if finding.span is not None and finding.span != self.document.spans[finding.first]:
            if finding.category != "keep":
                self.found.setdefault(finding.first, set()).add(finding.span)
            return
        for block in range(finding.first, finding.last + 1):
            self.matched.setdefault(block, set()).add(finding.rule)
            if finding.category == "keep":
                self.kept.add(block)

    def is_suspect(self, block: int) -> bool:
        """Whether a rule has found a block, and no keep rule says that it is the author's."""
        return block in self.matched and block not in self.kept

    @cached_property
    def languages(self) -> frozenset[str] | None:
        """Of the languages that rules are for, those that the text may be in; None: any."""
        guess = languages(self.document.folded)
        return None if guess is None else guess & self.rules.languages

    @cached_property
    def host(self) -> str:
        """The host name of the document's URL, or an empty text."""
        return host_of(self.document.url or "")

    def text(self, block: int) -> str:
        """The folded text of a block."""
        text = self._texts.get(block)
        if text is None:
            start, end = self.document.spans[block]
            text = self._texts[block] = self.document.folded[start:end]
        return text

    def folded(self, block: int, span: Span | None) -> str:
        """The folded text of a block, or of a span inside it."""
        return self.text(block) if span is None else self.document.folded[span.start : span.end]

    def words(self, block: int, span: Span | None) -> int:
        """How many words a block has, or a span inside it."""
        key = span or self.document.spans[block]
        if key not in self._words:
            self._words[key] = shape.word_count(self.document.folded[key.start : key.end])
        return self._words[key]

    def is_item(self, block: int) -> bool:
        """Whether a block begins with a bullet: a mark and a space."""
        start, end = self.document.spans[block]
        return shape.is_item(self.document.folded[start : min(end, start + 2)])

    def core(self, block: int) -> str:
        """The folded text of a block without the decoration around it."""
        if block not in self._cores:
            self._cores[block] = shape.core(self.text(block))
        return self._cores[block]

    def sentences(self, block: int) -> tuple[Span, ...]:
        """Where the sentences of a block stand in the document."""
        if block not in self._sentences:
            start, end = self.document.spans[block]
            self._sentences[block] = tuple(sentences(self.document.text, start, end))
        return self._sentences[block]

    def is_prose(self, block: int) -> bool:
        """Whether a block is running prose."""
        if block not in self._prose:
            self._prose[block] = shape.is_prose(self.text(block))
        return self._prose[block]

    def is_title(self, block: int) -> bool:
        """Whether a block could be the title of an article."""
        if block not in self._titles:
            self._titles[block] = shape.is_title(self.core(block))
        return self._titles[block]

    def kind(self, block: int) -> str:
        """What markup says that a block is; an empty text where there was no markup."""
        return self.document.forms[block].kind if self.document.forms is not None else ""

    def has_links(self, block: int, wanted: Iterable[str]) -> bool:
        """Whether the links of a block are all that is wanted: "whole", "affiliate", "merchant"; never so without markup."""
        if self.document.forms is None or not self.document.forms[block].links:
            return False
        return all(self._links_are(block, kind) for kind in wanted)

    def _links_are(self, block: int, kind: str) -> bool:
        """Whether the links are all of the block ("whole"), or one of them leads where `kind` says."""
        key = (block, kind)
        if key not in self._links:
            links = self.document.forms[block].links if self.document.forms is not None else ()
            if kind == "whole":
                start, end = self.document.spans[block]
                self._links[key] = sum(span.end - span.start for span, _ in links) >= _WHOLE_LINK * (end - start)
            elif kind == "affiliate":
                self._links[key] = any(is_affiliate(link.href, link.rel, self.rules.lists) for _, link in links)
            else:
                self._links[key] = any(is_merchant(link.href, self.rules.lists) for _, link in links)
        return self._links[key]

    def excepted(self, rule: Rule, block: int, span: Span | None = None) -> bool:
        """Whether one of the rule's exceptions stands in the block, or in a span inside it."""
        if rule.exceptions is None:
            return False
        if span is not None:
            return rule.exceptions.occurs(self.folded(block, span))
        key = (rule.id, block)
        if key not in self._excepted:
            self._excepted[key] = rule.exceptions.occurs(self.text(block))
        return self._excepted[key]

    def is_sentence(self, block: int, span: Span) -> bool:
        """Whether a span is a sentence of a block."""
        sentences = self.sentences(block)
        place = bisect_left(sentences, span)
        return place < len(sentences) and sentences[place] == span

    def all_found(self, block: int) -> bool:
        """Whether rules have found every sentence of a block. Asked for when all are through."""
        if block not in self._all_found:
            self._all_found[block] = self.found.get(block, set()).issuperset(self.sentences(block))
        return self._all_found[block]

    def is_quoted(self, block: int, span: Span) -> bool:
        """Whether a span stands between quotation marks of its block: an odd number of them before it."""
        if block not in self._quotes:
            start, end = self.document.spans[block]
            self._quotes[block] = [m.start() for m in _QUOTE.finditer(self.document.folded, start, end)]
        return bisect_left(self._quotes[block], span.start) % 2 == 1

    @cached_property
    def counts(self) -> list[int]:
        """For every block how often its line stands in the document."""
        lines = list(map(self.text, range(self.size)))
        counts = Counter(lines)
        return [counts[line] for line in lines]

    @cached_property
    def code(self) -> frozenset[int]:
        """The blocks of code; in a text without markup those between fences, fences included."""
        if self.document.forms is not None:
            return frozenset(block for block in range(self.size) if self.kind(block) == "code")
        if not any(fence in self.document.folded for fence in shape.FENCES):
            return frozenset()
        return shape.fenced(self.text(block) for block in range(self.size))

    @cached_property
    def tail(self) -> int:
        """The first block after the last running prose that no rule suspects.

        A text without prose has no tail, and neither has one that goes on for long after its last prose: that is a list.
        """
        words = 0
        for block in range(self.size - 1, -1, -1):
            if not self.is_suspect(block) and self.is_prose(block):
                return block + 1
            words += self.words(block, None)
            if words > TAIL_WORDS:
                break
        return self.size

    @cached_property
    def head(self) -> int:
        """The first block of running prose that no rule suspects; a text without prose has no head."""
        for block in range(self.size):
            if not self.is_suspect(block) and self.is_prose(block):
                return block
        return 0
