"""Coverage-guided fuzzing by atheris (`pip install -e '.[dev,fuzz]'`): what it finds becomes a data case under fixtures/.

python -m tests.fuzz TARGET [SECONDS] [OPTION-OF-LIBFUZZER...]    # decode, page, text, rules

The corpus grows in build/fuzz/TARGET/corpus, and a run goes on where the last one ended; what breaks a promise lies in
build/fuzz/TARGET/finds. A file as the only argument after TARGET is run once.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["cleaner"]):
    from cleaner.ruleset import conditions, schema
    from cleaner.ruleset.kinds import KINDS
    from cleaner.ruleset.kinds.cue import NEIGHBOURS
    from cleaner.ruleset.kinds.element import ElementRule
    from cleaner.ruleset.kinds.span import UNITS
    from cleaner.ruleset.load import default_rules
    from cleaner.ruleset.rule import Rule
    from tests.fuzz.targets import TARGETS

FIXTURES = Path("fixtures")
SEEDS = {
    "decode": ["hostile"],
    "page": ["hostile", "articles"],
    "text": ["articles", "hostile-texts"],
    "rules": ["rules/valid", "rules/invalid"],
}
# Longer words libFuzzer does not take.
MOST_BYTES = 64
MARKUP = "<p> <div> <table><tr><td> <ul><li> <svg> <script> <!-- </title> hidden &lt; <h2>".split()
ENCODINGS = "utf-16 utf-8 windows-1252 shift_jis big5 utf-7 charset= encoding= \ufeff".split()


def dictionary(target: str) -> Iterable[str]:
    """Words that mutations should know: what rules look for, and how they are written."""
    rules = default_rules().rules
    if target == "rules":
        return _of_rules(rules)
    if target == "text":
        return [word for rule in rules if rule.kind != "element" for word in rule.keywords]
    names = [name for rule in rules if isinstance(rule, ElementRule) for name in rule.selector.classes]
    return [*MARKUP, *names] if target == "page" else [*MARKUP, *ENCODINGS]


def _of_rules(rules: Iterable[Rule]) -> Iterable[str]:
    """How a file of rules is written."""
    fields = {name for kind in KINDS.values() for name in kind.FIELDS}
    values = [*KINDS, *schema.CATEGORIES, *conditions.PLACES, *conditions.LINKS, *UNITS, *NEIGHBOURS]
    names = {rule.id for rule in rules[:50]}
    return [
        "[[rule]]\n", "[[override]]\n", "[rule.examples]\n", "true", *(f"\n{name} = " for name in sorted(fields)),
        *(f'"{value}"' for value in [*values, *sorted(names)]),
    ]  # fmt: skip


def main(target: str, *arguments: str) -> None:
    """Fuzz a target until something is found, or the seconds are over."""
    folder = Path("build/fuzz") / target
    for name in ("corpus", "finds"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    words = (word.encode()[:MOST_BYTES] for word in dictionary(target))
    lines = ('"' + "".join(f"\\x{byte:02x}" for byte in word) + '"' for word in words)
    (folder / "words.dict").write_text("\n".join(lines))
    options = [f"-dict={folder}/words.dict", f"-artifact_prefix={folder}/finds/", "-max_len=4096"]
    options += ["-timeout=20", "-rss_limit_mb=3000", "-print_final_stats=1"]
    if arguments and arguments[0].isdigit():
        options.append(f"-max_total_time={arguments[0]}")
        arguments = arguments[1:]
    if not any(Path(argument).is_file() for argument in arguments):
        options += [str(folder / "corpus"), *(str(FIXTURES / seed) for seed in SEEDS[target])]
    atheris.Setup([sys.argv[0], *options, *arguments], TARGETS[target])
    atheris.Fuzz()


if __name__ == "__main__":
    if len(sys.argv) < 2 or sys.argv[1] not in TARGETS:
        sys.exit(f"usage: python -m tests.fuzz {'|'.join(TARGETS)} [SECONDS] [OPTION-OF-LIBFUZZER...]")
    main(*sys.argv[1:])
