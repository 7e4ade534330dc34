"""Rules of a step: loaded once a process for equal options, and again where their files have changed."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from cleaner.ruleset.load import default_rules, load_rules
from cleaner.ruleset.ruleset import RuleSet

_Stamp = tuple[str, int, int]


def rules_of(paths: tuple[str, ...], defaults: bool, disable: tuple[str, ...]) -> RuleSet:
    """The rules of these files and folders, as they are now.

    Raises:
        RuleError: they cannot be used.
    """
    if not paths and defaults and not disable:
        return default_rules()
    return _loaded(paths, defaults, disable, _stamps(paths))


def _stamps(paths: tuple[str, ...]) -> tuple[_Stamp, ...]:
    """Name, time of change in nanoseconds, and size in bytes of every file that rules may be read from."""
    found = (file for path in map(Path, paths) for file in (sorted(path.rglob("*")) if path.is_dir() else [path]))
    stats = ((str(file), file.stat()) for file in found if file.is_file())
    return tuple((name, stat.st_mtime_ns, stat.st_size) for name, stat in stats)


@lru_cache(maxsize=8)
def _loaded(paths: tuple[str, ...], defaults: bool, disable: tuple[str, ...], _stamps: tuple[_Stamp, ...]) -> RuleSet:
    return load_rules(*paths, defaults=defaults, disable=disable)
