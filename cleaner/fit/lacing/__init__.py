"""Laced articles: labelled spam for nothing, put into clean articles in 14 languages.

    from lacing import lace
    text, labels, cuts = lace(paragraphs, "de", seed=7)

`data/common.toml` holds what every language shares (skeletons of product placeholders and of related blocks), `data/LL.toml`
the wordings of a language. See `grammar.py` for the format, and for the two halves that a fit and its test use.
"""

from cleaner.fit.lacing.grammar import HALVES, LANGUAGES
from cleaner.fit.lacing.lace import Laced, lace

__all__ = ["HALVES", "LANGUAGES", "Laced", "lace"]
