"""The errors a caller may see; every message is one line that names the file, rule or record and the reason."""

from __future__ import annotations

from dataclasses import dataclass


class CleanerError(Exception):
    """Base of all errors that this package raises on purpose."""


class InputError(CleanerError):
    """An input or output that cannot be used: missing, unreadable, of an unknown form, not writable."""


class MissingExtraError(CleanerError):
    """A library that only some commands need is not installed; the message says what to install."""

    def __init__(self, library: str, extra: str) -> None:
        self.library, self.extra = library, extra
        super().__init__(f"{library} is not installed: pip install 'affiliate-cleaner[{extra}]'")

    def __reduce__(self) -> tuple[type[MissingExtraError], tuple[str, str]]:
        return MissingExtraError, (self.library, self.extra)


@dataclass(frozen=True, slots=True)
class RuleFault:
    """One thing that is wrong with a rule file."""

    file: str
    rule: str
    field: str
    reason: str

    def __str__(self) -> str:
        place = [self.file, f"rule {self.rule}" if self.rule else "", self.field]
        return ": ".join([*filter(None, place), self.reason])


class RuleError(CleanerError):
    """Rules that cannot be used. `faults` lists everything that is wrong, not just the first find."""

    def __init__(self, faults: list[RuleFault]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(map(str, faults)))

    def __reduce__(self) -> tuple[type[RuleError], tuple[list[RuleFault]]]:
        return RuleError, (list(self.faults),)
