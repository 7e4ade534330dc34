"""Tree to blocks: what a browser shows, each line once, in order, and what is known of it."""

from __future__ import annotations

from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.page.markup import parse
from cleaner.page.page import Mark, Page
from cleaner.page.walk import Marker, read


def nothing(_tag: str, _attributes: dict[str, str]) -> None:
    """No rule speaks of any element."""


def page(source: str, mark: Marker = nothing, hidden: bool = False) -> Page:
    return read(parse(source).root, mark, hidden)


def texts(source: str) -> list[str]:
    return [block.source for block in page(source).blocks]


def lines(source: str) -> list[tuple[str, str]]:
    return [(block.kind, block.source) for block in page(source).blocks]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("a<b>b</b>c", ["abc"]),
        ("<p>a <i> b </i> c", ["a b c"]),
        ("<p>a<span>b</span><a href=x>c</a><code>d</code></p>", ["abcd"]),
        (
            "<p>H<sub>2</sub>O, 1<sup>st</sup>, <abbr>e.g.</abbr> <time>May</time> <small>x</small>",
            ["H₂O, 1st, e.g. May x"],
        ),
        ("<h2>a <small>b</small></h2>", ["a b"]),
        ("<p>un<wbr>break<b></b>able", ["unbreakable"]),
        ("<p>a<br>b<br/><br>c", ["a", "b", "c"]),
        ("<p>a\n\t  b\r\n c</p>", ["a b c"]),
        ("<p>a&nbsp;b &nbsp; c", ["a b c"]),
        ("<p>a\u00adb\u200bc\u2060d\ufeffe", ["abcde"]),
        ("<p>\u200b</p><p>\u00ad \u200b</p><p>&nbsp;</p>", []),
        ("<p>a<img alt=b>c<input value=d>e", ["ace"]),
        ("<p>a<div>b</div>c", ["a", "b", "c"]),
        ("<div>a<p>b</p>c<div>d</div>e</div>f", ["a", "b", "c", "d", "e", "f"]),
        ("<span>a<div>b</div>c</span>", ["a", "b", "c"]),
        ("<a href=x><h3>a</h3><p>b</p></a>", ["a", "b"]),
        ("<p>a<hr>b", ["a", "b"]),
        ("&lt;p&gt; &amp;amp; &eacute; &#233; &#x1F600;", ["<p> &amp; é é 😀"]),
        ("<ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp></ruby>字", ["漢(かん)字"]),
    ],
)
def test_inline_text_is_joined_as_a_browser_joins_it(source, expected):
    assert texts(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<h1>a</h1><h6>b</h6><h3><div>c</div></h3>", [("h1", "a"), ("h6", "b"), ("h3", "c")]),
        ("<ul><li>a<li>b</ul>", [("item", "a"), ("item", "b")]),
        ("<ol><li><p>a</p><p>b</p></li><li>c</ol>", [("item", "a"), ("paragraph", "b"), ("item", "c")]),
        ("<ul><li>a<ul><li>b</li></ul>c</li></ul>", [("item", "a"), ("item", "b"), ("paragraph", "c")]),
        ("<ul><li><div><div><p>a</p></div>b</div></ul>", [("item", "a"), ("paragraph", "b")]),
        ("<ul><li><ul><li>a</ul>b</ul>", [("item", "a"), ("item", "b")]),
        ("<blockquote>a<p>b</p></blockquote><p>c", [("quote", "a"), ("quote", "b"), ("paragraph", "c")]),
        ("<figure><img><figcaption><p>a</p></figcaption></figure>", [("caption", "a")]),
        ("<dl><dt>a<dd>b<dd><p>c</dl>", [("term", "a"), ("definition", "b"), ("definition", "c")]),
        ("<details><summary>a</summary>b<p>c</details>", [("summary", "a"), ("text", "b"), ("paragraph", "c")]),
        ("<button>a</button><legend>b</legend>", [("control", "a"), ("control", "b")]),
        ("<section>a</section><address>b</address><x-y>c</x-y>", [("text", "a"), ("text", "b"), ("text", "c")]),
    ],
)
def test_kinds(source, expected):
    assert lines(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<table><tr><th>a<th>b<tr><td>c<td>d</table>e", [("row", "a | b"), ("row", "c | d"), ("text", "e")]),
        (
            "<table><caption>a</caption><thead><tr><th>b</thead><tbody><tr><td>c</table>",
            [("caption", "a"), ("row", "b"), ("row", "c")],
        ),
        ("<table><tr><td>a<br>b<td><p>c</p><p>d</p><ul><li>e<li>f</ul></table>", [("row", "a b | c d e f")]),
        ("<table><tr><td>a<td><td>b</table>", [("row", "a | | b")]),
        ("<table><tr><td> <td></table>", []),
        ("<table><tr><td><table><tr><td>a<td>b</table><td>c</table>", [("row", "a | b"), ("text", "c")]),
        ("<table><tr><td><h2>a</h2>b<td>c</table>", [("h2", "a"), ("text", "b"), ("text", "c")]),
        (f"<table><tr><td>a<td><p>{'b' * 500}</table>", [("text", "a"), ("paragraph", "b" * 500)]),
        ("<table><tr><td hidden>a<td>b<td style='display:none'>c</table>", [("row", "b")]),
        ("<table>a<tr>b</table>c", [("text", "a"), ("row", "b"), ("text", "c")]),
        ("<tr><td>a</td></tr>b", [("text", "a"), ("text", "b")]),
    ],
)
def test_tables(source, expected):
    assert lines(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<pre>\nif a:\n    b()\n\n  c\n</pre>d", ["if a:", "    b()", "  c", "d"]),
        ("<pre><code>  <span>a</span> = 1\n  <span>b</span></code></pre>", ["  a = 1", "  b"]),
        ("<pre>a<br>  <b>b</b><br>    <span>c</span></pre>", ["a", "  b", "    c"]),
        ("<pre><div>a</div><div>  b</div></pre>", ["a", "  b"]),
        ("<pre>a\u200bb\tc  </pre>", ["ab\tc"]),
        ("<pre> \n\n </pre>a", ["a"]),
        ("<p><code>a   b </code>", ["a   b"]),
    ],
)
def test_code_keeps_its_lines_and_indents(source, expected):
    assert texts(source) == expected


def test_every_line_of_code_is_code():
    assert [kind for kind, _ in lines("<pre>a\nb<br>c<span>d</span><div>e</div></pre><p><code>f")] == [
        *["code"] * 4,
        "paragraph",
    ]


@pytest.mark.parametrize(
    "source",
    [
        "<p hidden>a</p>", "<p hidden=''>a", "<div hidden><p>a</div>", "<p style='display: none'>a</p>", "<p style='color:red;DISPLAY:NONE'>a</p>",
        "<div style='visibility:hidden'>a</div>", "<span hidden>a</span>", "<template>a</template>", "<template><p>a</p></template>",
        "<script>a", "<style>a</style>", "<noscript>a</noscript>", "<svg><text>a</text></svg>", "<iframe>a</iframe>", "<object>a</object>",
        "<select><option>a</select>", "<textarea>a</textarea>", "<video>a</video>", "<canvas>a</canvas>", "<title>a</title>", "<!-- a -->",
        "<math><annotation>a</annotation></math>", "<datalist><option>a</datalist>",
    ],
)  # fmt: skip
def test_what_is_not_shown_is_left_out(source):
    assert texts(f"<p>b</p>{source}") == ["b"]


@pytest.mark.parametrize(
    "source",
    [
        "<div class='accordion' hidden>a</div>", "<div class='panel-collapse' style='display:none'>a</div>", "<div class='tab-pane' hidden><p>a</p></div>",
        "<div class='faq'><div hidden>a</div></div>", "<div style='display:none'><p class='answer'>a</p></div>", "<details>a</details>",
        "<p style='display:block'>a</p>", "<p aria-hidden=false>a</p>", "<p style='content:none'>a</p>",
    ],
)  # fmt: skip
def test_what_opens_when_asked_is_kept(source):
    assert texts(source) == ["a"]


def test_hidden_blocks_are_known_when_they_are_asked_for():
    blocks = page("<div hidden><p>a</p></div><p>b</p>", hidden=True).blocks
    assert [block.source for block in blocks] == ["a", "b"]


@pytest.mark.parametrize(
    ("source", "title"),
    [
        ("<title> a\n b </title>c", "a b"),
        ("<title></title>c", ""),
        ("c", ""),
        ("<title>a &amp; b</title><title>d</title>c", "a & b"),
        ("<html><head><title>a</title></head></html>", "a"),
    ],
)
def test_title(source, title):
    assert page(source).title == title
    assert texts(source) in ([], ["c"])


def test_only_a_line_break_parts_these():
    assert [block.breaks for block in page("<p>a<br>b</p><p>c</p>d<br><div>e</div><pre>f\ng</pre>").blocks] == [
        False, True, False, False, False, False, True,
    ]  # fmt: skip


def test_elements_know_where_they_stand():
    found = page("<main id=m><div class='x y' role=z><p>a</p></div></main>")
    [block] = found.blocks
    around = [("p", "", 4), ("div", "x y z", 3), ("main", "m", 2), ("body", "", 1), ("", "", 0)]
    assert [(e.tag, e.names, e.depth) for e in block.element.lineage()] == around
    assert [e.number for e in found.elements] == [0, 1, 2, 3, 4]
    assert (block.words, block.linked) == (1, 0)


# Links


def links(source: str) -> list[list[tuple[str, str]]]:
    return [
        [(link.href, block.source[start:end]) for (start, end), link in block.links] for block in page(source).blocks
    ]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<p>a <a href=1>b c</a> d", [[("1", "b c")]]),
        ("<p><a href=1> b </a><a href=2>c</a>d", [[("1", "b"), ("2", "c")]]),
        ("<p><a href=1>a<b>b</b><span> c</span></a>", [[("1", "ab c")]]),
        ("<p>x<a href=1></a><a href=2> </a>y", [[]]),
        ("<a href=1><h2>a</h2><p>b</p></a>c", [[("1", "a")], [("1", "b")], []]),
        ("<p><a href=1>a<br>b</a>", [[("1", "a")], [("1", "b")]]),
        ("<table><tr><td><a href=1>a</a><td>b<td><a href=2>c</a></table>", [[("1", "a"), ("2", "c")]]),
        ("<p><a href=1>a</a><a href=1>b</a>", [[("1", "a"), ("1", "b")]]),
        ("<p><a name=x>a</a>", [[("", "a")]]),
        ("<p>a<a href=1>\u200b</a><a href=2>\u00adb</a>", [[("2", "b")]]),
    ],
)
def test_links(source, expected):
    assert links(source) == expected


def test_links_keep_their_rel():
    [[(_, link)]] = [block.links for block in page("<p><a rel='nofollow sponsored' href=x>a</a>").blocks]
    assert link.rel == "nofollow sponsored"


@pytest.mark.parametrize(
    ("source", "share"),
    [("<p>a", 0), ("<a>a</a>", 1), ("<p>abc <a>defg</a>", 0.5), ("<a> a <span> b</span></a>", 2 / 3)],
)
def test_share_of_links(source, share):
    assert page(source).blocks[0].linked == pytest.approx(share)


PIECE = st.text("abé ,\n\t\u00a0\u3000\u200b\u00ad<&|", max_size=6)


@given(st.lists(st.tuples(PIECE, st.booleans()), max_size=12))
def test_spans_of_links_hold_their_words(pieces):
    source = "".join(
        f"<a href={n}>{escape(text)}</a>" if linked else escape(text) for n, (text, linked) in enumerate(pieces)
    )
    blocks = page(f"<p>{source}</p>").blocks
    visible = [text.replace("\u200b", "").replace("\u00ad", "") for text, _ in pieces]
    expected = [(str(n), " ".join(text.split())) for n, text in enumerate(visible) if pieces[n][1] and text.split()]
    assert [block.source for block in blocks] == list(filter(None, [" ".join("".join(visible).split())]))
    for block in blocks:
        spans = block.links
        assert [(link.href, block.source[start:end]) for (start, end), link in spans] == expected
        edges = [edge for (start, end), _ in spans for edge in (start, end)]
        assert edges == sorted(edges)
        assert 0 <= block.linked <= 1


# Any nest of elements

CONTAINERS = "div p section span a b em code h2 ul ol li blockquote pre td tr table dl dd figcaption details x-y sub button".split()
UNSEEN = ["<div hidden>{}</div>", "<template>{}</template>", "<div style='display:none'>{}</div>"]
LEAVES = [
    "<br>",
    "<img>",
    "<hr>",
    " ",
    "<wbr>",
    "<!-- unseen -->",
    "<noscript>unseen</noscript>",
    "<script>unseen</script>",
]
TREE = st.recursive(
    st.just("word") | st.sampled_from(LEAVES),
    lambda inner: st.tuples(st.sampled_from(CONTAINERS + UNSEEN), st.lists(inner, max_size=4)),
    max_leaves=25,
)


def spell(tree: object, shown: bool, words: list[str], seen: list[str]) -> str:
    """The markup of a tree, each of its words with a number; `seen` gets those that show."""
    if isinstance(tree, str):
        if tree != "word":
            return tree
        words.append(f"w{len(words)}")
        if shown:
            seen.append(words[-1])
        return f" {words[-1]} "
    name, children = tree
    inside = "".join(spell(child, shown and "{}" not in name, words, seen) for child in children)
    return name.format(inside) if "{}" in name else f"<{name}>{inside}</{name}>"


@given(st.lists(TREE, max_size=4))
def test_every_word_that_shows_is_in_one_block_in_order(trees):
    seen: list[str] = []
    words: list[str] = []
    source = "".join([spell(tree, True, words, seen) for tree in trees])
    root = parse(source).root
    blocks = read(root, nothing).blocks if root is not None else ()
    assert [word for block in blocks for word in block.source.split() if word != "|"] == seen
    assert all(block.source == block.source.rstrip() and "\n" not in block.source for block in blocks)


# Elements that a rule has found


def marking(share: float):
    return lambda _tag, attributes: (
        Mark("related.x", "related", 4.0, True, share) if attributes.get("class") == "x" else None
    )


def test_what_a_rule_finds_is_marked_whole():
    blocks = page("<p>a</p><div class=x>b<p>c <a href=1>d</a></p><p hidden>e</p></div><p>f", marking(1.0)).blocks
    assert [block.source for block in blocks if block.mark] in (["b", "c", "d", "e"], ["b", "c", "d"])
    assert [block.source for block in blocks if not block.mark] == ["a", "f"]


@pytest.mark.parametrize(
    ("inside", "outside", "share", "goes"),
    [
        (3, 7, 0.3, True),
        (4, 6, 0.3, False),
        (2, 0, 0.5, True),
        (3, 0, 0.5, False),
        (9, 0, 1.0, True),
        (0, 50, 0.01, True),
        (1, 50, 0.01, False),
    ],
)
def test_an_element_with_more_than_its_share_of_the_paragraphs_stays(inside, outside, share, goes):
    source = f"<section class=x>b{'<p>c</p>' * inside}</section>{'<p>a</p>' * outside}"
    assert all(
        (block.mark is not None) == (goes and block.source != "a") for block in page(source, marking(share)).blocks
    )


def test_an_element_inside_one_that_stays_may_go():
    source = "<div class=x>" + "<p>a</p>" * 9 + "<div class=x><p>b</p></div></div>"
    assert [block.source for block in page(source, marking(0.3)).blocks if block.mark] == ["b"]


@pytest.mark.parametrize("tag", ["body", "main"])
def test_no_rule_takes_the_whole_page(tag):
    assert [block.mark for block in page(f"<{tag} class=x><p>a</p></{tag}>", marking(1.0)).blocks] == [None]
