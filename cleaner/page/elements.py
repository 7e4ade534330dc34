"""Element rules: all of them together cost one look-up for an element's tag, its class, its id and its attributes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache

from cleaner.hosts import host_of, is_from
from cleaner.page.measures import name_words
from cleaner.page.page import Mark
from cleaner.page.walk import Marker
from cleaner.ruleset.kinds.element import ElementRule
from cleaner.ruleset.ruleset import RuleSet
from cleaner.scale import PRIOR, reaches

# Pages of one site have the same classes, so what they stand for is remembered; this many texts at most.
_REMEMBERED = 1 << 14
_LONGEST_REMEMBERED = 1000  # characters


@lru_cache(maxsize=64)
def element_index(rules: RuleSet) -> ElementIndex:
    """The index of a rule set's element rules, made once."""
    return ElementIndex(rule for rule in rules.rules if isinstance(rule, ElementRule))


class _Names(dict[str, tuple[ElementRule, ...]]):
    """The rules that know one of the words of a text, looked up once a text. A name may end in `*`.

    Of ids nearly every one is new, so they are not remembered: `search` looks them up.
    """

    def __init__(self) -> None:
        super().__init__()
        self._exact: dict[str, tuple[ElementRule, ...]] = {}
        self._begins: dict[str, tuple[ElementRule, ...]] = {}
        self._prefixes: tuple[str, ...] = ()
        self._words: dict[str, tuple[ElementRule, ...]] = {}

    def add_word(self, word: str, rule: ElementRule) -> None:
        """Let a rule know the texts in which a name is made of a word, beside others."""
        self._words[word] = (*self._words.get(word, ()), rule)

    def add(self, name: str, rule: ElementRule) -> None:
        table, name = (self._begins, name.rstrip("*")) if name.endswith("*") else (self._exact, name)
        table[name] = (*table.get(name, ()), rule)
        if table is self._begins and len(table) > len(self._prefixes):
            self._prefixes = (*self._prefixes, name)

    def __missing__(self, text: str) -> tuple[ElementRule, ...]:
        if len(self) >= _REMEMBERED:
            self.clear()
        names = [rule for word in text.split() for rule in self.search(word)]
        if self._words:
            names += [rule for word in sorted(name_words(text) & self._words.keys()) for rule in self._words[word]]
        found = tuple(dict.fromkeys(names))
        if len(text) <= _LONGEST_REMEMBERED:
            self[text] = found
        return found

    def by_words(self, name: str) -> tuple[ElementRule, ...]:
        """The rules that know a word which a name is made of, beside others."""
        if not any(word in name for word in self._words):
            return ()
        return tuple(rule for word in sorted(name_words(name) & self._words.keys()) for rule in self._words[word])

    def search(self, word: str) -> tuple[ElementRule, ...]:
        """The rules that know a word."""
        found = self._exact.get(word, ())
        if word.startswith(self._prefixes):
            for prefix, rules in self._begins.items():
                if word.startswith(prefix):
                    found += rules
        return found


class ElementIndex:
    """The element rules of a rule set, by tag, class token, id and attribute."""

    def __init__(self, rules: Iterable[ElementRule]) -> None:
        self._tags: dict[str, tuple[ElementRule, ...]] = {}
        self._classes, self._ids = _Names(), _Names()
        self._attributes: dict[str, _Names] = {}
        for rule in rules:
            selector = rule.selector
            for name in selector.classes:
                self._classes.add(name, rule)
            for name in selector.ids:
                self._ids.add(name, rule)
            for attribute in selector.attributes:
                name, _, value = attribute.partition("=")
                self._attributes.setdefault(name, _Names()).add(value or "*", rule)
            for word in selector.words:
                self._classes.add_word(word, rule)
                self._ids.add_word(word, rule)
            if not (selector.classes or selector.ids or selector.attributes or selector.words):
                for tag in selector.tags:
                    self._tags[tag] = (*self._tags.get(tag, ()), rule)

    def marker(self, host: str, threshold: float, check: Callable[[], None] = lambda: None) -> Marker:
        """Says for an element of a page from `host` which rule, of those that are enough alone, speaks of it.

        Args:
            host: the page's; rules for other sites say nothing.
            threshold: the log-odds from which an element goes.
            check: called where rules may speak; may raise.
        """
        classes, ids, tags, names = self._classes, self._ids, self._tags, self._attributes.keys()

        def mark(tag: str, attributes: Mapping[str, str]) -> Mark | None:
            candidates = classes[attributes.get("class", "")] + tags.get(tag, ())
            if "id" in attributes:
                name = attributes["id"].strip()
                candidates += ids.search(name) + ids.by_words(name)
            if not names.isdisjoint(attributes):
                for name in sorted(names & attributes.keys()):
                    candidates += self._attributes[name][attributes[name] or "*"]
            if candidates:
                check()
            found = None
            for rule in candidates:
                if reaches(PRIOR + rule.points, threshold, rule.certain) and _fits(rule, tag, attributes, host):
                    if not rule.role:
                        return Mark(rule.id, rule.category, rule.points, rule.certain, rule.share)
                    found = found or Mark(rule.id, rule.category, rule.points, rule.certain, rule.share, rule.role)
            return found

        return mark


def _fits(rule: ElementRule, tag: str, attributes: Mapping[str, str], host: str) -> bool:
    """Whether all else that the rule asks for holds."""
    selector = rule.selector
    if selector.tags and tag not in selector.tags:
        return False
    if rule.sites and not is_from(host, rule.sites):
        return False
    if selector.unless and not set(selector.unless).isdisjoint(_tokens(attributes)):
        return False
    return not selector.hosts or is_from(host_of(attributes.get("href") or attributes.get("src") or ""), selector.hosts)


def _tokens(attributes: Mapping[str, str]) -> list[str]:
    return [*attributes.get("class", "").split(), attributes.get("id", "")]
