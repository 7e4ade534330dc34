"""The command as `spark-submit` starts it: `spark-submit [OPTIONS] $(python -m cleaner.spark_submit) batch INPUT... -o OUT`.

Without arguments it says where this file is. Master, memory and files that travel with the job are
`spark-submit`'s own options; `--engine spark` is added where it is not given.
"""

from __future__ import annotations

import sys
from pathlib import Path


def submit() -> None:
    """Run the command on the session that `spark-submit` has prepared; without arguments say where this file is."""
    here = str(Path(__file__).resolve().parent)
    if sys.path and sys.path[0] == here:
        del sys.path[0]  # whose modules have names that others have too
    if len(sys.argv) == 1:
        print(Path(__file__).resolve())
        return
    from cleaner.__main__ import run

    if "--engine" not in sys.argv:
        sys.argv += ["--engine", "spark"]
    run()


if __name__ == "__main__":
    submit()
