"""Groups of rules: the beginning of their ids up to a dot."""


def in_group(rule_id: str, name: str) -> bool:
    """Whether a rule is the one named, or stands in the group named: `related` holds `related.more`."""
    return rule_id == name or rule_id.startswith(name + ".")
