"""Removes affiliate spam from scraped articles by rules that are data, and says which rule removed what.

>>> import cleaner
>>> result = cleaner.clean_text("Rain is wet.\\n\\nAs an Amazon Associate I earn from qualifying purchases.\\n")
>>> result.text
'Rain is wet.\\n'
>>> result.removals[0].category
'disclosure'

A page has a title and a structure, which `markdown` shows:

>>> page = cleaner.clean_html("<title>Rain</title><nav>Home</nav><p>Rain is wet, as all know who walked in it.</p>")
>>> print(cleaner.markdown(page), end="")
# Rain
<BLANKLINE>
Rain is wet, as all know who walked in it.

Rules are chosen and added once, and then given to every call:

>>> rules = cleaner.load_rules(disable=["disclosure"])
>>> cleaner.clean_text("As an Amazon Associate I earn from qualifying purchases.", rules=rules).removals
()

What cannot be used is an error of one line; what an article holds never is:

>>> cleaner.load_rules("no/such.toml")
Traceback (most recent call last):
    ...
cleaner.errors.RuleError: no/such.toml: no such file or folder
>>> cleaner.clean_text("Rain. " * 9, limits=cleaner.Limits(characters=20)).stats.warning
'limit characters=20: text left as it is'
"""

from cleaner.errors import CleanerError, InputError, RuleError
from cleaner.limits import Limits
from cleaner.metadata import Metadata
from cleaner.model import Block, Candidate, CleanResult, Removal, RulePoints
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
    "Metadata",
    "Removal",
    "RuleError",
    "RulePoints",
    "RuleSet",
    "Stats",
    "__version__",
    "clean_html",
    "clean_text",
    "load_rules",
    "markdown",
]
