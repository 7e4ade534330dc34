"""Rule sets with cards of their own."""

from __future__ import annotations

from dataclasses import replace

from cleaner.evidence.scorecard import Scorecard
from cleaner.ruleset.load import default_rules


def rules_with(card):
    """The bundled rules with another page card."""
    return replace(default_rules(), cards={"page": card})


def flat(base):
    """A page card that says the same of every block."""
    return Scorecard(base, {}, {}, (), {})
