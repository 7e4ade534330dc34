"""Mending: what a tree needs before it is read, where scripts and styles would help a reader."""

from __future__ import annotations

from cleaner.page.code import settle_code
from cleaner.page.formulas import settle_formulas
from cleaner.page.notes import settle_notes
from cleaner.page.raised import settle_raised, settle_ruby
from cleaner.page.shadow import show_shadows
from cleaner.page.tree import Tree


def mend_early(root: Tree, source: str) -> None:
    """What needs templates and images, which have no words of their own."""
    show_shadows(root)
    settle_formulas(root, source)


def mend(root: Tree, source: str) -> None:
    """What needs the tree without what only formats words."""
    settle_code(root, source)
    settle_notes(root, source)
    settle_raised(root)
    settle_ruby(root)
