"""A page to its lines: markup, element rules, one walk, and which blocks are the main content."""
