"""Where cleaning runs: every engine maps one kernel, `base.clean_records`, over plain records."""
