"""Rule files to a RuleSet: the only place that reads, validates and compiles rules. Reports every fault at once."""

from __future__ import annotations

import dataclasses
import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import accumulate, islice
from pathlib import Path
from typing import Any

import tomli

from cleaner.errors import RuleError, RuleFault
from cleaner.ruleset.budget import MAX_PROGRAM_BYTES, overdrawn, share_out
from cleaner.ruleset.build import build, inconsistencies, patterns
from cleaner.ruleset.learned import PARQUET, tables
from cleaner.ruleset.lists import bundled_rules, read_list
from cleaner.ruleset.pattern import Pattern, PatternError
from cleaner.ruleset.rule import Rule, SequenceRule, is_placed
from cleaner.ruleset.ruleset import RuleSet, in_group
from cleaner.ruleset.schema import FIELDS, OVERRIDE, read_fields

MAX_FILE_BYTES = 16 << 20
MAX_FILES = 10_000
_MEASURES = ("content/scorecard.json", "lists/calendar-words.txt")


def load_rules(*paths: str | os.PathLike[str], defaults: bool = True, disable: Iterable[str] = ()) -> RuleSet:
    """Read and compile rules.

    Args:
        paths: TOML files, or folders that are searched for them; added to the bundled rules.
        defaults: whether the bundled rules are loaded first.
        disable: ids of rules, or groups (the beginning of ids up to a dot), to leave out.

    Raises:
        RuleError: a file is missing, no TOML, or holds an entry that is no rule; two rules have one id;
            an override, a step or `disable` names no rule. Its `faults` lists all of it.
    """
    return _load(tuple(Path(p) for p in paths), defaults, tuple(disable))


@lru_cache(maxsize=1)
def default_rules() -> RuleSet:
    """The bundled rules, loaded once a process."""
    return load_rules()


def _load(paths: tuple[Path, ...], defaults: bool, disable: tuple[str, ...]) -> RuleSet:
    loader = _Loader()
    if defaults:
        loader.read_all(bundled_rules(), trusted=True)
    for root in paths:
        loader.read_all(root)
    loader.check_patterns()
    loader.check_budget()
    loader.check_references()
    loader.apply_overrides()
    rules = loader.without(disable)
    if loader.faults:
        raise RuleError(loader.faults)
    return RuleSet(tuple(rules), (*loader.sources, *sorted(disable), *_measures()), loader.lists)


@lru_cache(maxsize=1)
def _measures() -> tuple[str, ...]:
    """What has a say in every cleaning, whatever rules are loaded."""
    return tuple((bundled_rules() / name).read_text(encoding="utf-8") for name in _MEASURES)


class _Loader:
    """Collects rules and faults over several files."""

    def __init__(self) -> None:
        self.rules: dict[str, Rule] = {}
        self.overrides: list[tuple[str, dict[str, Any]]] = []
        self.sources: list[str] = []
        self.lists: dict[str, frozenset[str]] = {}
        self.faults: list[RuleFault] = []
        self._added: list[Rule] = []
        self._patterns: list[tuple[str, str, str, Pattern]] = []

    def fault(self, file: str, rule: str, field: str, reason: str) -> None:
        self.faults.append(RuleFault(file, rule, field, reason))

    def find(self, root: Path) -> list[Path]:
        """The rule files that a path stands for, sorted."""
        if root.is_file():
            return [root]
        found = sorted(islice(_files(root, "**/*.toml"), MAX_FILES + 1)) if root.is_dir() else []
        if len(found) > MAX_FILES:
            self.fault(str(root), "", "", f"holds more than {MAX_FILES:,} .toml files")
            return []
        if not found:
            reason = "holds no .toml file" if root.is_dir() else "no such file or folder"
            self.fault(str(root), "", "", reason)
        return found

    def read_all(self, root: Path, trusted: bool = False) -> None:
        """Read a file, or the files of a folder. Patterns of trusted ones compile when they are needed, not now."""
        for file in self.find(root):
            self.read(file, file.relative_to(root).as_posix() if root.is_dir() else str(file), trusted)
        self.read_lists(root)

    def read_lists(self, root: Path) -> None:
        """Read the lists of a folder of rules: one entry a line, `#` begins a comment; added to those of the same name."""
        for file in sorted(_files(root, "lists/*.txt")) if root.is_dir() else ():
            source = self._source(file, file.relative_to(root).as_posix())
            if source is not None:
                self.sources.append(source)
                self.lists[file.stem] = self.lists.get(file.stem, frozenset()) | read_list(source)

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
            with path.open("rb") as file:
                data = file.read(MAX_FILE_BYTES + 1)
            if len(data) <= MAX_FILE_BYTES:
                return data.decode("utf-8")
            self.fault(name, "", "", f"is larger than {MAX_FILE_BYTES >> 20} MiB")
        except OSError as error:
            self.fault(name, "", "", error.strerror or str(error))
        except UnicodeDecodeError as error:
            self.fault(name, "", "", f"is not UTF-8 (byte {error.start})")
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
        if not isinstance(kind, str) or kind not in FIELDS:
            self.fault(file, label, "kind", f"must be one of {', '.join(FIELDS)}")
            return
        values, faults = read_fields(table, FIELDS[kind])
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
            elif values["score"] is not None:
                self.rules[rule_id] = dataclasses.replace(rule, score=values["score"])

    def check_references(self) -> None:
        """Every step of a sequence must name a rule or a group that exists, and no rule that waits for what steps find."""
        groups = {group for rule_id in self.rules for group in accumulate(rule_id.split("."), "{}.{}".format)}
        for rule in self.rules.values():
            if isinstance(rule, SequenceRule):
                for name in (name for step in rule.steps for name in step.rules):
                    if name not in groups:
                        self.fault(rule.file, rule.id, "steps", f"{name!r} names no rule and no group")
                    elif (named := self.rules.get(name)) and is_placed(named):
                        self.fault(
                            rule.file, rule.id, "steps", f"{name!r} asks for a place; a step cannot wait for that"
                        )

    def without(self, disable: Iterable[str]) -> list[Rule]:
        """The rules left when those named are taken out."""
        names = tuple(disable)
        for name in names:
            if not any(in_group(rule_id, name) for rule_id in self.rules):
                self.fault("--disable", "", name, "names no rule and no group")
        return [r for r in self.rules.values() if not any(in_group(r.id, n) for n in names)]


def _files(folder: Path, pattern: str) -> Iterator[Path]:
    """The files of a folder that fit a pattern; links, devices and the like are none."""
    return (path for path in folder.glob(pattern) if path.is_file() and not path.is_symlink())
