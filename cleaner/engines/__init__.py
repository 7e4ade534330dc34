"""Where cleaning runs: every engine maps one kernel, `base.outcome_of`, over plain records."""
