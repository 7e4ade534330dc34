"""Learning: the lines that recur across many pages of a site, found by counting."""
