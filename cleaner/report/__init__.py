"""Results for people and programs: terminal diff, unified diff, pages, Markdown, counts; and the catalogue of the rules."""
