"""Cleaning as a step of other libraries' pipelines: one module a library, which only those import who have the library.

Each takes the options of `cleaner.integrations.step.Options`, cleans what its library moves, and says of each document by
which rules, and how much went. What cannot be cleaned is dropped, or fails, as its library has it; it never passes as cleaned.
"""
