"""The review's page in a real browser: keys, buttons, and that nothing of an article runs or asks for anything."""

from __future__ import annotations

import re
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.review.driven import ARTICLES, RULES, SECONDS, reviewing, until

pytestmark = [pytest.mark.heavy, pytest.mark.usefixtures("inlined")]

TRAPS = [
    "<script>document.title='ran'</script>",
    "</script><script>document.title='ran'</script>",
    "<img src=http://127.0.0.1:9/x onerror=\"document.title='ran'\">",
    "<svg onload=\"document.title='ran'\"><style>@import 'http://127.0.0.1:9/y'</style>",
    "<a href=\"javascript:document.title='ran'\">here</a> [here](javascript:alert(1)) {{7*7}} ${7*7}",
    "<iframe srcdoc=\"<script>top.document.title='ran'</script>\"></iframe><base href=http://127.0.0.1:9/>",
    "&lt;b&gt; \u202egnp.exe \u2066\u200b\x1b[31m\x00 \ud800",
]
# What a tag or an entity would have become, and what could hide or reorder what is read.
UNSEEN = "\u202e\u2066\u200b\x1b\x00\ud800"


@pytest.fixture
def opened(browser):
    """Opens a review; at the end nothing was complained of, and nothing was asked of anybody else."""
    complaints, requests = [], []
    contexts = []

    def visit(review, **options):
        contexts.append(browser.new_context(**options))
        page = contexts[-1].new_page()
        page.set_default_timeout(SECONDS * 1000)
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("dialog", lambda dialog: (complaints.append(dialog.message), dialog.dismiss()))
        page.on("request", lambda request: requests.append(request.url))
        page.goto(review.address)
        page.wait_for_selector("#item:not([hidden])")
        return page

    yield visit
    for context in contexts:
        context.close()
    assert complaints == []
    assert all(
        re.match(r"http://127\.0\.0\.1:\d+/[\w-]{32,}/(|verdict|undo|done|items/(next|\d+))$", url) for url in requests
    )


def press(page, key):
    """Press a key and wait until the page has answered."""
    page.evaluate(
        """document.body.dataset.waits = "";
        for (const shown of [lines, said])
          new MutationObserver(() => delete document.body.dataset.waits).observe(shown, {childList: true})"""
    )
    page.keyboard.press(key)
    until(lambda: page.evaluate("document.body.dataset.waits === undefined"), f"an answer to {key}")


def removed(page):
    return page.inner_text("#lines mark")


def given(desk):
    """The verdicts of the file, by removed text."""
    return {
        case["text"][verdict["start"] : verdict["end"]].strip(): verdict["verdict"]
        for case in desk.cases().values()
        for verdict in case["verdicts"]
    }


@pytest.mark.smoke
def test_keys_accept_reject_and_undo(desk, opened):
    with reviewing(*desk.arguments) as review:
        page = opened(review)
        assert removed(page) == "A loud gong"
        press(page, "a")
        assert removed(page) == "The loud gong of the temple is old."
        assert page.inner_text("#said") == "Accepted the one before. u takes that back."
        press(page, "R")
        assert given(desk) == {"A loud gong": "accept", "The loud gong of the temple is old.": "reject"}
        assert page.inner_text("#counts") == "2 of 8 judged · 1 accepted · 1 rejected"
        assert page.evaluate("progress.value / progress.max") == 0.25
        press(page, "u")
        assert removed(page) == "The loud gong of the temple is old."
        assert given(desk) == {"A loud gong": "accept"}
        press(page, "ArrowLeft")
        assert removed(page) == "A loud gong"
        assert page.get_attribute("#accept", "aria-pressed") == "true"
        assert page.get_attribute("#reject", "aria-pressed") == "false"
        press(page, "r")
        assert given(desk) == {"A loud gong": "reject"}


def test_keys_move_without_a_verdict_and_stop_at_the_ends(desk, opened):
    with reviewing(*desk.arguments) as review:
        page = opened(review)
        assert page.is_disabled("#previous")
        for key in "nnpn":
            press(page, key)
        assert removed(page) == "Ring the bell today!"
        for key in ["ArrowRight"] * 5:
            press(page, key)
        assert page.inner_text("#position").startswith("rule 4 of 4 · removal 2 of 2")
        assert page.is_disabled("#next")
        page.keyboard.press("n")  # there is none
        press(page, "p")
        assert page.inner_text("#position").startswith("rule 4 of 4 · removal 1 of 2")
        assert given(desk) == {}


def test_keys_with_modifiers_and_held_keys_give_no_verdict(desk, opened):
    with reviewing(*desk.arguments) as review:
        page = opened(review)
        for keys in ("Control+a", "Alt+r", "Meta+a"):
            page.keyboard.press(keys)
        page.evaluate("document.dispatchEvent(new KeyboardEvent('keydown', {key: 'a', repeat: true}))")
        press(page, "n")
        assert given(desk) == {}


def test_buttons_do_what_keys_do(desk, opened):
    with reviewing(*desk.arguments) as review:
        page = opened(review)
        for button, expected in (
            ("#accept", {"A loud gong": "accept"}),
            ("#reject", {"A loud gong": "accept", "The loud gong of the temple is old.": "reject"}),
            ("#undo", {"A loud gong": "accept"}),
        ):
            page.click(button)
            until(lambda expected=expected: given(desk) == expected, str(expected))
        page.wait_for_selector("#lines mark:has-text('temple')")
        page.click("#next")
        page.wait_for_selector("#lines mark:has-text('Ring the bell today!')")
        page.click("#previous")
        page.wait_for_selector("#lines mark:has-text('temple')")
        page.click("#done")
        page.wait_for_selector("#said:has-text('Done: 1 accepted, 0 rejected, 7 left')")
        assert review.process.wait(SECONDS) == 0


def test_help_opens_and_takes_no_verdicts(desk, opened):
    with reviewing(*desk.arguments) as review:
        page = opened(review)
        page.keyboard.press("?")
        page.wait_for_selector("#keys[open]")
        page.keyboard.press("a")
        page.keyboard.press("Escape")
        page.wait_for_selector("#keys:not([open])", state="attached")
        press(page, "n")
        assert given(desk) == {}


def test_the_end_is_told_and_the_page_asks_for_nothing_more(desk, opened):
    with reviewing(*desk.arguments) as review:
        page = opened(review)
        for _ in range(8):
            press(page, "a")
        assert page.inner_text("#said") == "Accepted: it goes. All removals are judged: q ends the review."
        page.keyboard.press("q")
        page.wait_for_selector("#buttons", state="hidden")
        assert page.inner_text("#said").startswith("Done: 8 accepted, 0 rejected, 0 left; verdicts in ")
        assert review.process.wait(SECONDS) == 0
        page.keyboard.press("r")  # nobody is there to be asked, and nobody is
        assert page.inner_text("#said").startswith("Done: ")


def test_a_verdict_that_cannot_be_written_is_told(desk, opened):
    with reviewing(*desk.arguments) as review:
        page = opened(review)
        desk.verdicts.unlink()
        desk.verdicts.mkdir()
        press(page, "a")
        assert "Is a directory" in page.inner_text("#said")
        assert page.get_attribute("#accept", "aria-pressed") == "false"
        assert removed(page) == "A loud gong"


@pytest.mark.parametrize("trap", TRAPS)
def test_an_article_is_text_wherever_it_is_shown(make_desk, opened, trap):
    text = f"Before {trap}\nRing the bell {trap}\nAfter {trap} paid by {trap}. Paid by {trap} again.\n"
    described = re.sub(r'["\\\\\x00-\x1f\ud800]', "", trap)
    article = {"id": f"id {trap}", "url": f"https://x.example/{trap}", "title": trap, "text": text}
    desk = make_desk([article], RULES.replace("A call to ring the bell.", described))
    with reviewing(*desk.arguments) as review:
        page = opened(review)
        for _ in range(int(page.evaluate("progress.max"))):
            for place in ("#lines", "#title", ".id", ".url"):
                assert trap[:10] in page.inner_text(place), place
            assert not set(UNSEEN) & set(page.inner_text("main"))
            press(page, "r")
        assert page.title() == "cleaner review"
        assert page.evaluate("document.querySelectorAll('script').length") == 1
        assert page.evaluate("document.querySelectorAll('img, svg, a, iframe, base, link').length") == 0
        review.end()
    assert set(given(desk).values()) == {"reject"}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [400, 1400])
def test_it_fits_the_screen_and_the_removal_is_in_sight(make_desk, opened, width, scheme):
    long = "a" * 3000
    articles = [
        {
            "id": long,
            "url": f"https://x.example/{long}",
            "title": long,
            "text": f"{long}\n{long[:500]}\n{'Rain. ' * 400}\nRing the bell {long[:200]}\n{'Sun. ' * 400}\n",
        }
    ]
    desk = make_desk([*articles, *ARTICLES])
    with reviewing(*desk.arguments, "--rule", "promo") as review:
        page = opened(review, viewport={"width": width, "height": 800}, color_scheme=scheme)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        mark, footer = page.locator("#lines mark").bounding_box(), page.locator("footer").bounding_box()
        assert mark["y"] >= 0
        assert mark["y"] + mark["height"] <= footer["y"]
        assert footer["y"] + footer["height"] <= 800
        for button in page.locator("footer button").all():
            box = button.bounding_box()
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= width
            assert box["height"] >= 40
        ground, ink = page.evaluate(
            "[getComputedStyle(document.body).backgroundColor, getComputedStyle(document.body).color]"
        )
        brightness = [sum(map(int, re.findall(r"\d+", colour)[:3])) for colour in (ground, ink)]
        assert (brightness[0] > brightness[1]) == (scheme == "light")


@pytest.fixture
def elsewhere(tmp_path):
    """A server of pages that are none of ours, on this machine too, so that the browser itself lets them ask."""
    handler = partial(SimpleHTTPRequestHandler, directory=tmp_path)
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def test_a_page_from_elsewhere_gets_and_gives_nothing_though_it_knows_the_address(desk, browser, elsewhere):
    with reviewing(*desk.arguments) as review:
        (desk.folder / "form.html").write_text(
            f"""<form method=post enctype="text/plain" action="{review.address}verdict">
            <input name='{{"item":0,"verdict":"accept","x":"' value='"}}'></form>
            <iframe src="{review.address}"></iframe>"""
        )
        context = browser.new_context()
        page = context.new_page()
        ends = []
        page.on("response", lambda response: ends.append(response.status))
        page.on("requestfailed", lambda request: ends.append(request.failure))
        page.goto(f"{elsewhere}/form.html")
        assert page.frames[1].query_selector("#rule") is None  # the browser's own page about that, or none
        read = "address => fetch(address + 'items/0').then(answer => answer.text(), () => 'refused')"
        assert page.evaluate(read, review.address) == "refused"
        ends.clear()
        page.evaluate("document.forms[0].submit()")
        until(lambda: page.wait_for_timeout(20) or ends, "an answer to the form")
        assert ends[0] in (403, "net::ERR_CONNECTION_RESET")
        context.close()
        assert review.get("items/0")["left"] == 8
