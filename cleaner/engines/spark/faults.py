"""Faults of Spark's in words."""

from __future__ import annotations

_CALLING = "An error occurred while calling"
# What is raised where there is no Java process any more.
_LOST = ("Py4JNetworkError", "ConnectionRefusedError", "ConnectionResetError")


def one_line(error: BaseException) -> str:
    """An error of Spark's in one line: for one in a Python worker the last line of its traceback."""
    if type(error).__name__ in _LOST:
        return "the Java process of Spark's driver has ended, perhaps for want of memory (spark.driver.memory)"
    lines = [line.strip() for line in str(error).split("\nJVM stacktrace")[0].splitlines() if line.strip()]
    python = next((n for n, line in enumerate(lines) if line.startswith("Traceback")), None)
    if python is not None:
        ends = [line for line in lines[python:] if not line.startswith(("File ", "at ", "^", "~"))]
        named = [line for line in ends if line.partition(":")[0].rpartition(".")[2].endswith(("Error", "Exception"))]
        return named[0] if named else lines[python - 1]
    if len(lines) > 1 and lines[0].startswith(_CALLING):
        lines = lines[1:]
    return lines[0].lstrip(": ") if lines else type(error).__name__
