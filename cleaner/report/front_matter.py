"""Front matter: what a page says of its article as YAML, for the head of a Markdown file."""

from __future__ import annotations

import json
import re

from cleaner.metadata import Metadata

# What JSON may hold as it is and YAML may not: controls, line separators, marks, halves of characters.
_UNPRINTABLE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")


def as_front_matter(meta: Metadata) -> str:
    """The values that are known, a line each, between lines of dashes; nothing where none is.

    All of them are texts in double quotes, or lists of these, which YAML reads as JSON does: whatever a title holds, it
    stays a title.
    """
    known = {name: value for name, value in meta.to_dict().items() if value and name != "sources"}
    if not known:
        return ""
    lines = [f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in known.items()]
    text = _UNPRINTABLE.sub(lambda match: f"\\u{ord(match[0]):04x}", "\n".join(lines))
    return f"---\n{text}\n---"
