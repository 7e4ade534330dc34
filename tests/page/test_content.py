"""Main content of pages: extractors, the second opinion, JSON-LD, warnings, and what holds for every page."""

from __future__ import annotations

import html
import json
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner import InputError, clean_html, load_rules
from cleaner.report.markdown import markdown
from cleaner.scale import THRESHOLD
from tests.articles import CASES, cleaned, input_of
from tests.cards import flat, rules_with
from tests.invariants import assert_whole

# Of rules for text a higher threshold may let one remove more: what stays of the page around a line is more.
ELEMENTS = load_rules()
ELEMENTS = replace(ELEMENTS, rules=tuple(rule for rule in ELEMENTS.rules if rule.kind == "element"))
PAGES = [case for case in CASES if (case / "input.html").exists()]
PROSE = [
    "The ferry leaves at six, and whoever misses it waits on the bench until noon with the gulls for company.",
    "Nobody remembers who planted the pear tree, but everybody in the street knows on which day its fruit is ripe.",
    "We measured the well twice, once with a rope and once with a stone and a watch, and got two different depths.",
    "In the evening the lamps along the dam are lit by hand, one after the other, from the lock to the pumping house.",
    "My aunt kept bees on the roof of the post office, which is why the letters of that summer smelled of wax.",
    "It took four men and a horse to turn the millstone over, and the horse, they say, did most of the thinking.",
]
MENU = "<nav><ul><li><a href='/a'>Front page</a></li><li><a href='/b'>Weather</a></li></ul></nav>"
FOOT = "<footer><p>© 2024 The Lock Keeper</p><p><a href='/p'>Privacy</a></p></footer>"


def page(body, head="", title="The bench at the ferry"):
    return f"<html><head><title>{title}</title>{head}</head><body>{MENU}{body}{FOOT}</body></html>"


def article(*extra):
    paragraphs = "".join(f"<p>{sentence} {sentence[::-1][-1]}{sentence[1:]}</p>" for sentence in PROSE)
    return f"<main><article class='post'><h1>The bench at the ferry</h1>{paragraphs}{''.join(extra)}</article></main>"


def ld(data):
    text = data if isinstance(data, str) else json.dumps(data)
    return f'<script type="application/ld+json">{text}</script>'


def rules_of(result):
    return {score.rule for removal in result.removals for score in removal.rules}


@pytest.mark.parametrize(
    ("extractor", "kept", "by"),
    [
        ("scorecard", False, "boilerplate.content"),
        ("readability", False, "boilerplate.readability"),
        ("none", True, "boilerplate.layout-navigation"),
    ],
)
def test_extractors(extractor, kept, by):
    link = "<div class='x'><a href='/1'>Ten old locks to see before the winter</a></div>"
    result = clean_html(page(link * 3 + article()), extractor=extractor)
    assert all(sentence in result.text for sentence in PROSE)
    assert "Front page" not in result.text
    assert ("Ten old locks" in result.text) == kept
    assert by in rules_of(result)


def test_an_unknown_extractor_names_the_known_ones():
    with pytest.raises(InputError, match="'magic': must be one of scorecard, readability, none"):
        clean_html("<p>Rain.</p>", extractor="magic")


@pytest.mark.parametrize("markup", ["", "<", "<p", "<html>", "\0\0", "<table>", "<<<>>>", "<p>" * 50, "plain words"])
@pytest.mark.parametrize("extractor", ["scorecard", "readability", "none"])
def test_extractors_take_any_markup(markup, extractor):
    result = clean_html(markup, extractor=extractor)
    assert set(result.text.split()) <= set(result.raw.split())


@pytest.mark.parametrize(
    "head",
    [
        ld({"@type": "Article", "articleBody": "\n".join(PROSE)}),
        ld([{"@type": "Thing"}, {"@type": "NewsArticle", "articleBody": "\n\n".join(PROSE)}]),
        ld({"@graph": [{"@type": "WebPage"}, {"@type": "BlogPosting", "articleBody": "\r\n".join(PROSE)}]}),
        ld({"@graph": [{"mainEntity": {"@type": "Article", "articleBody": "\n".join(PROSE)}}]}),
        ld("{ broken") + ld({"articleBody": "\n".join(PROSE)}),
        ld("") + ld("[]") + ld("7") + ld("null") + ld({"articleBody": "\n".join(PROSE)}),
        ld({"articleBody": 7}) + ld({"articleBody": ["x"]}) + ld({"articleBody": "\n".join(PROSE)}),
        ld({"articleBody": "short"}) + ld({"articleBody": "\n".join(PROSE)}),
        ld(json.dumps({"articleBody": "\n".join(PROSE)}).replace("\\n", "\n")),
        ld({"articleBody": "".join(f"<p class='x'>{sentence}</p>" for sentence in PROSE)}),
        ld({"articleBody": "<div>" + "<br>".join(PROSE) + "</div>"}),
        ld({"articleBody": "\n".join(html.escape(sentence.replace("well", "w&ll")) for sentence in PROSE)}),
    ],
    ids=[
        "plain",
        "list",
        "@graph",
        "deeper",
        "after broken",
        "after nothing",
        "after others",
        "longest",
        "raw line ends",
        "paragraphs",
        "breaks",
        "entities",
    ],
)
def test_a_shell_shows_its_json_ld(head):
    result = clean_html(page("<div id='root'>Loading …</div>", head))
    assert [line.replace("w&ll", "well") for line in result.text.split("\n") if line] == PROSE
    assert "boilerplate.shell" in rules_of(result)
    assert result.stats.warnings == ()


def test_a_shell_with_half_letters_gives_text_that_can_be_written():
    data = {"articleBody": "\n".join(PROSE) + " \ud800", "headline": "Well \udfff"}
    result = clean_html(page("<p>Loading …</p>", ld(data)))
    assert f"{result.text}{result.title}".encode().count("\ufffd".encode()) >= 1


def test_json_ld_30_levels_deep_is_no_article_and_no_failure():
    data = {"articleBody": "\n".join(PROSE)}
    for _ in range(30):
        data = {"about": data}
    assert clean_html(page("<p>Loading …</p>", ld(data))).stats.warning == "no article found (0 words of running text)"


@pytest.mark.parametrize("nesting", ["[" * 100_000, '{"a":' * 100_000], ids=["lists", "objects"])
def test_json_ld_deeper_than_python_reads_is_left_out(nesting):
    result = clean_html(page(article(), ld(nesting)))
    assert all(sentence in result.text for sentence in PROSE)


def test_json_ld_of_a_page_that_shows_its_article_changes_nothing():
    body = "\n".join(PROSE[::-1])
    assert (
        clean_html(page(article(), ld({"@type": "Article", "articleBody": body}))).text
        == clean_html(page(article())).text
    )


def test_spam_in_a_json_ld_body_goes_too():
    body = "\n".join([*PROSE, "As an Amazon Associate I earn from qualifying purchases."])
    result = clean_html(page("", ld({"articleBody": body})))
    assert [line for line in result.text.split("\n") if line] == PROSE
    assert "disclosure.amazon-associate" in rules_of(result)


def test_json_ld_is_no_article_without_an_extractor():
    result = clean_html(page("<p>Loading …</p>", ld({"articleBody": "\n".join(PROSE)})), extractor="none")
    assert result.text.startswith("Loading …\n")
    assert PROSE[0] not in result.text


SHORT = "<p>" + PROSE[0] + "</p>"


@pytest.mark.parametrize(
    ("head", "body", "warning"),
    [
        ("", article(), None),
        (ld({"@type": "Product"}), SHORT * 2, "looks like a product page, not an article"),
        (ld({"@type": ["Thing", "Product"]}), SHORT * 2, "looks like a product page, not an article"),
        (ld({"@graph": [{"@type": "CollectionPage"}]}), SHORT * 2, "looks like a listing, not an article"),
        ('<meta property="og:type" content="video.other">', SHORT * 2, "looks like a video page, not an article"),
        (ld([{"@type": "Product"}, {"@type": "Review"}]), SHORT * 2, None),
        (ld([{"@type": "Product"}, {"@type": "NewsArticle"}]), SHORT * 2, None),
        (ld({"@type": "Product"}), "".join(f"<p>{s} {s} {s}</p>" for s in PROSE), None),
        (ld({"@type": 7}), SHORT * 2, None),
        ("", "<p>Rain.</p>", "no article found (0 words of running text)"),
    ],
)
def test_warnings(head, body, warning):
    assert clean_html(page(body, head)).stats.warning == warning


@pytest.mark.parametrize(
    ("data", "warning"),
    [
        (b"%PDF-1.7 rain", "binary data, not a web page"),
        (bytes(range(256)) * 20, "binary data, not a web page"),
        (b"", "no text found"),
        (b"<div>" * 3000 + b"rain", "nested too deep; read without structure"),
    ],
    ids=["PDF", "binary", "empty", "deep"],
)
def test_what_cannot_be_read_as_a_page_is_said(data, warning):
    assert clean_html(data).stats.warnings[0] == warning


@pytest.mark.parametrize("case", PAGES, ids=lambda case: case.name)
def test_a_higher_threshold_never_removes_more(case):
    data = (case / "input.html").read_bytes()
    results = [clean_html(data, rules=ELEMENTS, threshold=t) for t in (-4, -2, -1, -0.5, 0, 0.5, 2, 4, 9)]
    kept = [{block.index for block in result.blocks if not block.removed} for result in results]
    for lower, higher in pairwise(kept):
        assert lower <= higher


@pytest.mark.parametrize("case", PAGES, ids=lambda case: case.name)
def test_explain_sums_to_the_same_verdicts(case):
    data = (case / "input.html").read_bytes()
    plain, explained = cleaned(case), clean_html(data, explain=True)
    assert explained.text == plain.text
    plain_scores = dict(_content_scores(plain))
    for index, score in _content_scores(explained):
        assert score >= THRESHOLD - 1e-9
        assert score >= plain_scores[index] - 1e-6  # blocks in a row share the lowest


def _content_scores(result):
    for block in result.blocks:
        for removal in result.removals:
            if (
                removal.start <= block.start
                and block.end <= removal.end
                and removal.rules[0].rule == "boilerplate.content"
            ):
                yield block.index, removal.score


@pytest.mark.parametrize("case", PAGES, ids=lambda case: case.name)
@pytest.mark.parametrize("threshold", [-0.8, 0.0, 0.4, 1.0])
def test_rows_and_code_lines_go_or_stay_together(case, threshold):
    blocks = clean_html((case / "input.html").read_bytes(), threshold=threshold).blocks
    for one, other in pairwise(blocks):
        if one.form.kind == other.form.kind and one.form.kind in ("row", "code"):
            assert one.removed == other.removed, other.text


def test_two_tables_are_judged_apart():
    table = "<table><tr><th>Day</th><th>Boats</th></tr><tr><td>Monday</td><td>12</td></tr></table>"
    links = (
        "<div class='sidebar'><table>"
        + "".join(f"<tr><td><a href='/{n}'>Share {n}</a></td></tr>" for n in range(9))
        + "</table></div>"
    )
    text = clean_html(page(article(table) + links)).text
    assert "Day | Boats\nMonday | 12" in text
    assert "Share 1" not in text


@pytest.mark.parametrize("case", PAGES, ids=lambda case: case.name)
def test_a_caption_stays_beside_blocks_that_stay(case):
    blocks = clean_html(input_of(case).read_bytes(), captions=True).blocks
    for before, block, after in zip(blocks, blocks[1:], blocks[2:], strict=False):
        if block.form.kind == "caption" and block.removed:
            assert before.removed
            assert after.removed


def test_the_second_opinion_saves_what_the_scorecard_would_lose():
    nothing = rules_with(flat(50.0))
    links = "<div class='x'><a href='/1'>Ten old locks to see before the winter</a></div>" * 3
    result = clean_html(page(links + article()), rules=nothing)
    assert all(sentence in result.text for sentence in PROSE)
    assert "boilerplate.readability" in rules_of(result)
    assert clean_html(page("<p>Rain.</p><p>Sun.</p>"), rules=nothing).raw


def test_a_card_that_likes_all_keeps_all_but_elements():
    everything = rules_with(flat(-50.0))
    result = clean_html(page(article("<p>Elsewhere</p>")), rules=everything)
    assert "Elsewhere" in result.text
    assert rules_of(result) == {"boilerplate.layout-navigation", "boilerplate.layout-footer", "boilerplate.title"}


@pytest.mark.parametrize(
    ("head", "h1", "title"),
    [
        ("Rain | The Lock Keeper", "Rain", "Rain"),
        ("Rain | The Lock Keeper", "Other", "Rain | The Lock Keeper"),
        ("", "", None),
        ("  Rain \n and  sun ", "", "Rain and sun"),
        ("RAIN and sun", "Rain and sun", "Rain and sun"),
        ("Rain &amp; sun", "Rain &amp; sun", "Rain & sun"),
    ],
)
def test_title(head, h1, title):
    assert clean_html(f"<title>{head}</title><h1>{h1}</h1><p>{PROSE[0]}</p>").title == title


TEXTS = st.sampled_from(
    [
        *PROSE,
        "Share",
        "Read more",
        "© 2024",
        "12 | 3",
        "# 1",
        "Rain.",
        "As an Amazon Associate I earn from qualifying purchases.",
        "Buy on Amazon",
        "You May Also Like",
        "雨が降る。",
    ]
)
TAGS = st.sampled_from(
    [
        "p",
        "div",
        "li",
        "h2",
        "h3",
        "td",
        "pre",
        "blockquote",
        "figcaption",
        "a href='/x'",
        "span",
        "b",
        "aside",
        "section class='related'",
        "article",
        "table",
        "tr",
        "ul",
        "details",
        "summary",
        "dt",
        "footer",
        "nav",
        "div class='aawp-product'",
        "div hidden",
        "br",
    ]
)


def _element(children):
    return st.tuples(TAGS, st.lists(children, max_size=4)).map(
        lambda pair: f"<{pair[0]}>{''.join(pair[1])}</{pair[0].split()[0]}>"
    )


MARKUP = st.lists(st.recursive(TEXTS | st.text(max_size=12), _element, max_leaves=25), max_size=8).map("".join)


@given(MARKUP, st.sampled_from(["scorecard", "none", "readability"]), st.sampled_from([None, -0.6, 4.0]))
def test_kept_and_removed_rebuild_the_visible_text(markup, extractor, threshold):
    assert_whole(clean_html(page(markup), extractor=extractor, threshold=threshold))


@given(MARKUP)
def test_kept_lines_are_lines_of_the_page_or_cuts_of_them(markup):
    result = clean_html(page(article() + markup))
    lines = result.raw.split("\n")
    for line in result.text.split("\n"):
        assert line in lines or any(_is_cut_of(line, whole) for whole in lines)


def _is_cut_of(short, line):
    rest = iter(line)
    return all(character in rest for character in short)


@given(MARKUP)
def test_the_same_page_gives_the_same_result(markup):
    once, again = clean_html(page(markup)), clean_html(page(markup))
    assert once == again
    assert markdown(once, links=True) == markdown(again, links=True)
    assert clean_html(page(markup), explain=True).text == once.text


@given(st.text(max_size=200) | st.binary(max_size=200))
def test_anything_is_taken(data):
    result = clean_html(data)
    assert len(result.text) <= len(result.raw)
    markdown(result, links=True)


def test_what_is_hidden_stays_hidden_on_a_small_page():
    assert clean_html("<p hidden>The key is under the mat.</p><p>The hut is open all year round.</p>").text == (
        "The hut is open all year round.\n"
    )


def test_an_article_that_only_a_script_shows_is_read():
    shown = "".join(
        f"<p>On day {day} the fog came in at noon and went again before the boats were home.</p>" for day in range(20)
    )
    assert "On day 7 the fog" in clean_html(f"<div>Loading</div><div style='display:none'>{shown}</div>").text


@pytest.mark.parametrize(
    "page", ["{}", "<article>{}</article>", "<title>The pass</title><h1>The pass</h1>{}<footer>Imprint</footer>"]
)
@pytest.mark.parametrize("count", [5, 50, 200])
def test_an_article_without_structure_keeps_its_last_paragraph(page, count):
    lines = [
        f"On day {day} the road over the pass was closed by snow, and we took the train that leaves at nine."
        for day in range(count)
    ]
    result = clean_html(page.format("".join(f"<p>{line}</p>" for line in lines)))
    assert result.text.split("\n\n") == [*lines[:-1], f"{lines[-1]}\n"]
