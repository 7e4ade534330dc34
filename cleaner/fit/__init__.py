"""Labelled pages and articles: the cards and scores that fit them best, and what rules gain and cost on them."""
