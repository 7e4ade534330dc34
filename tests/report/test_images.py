"""Pictures in Markdown: where the page has them, of the article alone, a kept caption under its picture; never a script."""

from __future__ import annotations

import pytest

from cleaner import clean_html, markdown
from tests.articles import CASES, input_of

PROSE = (
    "The lock had been dry for forty years when the keeper found the key to the sluice in a tin of buttons.",
    "She turned it, because that is what one does with keys, and somewhere below the meadow something began to run.",
    "It took the water nine days to come as far as the mill, and the village two more to believe what it heard.",
)
PAGE = f"""<title>The lock</title><nav><img src="/logo.png" alt="Home"> Home</nav><article><h1>The lock</h1>
<figure><img src="/lock (1).jpg" alt="A [dry] lock"><figcaption>The lock, dry.</figcaption></figure><p>{PROSE[0]}</p><p>{PROSE[1]}</p>
<p><img src="data:image/gif;base64,R0" data-src="https://img.tarn.example/mill.jpg"></p><p>{PROSE[2]}</p>
<p><img src="javascript:alert(1)" alt="no"><img alt="none"></p><ol><li>One gate that is always open to the sea and the wind</li>
<li><img src="gate.jpg">Two gates that are never open at the same time of day</li></ol></article><footer><img src="/f.png"> Imprint</footer>"""


def shown(page=PAGE, url="https://tarn.example/walks/lock", **options):
    return markdown(clean_html(page, url=url, images=True, **options), images=True)


def test_pictures_stand_where_the_page_has_them():
    assert shown().split("\n\n") == [
        "# The lock",
        "![A \\[dry\\] lock](https://tarn.example/lock%20%281%29.jpg)",
        PROSE[0],
        PROSE[1],
        "![](https://img.tarn.example/mill.jpg)",
        PROSE[2],
        "1. One gate that is always open to the sea and the wind\n2. Two gates that are never open at the same time of day",
        "![](https://tarn.example/walks/gate.jpg)\n",
    ]


def test_a_kept_caption_stands_under_its_picture():
    parts = shown(captions=True).split("\n\n")
    assert parts[1:3] == ["![A \\[dry\\] lock](https://tarn.example/lock%20%281%29.jpg)", "*The lock, dry.*"]


def test_relative_addresses_stay_where_the_page_is_not_known():
    assert "![](gate.jpg)" in shown(url=None)
    assert "javascript" not in shown(url=None)


def test_there_are_none_unless_both_ask():
    assert "![" not in markdown(clean_html(PAGE, images=True))
    assert "![" not in markdown(clean_html(PAGE), images=True)


@pytest.mark.parametrize(
    "case", [case for case in CASES if input_of(case).suffix == ".html"], ids=lambda case: case.name
)
def test_pictures_make_no_other_text(case):
    page = input_of(case).read_bytes()
    assert clean_html(page, images=True).text == clean_html(page).text
