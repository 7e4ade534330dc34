"""Markdown of pages: every kind of block, and scraped text that tries to be markup."""

from __future__ import annotations

import html as entities

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import html as lxml_html
from markdown_it import MarkdownIt

from cleaner import load_rules
from cleaner.report.markdown import markdown
from tests.toy import SPAM, clean_html, clean_text

NO_RULES = load_rules(defaults=False)


def md(html, links=False, rules=NO_RULES):
    """All of a page as Markdown: nothing is taken for boilerplate."""
    return markdown(clean_html(html, rules=rules, extractor="none"), links=links)


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<h1>A</h1>", "# A"),
        ("<h2>A</h2><h3>B</h3><h4>C</h4><h5>D</h5><h6>E</h6>", "## A\n\n### B\n\n#### C\n\n##### D\n\n###### E"),
        ("<h2>A<br>B</h2>", "## A B"),
        ("<p>Rain.</p><p>Sun.</p>", "Rain.\n\nSun."),
        ("<p>Rain.<br>Sun.</p>", "Rain.  \nSun."),
        ("<div>Rain.<p>Sun.</p>Snow.</div>", "Rain.\n\nSun.\n\nSnow."),
        ("<ul><li>A</li><li>B</li></ul>", "- A\n- B"),
        ("<ul><li>A<ul><li>B<ul><li>C</li></ul></li></ul></li><li>D</li></ul>", "- A\n  - B\n    - C\n- D"),
        ("<blockquote><p>Rain.</p></blockquote>", "> Rain."),
        ("<blockquote>Rain.<br>Sun.</blockquote>", "> Rain.  \n> Sun."),
        ("<blockquote><p>Rain.</p><p>Sun.</p></blockquote>", "> Rain.\n>\n> Sun."),
        ("<ol><li>Rain<li>Sun<ul><li>Noon</ul><li>Snow</ol>", "1. Rain\n2. Sun\n   - Noon\n3. Snow"),
        ("<pre>a  b\nc</pre>", "```\na  b\nc\n```"),
        (
            "<table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td>2</td></tr></table>",
            "| A | B |\n| --- | --- |\n| 1 | 2 |",
        ),
        ("<table><tr><td>A</td></tr><tr><td>1</td><td>2</td></tr></table>", "| A |  |\n| --- | --- |\n| 1 | 2 |"),
        ("<figure><img><figcaption>A boat.</figcaption></figure>", "*A boat.*"),
        ("<dl><dt>Dew</dt><dd>Water at dawn.</dd></dl>", "**Dew**\n\nWater at dawn."),
        ("<details><summary>Why?</summary><p>Rain.</p></details>", "**Why?**\n\nRain."),
        ("<button>Send</button>", "Send"),
        ("<body></body>", ""),
    ],
)
def test_every_kind(html, expected):
    assert md(html) == expected + "\n" * bool(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("&lt;script&gt;alert(1)&lt;/script&gt;", r"\<script>alert(1)\</script>"),
        ("&lt;!-- gone? --&gt;", r"\<!-- gone? -->"),
        ("run `rm` now", r"run \`rm\` now"),
        ("*not* bold, __neither__", r"\*not\* bold, \_\_neither\_\_"),
        ("snake_case_name stays", "snake_case_name stays"),
        ("_alone_", r"\_alone\_"),
        ("a [link](https://a.example) of words", r"a \[link\](https://a.example) of words"),
        ("an ![image](x.png)", r"an !\[image\](x.png)"),
        (r"C:\temp", r"C:\\temp"),
        ("# no heading", r"\# no heading"),
        ("####### seven", "####### seven"),
        ("#tag", "#tag"),
        ("&gt; no quote", r"\> no quote"),
        ("- no item", r"\- no item"),
        ("+ no item", r"\+ no item"),
        ("1. no item", r"1\. no item"),
        ("23) no item", r"23\) no item"),
        ("2024. That was the year", r"2024\. That was the year"),
        ("1.5 litres", "1.5 litres"),
        ("-5 degrees", "-5 degrees"),
        ("---", r"\---"),
        ("===", "\\==="),
        ("=", r"\="),
        ("```", r"\`\`\`"),
    ],
)
def test_scraped_text_is_text_in_a_paragraph(text, expected):
    assert md(f"<p>{text}</p>") == f"{expected}\n"


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<h2># 1 &lt;b&gt;</h2>", r"## # 1 \<b>"),
        ("<ul><li># A</li><li>- B</li><li>[x]</li></ul>", "- \\# A\n- \\- B\n- \\[x\\]"),
        ("<blockquote>&gt; &gt; deep</blockquote>", r"> \> > deep"),
        ("<figcaption>a *star*</figcaption>", r"*a \*star\**"),
        (
            "<table><tr><td>a</td><td>*</td></tr><tr><td>`b`</td><td>[c]</td></tr></table>",
            "| a | \\* |\n| --- | --- |\n| \\`b\\` | \\[c\\] |",
        ),
        ("<pre>&lt;b&gt; *a* [x] # y</pre>", "```\n<b> *a* [x] # y\n```"),
        ("<pre>```\ncode\n```</pre>", "````\n```\ncode\n```\n````"),
        ("<pre>``````</pre>", "```````\n``````\n```````"),
    ],
)
def test_scraped_text_is_text_in_every_other_kind(html, expected):
    assert md(html) == f"{expected}\n"


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        ("https://a.example/x", "[sea](https://a.example/x)"),
        ("/x?y=1#z", "[sea](/x?y=1#z)"),
        ("#top", "[sea](#top)"),
        ("mailto:a@b.example", "[sea](mailto:a@b.example)"),
        ("https://a.example/a b", "[sea](https://a.example/a%20b)"),
        ("https://a.example/sea_(salt)", "[sea](https://a.example/sea_%28salt%29)"),
        ("https://a.example/&lt;b&gt;\\", "[sea](https://a.example/%3Cb%3E%5C)"),
        ("https://a.example/\n[x](y)", "[sea](https://a.example/%0A[x]%28y%29)"),
        ("  https://a.example/  ", "[sea](https://a.example/)"),
        ("javascript:alert(1)", "sea"),
        (" JavaScript:alert(1)", "sea"),
        ("java\nscript:alert(1)", "sea"),
        ("data:text/html,x", "sea"),
        ("vbscript:x", "sea"),
        ("file:///etc/passwd", "sea"),
        ("", "sea"),
    ],
)
def test_addresses(href, expected):
    assert md(f'<p>To the <a href="{href}">sea</a> again.</p>', links=True) == f"To the {expected} again.\n"


@pytest.mark.parametrize(
    "attributes",
    [
        'href="https://a.example/x" rel="sponsored"',
        'href="https://a.example/x" rel="nofollow SPONSORED noopener"',
        'href="https://www.awin1.com/cread.php?awinmid=1"',
        'href="https://geni.us/abc"',
        'href="https://www.amazon.com/dp/B0?tag=me-20"',
    ],
)
def test_links_that_pay_are_unwrapped(attributes):
    html = f'<p>A <a {attributes}>green *boat*</a> and an <a href="/oar">oar</a>.</p>'
    assert md(html, links=True, rules=load_rules()) == "A green \\*boat\\* and an [oar](/oar).\n"


def test_a_merchants_plain_link_is_a_link():
    html = '<p>A <a href="https://www.amazon.com/dp/B0">boat</a>.</p>'
    assert md(html, links=True, rules=load_rules()) == "A [boat](https://www.amazon.com/dp/B0).\n"


def test_no_links_unless_asked_for():
    assert md('<p>The <a href="/sea">sea</a>.</p>') == "The sea.\n"


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<h2>The <a href="/sea">sea</a></h2>', "## The [sea](/sea)"),
        ('<ul><li><a href="/a">A</a> and <a href="/b">B</a></li></ul>', "- [A](/a) and [B](/b)"),
        ('<blockquote><a href="/a">A</a></blockquote>', "> [A](/a)"),
        ('<p><a href="/a"># one</a></p>', "[# one](/a)"),
        ('<p><a href="/a">[1]</a> ](</p>', r"[\[1\]](/a) \](".rstrip()),
        ('<p><a href="/a">two <b>words</b></a></p>', "[two words](/a)"),
        ('<p><a href="/a"></a>Rain.</p>', "Rain."),
    ],
)
def test_links_in_every_kind(html, expected):
    assert md(html, links=True) == f"{expected}\n"


def test_the_title_stands_above_a_page_without_its_heading():
    assert md("<title>Rain, *mostly*</title><p>Wet.</p>") == "# Rain, \\*mostly\\*\n\nWet.\n"
    assert md("<title>Rain</title><h1>Rain</h1><p>Wet.</p>") == "# Rain\n\nWet.\n"


def test_a_cut_line_keeps_its_words_and_loses_its_links():
    html = f'<p>The <a href="/sea">sea</a> is wide. {SPAM} # Go there.</p><p><a href="/b">Back</a> we went.</p>'
    result = clean_html(html, extractor="none")
    assert SPAM not in result.text
    assert markdown(result, links=True) == "The sea is wide. # Go there.\n\n[Back](/b) we went.\n"


def test_a_cut_that_brings_a_mark_to_the_front_is_escaped():
    result = clean_html(f"<p>{SPAM} # Go there.</p><p>Rain.</p>", extractor="none")
    assert markdown(result) == "\\# Go there.\n\nRain.\n"


def test_removed_blocks_leave_nothing():
    html = f"<ul><li>A</li><li>{SPAM}</li><li>B</li></ul><p>{SPAM}</p><p>Rain falls.</p>"
    assert markdown(clean_html(html, extractor="none")) == "- A\n- B\n\nRain falls.\n"


def test_a_text_stays_as_it_came():
    text = "# Rain\n\n*wet* [x](y) <b>\n"
    assert markdown(clean_text(text), links=True) == text


MARKS = st.lists(
    st.sampled_from([*list("#*_`[]()<>-+=|\\!:.1a "), "b>", "</b>", "1. ", "http://a.b", "](/x)"]),
    min_size=1,
    max_size=8,
)


@given(MARKS, st.sampled_from(["p", "figcaption", "dt"]))
@example(["_", "_", "1", "_", "_"], "p")
def test_a_markdown_parser_sees_the_words_and_no_other_markup(parts, tag):
    words = " ".join("".join(parts).split())
    if not words.strip("#"):
        return
    rendered = MarkdownIt("commonmark").render(md(f"<{tag}>{entities.escape(words)}</{tag}><p>End.</p>"))
    tree = lxml_html.fromstring(f"<div>{rendered}</div>")
    assert " ".join(tree.text_content().split()) == f"{words} End."
    assert {element.tag for element in tree.iter()} <= {"div", "p", {"p": "p", "figcaption": "em", "dt": "strong"}[tag]}
