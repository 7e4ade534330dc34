"""Element rules: names, attributes, hosts, what vetoes, and how much of a page one element may hold."""

from __future__ import annotations

import pytest

from cleaner import clean_html
from cleaner.page.elements import ElementIndex
from cleaner.ruleset.kinds.element import ElementRule, Selector
from cleaner.ruleset.load import load_rules
from cleaner.scale import ENOUGH, THRESHOLD


def rule(
    name: str = "x",
    points: float = ENOUGH,
    certain: bool = False,
    sites: tuple[str, ...] = (),
    **selector: tuple[str, ...],
) -> ElementRule:
    return ElementRule(
        id=f"related.{name}",
        description="",
        category="related",
        points=points,
        certain=certain,
        sites=sites,
        selector=Selector(**selector),
        share=0.5,
    )


def found(
    rules: list[ElementRule], tag: str = "div", host: str = "", threshold: float = THRESHOLD, **attributes: str
) -> str | None:
    """The name of the rule that speaks of an element."""
    named = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
    mark = ElementIndex(rules).marker(host, threshold)(tag, named)
    return mark.rule.removeprefix("related.") if mark else None


@pytest.mark.parametrize(
    ("class_", "is_found"),
    [
        ("a", True),
        ("b a c", True),
        ("b\n a\t", True),
        ("ab", False),
        ("A", False),
        ("b", False),
        ("", False),
        ("p-", True),
        ("p-1", True),
        ("b p-1", True),
        ("p", False),
        ("xp-1", False),
        ("a*", False),
    ],
)
def test_class(class_, is_found):
    assert bool(found([rule(classes=("a", "p-*"))], class_=class_)) == is_found


@pytest.mark.parametrize(("id_", "is_found"), [("a", True), ("ab", False), ("p-1", True), ("p", False), ("", False)])
def test_id(id_, is_found):
    assert bool(found([rule(ids=("a", "p-*"))], id=id_)) == is_found
    assert found([rule(ids=("a", "p-*"))], class_=id_) is None


@pytest.mark.parametrize(
    ("attributes", "is_found"),
    [
        ({"data_ad": ""}, True),
        ({"data_ad": "anything at all"}, True),
        ({"data_ads": "1"}, False),
        ({"role": "banner"}, True),
        ({"role": "x banner y"}, True),
        ({"role": "banners"}, False),
        ({"role": ""}, False),
        ({"data_type": "ad-300"}, True),
        ({"data_type": "x ad-300"}, True),
        ({"data_type": "bad-300"}, False),
        ({}, False),
    ],
)
def test_attributes(attributes, is_found):
    rules = [rule(attributes=("data-ad", "role=banner", "data-type=ad-*"))]
    assert bool(found(rules, **attributes)) == is_found


def test_tags_alone():
    assert found([rule(tags=("nav", "aside"))], tag="aside")
    assert not found([rule(tags=("nav", "aside"))], tag="div", class_="nav")


def test_tags_restrict_names():
    rules = [rule(tags=("ul",), classes=("a",))]
    assert found(rules, tag="ul", class_="a")
    assert not found(rules, tag="div", class_="a")
    assert not found(rules, tag="ul", class_="b")


@pytest.mark.parametrize("veto", [{"class_": "a keep"}, {"class_": "a", "id": "keep"}])
def test_unless_vetoes(veto):
    assert not found([rule(classes=("a",), unless=("keep",))], **veto)
    assert found([rule(classes=("a",), unless=("keep",))], class_="a keeper")


@pytest.mark.parametrize(
    ("attributes", "is_found"),
    [
        ({"href": "https://shop.example/x"}, True),
        ({"href": "//www.SHOP.example:80/x"}, True),
        ({"src": "http://shop.example"}, True),
        ({"href": "https://notshop.example/"}, False),
        ({"href": "https://shop.example.org/"}, False),
        ({"href": "/shop.example"}, False),
        ({"href": "https://[::1"}, False),
        ({"href": ""}, False),
        ({}, False),
    ],
)
def test_hosts(attributes, is_found):
    assert bool(found([rule(classes=("a",), hosts=("shop.example",))], tag="a", class_="a", **attributes)) == is_found


@pytest.mark.parametrize(
    ("host", "is_found"), [("site.example", True), ("www.site.example", True), ("mysite.example", False), ("", False)]
)
def test_sites(host, is_found):
    assert bool(found([rule(classes=("a",), sites=("site.example",))], host=host, class_="a")) == is_found


@pytest.mark.parametrize(
    ("points", "certain", "threshold", "is_found"),
    [
        (4.0, False, 0.0, True),
        (3.9, False, 0.0, False),
        (2.0, False, -2.0, True),
        (4.0, False, 0.1, False),
        (4.0, True, 9.0, True),
        (4.0, True, -1.0, True),
        (-1.0, False, -4.9, False),
    ],
)
def test_threshold(points, certain, threshold, is_found):
    rules = [rule(points=points, certain=certain, classes=("a",))]
    assert bool(found(rules, threshold=threshold, class_="a")) == is_found


def test_the_next_rule_speaks_where_one_is_vetoed():
    rules = [
        rule("one", classes=("a",), unless=("b",)),
        rule("two", points=2.0, classes=("a",)),
        rule("three", classes=("a*",)),
    ]
    assert found(rules, class_="a b") == "three"
    assert found(rules, class_="a") == "one"


def test_more_names_than_are_remembered():
    mark = ElementIndex([rule(classes=("a7",))]).marker("", THRESHOLD)
    assert sum(mark("p", {"class": f"a{n}"}) is not None for n in range(40_000)) == 1
    assert mark("p", {"class": "a7"})


RULE = """[[rule]]
id = "related.box"
kind = "element"
description = "A box."
classes = ["box"]
share = {share}
[rule.examples]
removes = ["<div class='box'>More</div>"]
keeps = ["<div class='boxes'>More</div>"]
"""
PROSE = "<p>The road over the pass is closed in winter, and those who want to cross it take the train.</p>"


@pytest.mark.parametrize(("inside", "goes"), [(1, True), (2, True), (3, False), (9, False)])
def test_an_element_with_more_than_its_share_stays(tmp_path, inside, goes):
    (tmp_path / "box.toml").write_text(RULE.format(share=0.2))
    rules = load_rules(tmp_path, defaults=False)
    page = f"<article>{PROSE * (10 - inside)}</article><div class='box'>{PROSE.replace('road', 'path') * inside}</div>"
    result = clean_html(page, rules=rules, extractor="none")
    assert ("path" not in result.text) == goes
    assert result.text.count("road") == 10 - inside
    assert result.stats.removals_by_rule == ({"related.box": 1} if goes else {})
    assert [removal.category for removal in result.removals] == ["related"] * goes
