"""Pages for a browser: one file each that loads nothing; all can be read without its script, which searches, filters, sorts."""
