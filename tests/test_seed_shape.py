"""The product's first promise, on an article written like those that users bring."""

from __future__ import annotations

from cleaner import clean_text

PLACEHOLDER = "Amazon\n\n{}\n\nAs an affiliate, we earn on qualifying purchases.\n\nAs an affiliate, we earn on qualifying purchases.\n\n"
ARTICLE = """TL;DR

The harbour of Sandrey will close for two winters, and the ferries move to the old pier.

Why It Matters

Half of the island's goods come through the harbour, and nobody knows yet what the detour will cost the shops and the two schools.

{}Background

The wall was built in 1911 and has leaked since the storm of 1962.

“We have patched it for sixty years,” the harbour master says.

— Ida Berg

{}What’s Next

The council votes in March.

Key Questions

Will the ferries be slower?

Yes, by about twenty minutes, because the old pier lies behind the point.
"""
RELATED = """
You May Also Like

The Lighthouse That Moved: How Sandrey Saved Its Oldest Tower

When the cliff began to crumble, engineers put the tower on rails and pushed it inland.

Ten Islands Without Cars

Where silence is part of the ticket…
"""


def test_placeholders_and_the_related_block_go_and_nothing_else():
    laced = ARTICLE.format(PLACEHOLDER.format("marine rope and cleats"), PLACEHOLDER.format("harbour wall repair kits"))
    result = clean_text(laced + RELATED)
    assert result.text == ARTICLE.format("", "")
    assert result.stats.characters_by_category.keys() == {"product", "related"}


def test_a_related_block_in_the_middle_ends_where_the_article_goes_on():
    before, after = ARTICLE.format("", "").split("Background")
    result = clean_text(before + RELATED.lstrip() + "\nBackground" + after)
    assert result.text == before + "Background" + after
