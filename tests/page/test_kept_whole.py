"""What belongs to an article and looks like furniture stays; copies and windows over the page go; what a reader is told."""

from __future__ import annotations

import pytest

from cleaner import clean_html
from cleaner.report.markdown import markdown
from tests.page.test_content import FOOT, MENU, PROSE, article, ld, page, rules_of

LONG = "".join(f"<p>{sentence} {sentence[::-1][-1]}{sentence[1:]}</p>" for sentence in PROSE)


def kept(body: str) -> str:
    return clean_html(page(body)).text


def with_notes(mark: str, notes: str) -> str:
    return f"<main><article class='post'><h1>The bench at the ferry</h1><p>{PROSE[0]}{mark}</p>{LONG}{notes}</article></main>"


@pytest.mark.parametrize(
    ("mark", "notes"),
    [
        (
            "<sup id='fnref:1'><a href='#fn:1'>1</a></sup>",
            "<div class=footnotes role=doc-endnotes><ol><li id='fn:1'><p>{} <a href='#fnref:1' class=reversefootnote>↩</a></p></ol></div>",
        ),
        (
            "<a href='#fn1' class='footnote-ref' id='fnref1' role='doc-noteref'><sup>1</sup></a>",
            "<section class='footnotes' role='doc-endnotes'><hr><ol><li id='fn1'>{}<a href='#fnref1' role='doc-backlink'>↩︎</a></li></ol></section>",
        ),
        (
            "<sup data-fn='a1' class='fn'><a href='#a1' id='a1-link'>1</a></sup>",
            "<ol class='wp-block-footnotes'><li id='a1'>{} <a href='#a1-link'>↩︎</a></li></ol>",
        ),
        (
            "<sup class=reference><a href='#cite_note-1'>[1]</a></sup>",
            "<div class=reflist><ol class=references><li id='cite_note-1'><span class=mw-cite-backlink><a href='#cite_ref-1'>^</a></span> {}</ol></div>",
        ),
        (
            "<a href='#_ftn1' name='_ftnref1'>[1]</a>",
            "<div id=ftn1><p><a href='#_ftnref1' name='_ftn1'>[1]</a> {}</p></div>",
        ),
        ("<sup>1</sup>", "<h2>Notes</h2><ol><li>{}</ol>"),
        ("<sup>1</sup>", "<h3>Anmerkungen:</h3><p>{}</p>"),
        ("<sup><a href='#x9'>*</a></sup>", "<p id=x9>{}</p>"),
    ],
)
@pytest.mark.parametrize("note", ["Ibid.", "See the ferry's ledger, folio 9.", "Keeper 1911, p. 14"])
def test_notes_stay_with_their_marks(mark, notes, note):
    text = kept(with_notes(mark, notes.format(note)))
    assert note in text
    assert "↩" not in text
    assert "^" not in text


def test_references_stay_with_their_heading():
    items = "".join(
        f"<li>Keeper, A. ({year}). <a href='https://b.example/{year}'>Locks</a>. Quay Press.</li>"
        for year in range(1900, 1908)
    )
    text = kept(article(f"<h2>References</h2><ol>{items}</ol>"))
    assert "References\n\n1. Keeper, A. (1900). Locks. Quay Press.\n2. " in text
    assert "8. Keeper" in text


def test_a_heading_above_nothing_goes():
    teasers = "".join(f"<li><a href='/{n}'>Ten old locks to see before winter {n}</a></li>" for n in range(8))
    text = kept(article(f"<div class=teasers><h2>Elsewhere on the canal</h2><ul>{teasers}</ul></div>"))
    assert "Ten old locks" not in text
    assert "Elsewhere" not in text


@pytest.mark.parametrize(
    ("html", "source"),
    [
        ("<blockquote><p>Mind the gate.</p><footer>A. Keeper, <cite>in the ledger of 1801</cite></footer></blockquote>", "A. Keeper, in the ledger of 1801"),
        ("<blockquote><p>Mind the gate.</p><cite>A. Keeper</cite></blockquote>", "A. Keeper"),
        ("<blockquote><p>Mind the gate.</p><p>— A. Keeper</p></blockquote>", "— A. Keeper"),
        ("<figure><blockquote><p>Mind the gate.</p></blockquote><figcaption>— A. Keeper, 1801</figcaption></figure>", "— A. Keeper, 1801"),
        ("<section><p>{0}</p><footer><p>Written at the quay, in the winter of 1911.</p></footer></section>", "Written at the quay, in the winter of 1911."),
    ],
)  # fmt: skip
def test_a_foot_inside_the_article_stays(html, source):
    html = html.format(PROSE[2])
    assert source in kept(
        f"<main><article><h1>The bench at the ferry</h1>{LONG}{html}<p>{PROSE[3]}</p>{LONG[::1]}</article></main>"
    )


def test_the_foot_of_an_article_goes():
    assert "Filed under" not in kept(article("<footer><p>Filed under locks.</p></footer>"))


def test_code_stays_with_its_text():
    assert "for f in a" in kept(article("<p>The loop is one line:</p><pre>for f in a: b</pre>", f"<p>{PROSE[1]}</p>"))


def test_an_article_that_stands_twice_stays_once():
    both = f"<div class=desktop><h1>The bench at the ferry</h1>{LONG}</div><div class=mobile><h1>The bench at the ferry</h1>{LONG}</div>"
    result = clean_html(page(both))
    assert result.text == kept(f"<div class=desktop><h1>The bench at the ferry</h1>{LONG}</div>")
    assert "boilerplate.twice" in rules_of(result)


def test_a_refrain_stays():
    stanza = f"<p>{PROSE[0]}<br>{PROSE[1]}<br>{PROSE[2]}</p>"
    assert kept(article(stanza, f"<p>{PROSE[3]}</p>", stanza)).count(PROSE[1]) >= 2


@pytest.mark.parametrize("names", ["weekly_modal_content", "site-popup", "exitInterstitial"])
def test_a_window_before_the_article_goes(names):
    window = f"<div class='{names}'><h1>News of locks was never so good.</h1><p>Get our letters every day!</p></div>"
    result = clean_html(
        f"{MENU}{window}<div class=content><h1>The bench</h1><p>{PROSE[0]}</p><p>{PROSE[1]}</p></div>{FOOT}"
    )
    assert "News of locks" not in result.text
    assert markdown(result).startswith("# The bench\n")


HIDDEN = "".join(f"<p>{sentence}</p>" for sentence in PROSE[3:])


@pytest.mark.parametrize(
    "html",
    [
        f"<div class='paywalled-content' style='display:none'>{HIDDEN}</div>",
        f"<div class=cta-paywall><h3>Subscribe to go on</h3></div><div hidden>{HIDDEN}</div>",
        HIDDEN.replace("<p>", "<p class='premium' style='display: none'>"),
    ],
)
def test_what_a_paywall_hides_is_kept_and_said(html):
    shown = "".join(f"<p>{sentence}</p>" for sentence in PROSE[:3])
    result = clean_html(page(f"<main><article><h1>The bench at the ferry</h1>{shown}{html}</article></main>"))
    assert all(sentence in result.text for sentence in PROSE)
    assert result.stats.warnings == ("hidden text kept: 3 paragraphs that the page shows subscribers only",)


@pytest.mark.parametrize("names", ["tooltip", "newsletter-paywall-popup", "x", "premium-login-form"])
def test_what_else_is_hidden_stays_hidden(names):
    shown = "".join(f"<p>{sentence}</p>" for sentence in PROSE[:3])
    result = clean_html(
        page(f"<main><article><h1>The bench</h1>{shown}<div class='{names}' hidden>{HIDDEN}</div></article></main>")
    )
    assert PROSE[4] not in result.raw
    assert result.stats.warnings == ()


SHORT = {
    "news": "<p>The lock at the ferry was closed on Monday after a barge had hit its gate. It opens again in May.</p>",
    "interview": "".join(f"<p><b>Is it {n}?</b></p><p>No, it never was.</p><p>And now?</p><p>Now it may be.</p>" for n in range(5)),
    "gallery": "".join(f"<p>The lock from the north, {n} in the morning.</p>" for n in range(9)),
    "Thai": "<p>ประตูน้ำที่ท่าเรือปิดเมื่อวันจันทร์หลังจากเรือบรรทุกสินค้าชนประตู จะเปิดอีกครั้งในเดือนพฤษภาคม และชาวบ้านต่างรอคอยวันนั้นมานานแสนนานแล้ว</p>",
    "Khmer": "<p>ទ្វារទឹកនៅកំពង់ផែត្រូវបានបិទនៅថ្ងៃច័ន្ទបន្ទាប់ពីទូកដឹកទំនិញបានបុកទ្វារ វានឹងបើកម្តងទៀតនៅខែឧសភា ហើយអ្នកភូមិរង់ចាំថ្ងៃនោះ</p>",
    "Burmese": "<p>ကူးတို့ဆိပ်ရှိ ရေတံခါးကို တနင်္လာနေ့တွင် ပိတ်ခဲ့သည်။ မေလတွင် ပြန်ဖွင့်မည်ဖြစ်ပြီး ရွာသားများက ထိုနေ့ကို စောင့်မျှော်နေကြသည်။ လှေသမားများလည်း စောင့်နေသည်။</p>",
    "Tibetan": "<p>གྲུ་ཁའི་ཆུ་སྒོ་དེ་གཟའ་ཟླ་བའི་ཉིན་བརྒྱབ་པ་རེད། དེ་ཟླ་བ་ལྔ་པར་ཡང་བསྐྱར་ཕྱེ་རྒྱུ་རེད། གྲོང་པ་ཚོས་ཉིན་དེ་ལ་སྒུག་ནས་བསྡད་ཡོད། གྲུ་པ་ཚོས་ཀྱང་སྒུག་བཞིན་ཡོད་པ་རེད།</p>",
    "Lao": "<p>ປະຕູນ້ຳຢູ່ທ່າເຮືອຖືກປິດໃນວັນຈັນຫຼັງຈາກເຮືອບັນທຸກຕຳປະຕູ ມັນຈະເປີດອີກໃນເດືອນພຶດສະພາ ແລະຊາວບ້ານກໍລໍຖ້າມື້ນັ້ນມາດົນແລ້ວ</p>",
}  # fmt: skip


@pytest.mark.parametrize("kind", SHORT)
def test_short_articles_are_articles(kind):
    assert clean_html(page(f"<main><article><h1>The lock</h1>{SHORT[kind]}</article></main>")).stats.warnings == ()


@pytest.mark.parametrize(
    "body",
    [
        "<p>Page not found.</p>",
        "<p>Loading …</p>",
        "<ul>" + "".join(f"<li><a href='/{n}'>Ten old locks to see before winter {n}</a>" for n in range(20)) + "</ul>",
        "<form><label>Name</label><label>Password</label><button>Log in</button></form>",
    ],
)
def test_what_is_no_article_is_said(body):
    assert clean_html(page(body)).stats.warning.startswith("no article found")


def test_a_page_that_calls_itself_an_article_may_be_short():
    news = f"<div>{SHORT['news']}</div>"
    assert clean_html(page(news, ld({"@type": "NewsArticle"}))).stats.warnings == ()
    assert clean_html(page(news, '<meta property="og:type" content="article">')).stats.warnings == ()
