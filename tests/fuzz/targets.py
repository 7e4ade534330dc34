"""What the fuzzer feeds with bytes, and what must hold of what comes out. A broken promise is an exception."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from cleaner import RuleError, RuleSet, clean_html, clean_text, load_rules
from cleaner.page.content import EXTRACTORS
from cleaner.text.decode import decode, decode_page
from tests.invariants import assert_honest, assert_settled, assert_whole

TEXT = "The road over the pass is closed in winter.\n\nRing the bell\n\nMore bells\n- Ten Bells\n\nRing it. (ring) “Ring”\n"
PAGE = f"<title>Bells</title><nav class=ring id=bell>Ring</nav><p>{TEXT}</p><a href=https://bell.example/>Ring</a>"


def decoding(data: bytes) -> None:
    """Any bytes become a text that can be written, whatever a server calls them: here the first line."""
    label, _, page = data.partition(b"\n")
    for text in (decode_page(data), decode(data), decode_page(page, label.decode("latin-1"))):
        text.encode()


def page(data: bytes) -> None:
    """Any bytes are a page, for every extractor."""
    for extractor in EXTRACTORS:
        assert_honest(clean_html(data, extractor=extractor))


def text(data: bytes) -> None:
    """Any text, also one with lone surrogates, comes apart without loss, and once cleaned it is clean."""
    result = clean_text(as_text(data))
    assert_whole(result)
    assert_settled(result)


def as_text(data: bytes) -> str:
    """The text that bytes stand for; those that are no UTF-8 become lone surrogates."""
    return data.decode("utf-8", "surrogateescape")


def rules(data: bytes) -> None:
    """A file of rules is refused with a RuleError, or its rules clean as any do."""
    with suppress(RuleError):
        loaded = loaded_from(data)
        result = clean_text(TEXT, rules=loaded)
        assert_whole(result)
        assert_settled(result, loaded)
        assert_honest(clean_html(PAGE, rules=loaded, extractor="none"))


def loaded_from(data: bytes) -> RuleSet:
    """The rules of a file with this content."""
    with tempfile.NamedTemporaryFile(suffix=".toml") as file:
        file.write(data)
        file.flush()
        return load_rules(Path(file.name), defaults=False)


TARGETS: dict[str, Callable[[bytes], None]] = {"decode": decoding, "page": page, "text": text, "rules": rules}
