"""Rules as data: TOML files in, frozen compiled rules out."""
