"""Repeat rules: a telling line that comes often enough."""

from __future__ import annotations

import pytest

from tests.toy import finds


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Bong!\nRain.\nBong!", [(0, 0), (2, 2)]),
        ("Bong!\nRain.\n- BONG! »", [(0, 0), (2, 2)]),
        ("Bong!\nRain.", []),
        ("Bong!\nBong bong!", []),
        ("Rain.\nRain.", []),
        ("Bong bong bong!\nBong bong bong!", []),
    ],
)
def test_lines_with_one_core_count_together(text, found):
    assert finds("promo.bong", text) == found
