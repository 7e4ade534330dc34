"""The form of pages as text and as Markdown, kind by kind: what an author wrote reads as it was written."""

from __future__ import annotations

import pytest

from cleaner import clean_html, load_rules
from cleaner.report.markdown import markdown

NO_RULES = load_rules(defaults=False)


def text(html: str) -> str:
    """All of a page as text: nothing is taken for boilerplate."""
    return clean_html(html, rules=NO_RULES, extractor="none").text.rstrip("\n")


def md(html: str, links: bool = False, url: str | None = None) -> str:
    result = clean_html(html, rules=NO_RULES, extractor="none", url=url)
    return markdown(result, links=links, lists=load_rules().lists).rstrip("\n")


@pytest.mark.parametrize(
    ("html", "as_text", "as_markdown"),
    [
        ("<tr><th></th><th>a<tr><td>b<td>", "| a\nb |", "|  | a |\n| --- | --- |\n| b |  |"),
        ("<tr><td>a | b<td>c", "a \\| b | c", "| a \\| b | c |\n| --- | --- |"),
        ("<tr><td>a<td><td>b<tr><td><td><td>", "a | | b", "| a |  | b |\n| --- | --- | --- |"),
        ("<tr><td colspan=2>a<td>b<tr><td>c<td>d<td>e", "a | | b\nc | d | e", "| a |  | b |\n| --- | --- | --- |\n| c | d | e |"),
        ("<tr><td rowspan=2>a<td>b<tr><td>c", "a | b\n| c", "| a | b |\n| --- | --- |\n|  | c |"),
        ("<tr><td>a<td rowspan=2>b<tr><td>c<tr><td>d<td>e", "a | b\nc |\nd | e", "| a | b |\n| --- | --- |\n| c |  |\n| d | e |"),
        ("<tr><td rowspan=3 colspan=2>a<td>b<tr><td>c<tr><td>d", "a | | b\n| | c\n| | d", None),
        ("<tr><td colspan=x>a<td rowspan=-1>b<td colspan=0>c", "a | b | c", None),
        ("<tr><td><code>a || b</code><td>c", "a \\|\\| b | c", "| `a \\|\\| b` | c |\n| --- | --- |"),
    ],
)  # fmt: skip
def test_cells(html, as_text, as_markdown):
    assert text(f"<table>{html}</table>") == as_text
    if as_markdown is not None:
        assert md(f"<table>{html}</table>") == as_markdown


def test_cells_that_span_thousands_add_few():
    row = "<tr>" + "<td colspan=1000 rowspan=1000>a</td>" * 50 + "</tr>"
    assert len(text(f"<table>{row * 50}</table>")) < 30_000


def test_two_tables_are_two():
    assert text("<table><tr><td>a<td>b</table><table><tr><td>c<td>d</table>") == "a | b\n\nc | d"
    assert md("<table><tr><td>a</table><table><tr><td>c</table>") == "| a |\n| --- |\n\n| c |\n| --- |"


def test_links_in_cells():
    assert md("<table><tr><td>x|y<td><a href='/b'>b|c</a> d</table>", links=True).startswith(
        "| x\\|y | [b\\|c](/b) d |"
    )


@pytest.mark.parametrize(
    ("html", "as_text", "as_markdown"),
    [
        ("<ol start=3><li>a<li value=7>b<li>c</ol>", "3. a\n7. b\n8. c", "3. a\n7. b\n8. c"),
        ("<ol reversed><li>a<li>b</ol>", "2. a\n1. b", "2. a\n1. b"),
        ("<ol reversed start=9><li>a<li>b</ol>", "9. a\n8. b", None),
        ("<ol type=a><li>a<li>b</ol>", "a. a\nb. b", "1. a\n2. b"),
        ("<ol type=A start=27><li>a</ol>", "AA. a", "27. a"),
        ("<ol type=i start=4><li>a</ol><ol type=I start=1994><li>b</ol>", "iv. a\n\nMCMXCIV. b", "4. a\n\n1994) b"),
        ("<ol start=-1><li>a<li>b<li>c</ol>", "-1. a\n0. b\n1. c", None),
        ("<ol start=x><li>a</ol>", "1. a", "1. a"),
        ("<ol><li>a<li></li><li>b</ol>", "1. a\n3. b", "1. a\n3. b"),
        ("<ul><li>a</ul><ul><li>b</ul>", "- a\n\n- b", "- a\n\n* b"),
        ("<ol><li>a<ol><li>b</ol><li>c</ol>", "1. a\n  1. b\n2. c", "1. a\n   1. b\n2. c"),
        ("<ul><li>a<ol start=4><li>b</ol></ul>", "- a\n  4. b", "- a\n\n  4. b"),
        ("<ol><li><p>a<p>b<li>c</ol>", "1. a\n\nb\n\n2. c", "1. a\n\n   b\n2. c"),
        ("<ol><li><h3>a</h3>b</ol>", "1. a\n\nb", "1. ### a\n\n   b"),
        ("<ul><li>a<pre>b\n c</pre></ul>", "- a\n\nb\n c", "- a\n\n  ```\n  b\n   c\n  ```"),
        ("<ul><li>a<blockquote>b</blockquote></ul>", "- a\n\nb", "- a\n\n  > b"),
        ("<blockquote>a<ul><li>b</ul></blockquote>", "a\n\n- b", "> a\n>\n> - b"),
        ("<blockquote>a</blockquote><blockquote>b</blockquote>", "a\n\nb", "> a\n\n> b"),
    ],
)
def test_lists_and_quotations(html, as_text, as_markdown):
    assert text(html) == as_text
    if as_markdown is not None:
        assert md(html) == as_markdown


@pytest.mark.parametrize(
    ("html", "as_text", "as_markdown"),
    [
        ("a<br>b<br><br>c", "a\nb\n\nc", "a  \nb\n\nc"),
        ("a<br>\n<br>b", "a\n\nb", "a\n\nb"),
        ("a<br>&nbsp;<br><br>b", "a\n\nb", "a\n\nb"),
        ("a<p><br>b", "a\n\nb", "a\n\nb"),
    ],
)
def test_line_breaks(html, as_text, as_markdown):
    assert (text(html), md(html)) == (as_text, as_markdown)


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("10<sup>6</sup>, 10<sup>-3</sup>, m<sup>2</sup>", "10⁶, 10⁻³, m²"),
        ("H<sub>2</sub>O, Ca<sup>2+</sup>, <sup>14</sup>C", "H₂O, Ca²⁺, ¹⁴C"),
        ("x<sup>n</sup>, x<sup>n+1</sup>, 2<sup>k</sup>, (a)<sup>b</sup>, so<sup>[src]</sup>", "x^n, x^(n+1), 2^k, (a)^b, so[src]"),
        ("a<sub>i</sub>, V<sub>max</sub>, a<sub>i+1</sub>", "a_i, V_max, a_(i+1)"),
        ("1<sup>st</sup>, 2<sup>e</sup>, M<sup>me</sup>, N<sup>o</sup> 4, Acme<sup>TM</sup>, Acme<sup>®</sup>", "1st, 2e, Mme, No 4, AcmeTM, Acme®"),
        ("so<sup><a href='#n1'>1</a></sup>, so<a href='#n2'><sup>b</sup></a>, so<sup><a href='#n3'>[3]</a></sup>", "so[1], so[b], so[3]"),
        ("so<sup class=footnote>4</sup>, so<sup>5</sup>, so<sup><a href='#x'>*</a></sup>", "so[4], so⁵, so*"),
        ("<sub>small print of some length</sub>", "small print of some length"),
        ("a <sup>b</sup> c", "a b c"),
        ("<ruby>漢<rt>かん</rt></ruby>字, <ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp></ruby>", "漢(かん)字, 漢(かん)"),
    ],
)  # fmt: skip
def test_what_is_raised_or_lowered(html, expected):
    assert text(f"<p>{html}</p>") == expected


MATHML = "<math><mfrac><mi>w</mi><mn>2</mn></mfrac>{}</math>"


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (MATHML.format(""), "w/2"),
        (MATHML.format("<annotation encoding='application/x-tex'>\\frac{w}{2}</annotation>"), "\\frac{w}{2}"),
        ("<math alttext='{\\displaystyle w^2}'><mi>w</mi></math>", "w^2"),
        ("<math><msqrt><mrow><msub><mi>a</mi><mi>i</mi></msub><mo>+</mo><mn>1</mn></mrow></msqrt></math>", "√(a_i+1)"),
        ("<math><msubsup><mo>∫</mo><mn>0</mn><mi>n</mi></msubsup><mi>f</mi></math>", "∫_0^nf"),
        (
            "<span class=katex><span class=katex-mathml>" + MATHML.format("<annotation encoding='application/x-tex'>w</annotation>")
            + "</span><span class=katex-html aria-hidden=true>w2</span></span>",
            "w",
        ),
        ("<span class=MathJax_Preview>w</span><span class=MathJax>ww</span><script type='math/tex'>w < 2</script>", "w < 2"),
        ("<mjx-container><mjx-math>w</mjx-math><mjx-assistive-mml>" + MATHML.format("") + "</mjx-assistive-mml></mjx-container>", "w/2"),
        (
            "<span class=mwe-math-element><span style='display: none'><math alttext='{\\displaystyle w}'><mi>w</mi></math></span>"
            "<img class=mwe-math-fallback-image-inline alt='{\\displaystyle w}'></span>",
            "w",
        ),
        ("<span class=math data-tex='w^2'>w2</span>", "w^2"),
        ("<img class='latex' alt='w^2'>", "w^2"),
        ("<script type='text/javascript'>w</script>w", "w"),
    ],
)  # fmt: skip
def test_a_formula_is_one_piece(html, expected):
    assert text(f"<p>Be {html} so.</p>") == f"Be {expected} so."


def test_formulas_in_markdown():
    assert md("<p>Be <math alttext='a_1*b_2'><mi>a</mi></math> so.") == "Be $a_1*b_2$ so."


CODE = [
    "<div class=highlight><table class=highlighttable><tr><td class=linenos><div class=linenodiv><pre>1\n2\n3</pre></div></td>"
    "<td class=code><div><pre><span></span>{0}\n</pre></div></td></tr></table></div>",
    "<pre class=highlight><code><table class=rouge-table><tr><td class='rouge-gutter gl'><pre class=lineno>1\n2\n3\n</pre></td>"
    "<td class=rouge-code><pre>{0}\n</pre></td></tr></table></code></pre>",
    "<figure class=highlight><table><tr><td class=gutter><pre><span class=line>1</span><br><span class=line>2</span><br>"
    "<span class=line>3</span><br></pre></td><td class=code><pre><span class=line>{1}</span><br><span class=line></span><br>"
    "<span class=line>{2}</span><br></pre></td></tr></table></figure>",
    "<pre><code><table class=hljs-ln><tr><td class=hljs-ln-numbers data-line-number=1></td><td class=hljs-ln-code>{1}</td></tr><tr>"
    "<td class=hljs-ln-numbers data-line-number=2></td><td class=hljs-ln-code>\n</td></tr><tr>"
    "<td class=hljs-ln-numbers data-line-number=3></td><td class=hljs-ln-code>{2}</td></tr></table></code></pre>",
    "<table><tr><td class=blob-num data-line-number=1></td><td class='blob-code'>{1}</td></tr><tr><td class=blob-num"
    " data-line-number=2></td><td class=blob-code>\n</td></tr><tr><td class=blob-num data-line-number=3></td><td"
    " class=blob-code>{2}</td></tr></table>",
    "<pre><span class=lineno>1 </span>{1}\n<span class=lineno>2 </span>\n<span class=lineno>3 </span>{2}\n</pre>",
    "<pre><span class=ln>1</span>{1}\n<span class=ln>2</span>\n<span class=ln>3</span>{2}</pre>",
    "<table><tr><td><pre>1\n2\n3</pre></td><td><pre>{0}</pre></td></tr></table>",
    "<pre>{1}<br><br>{2}</pre>",
    "<pre>\n{0}\n\n</pre>",
]


@pytest.mark.parametrize("html", CODE)
def test_code_loses_its_gutter_and_keeps_its_lines(html):
    code = "if a:\n\n    b()"
    html = html.format(code, *code.split("\n\n"))
    assert text(f"<p>x</p>{html}<p>y") == f"x\n\n{code}\n\ny"
    assert md(f"<p>x</p>{html}<p>y") == f"x\n\n```\n{code}\n```\n\ny"


def test_neighbouring_pieces_of_code_are_two():
    assert text("<pre>a</pre><pre>b</pre>") == "a\n\nb"
    assert md("<pre>a</pre><pre>b</pre>") == "```\na\n```\n\n```\nb\n```"


def test_numbered_lines_of_code_in_a_list():
    assert text("<pre><ol class=linenums><li>a<li>  b</ol></pre>") == "a\n  b"


def test_a_table_of_numbers_is_no_gutter():
    table = "<table><tr><td>1<td>2<tr><td>3<td>4</table>"
    assert text(table + "<pre>a</pre>") == "1 | 2\n3 | 4\n\na"


@pytest.mark.parametrize(
    ("html", "as_text", "as_markdown"),
    [
        ("so <code>f(  3 )</code>.", "so f(  3 ).", "so `f(  3 )`."),
        ("<code>a`b</code>", "a`b", "``a`b``"),
        ("<code>`a`</code>", "`a`", "`` `a` ``"),
        ("<kbd>x</kbd> and <samp>*</samp>", "x and *", "`x` and `*`"),
        ("<a href='/x'><code>a_b</code></a>", "a_b", "[`a_b`](/x)"),
    ],
)
def test_inline_code(html, as_text, as_markdown):
    assert text(f"<p>{html}</p>") == as_text
    assert md(f"<p>{html}</p>", links=True) == as_markdown


@pytest.mark.parametrize(
    "html",
    [
        "<h2 id=a>Rain<a class=headerlink href='#a'>¶</a></h2>",
        "<h2 id=a>Rain <a href='#a'>#</a></h2>",
        "<h2 id=a><a class=anchor href='#a'></a>Rain</h2>",
        "<h2>Rain<span class=mw-editsection>[<a href='/e'>edit</a>]</span></h2>",
        "<div class=mw-heading><h2>Rain</h2><span class=mw-editsection>[<a href='/e'>edit</a>]</span></div>",
        "<h2>Rain</h2><a class=anchor-link href='#a'>¶</a>",
        "<h2>Rain <a href='/w?action=edit'>[bearbeiten]</a></h2>",
    ],
)
def test_links_behind_headings_show_nothing(html):
    assert text(html) == "Rain"


def test_other_links_in_headings_stay():
    assert text("<h2>The <a href='#sea'>sea</a> and <a href='/edits'>edits</a></h2>") == "The sea and edits"


def test_shadow_roots_show_their_slots():
    html = (
        "<x-card><template shadowrootmode=open><h2>Rain</h2><slot></slot><p>and <slot name=end>snow</slot></p></template>"
        "<p>falls</p><span slot=end>hail</span></x-card><template><p>unseen</p></template>"
    )
    assert text(html).split() == ["Rain", "falls", "and", "hail"]


SITE = "https://fell.example/blog/x"


@pytest.mark.parametrize(
    ("href", "without", "with_url"),
    [
        ("notes/frost.html", "notes/frost.html", "https://fell.example/blog/notes/frost.html"),
        ("/about", "/about", "https://fell.example/about"),
        ("../", "../", "https://fell.example/"),
        ("?p=1", "?p=1", "https://fell.example/blog/x?p=1"),
        ("//sea.example/a", "//sea.example/a", "https://sea.example/a"),
        ("https://sea.example/go/kettle", "https://sea.example/go/kettle", "https://sea.example/go/kettle"),
        ("https://a.co/d/1", None, None),
        ("https://amzn.eu/d/1", None, None),
        ("https://www.amzn.to/3abc", None, None),
        ("/go/kettle", None, None),
        ("/recommends/kettle/", None, None),
        ("/go/deep/down", "/go/deep/down", "https://fell.example/go/deep/down"),
        ("/going", "/going", "https://fell.example/going"),
        ("https://www.fell.example/out/kettle", "https://www.fell.example/out/kettle", None),
        ("java\tscript:alert(1)", None, None),
        ("tel:123", None, None),
    ],
)
def test_addresses(href, without, with_url):
    html = f'<p>See the <a href="{href}">kettle</a>.</p>'
    for url, expected in ((None, without), (SITE, with_url)):
        shown = f"[kettle]({expected})" if expected else "kettle"
        assert md(html, links=True, url=url) == f"See the {shown}."


def test_a_page_may_say_where_its_links_lead_from():
    html = "<base href='https://sea.example/a/'><p>See <a href='b'>it</a>.</p>"
    assert md(html, links=True) == "See [it](https://sea.example/a/b)."
