"""The commands as users run them: output, exit codes, and one line for every error."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

import cleaner
from tests import toy
from tests.conftest import FIXTURES, ROOT, assert_one_line_error

SPAM = "As an Amazon Associate I earn from qualifying purchases."
RAW = f"Rain is wet.\n\n{SPAM}\n\nSun is warm. (affiliate link)\n"
CLEANED = "Rain is wet.\n\nSun is warm.\n"


@pytest.fixture
def article(tmp_path):
    path = tmp_path / "article.txt"
    path.write_text(RAW)
    return path


def test_help_and_version(run):
    assert b"batch" in run("--help").stdout
    version = cleaner.load_rules().version
    assert run("--version").stdout.decode() == f"cleaner {cleaner.__version__}, rules {version}\n"
    assert_one_line_error(run("no-such-command"), "no-such-command")


def test_clean_prints_the_editorial_text_only(run, article):
    for result in (
        run("clean", article),
        run("clean", stdin=RAW.encode()),
        run("clean", "-", stdin=RAW.encode()),
    ):
        assert (result.returncode, result.stdout.decode()) == (0, CLEANED)


def test_clean_as_json_tells_rules_and_spans(run, article):
    data = json.loads(run("clean", article, "--format", "json").stdout)
    assert data["text"] == CLEANED
    first = data["removals"][0]
    assert first["text"].strip() == SPAM
    assert RAW[first["start"] : first["end"]] == first["text"]
    assert first["rules"][0]["id"] == "disclosure.amazon-associate"


def test_disable_and_threshold(run):
    raw = f"{toy.SPAM}\nRain.\nSubscribe to our bell letter\n49 thaler\n".encode()

    def cleaned(*args):
        return run("clean", *toy.OPTIONS, *args, stdin=raw).stdout.decode().splitlines()

    assert cleaned() == ["Rain.", "49 thaler"]
    assert cleaned("--disable", "disclosure")[0] == toy.SPAM
    assert cleaned("--threshold", "9") == ["Rain.", "Subscribe to our bell letter", "49 thaler"]
    assert cleaned("--threshold", "-2") == ["Rain."]


def test_warning_goes_to_standard_error(run):
    result = run("clean", stdin=f"Rain.\n{SPAM}".encode())
    assert result.stdout == b"Rain."
    assert b"removed 92% of the text" in result.stderr


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["clean", "no/such/file.txt"], ["no/such/file.txt", "No such file"]),
        (["clean", "."], [".", "a dump, not an article"]),
        (["clean", "--rules", "no/rules.toml"], ["no/rules.toml", "no such file or folder"]),
        (["clean", "--rules", str(FIXTURES / "rules/invalid/no-toml.toml")], ["no-toml.toml", "is no TOML"]),
        (
            ["clean", "--rules", str(FIXTURES / "rules/invalid/bad-pattern.toml")],
            ["promo.bell", "pattern", "does not compile"],
        ),
        (["clean", "--disable", "no.such-rule"], ["no.such-rule", "names no rule"]),
        (["clean", "--threshold", "x"], ["--threshold"]),
        (["batch", "no/such.jsonl", "-o", "out.jsonl"], ["no/such.jsonl"]),
        (["batch", str(FIXTURES / "dump"), "-o", "no/such/folder/out.jsonl"], ["out.jsonl", "No such file"]),
        (["batch", str(FIXTURES / "dump"), "-o", "/dev/null/out"], ["/dev/null/out", "Not a directory"]),
        (["rules", "show", "no.such-rule"], ["no.such-rule"]),
        (["diff", "no/such/file.txt"], ["no/such/file.txt"]),
    ],
)
def test_bad_input_is_one_line_and_exit_code_2(run, args, words):
    assert_one_line_error(run(*args), *words)


def test_clean_takes_hostile_bytes(run):
    for data in (b"", b"\x00" * 1000, b"\xff\xfe", "größe".encode("cp1252"), b"\xed\xa0\x80 rain"):
        result = run("clean", stdin=data)
        assert result.returncode == 0
        assert b"Traceback" not in result.stderr


def test_diff_names_the_rule_beside_each_removal(run, article):
    shown = run("diff", article, env={"COLUMNS": "160", "PATH": ""}).stdout.decode()
    assert "- As an Amazon Associate" in shown
    assert "disclosure disclosure.amazon-associate" in shown
    assert "~ Sun is warm.[- (affiliate link)-]" in shown
    assert "\x1b" not in shown


def test_diff_has_colour_when_told_so(run, article):
    assert b"\x1b[31m" in run("diff", article, env={"FORCE_COLOR": "1", "PATH": "", "TERM": "xterm"}).stdout


def test_diff_unified_applies_with_patch(run, article, tmp_path):
    patch = run("diff", article.name, "--format", "unified", cwd=tmp_path)
    applied = subprocess.run(["patch", "-p1"], input=patch.stdout, cwd=tmp_path, capture_output=True)
    assert applied.returncode == 0, applied.stdout
    assert article.read_text() == CLEANED


def test_diff_json_and_stat(run, article):
    assert json.loads(run("diff", article, "--format", "json").stdout)["text"] == CLEANED
    stat = run("diff", article, "--stat").stdout.decode()
    assert "disclosure.amazon-associate" in stat
    assert "in 2 removals" in stat


def test_diff_exit_code_tells_differences(run, article):
    assert run("diff", article).returncode == 0
    assert run("diff", article, "--exit-code").returncode == 1
    assert run("diff", "-", "--exit-code", stdin=b"Rain.\n").returncode == 0


def test_diff_of_two_files(run, article, tmp_path):
    (tmp_path / "mine.txt").write_text("Rain is wet.\n\nSun is warm. (affiliate link)\n")
    data = json.loads(run("diff", article, tmp_path / "mine.txt", "--format", "json").stdout)
    assert [r["text"].strip() for r in data["removals"] if r["text"].strip()] == [SPAM]


def test_diff_never_sends_controls_to_the_terminal(run):
    hostile = "".join(map(chr, [*range(1, 10), 11, *range(14, 32), 0x7F, *range(0x80, 0xA0), 0x202E, 0x2066]))
    shown = run("diff", "-", "-U", "9", stdin=f"{hostile}x\n{SPAM}\n".encode()).stdout.decode()
    assert not set(hostile) & set(shown) - {"\t"}
    assert "\\u001b" in shown


def test_rules_list_show_test(run):
    listed = run("rules", "list", "disclosure").stdout.decode()
    assert "disclosure.amazon-associate" in listed
    assert "product.button" not in listed
    assert "qualifying purchase" in run("rules", "show", "disclosure.amazon-associate").stdout.decode()
    assert b"0 failed" in run("rules", "test", "disclosure.amazon-associate").stdout


def test_rules_test_reports_every_failing_example(run, tmp_path):
    good = (FIXTURES / "rules/valid/line.toml").read_text()
    (tmp_path / "bad.toml").write_text(
        good.replace('Ring the bell"', 'Ring a bell"').replace("Ring the bells", "Ring the bell")
    )
    result = run("rules", "test", "--no-default-rules", "--rules", tmp_path)
    assert result.returncode == 2
    assert b"removes[0]: stays" in result.stderr
    assert b"keeps[0]: goes" in result.stderr


def test_rules_test_tells_where_a_keyword_is_wanting(run, tmp_path):
    good = (FIXTURES / "rules/valid/line.toml").read_text()
    (tmp_path / "bad.toml").write_text(good.replace('keywords = ["', 'keywords = ["not there", "not '))
    result = run("rules", "test", "--no-default-rules", "--rules", tmp_path)
    assert b"removes[0]: stays (none of the rule's keywords stands in it): " in result.stderr


def test_rules_check_reads_a_file_beside_the_bundled_rules(run, tmp_path):
    mine = (FIXTURES / "rules/valid/line.toml").read_text()
    mine += '\n[[override]]\nid = "product.button"\nscore = 0.9\n'
    (tmp_path / "mine.toml").write_text(mine)
    assert run("rules", "check", tmp_path / "mine.toml").stdout == b"1 rules, no faults\n"
    assert (
        b"product.button: override: names no rule"
        in run("rules", "check", "--no-default-rules", tmp_path / "mine.toml").stderr
    )
    (tmp_path / "mine.toml").write_text(mine.replace("promo.bell", "product.button"))
    assert (
        b"product.button: id: is the id of a rule in product/en.toml too"
        in run("rules", "check", tmp_path / "mine.toml").stderr
    )
    assert b"no faults" in run("rules", "check", ROOT / "rules" / "related").stdout


def test_rules_check_prints_all_faults_a_line_each(run):
    result = run("rules", "check", FIXTURES / "rules/invalid/two-faults.toml")
    assert result.returncode == 2
    assert len(result.stderr.splitlines()) == 2


def test_explain_shows_score_cards_also_of_what_stays(run):
    raw = f"{toy.SPAM}\n\n49 thaler\n\nRain is wet and cold.\n\nSubscribe now to our bell letter\n".encode()
    cards = run("diff", "-", "--explain", *toy.OPTIONS, stdin=raw, env={"COLUMNS": "160", "PATH": ""}).stdout.decode()
    reasons = [row[2:].partition("   ")[2].strip() for row in cards.splitlines()]
    assert list(filter(None, reasons)) == [
        "disclosure +0.00",
        "+4.00 disclosure.earns-from-bells (certain)",
        "-4.00 start",
        "product -1.60",
        "+2.40 product.price",
        "-4.00 start",
        "promo +0.40",
        "+3.60 promo.bell-letter",
        "+0.80 cue.subscribe",
        "-4.00 start",
    ]
    assert "? 49 thaler" in cards
    data = json.loads(run("clean", "--format", "json", "--explain", *toy.OPTIONS, stdin=raw).stdout)
    assert data["spared"] == [
        {
            "start": raw.index(b"49"),
            "end": raw.index(b"49") + len("49 thaler"),
            "text": "49 thaler",
            "category": "product",
            "score": -1.6,
            "certain": False,
            "base": -4.0,
            "rules": [{"id": "product.price", "points": 2.4, "certain": False}],
        }
    ]
    assert "spared" not in json.loads(run("clean", "--format", "json", *toy.OPTIONS, stdin=raw).stdout)


@pytest.mark.parametrize("args", [["clean"], ["rules", "list"], ["diff", "-"]])
def test_a_reader_that_has_had_enough_is_no_error(args):
    shell = f"{sys.executable} -m cleaner {' '.join(args)} < /dev/null | head -c 1 > /dev/null; exit ${{PIPESTATUS[0]}}"
    result = subprocess.run(["bash", "-c", shell], capture_output=True)
    assert (result.returncode, result.stderr) == (0, b"")


def test_a_full_disk_is_one_line():
    shell = f"{sys.executable} -m cleaner rules list > /dev/full"
    result = subprocess.run(["bash", "-c", shell], capture_output=True)
    assert_one_line_error(result, "No space left")


def test_a_console_without_a_character_shows_its_number(process, article):
    article.write_text("Grüße\n" + SPAM)
    env = {"PYTHONIOENCODING": "ascii", "PATH": "", "COLUMNS": "160"}
    result = process("diff", article, env=env)
    assert result.returncode == 0
    assert b"Gr\\xfc" in result.stdout


@pytest.mark.parametrize("threshold", ["nan", "inf", "-inf"])
def test_a_threshold_that_means_nothing_is_refused(run, threshold):
    assert_one_line_error(run("clean", "--threshold", threshold, stdin=b"Rain."), "threshold")
