"""The fields of a rule entry: which kind takes which, of what type. Reads a raw TOML table into plain values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from cleaner.document.fingerprint import fingerprint, normal
from cleaner.document.fold import fold, fold_quotes
from cleaner.ruleset.calendar import calendar
from cleaner.ruleset.pattern import Pattern
from cleaner.ruleset.rule import Cut, Examples, Step

CATEGORIES = ("disclosure", "product", "related", "promo", "ad", "meta", "boilerplate")
PLACES = ("head", "tail", "heading", "over-text", "introduced", "alone", "shared", "among-finds")
LINKS = ("whole", "affiliate", "merchant")
SURROUNDINGS = ("code", "quotes")
NEIGHBOURS = ("sentence", "block")
UNITS = ("phrase", "sentence")
# An upper bound for words, blocks and counts: a rule file is input, and no article needs more.
LARGEST = 10_000
LONGEST_KEYWORD = 200
MOST_STEPS = 20
_CONFIDENCES = ("confirmed", "likely", "guess")


class FieldError(ValueError):
    """A value that its field does not take."""


Reader = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Field:
    """How a field of a rule entry is read, and what it is when it is left out."""

    read: Reader
    default: Any = None
    required: bool = False


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise FieldError("must be a text that is not empty")
    return value


def _texts(value: Any) -> tuple[str, ...]:
    values = value if isinstance(value, list) else [value]
    if not values:
        raise FieldError("must not be an empty list")
    if len(values) > LARGEST:
        raise FieldError(f"must not hold more than {LARGEST:,} texts")
    return tuple(_text(v) for v in values)


def _one_of(*allowed: str) -> Reader:
    def read(value: Any) -> str:
        if value not in allowed:
            raise FieldError(f"must be one of {', '.join(allowed)}")
        return str(value)

    return read


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not -LARGEST <= value <= LARGEST:
        raise FieldError("must be a number")
    return float(value)


def _count(least: int) -> Reader:
    def read(value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= LARGEST:
            raise FieldError(f"must be a whole number from {least} to {LARGEST}")
        return value

    return read


def _share(value: Any) -> float:
    share = _number(value)
    if not 0 < share <= 1:
        raise FieldError("must be above 0 and at most 1")
    return share


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise FieldError("must be true or false")
    return value


def _words(value: Any) -> tuple[int, int]:
    if not isinstance(value, list) or len(value) != 2:
        raise FieldError("must be [least, most]")
    least, most = (_count(0)(v) for v in value)
    if least > most:
        raise FieldError("the least is more than the most")
    return least, most


def _pattern(value: Any) -> Pattern:
    return Pattern([fold_quotes(source) for source in _texts(value)])


def _raw_pattern(value: Any) -> Pattern:
    return Pattern(_texts(value), case_sensitive=True)


def _keywords(value: Any) -> tuple[str, ...]:
    words = tuple(dict.fromkeys(fold(word) for word in _texts(value)))
    if any(len(word) > LONGEST_KEYWORD for word in words):
        raise FieldError(f"must not be longer than {LONGEST_KEYWORD} characters")
    return words


def _languages(value: Any) -> frozenset[str]:
    codes = _texts(value)
    for code in codes:
        if not (len(code) == 2 and code.isascii() and code.islower()):
            raise FieldError(f"{code!r} is no two-letter language code")
    return frozenset(codes)


def _some_of(*allowed: str) -> Reader:
    def read(value: Any) -> frozenset[str]:
        return frozenset(_one_of(*allowed)(item) for item in _texts(value))

    return read


def _names(value: Any) -> tuple[str, ...]:
    names = _texts(value)
    for name in names:
        if name != name.strip() or " " in name or not name.rstrip("*"):
            raise FieldError(f"{name!r} is no name of a tag, class, id, attribute or host")
    return names


def _places(value: Any) -> tuple[str, ...]:
    return tuple(_one_of(*PLACES)(place) for place in _texts(value))


def _links(value: Any) -> tuple[str, ...]:
    return tuple(_one_of(*LINKS)(one) for one in _texts(value))


def _cut(value: Any) -> Cut:
    if not isinstance(value, dict) or set(value) != {"text", "leaves"}:
        raise FieldError("a cut is { text = ..., leaves = ... }")
    return Cut(_text(value["text"]), _text(value["leaves"]))


def _examples(value: Any) -> Examples:
    if not isinstance(value, dict):
        raise FieldError("must be a table")
    if unknown := sorted(set(value) - {"removes", "keeps", "cuts"}):
        raise FieldError(f"has no field {unknown[0]!r}")
    cuts = value.get("cuts", [])
    if not isinstance(cuts, list):
        raise FieldError("cuts must be a list")
    examples = Examples(
        _texts(value["removes"]) if "removes" in value else (),
        _texts(value["keeps"]) if "keeps" in value else (),
        tuple(_cut(c) for c in cuts),
    )
    if not (examples.removes or examples.cuts) or not examples.keeps:
        raise FieldError("needs at least one of removes (or cuts) and one of keeps")
    return examples


def _lines(value: Any) -> frozenset[int]:
    if not isinstance(value, list) or not value:
        raise FieldError("must be a list that is not empty")
    return frozenset(_fingerprint(line) for line in value)


def _fingerprint(value: Any) -> int:
    if isinstance(value, int):  # as Parquet holds it
        return value
    if not isinstance(value, dict) or set(value) - {"line", "pages"}:
        raise FieldError("a learned line is { line = ..., pages = ... }")
    words = normal(fold(_text(value.get("line"))), calendar())
    if not words:
        raise FieldError(f"{value['line']!r} has no word")
    return fingerprint(words)


_STEP_FIELDS: Mapping[str, Field] = {
    "rule": Field(_texts, ()),
    "pattern": Field(_pattern),
    "words": Field(_words),
    "least": Field(_count(0), 1),
    "most": Field(_count(1)),
    "keep": Field(_flag, False),
}


def _step(value: Any) -> Step:
    if not isinstance(value, dict):
        raise FieldError("a step is a table")
    values, faults = read_fields(value, _STEP_FIELDS)
    if faults:
        raise FieldError("; ".join(f"{name}: {reason}" for name, reason in faults))
    if not (values["rule"] or values["pattern"] or values["words"]):
        raise FieldError("a step needs rule, pattern or words")
    most = values["most"] or max(1, values["least"])
    if most < values["least"]:
        raise FieldError("a step's least is more than its most")
    return Step(values["rule"], values["pattern"], values["words"], values["least"], most, values["keep"])


def _steps(value: Any) -> tuple[Step, ...]:
    if not isinstance(value, list) or not 2 <= len(value) <= MOST_STEPS:
        raise FieldError(f"must be a list of 2 to {MOST_STEPS} steps")
    steps = tuple(_step(v) for v in value)
    if not any((s.rules or s.pattern) and s.least for s in steps):
        raise FieldError("one step that is not optional must have a rule or a pattern")
    return steps


_COMMON: Mapping[str, Field] = {
    "id": Field(_text, required=True),
    "kind": Field(_text, required=True),
    "description": Field(_text, required=True),
    "category": Field(_one_of(*CATEGORIES)),
    "language": Field(_languages, frozenset()),
    "site": Field(_texts, ()),
    "keywords": Field(_keywords, ()),
    "always": Field(_flag, False),
    "except": Field(_pattern),
    "confidence": Field(_one_of(*_CONFIDENCES), ""),
    "source": Field(_text, ""),
    "examples": Field(_examples, required=True),
}
_SCORE: Mapping[str, Field] = {"score": Field(_number, 1.0)}
_PATTERN: Mapping[str, Field] = {"pattern": Field(_pattern, required=True)}

_CONDITIONS: Mapping[str, Field] = {
    "words": Field(_words),
    "place": Field(_places, ()),
    "raw": Field(_raw_pattern),
    "links": Field(_links, ()),
}

_NAMES = Field(_names, ())

FIELDS: Mapping[str, Mapping[str, Field]] = {
    "line": {**_COMMON, **_SCORE, **_PATTERN, **_CONDITIONS},
    "span": {**_COMMON, **_SCORE, **_PATTERN, **_CONDITIONS, "unit": Field(_one_of(*UNITS), "phrase")},
    "sequence": {**_COMMON, **_SCORE, "steps": Field(_steps, required=True)},
    "section": {
        **_COMMON,
        **_SCORE,
        **_PATTERN,
        "least": Field(_count(0), 1),
        "most": Field(_count(1), 12),
        "teaser_words": Field(_count(1), 45),
        "paragraphs": Field(_flag, False),
    },
    "repeat": {**_COMMON, **_SCORE, **_PATTERN, "count": Field(_count(2), 3)},
    "cue": {
        **_COMMON,
        "score": Field(_number, required=True),
        "pattern": Field(_pattern),
        **_CONDITIONS,
        "inside": Field(_some_of(*SURROUNDINGS), frozenset()),
        "near_removed": Field(_one_of(*NEIGHBOURS), ""),
        "count": Field(_count(1), 1),
    },
    "keep": {**_COMMON, **_PATTERN, "unit": Field(_one_of("block", "sentence"), "block")},
    "learned": {
        **_SCORE,
        **{name: _COMMON[name] for name in ("id", "kind", "description", "category")},
        "site": Field(_texts, required=True),
        "lines": Field(_lines, required=True),
    },
    "element": {
        **_COMMON,
        **_SCORE,
        **dict.fromkeys(("tags", "classes", "ids", "attributes", "hosts", "unless"), _NAMES),
        "share": Field(_share, 0.5),
    },
}

OVERRIDE: Mapping[str, Field] = {
    "id": Field(_text, required=True),
    "score": Field(_number),
    "enabled": Field(_flag, True),
}


def read_fields(table: Mapping[str, Any], fields: Mapping[str, Field]) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    """The values of a table by field name, and (field, reason) for everything that is wrong with it."""
    values: dict[str, Any] = {}
    faults = [(name, "is no field of this kind") for name in table if name not in fields]
    for name, field in fields.items():
        values[name] = field.default
        if name not in table:
            if field.required:
                faults.append((name, "is missing"))
            continue
        try:
            values[name] = field.read(table[name])
        except FieldError as error:
            faults.append((name, str(error)))
    return values, faults
