"""The tables of words that fit labelled sentences best: logistic regressions on their tokens."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import sqrt

from cleaner.errors import MissingExtraError
from cleaner.evidence.wording import Wording
from cleaner.fit.cases import EITHER, KEEP, SPAM
from cleaner.fit.fitter import common_tokens
from cleaner.fit.lines import LabelledLine, LabelledText, is_spam
from cleaner.fit.phrases import Phrases
from cleaner.fit.regression import Array, Term, descend

try:
    import numpy as np
    from scipy import sparse
except ImportError as error:
    raise MissingExtraError(error.name or "scipy", "fit") from None

# What belongs to the site and not to the article.
_FRAME = ("meta", "author", "comments", "site")
# What each table tells from editorial lines.
TABLES: Mapping[str, Sequence[str]] = {
    "spam": SPAM,
    "offer": ("disclosure", "product", "promo", "ad"),
    "related": ("related",),
    "frame": _FRAME,
}
# On so many sites a token must stand, and so many stay, those with most points.
_SITES, _TOKENS = 3, 9000
_RIDGE, _STEPS = 1.0, 50


def fit_wording(texts: Sequence[LabelledText | Phrases]) -> Wording:
    """The tables. The same texts and phrases give the same."""
    rows = [(text.site, sentence) for text in texts for sentence in text.sentences]
    weights = np.array([sentence.weight * text.weight for text in texts for sentence in text.sentences])
    lines = [line for _, line in rows]
    vocabulary = common_tokens([line.tokens for line in lines], [site for site, _ in rows], _SITES)
    columns, bases = _fitted(lines, weights, vocabulary)
    if len(vocabulary) > _TOKENS:
        strength = abs(columns).max(axis=0)
        vocabulary = [vocabulary[n] for n in sorted(np.argsort(-strength, kind="stable")[:_TOKENS])]
        columns, bases = _fitted(lines, weights, vocabulary)
    points = {token: tuple(map(float, np.round(columns[:, n], 2))) for n, token in enumerate(vocabulary)}
    return Wording(tuple(TABLES), tuple(bases), {token: at for token, at in points.items() if any(at)})


def _fitted(lines: Sequence[LabelledLine], weights: Array, vocabulary: Sequence[str]) -> tuple[Array, list[float]]:
    """By table the points of all tokens; and the bases."""
    matrix = _matrix(lines, vocabulary)
    columns, bases = [], []
    for categories in TABLES.values():
        if categories is _FRAME:  # it is told from spam, too
            spam = np.array([line.label in _FRAME for line in lines])
            counts = np.array([line.label != EITHER for line in lines])
        else:
            spam = np.array([is_spam(line.label, categories) for line in lines])
            counts = spam | np.array([line.label == KEEP for line in lines])
        counted = weights[counts] / weights[counts].mean()
        terms = {"words": Term(matrix[counts], _RIDGE)}
        points, base = descend(terms, spam[counts].astype(float), counted, _STEPS)
        columns.append(points["words"])
        bases.append(round(base, 2))
    return np.array(columns), bases


def _matrix(lines: Sequence[LabelledLine], vocabulary: Sequence[str]) -> Array:
    places = {token: place for place, token in enumerate(vocabulary)}
    starts, indices, values = [0], [], []
    for line in lines:
        found = [places[token] for token in sorted(line.tokens & places.keys())]
        indices += found
        values += [1 / sqrt(len(found)) for _ in found]
        starts.append(len(indices))
    return sparse.csr_matrix((values, indices, starts), shape=(len(lines), len(vocabulary)))
