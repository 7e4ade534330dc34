"""A text to its lines: decoding, cutting into lines and sentences, what a reader sees of each, and what it looks like."""
