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
    _cite_quotations(root)
    settle_code(root, source)
    settle_notes(root, source)
    settle_raised(root)
    settle_ruby(root)


def _cite_quotations(root: Tree) -> None:
    """Let the caption of a figure that shows a quotation stand in it, as its source."""
    for caption in root.iter("figcaption"):
        figure, quotation = caption.getparent(), caption.getprevious()
        if figure is not None and figure.tag == "figure" and quotation is not None and quotation.tag == "blockquote":
            caption.tag = "p"
            tail, caption.tail = caption.tail, None
            quotation.append(caption)
            quotation.tail = (quotation.tail or "") + (tail or "")
