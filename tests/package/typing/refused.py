"""Calls that a type checker must refuse, each with the code of its error."""

import cleaner

cleaner.clean_text(b"Rain.")  # error: arg-type
cleaner.clean_text("Rain.", "https://rain.example/")  # error: call-arg
cleaner.clean_text("Rain.", rules="mine.toml")  # error: arg-type
cleaner.clean_text("Rain.", threshold="1")  # error: arg-type
cleaner.clean_text("Rain.", limits=5)  # error: arg-type
cleaner.clean_text("Rain.", encoding="utf-8")  # error: call-arg
cleaner.clean_html(None)  # error: arg-type
cleaner.clean_html("<p>Rain.", extractor=None)  # error: arg-type
cleaner.load_rules(["mine.toml"])  # error: arg-type
cleaner.load_rules(disable=7)  # error: arg-type
cleaner.markdown("Rain.")  # error: arg-type
cleaner.Limits(pages=3)  # error: call-arg
cleaner.Limits().seconds = 3.0  # error: misc
result = cleaner.clean_text("Rain.")
result.text = "Sun."  # error: misc
result.removals.append("Sun.")  # error: attr-defined
result.title.lower()  # error: union-attr
result.stats.words  # error: attr-defined
len(result)  # error: arg-type
cleaner.clean  # error: attr-defined
