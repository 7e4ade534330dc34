"""Spark that cannot start says why in one line."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from cleaner.engines.spark.faults import one_line
from tests.conftest import FIXTURES, assert_one_line_error, need, need_java

pytestmark = pytest.mark.heavy

DUMP = FIXTURES / "dump" / "articles.jsonl"


@pytest.fixture(autouse=True)
def _spark():
    need("spark", "pyspark")


@pytest.mark.parametrize("variables", [{}, {"JAVA_HOME": "/nowhere"}])
def test_without_java_the_error_says_what_to_install(process, tmp_path, variables):
    environment = {"PATH": str(tmp_path), **variables}
    result = process("batch", DUMP, "-o", tmp_path / "out.jsonl", "--engine", "spark", env=environment)
    assert_one_line_error(result, "Java 17", "openjdk-17-jre-headless", "JAVA_HOME")


def test_workers_run_in_the_interpreter_of_the_command_wherever_it_is_called_from(process, tmp_path):
    need_java()
    python = tmp_path / "bin" / "python3"
    python.parent.mkdir()
    python.write_text("#!/bin/sh\nexit 3\n")
    python.chmod(0o700)
    environment = {"PATH": f"{python.parent}{os.pathsep}{os.environ['PATH']}"}
    result = process("batch", DUMP, "-o", tmp_path / "out.jsonl", "--engine", "spark", env=environment)
    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize(
    "options", [["--master", "local[1]"], ["--spark-conf", "a=b"], ["--engine", "spark", "--spark-conf", "a"]]
)
def test_options_of_spark_are_checked(run, tmp_path, options):
    result = run("batch", DUMP, "-o", tmp_path / "out.jsonl", *options)
    assert result.returncode == 2
    assert options[-2].encode() in result.stderr


def test_an_output_that_is_an_input_is_refused(run, tmp_path):
    (tmp_path / "in.jsonl").write_text("{}")
    result = run("batch", tmp_path / "in.jsonl", "-o", tmp_path / "in.jsonl", "--engine", "spark", "--restart")
    assert_one_line_error(result, "in.jsonl", "is an input and would be overwritten")
    assert Path(tmp_path / "in.jsonl").read_text() == "{}"


def test_errors_of_workers_are_told_by_their_last_line():
    error = """An exception was thrown from the Python worker. Please see the stack trace below.
Traceback (most recent call last):
  File "a.py", line 1, in f
    raise InputError("gone")
cleaner.errors.InputError: a.warc: No such file
JVM stacktrace:
more"""
    assert one_line(RuntimeError(error)) == "cleaner.errors.InputError: a.warc: No such file"
    assert one_line(RuntimeError("[PATH_NOT_FOUND] Path does not exist: x. SQLSTATE: 42K03\n\nmore")).startswith(
        "[PATH_NOT_FOUND]"
    )
    assert one_line(RuntimeError()) == "RuntimeError"
    assert "spark.driver.memory" in one_line(ConnectionRefusedError())
