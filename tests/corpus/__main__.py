"""The project's own corpus: what is measured, against the floors.

usage: python -m tests.corpus [--show] [--update [--lower]]
"""

from __future__ import annotations

import argparse
import sys

from cleaner import load_rules
from tests.corpus import floors, pages, texts


def main() -> None:
    """Print measured against floor; move the floors if asked to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--show", action="store_true", help="list what goes and should not, stays and should not")
    parser.add_argument("--update", action="store_true", help="pin what is measured; refused where a floor would sink")
    parser.add_argument("--lower", action="store_true", help="with --update: floors may sink")
    options = parser.parse_args()
    figures = floors.measured()
    print(f"{'':28} measured    floor")
    print(*floors.table(floors.read()[1], figures), sep="\n")
    if options.show:
        rules = load_rules()
        print(*texts.shortcomings(texts.read(floors.CORPUS / "texts"), rules), sep="\n")
        print(*pages.shortcomings(pages.read(floors.CORPUS / "pages"), rules), sep="\n")
    if options.update:
        try:
            floors.update(figures, floors.digest(), lower=options.lower)
        except floors.RefusedError as error:
            sys.exit(f"floors stay as they are: {error}")


if __name__ == "__main__":
    main()
