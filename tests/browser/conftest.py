"""Pages in a real Chromium, watched: what they ask for, complain of, or try to run fails the test that opened them."""

from __future__ import annotations

import pytest


@pytest.fixture
def opened(browser):
    """Opens a file; no test may end with a request for anything else, a message, a dialog, or a trap that went off."""
    contexts, complaints, requests, addresses = [], [], [], []

    def visit(path, **options):
        context = browser.new_context(**{"viewport": {"width": 1400, "height": 900}, **options})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(30_000)
        page.on("console", lambda message: complaints.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: complaints.append(f"error: {error}"))
        page.on("dialog", lambda dialog: (complaints.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.on("popup", lambda popup: complaints.append(f"window: {popup.url}"))
        page.on("request", lambda request: requests.append(request.url))
        addresses.append(path.resolve().as_uri())
        page.goto(addresses[-1])
        return page

    yield visit
    hits = [page.evaluate("window.hit") for context in contexts for page in context.pages]
    for context in contexts:
        context.close()
    assert complaints == []
    assert requests == addresses
    assert hits == [None] * len(contexts)


@pytest.fixture
def assert_readable():
    """Checks a page with all unfolded: nothing is wider than the screen, it is light or dark as asked, and all text contrasts
    with what is behind it, by the measure of WCAG (AA).
    """

    def check(page):
        for summary in page.locator("summary:visible").all():
            summary.click()
        assert page.evaluate("document.documentElement.scrollWidth") == page.viewport_size["width"]
        background = page.evaluate("getComputedStyle(document.body).backgroundColor")
        is_light = page.evaluate("matchMedia('(prefers-color-scheme: light)').matches")
        assert (background == "rgb(255, 255, 255)") == is_light
        assert page.evaluate(CONTRAST) == []

    return check


# Colours are mixed, so they are drawn and read again; what is see-through is drawn over what is behind it.
CONTRAST = """() => {
  const canvas = document.createElement("canvas").getContext("2d", {willReadFrequently: true});
  const pixel = (colours) => {
    canvas.clearRect(0, 0, 1, 1);
    for (const colour of colours) { canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1); }
    return Array.from(canvas.getImageData(0, 0, 1, 1).data).slice(0, 3);
  };
  const light = (rgb) => {
    const [r, g, b] = rgb.map((c) => (c /= 255) <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const faint = new Set();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node; (node = walker.nextNode());) {
    const element = node.parentElement;
    if (!node.data.trim() || !element.checkVisibility() || element.closest("svg, .unseen, .skip, script")) continue;
    const behind = [];
    for (let at = element; at; at = at.parentElement) behind.unshift(getComputedStyle(at).backgroundColor);
    const front = [...behind, getComputedStyle(element).color];
    const [a, b] = [light(pixel(behind)), light(pixel(front))].sort((x, y) => y - x);
    if ((a + 0.05) / (b + 0.05) < 4.5) faint.add(`${element.tagName}.${element.className}: ${node.data.trim().slice(0, 30)}`);
  }
  return [...faint].slice(0, 10);
}"""
