"""Removals judged by a person on a local page: verdicts become labelled cases, and rejected texts drafted keep rules."""
