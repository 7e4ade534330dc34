"""The kinds of rules, one a module: its fields, its class, and what it finds."""

from __future__ import annotations

from collections.abc import Mapping

from cleaner.ruleset.kinds.cue import CueRule
from cleaner.ruleset.kinds.element import ElementRule
from cleaner.ruleset.kinds.keep import KeepRule
from cleaner.ruleset.kinds.learned import LearnedRule
from cleaner.ruleset.kinds.line import LineRule
from cleaner.ruleset.kinds.repeat import RepeatRule
from cleaner.ruleset.kinds.section import SectionRule
from cleaner.ruleset.kinds.sequence import SequenceRule
from cleaner.ruleset.kinds.span import SpanRule
from cleaner.ruleset.rule import Rule

# In the order in which they look at a document: sections end where a keep rule speaks, sequences lean on what others matched.
KINDS: Mapping[str, type[Rule]] = {
    kind.KIND: kind
    for kind in (LearnedRule, KeepRule, LineRule, SpanRule, RepeatRule, SectionRule, SequenceRule, CueRule, ElementRule)
}
