"""Removes affiliate spam from scraped articles by rules that are data, and says which rule removed what.

>>> import cleaner
>>> result = cleaner.clean_text("Rain is wet.\\n\\nAs an Amazon Associate I earn from qualifying purchases.\\n")
>>> result.text
'Rain is wet.\\n'
>>> result.removals[0].category
'disclosure'
"""

from cleaner.errors import CleanerError, InputError, RuleError
from cleaner.limits import Limits
from cleaner.model import Block, Candidate, CleanResult, Removal, RuleScore
from cleaner.pipeline import clean_html, clean_text
from cleaner.report.markdown import markdown
from cleaner.ruleset.load import load_rules
from cleaner.ruleset.ruleset import RuleSet
from cleaner.stats import Stats

__version__ = "0.1.0"

__all__ = [
    "Block",
    "Candidate",
    "CleanResult",
    "CleanerError",
    "InputError",
    "Limits",
    "Removal",
    "RuleError",
    "RuleScore",
    "RuleSet",
    "Stats",
    "__version__",
    "clean_html",
    "clean_text",
    "load_rules",
    "markdown",
]
