"""Laced articles: what is put in can be taken out again by its labels, and a test shares no split wording with a fit."""

from itertools import product

import pytest

from cleaner.fit.lacing import HALVES, LANGUAGES, lace
from cleaner.fit.lacing.articles import read_articles
from cleaner.fit.lacing.grammar import grammar, halved
from tests.conftest import FIXTURES

ARTICLES = FIXTURES / "lacing"


def articles(language):
    return [lines for half in HALVES for _, lines in read_articles([ARTICLES], half)[language]]


def test_fourteen_languages_with_three_articles_each():
    assert len(LANGUAGES) == 14
    assert {len(articles(language)) for language in LANGUAGES} == {3}


@pytest.mark.parametrize("language", LANGUAGES)
def test_labels_and_cuts_lead_back_to_the_article(language):
    for seed, lines in product(range(12), articles(language)):
        text, labels, cuts = lace(lines, language, seed)
        laced = [line for line in text.split("\n") if line.split()]
        assert max([*labels, *cuts, 0]) < len(laced)
        assert not labels.keys() & cuts.keys()
        for number, parts in cuts.items():
            for part in parts:
                assert part in laced[number]
                laced[number] = laced[number].replace(part, "", 1)
        editorial = " ".join(line for number, line in enumerate(laced) if number not in labels).split()
        rest = iter(editorial)
        assert all(word in rest for line in lines for word in line.split()), (language, seed)


@pytest.mark.parametrize(("language", "half"), list(product(LANGUAGES, HALVES)))
def test_every_form_can_be_written(language, half):
    found = set()
    for seed in range(150):
        text, labels, cuts = lace(articles(language)[0], language, seed, half)
        found |= set(labels.values()) | ({"cut"} if cuts else set())
        assert "{" not in text
    assert found == {"product", "disclosure", "related", "promo", "ad", "cut"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_languages_have_the_same_lists_with_a_choice_in_each_half(language):
    names = {name for half in HALVES for name in grammar("en", half).lists} - {"we", "earn", "shopping", "months"}
    for half in HALVES:
        lists = grammar(language, half).lists
        assert names <= lists.keys()
        assert {name: lines for name, lines in lists.items() if len(lines) < 2} == {}


def test_halves_share_nothing_and_a_new_line_moves_one_at_most():
    lines = [f"Shop {n}" for n in range(21)]
    fit, test = (set(halved(lines, half)) for half in HALVES)
    assert not fit & test
    assert fit | test == set(lines)
    assert abs(len(fit) - len(test)) <= 1
    for extra in ("Kiosk", "Bazaar", "Store"):
        assert len(fit ^ set(halved([*lines, extra], "fit")) - {extra}) <= 1


def test_no_merchant_of_the_test_is_one_of_the_fit_in_another_language():
    fit, test = (
        {name for language in LANGUAGES for name in grammar(language, half).lists["merchants"]} for half in HALVES
    )
    assert fit & test == {"Amazon"}


def test_a_seed_gives_the_same_text_and_another_seed_another():
    lines = articles("de")[0]
    assert lace(lines, "de", 3) == lace(lines, "de", 3)
    assert len({lace(lines, "de", seed).text for seed in range(20)}) == 20


def test_an_unknown_language_is_an_error():
    with pytest.raises(ValueError, match="unknown language or half: xx"):
        lace(["A line."], "xx", 1)
