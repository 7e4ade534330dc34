"""Labelled articles: what rules gain and cost on them, and the scores that fit them best."""
