"""Section rules: where a section begins, and before what it ends."""

from __future__ import annotations

import pytest

from tests.toy import finds

LONG = "The bell of the old church was cast in a pit beside the river, and it took the whole town a week to lift it up."


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("More bells\nTen Huts in Ten Days\nRain on the Roof of the House", [(0, 2)]),
        ("Rain.\nMore bells\n- Ten Huts\n- Rain\nThe end of it all.", [(1, 3)]),
        ("More bells\nTen Huts in Ten Days\nA teaser says a little of it.\nRain on Roofs of Huts\nAnother says more.", [(0, 4)]),
        ("More bells", [(0, 0)]),
        ("More bells\n" + LONG, []),
        ("More bells\nTen Huts in Ten Days\n" + LONG, []),
        ("- More bells\n- Fewer bells", []),
        ("More bells\nOne Hut\nTwo Huts\nThree Huts\nFour Huts\nFive Huts", [(0, 4)]),
        ("More bells\nTen Huts in Ten Days\nAll of the Old Bell\nRain on the Roof", [(0, 1)]),
        ("More bells\nTen Huts in Ten Days\nBackground\nThe bell was cast here in a pit.", [(0, 1)]),
        ("More bells rang.", []),
    ],
    ids=["titles", "list", "teasers", "at the end", "prose", "a title of prose", "an item", "most", "kept", "heading", "no heading"],
)  # fmt: skip
def test_from_its_heading_to_what_reads_otherwise(text, found):
    if "Old Bell" in text:
        assert finds("keep.old-bell", text) == [(2, 2)]
    assert finds("related.bells", text) == found
