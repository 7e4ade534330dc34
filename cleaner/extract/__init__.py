"""Which blocks of a page are its main content: measured features, scorecards that weigh them, a decision."""
