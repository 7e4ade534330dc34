"""Line rules: all of the core, or nothing."""

from __future__ import annotations

import pytest

from tests.toy import finds


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ding-dong", [(0, 0)]),
        ("Rain.\n- **DING-DONG** »\nDing-dong", [(1, 1), (2, 2)]),
        ("Ding-dong, said the bell.", []),
        ("Rain. Ding-dong", []),
    ],
)
def test_all_of_the_core_matches(text, found):
    assert finds("ad.bell", text) == found
