"""Results for people and programs: terminal diff, unified diff, JSON, counts."""
