"""Everything the fuzzer starts from, and every find that has become a case, keeps what its targets promise."""

from __future__ import annotations

import pytest

from tests.conftest import FIXTURES
from tests.fuzz.targets import TARGETS

FOLDERS = {
    "decode": ["hostile", "hostile-texts"],
    "page": ["hostile", "hostile-texts"],
    "text": ["hostile-texts"],
    "rules": ["rules/valid", "rules/invalid"],
}
CASES = [
    pytest.param(target, path, id=f"{target}-{path.name}")
    for target, folders in FOLDERS.items()
    for folder in folders
    for path in sorted((FIXTURES / folder).iterdir())
]


@pytest.mark.parametrize(("target", "path"), CASES)
def test_case(target, path):
    TARGETS[target](path.read_bytes())
