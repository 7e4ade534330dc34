"""Dumps in and out: one module a format, each reads and writes plain records."""
