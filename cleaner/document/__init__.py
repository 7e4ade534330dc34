"""Bytes to str to Document: decoding, folding, cutting into blocks, and what a block looks like."""
