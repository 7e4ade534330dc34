"""Rule files to a RuleSet: the only place that reads, validates and compiles rules. Reports every fault at once."""

from __future__ import annotations

import dataclasses
import hashlib
import os
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import tomli

from cleaner.errors import RuleError, RuleFault
from cleaner.evidence.wording import wording_of
from cleaner.ruleset import cards
from cleaner.ruleset.budget import MAX_PROGRAM_BYTES, overdrawn, share_out
from cleaner.ruleset.build import build, inconsistencies, patterns, weight, weight_faults
from cleaner.ruleset.files import WORDING, UnusableFileError, card_files, files, list_files, read_source, rule_files
from cleaner.ruleset.group import in_group
from cleaner.ruleset.kinds import KINDS
from cleaner.ruleset.kinds.cue import CueRule
from cleaner.ruleset.learned import PARQUET, tables
from cleaner.ruleset.lists import bundled_rules, read_list
from cleaner.ruleset.pattern import Pattern, PatternError
from cleaner.ruleset.references import bad_steps
from cleaner.ruleset.rule import Rule
from cleaner.ruleset.ruleset import RuleSet
from cleaner.ruleset.schema import OVERRIDE, SCORE, read_fields

# What has a say in every cleaning, whatever rules are loaded.
_CARD, _CALENDAR = "cards/page.json", "lists/calendar-words.txt"


def load_rules(*paths: str | os.PathLike[str], defaults: bool = True, disable: Iterable[str] = ()) -> RuleSet:
    """Read and compile rules.

    Args:
        paths: TOML files, or folders that are searched for them; added to the bundled rules. A folder may hold `cards/NAME.json`,
            in the place of the bundled card of that name, and `lists/NAME.txt`, added to the list of that name.
        defaults: whether the bundled rules are loaded first.
        disable: ids of rules, or groups (the beginning of ids up to a dot), to leave out.

    Raises:
        RuleError: a file is missing, no TOML, or holds an entry that is no rule; a card is none; two rules have one id;
            an override, a step or `disable` names no rule. Its `faults` lists all of it.
    """
    roots, names = tuple(Path(p) for p in paths), tuple(disable)
    return _load(roots, defaults, names) if roots or names or not defaults else default_rules()


@lru_cache(maxsize=1)
def default_rules() -> RuleSet:
    """The bundled rules, loaded once a process."""
    return _load((), True, ())


def _load(paths: tuple[Path, ...], defaults: bool, disable: tuple[str, ...]) -> RuleSet:
    loader = _bundled().copy() if defaults else _Loader()
    if not defaults:
        loader.read_card(bundled_rules() / _CARD, _CARD, trusted=True)
    for root in paths:
        loader.read_all(root)
    loader.check_patterns()
    loader.check_budget()
    loader.check_references()
    loader.apply_overrides()
    rules = loader.without(disable)
    if loader.faults:
        raise RuleError(loader.faults)
    sources = (*loader.sources, *sorted(disable), (bundled_rules() / _CALENDAR).read_text(encoding="utf-8"))
    return RuleSet(tuple(rules), sources, loader.lists, cards.Cards(loader.cards), loader.tables)


@lru_cache(maxsize=1)
def _bundled() -> _Loader:
    """The bundled rules, read once a process, so that all sets with them share their compiled patterns."""
    loader = _Loader()
    loader.read_all(bundled_rules(), trusted=True)
    return loader


class _Loader:
    """Collects rules, lists, cards and faults over several files."""

    def __init__(self) -> None:
        self.rules: dict[str, Rule] = {}
        self.overrides: list[tuple[str, dict[str, Any]]] = []
        self.sources: list[str] = []
        self.lists: dict[str, frozenset[str]] = {}
        self.cards: dict[str, str] = {}
        self.tables = ""
        self.faults: list[RuleFault] = []
        self._added: list[Rule] = []
        self._patterns: list[tuple[str, str, str, Pattern]] = []

    def copy(self) -> _Loader:
        """Another one that goes on from here."""
        other = _Loader()
        for name, held in vars(self).items():
            setattr(other, name, held if isinstance(held, str) else held.copy())
        return other

    def fault(self, file: str, rule: str, field: str, reason: str) -> None:
        self.faults.append(RuleFault(file, rule, field, reason))

    def find(self, root: Path) -> list[Path]:
        """The rule files that a path stands for, sorted."""
        try:
            return rule_files(root)
        except UnusableFileError as error:
            self.fault(str(root), "", "", str(error))
            return []

    def read_all(self, root: Path, trusted: bool = False) -> None:
        """Read a file, or the files of a folder. Patterns of trusted ones compile when they are needed, not now."""
        for file in self.find(root):
            self.read(file, file.relative_to(root).as_posix() if root.is_dir() else str(file), trusted)
        self.read_lists(root)
        for file in card_files(root):
            self.read_card(file, file.relative_to(root).as_posix(), trusted)
        self.read_tables(root, trusted)

    def read_tables(self, root: Path, trusted: bool) -> None:
        """Read the tables of words of a folder, in the place of those read before."""
        for file in files(root, WORDING):
            source = self._source(file, WORDING)
            if source is None:
                continue
            if not trusted:
                try:
                    wording_of(source)
                except (ValueError, TypeError, KeyError, AttributeError) as error:
                    self.fault(WORDING, "", "", f"holds no tables of words: {error}")
            self.sources.append(source)
            self.tables = source

    def read_lists(self, root: Path) -> None:
        """Read the lists of a folder of rules: one entry a line, `#` begins a comment; added to those of the same name."""
        for file in list_files(root):
            source = self._source(file, file.relative_to(root).as_posix())
            if source is not None:
                self.sources.append(source)
                self.lists[file.stem] = self.lists.get(file.stem, frozenset()) | read_list(source)

    def read_card(self, path: Path, name: str, trusted: bool) -> None:
        """Read a card, in the place of the one of the same name."""
        source = self._source(path, name)
        if source is None:
            return
        if not trusted:
            self.faults += [RuleFault(name, "", *fault) for fault in cards.faults(path.stem, source)]
        self.sources.append(source)
        self.cards[path.stem] = source

    def read(self, path: Path, name: str, trusted: bool) -> None:
        """Read one file; its faults are noted under `name`."""
        if path.suffix == PARQUET:
            self._read_learned(path, name)
            return
        source = self._source(path, name)
        if source is None:
            return
        try:
            data = tomli.loads(source)
        except (ValueError, RecursionError) as error:  # a number of 5,000 digits is no TOMLDecodeError
            self.fault(name, "", "", f"is no TOML: {error}")
            return
        self.sources.append(source)
        for key in sorted(set(data) - {"language", "rule", "override"}):
            self.fault(name, "", key, "is no field of a rule file")
        common = {"language": data["language"]} if "language" in data else {}
        for table in self._tables(data, "rule", name):
            self._add(name, {**common, **table}, trusted)
        for table in self._tables(data, "override", name):
            self.overrides.append((name, table))

    def _read_learned(self, path: Path, name: str) -> None:
        """Read what `cleaner learn` wrote as Parquet."""
        try:
            for table in tables(path):
                self._add(name, table, trusted=True)
            self.sources.append(hashlib.sha256(path.read_bytes()).hexdigest())
        except (OSError, ValueError, KeyError) as error:
            self.fault(name, "", "", f"holds no learned lines: {' '.join(str(error).split())}")

    def _source(self, path: Path, name: str) -> str | None:
        try:
            return read_source(path)
        except UnusableFileError as error:
            self.fault(name, "", "", str(error))
            return None

    def _tables(self, data: Mapping[str, Any], key: str, file: str) -> list[dict[str, Any]]:
        tables = data.get(key, [])
        if not isinstance(tables, list) or not all(isinstance(t, dict) for t in tables):
            self.fault(file, "", key, f"must be written as [[{key}]]")
            return []
        return tables

    def _add(self, file: str, table: dict[str, Any], trusted: bool) -> None:
        rule_id = table.get("id")
        label = rule_id if isinstance(rule_id, str) else "without id"
        kind = table.get("kind")
        if not isinstance(kind, str) or kind not in KINDS:
            self.fault(file, label, "kind", f"must be one of {', '.join(KINDS)}")
            return
        values, faults = read_fields(table, KINDS[kind].FIELDS)
        if not faults:
            faults += inconsistencies(kind, values)
        if not trusted:
            self._patterns += [(file, label, field, pattern) for field, pattern in patterns(values)]
        for field, reason in faults:
            self.fault(file, label, field, reason)
        if label in self.rules:
            self.fault(file, label, "id", f"is the id of a rule in {self.rules[label].file} too")
        elif not faults:
            rule = self.rules[label] = build(kind, values, file)
            if not trusted or kind == "learned":
                self._added.append(rule)

    def check_patterns(self) -> None:
        """Every pattern of an added rule must compile, and take no more than its share of memory."""
        size = 0
        good: list[Pattern] = []
        for file, rule, field, pattern in self._patterns:
            try:
                size += pattern.check()
                good.append(pattern)
            except PatternError as error:
                self.fault(file, rule, field, f"does not compile: {error}")
            if size > MAX_PROGRAM_BYTES:
                self.fault(file, rule, field, f"is too much: all patterns may take {MAX_PROGRAM_BYTES >> 20} MiB")
                return
        share_out(good)

    def check_budget(self) -> None:
        """Added rules must not be too many, nor their keywords."""
        for rule, field, reason in overdrawn(self._added):
            self.fault(rule.file, rule.id, field, reason)

    def apply_overrides(self) -> None:
        """Change or drop the rules that `[[override]]` entries name."""
        for file, table in self.overrides:
            values, faults = read_fields(table, OVERRIDE)
            faults += weight_faults(values)
            rule_id = values["id"] or "without id"
            for field, reason in faults:
                self.fault(file, rule_id, field, reason)
            if faults:
                continue
            rule = self.rules.get(rule_id)
            if rule is None:
                self.fault(file, rule_id, "override", "names no rule")
            elif not values["enabled"]:
                del self.rules[rule_id]
            elif any(values[name] is not None for name in SCORE):
                points, certain = weight(values)
                certain = certain and not isinstance(rule, CueRule)
                self.rules[rule_id] = dataclasses.replace(rule, points=points, certain=certain)

    def check_references(self) -> None:
        """Every step of a sequence must name a rule or a group that exists, and no rule that waits for what steps find."""
        for rule, reason in bad_steps(self.rules):
            self.fault(rule.file, rule.id, "steps", reason)

    def without(self, disable: Iterable[str]) -> list[Rule]:
        """The rules left when those named are taken out."""
        names = tuple(disable)
        for name in names:
            if not any(in_group(rule_id, name) for rule_id in self.rules):
                self.fault("--disable", "", name, "names no rule and no group")
        return [r for r in self.rules.values() if not any(in_group(r.id, n) for n in names)]
