"""A dump and a rule file of which every text tries to become markup or script of the page that shows it."""

from __future__ import annotations

import json
from pathlib import Path

TRAPS = (
    "<script>window.hit=1</script>",
    "</script><script>window.hit=1</script>",
    "</style><script>window.hit=1</script>",
    "</title></textarea></noscript><script>window.hit=1</script>",
    "<img src=https://evil.example/x onerror=window.hit=1>",
    "\"><svg onload=window.hit=1><style>@import 'https://evil.example/y'</style>",
    "'onmouseover='window.hit=1' autofocus onfocus='window.hit=1",
    "<!-- <script> -->",
    "]]><script>window.hit=1</script>",
    "{{7*7}} {% raw %} ${7*7}",
    "javascript:window.hit=1",
    "data:text/html,<script>window.hit=1</script>",
    "<a href=javascript:window.hit=1>here</a><base href=https://evil.example/>",
    "<meta http-equiv=refresh content=0;url=https://evil.example/>",
    "<iframe srcdoc='<script>top.hit=1</script>'></iframe><form action=https://evil.example/><link rel=prefetch href=//evil.example>",
    "&lt;b&gt; &amp;amp; \u2028window.hit=1\u2029",
    "\u202egnp.exe\u2066 \u200b\x1b[31m \x00 \ud800",
)
FIELD = "<script>window.hit=1</script>"
FILE = "<img src=x onerror=window.hit=1>.jsonl"

_RULE = """
[[rule]]
id = "ad.trap"
kind = "line"
description = {description}
keywords = ["trapped"]
pattern = '''.*trapped.*'''
[rule.examples]
removes = ["trapped"]
keeps = ["free"]
"""


def records() -> list[dict[str, object]]:
    """A record a trap: it stands in the id, title, address, in names of fields, in what stays and in what goes."""
    return [
        {
            trap: trap,
            "id": f"{number} {trap}",
            "title": f"{number} {trap}",
            "url": trap if ":" in trap[:11] else f"https://evil.example/{trap}",
            FIELD: f"Here {trap} is to stay.\n\nThis {trap} is trapped.\n\nAnd {trap} stays too.",
        }
        for number, trap in enumerate(TRAPS)
    ]


def write(folder: Path) -> tuple[str, ...]:
    """The dump, some records that must be rejected, and the rules; gives the arguments for `cleaner batch`."""
    lines = [json.dumps(record) for record in records()]
    lines += [json.dumps({"text": trap}) for trap in TRAPS[:3]] + ["no json " + TRAPS[0]]
    (folder / FILE).write_text("\n".join(lines), encoding="utf-8")
    description = json.dumps("".join(trap for trap in TRAPS if trap.isprintable()), ensure_ascii=False)
    (folder / "rules.toml").write_text(_RULE.format(description=description), encoding="utf-8")
    return (FILE, "--text-field", FIELD, "--rules", "rules.toml")
