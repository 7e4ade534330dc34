"""Charts as drawings inside a page. Pygal draws; its style, script, date and random number are left out: pages have a style."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from lxml import etree

from cleaner.extras import require
from cleaner.report.html.excerpt import shortened_front
from cleaner.report.html.page import EXTRA, markup, visible_text

# In units of the drawing, which a phone shows smaller.
_WIDTH, _ROW, _COLUMNS_HEIGHT, _FONT, _LETTER = 420, 26, 210, 12, 6.8
_LONGEST_LABEL = 31
_SVG = "{http://www.w3.org/2000/svg}"


class Bar(NamedTuple):
    """One bar.

    Attributes:
        label: what it stands for.
        value: how long it is.
        words: the value in words.
        colour: the class that gives it its colour.
    """

    label: str
    value: float
    words: str
    colour: str


def bars(rows: Sequence[Bar], title: str) -> Any:
    """Bars from left to right, one below the other, each with its value behind it."""
    labels = [_label(row.label) for row in rows]
    chart = require("pygal", EXTRA).HorizontalBar(
        **_plain(len(rows) * _ROW),
        margin_right=max(len(row.words) for row in rows) * _LETTER + 12,
        print_labels=True,
        print_values_position="top",
        range=(0, max(row.value for row in rows) or 1),
        show_x_labels=False,
        show_y_guides=False,
    )
    chart.x_labels = labels[::-1]
    chart.add("", [_value(row) for row in reversed(rows)])
    return _drawing(chart, title)


def column_chart(rows: Sequence[Bar], title: str) -> Any:
    """Columns from left to right; a label that is empty is not shown."""
    chart = require("pygal", EXTRA).Bar(
        **_plain(_COLUMNS_HEIGHT),
        margin_top=8,
        max_scale=4,
        min_scale=2,
        show_y_guides=True,
        formatter=lambda value: f"{value:,.0f}",
    )
    chart.x_labels = [row.label for row in rows]
    chart.add("", [_value(row) for row in rows])
    return _drawing(chart, title)


def _plain(height: float) -> dict[str, Any]:
    style = require("pygal.style", EXTRA).Style(
        label_font_size=_FONT, major_label_font_size=_FONT, value_font_size=_FONT
    )
    return {
        "width": _WIDTH,
        "height": height,
        "margin": 0,
        "style": style,
        "js": (),
        "show_legend": False,
        "truncate_label": -1,
    }


def _value(row: Bar) -> dict[str, Any]:
    return {"value": row.value, "label": visible_text(row.words), "node": {"class": row.colour}}


def _label(text: str) -> str:
    shown = str(visible_text(text)).replace("\n", " ")
    return shortened_front(shown, _LONGEST_LABEL)  # of an id or a host the end tells more


def _drawing(chart: Any, title: str) -> Any:
    """The drawing as markup; what it says of a value becomes a title, which browsers show when one points at it."""
    root = etree.fromstring(chart.render())
    for node in list(root.iter()):
        if _is_left_out(node):
            node.getparent().remove(node)
        elif node.tag == f"{_SVG}desc":
            node.tag = f"{_SVG}title"
            node.attrib.clear()
    ours = {"class": "chart", "role": "img", "aria-label": title, "viewBox": root.get("viewBox")}
    root.attrib.clear()
    root.attrib.update(ours)
    return markup(etree.tostring(root, encoding="unicode"))


def _is_left_out(node: Any) -> bool:
    name, style = node.tag, node.get("class")
    if name == f"{_SVG}desc":
        return bool(style != "label")
    return name in (etree.Comment, f"{_SVG}defs", f"{_SVG}title") or style in ("background", "plot tooltip-overlay")
