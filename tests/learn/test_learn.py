"""Learning: which lines of which sites are learned, what they are worth, and that the order of documents never matters."""

from __future__ import annotations

import json
import random

import pytest
import tomli

from cleaner import clean_html, clean_text, load_rules
from cleaner.errors import InputError
from cleaner.learn.count import Learned
from cleaner.learn.write import write_learned as write_learned
from cleaner.ruleset.calendar import calendar
from cleaner.ruleset.learned import HINT, LearnedLine
from cleaner.text.fingerprint import normal
from tests.conftest import assert_one_line_error

pytestmark = pytest.mark.usefixtures("inlined")
CALL = "Harbour Letter, the journal of wet roads"
PROSE = "The road to harbour {n} is long and wet, and those who walk it in {n} know why; nobody else does."


def pages(host, count, *lines, first=0):
    return [
        {"url": f"https://{host}/{n}", "text": "\n\n".join([PROSE.format(n=f"x{chr(97 + n)}" * 3), *lines])}
        for n in range(first, first + count)
    ]


def write(path, records):
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return path


def learn(run, dump, *options):
    out = dump.with_suffix(".toml")
    result = run("learn", dump, "-o", out, *options)
    assert result.returncode == 0, result.stderr
    rules = tomli.loads(out.read_text(encoding="utf-8")).get("rule", [])
    return {
        (rule["site"], line["line"]): (line["pages"], rule.get("points"), rule.get("certain"))
        for rule in rules
        for line in rule["lines"]
    }


def test_a_line_that_recurs_on_a_site_is_learned_for_that_site(run, tmp_path):
    dump = write(tmp_path / "in.jsonl", pages("www.a.example", 6, CALL) + pages("b.example", 6))
    assert learn(run, dump) == {("a.example", CALL): (6, None, True)}


@pytest.mark.parametrize(
    ("variants", "count"),
    [
        (["Updated on May 3, 2024 at 10:15", "updated on 12 June 2026 at 9:00"], 10),
        (["IT'S THE HARBOUR LETTER", "It’s the Harbour, Letter!"], 10),
        (["Read by 1,204 people so far", "Read by 7 people so far"], 10),
        (["Join the club of readers", "Join the club of writers"], 5),
    ],
)
def test_case_punctuation_numbers_and_dates_make_no_line_another_one(run, tmp_path, variants, count):
    records = pages("a.example", 5, variants[0]) + pages("a.example", 5, variants[1], first=5)
    found = learn(run, write(tmp_path / "in.jsonl", records))
    assert {pages for pages, *_ in found.values()} == {count}


def test_short_lines_are_worth_a_hint_only(run, tmp_path):
    dump = write(tmp_path / "in.jsonl", pages("a.example", 6, "Our verdict", CALL))
    assert learn(run, dump) == {("a.example", "Our verdict"): (6, HINT, None), ("a.example", CALL): (6, None, True)}
    rules = load_rules(dump.with_suffix(".toml"))
    text = f"{PROSE.format(n='one')}\n\nOur verdict\n\n{PROSE.format(n='two')}\n\n{CALL}\n\n{PROSE.format(n='six')}\n"
    result = clean_text(text, url="https://a.example/new", rules=rules)
    assert [(r.text.strip(), r.category) for r in result.removals] == [(CALL, "boilerplate")]
    assert result.stats.removals_by_rule == {"boilerplate.learned": 1}
    assert clean_text(text, url="https://b.example/new", rules=rules).removals == ()
    assert clean_text(text, rules=rules).removals == ()


@pytest.mark.parametrize(
    ("options", "learned"),
    [((), True), (("--min-pages", 7), False), (("--min-share", 0.5), True), (("--min-share", 0.6), False)],
)
def test_thresholds(run, tmp_path, options, learned):
    dump = write(tmp_path / "in.jsonl", pages("a.example", 6, CALL) + pages("a.example", 6, first=6))
    assert bool(learn(run, dump, *options)) == learned


def test_a_page_that_was_scraped_often_counts_once(run, tmp_path):
    dump = write(tmp_path / "in.jsonl", pages("a.example", 1, CALL) * 20 + pages("a.example", 9, first=1))
    assert learn(run, dump) == {}


def test_numbers_alone_are_no_line(run, tmp_path):
    dump = write(tmp_path / "in.jsonl", pages("a.example", 6, "12.5 %", "3 May 2024", "* * *"))
    assert learn(run, dump) == {}


def test_the_order_of_documents_and_the_number_of_workers_never_matter(run, tmp_path, monkeypatch):
    monkeypatch.undo()
    records = [r for n in range(8) for r in pages(f"s{n}.example", 12, CALL, "Our verdict", f"Letter {n} of the week")]
    outputs = set()
    for seed in range(3):
        random.Random(seed).shuffle(records)
        dump = write(tmp_path / f"{seed}.jsonl", records)
        learn(run, dump, "--workers", seed + 1)
        outputs.add(dump.with_suffix(".toml").read_bytes())
    assert len(outputs) == 1


def test_toml_and_parquet_are_the_same_rules(run, tmp_path):
    dump = write(
        tmp_path / "in.jsonl", pages("a.example", 6, CALL, "Our verdict", 'A "quoted" \\ line of ünïcode \x7f')
    )
    for name in ("l.toml", "l.parquet"):
        assert run("learn", dump, "-o", tmp_path / name).returncode == 0
    toml, parquet = (load_rules(tmp_path / name, defaults=False) for name in ("l.toml", "l.parquet"))
    assert [(r.id, r.points, r.certain, r.lines) for r in toml.rules] == [
        (r.id, r.points, r.certain, r.lines) for r in parquet.rules
    ]
    assert len(toml.rules) == 2


def test_lines_of_pages_are_those_that_one_sees(run, tmp_path):
    records = [
        {
            "url": f"https://a.example/{n}",
            "html": f"<title>x</title><p>{PROSE.format(n=n * 'y')}<p>{CALL}<script>z()</script>",
        }
        for n in range(1, 7)
    ]
    dump = write(tmp_path / "in.jsonl", records)
    assert ("a.example", CALL) in learn(run, dump)
    rules = load_rules(dump.with_suffix(".toml"))
    assert CALL not in clean_html(records[0]["html"], url="https://a.example/new", rules=rules).text


def test_sites_by_a_field_where_there_is_no_address(run, tmp_path):
    records = [{"source": "a.example", "text": record["text"]} for record in pages("a.example", 6, CALL)]
    dump = write(tmp_path / "in.jsonl", records)
    assert learn(run, dump, "--site-field", "source") == {("a.example", CALL): (6, None, True)}
    result = run("learn", dump, "-o", tmp_path / "none.toml")
    assert b"no record has an address" in result.stderr
    run("batch", dump, "-o", tmp_path / "out.jsonl", "--site-field", "source", "--rules", tmp_path / "in.toml")
    assert CALL not in (tmp_path / "out.jsonl").read_text()


def test_batch_learns_and_cleans_in_one_go(run, tmp_path):
    dump = write(tmp_path / "in.jsonl", pages("a.example", 6, CALL))
    result = run("batch", dump, "-o", tmp_path / "out.jsonl", "--learn")
    assert result.returncode == 0, result.stderr
    assert b"learned 1 lines from 6 pages of 1 sites" in result.stderr
    assert CALL not in (tmp_path / "out.jsonl").read_text()
    learned = tmp_path / "out.jsonl.learned.parquet"
    run("batch", dump, "-o", tmp_path / "again.jsonl", "--rules", learned)
    assert (tmp_path / "again.jsonl").read_bytes() == (tmp_path / "out.jsonl").read_bytes()
    assert not (tmp_path / "out.jsonl.partial").exists()


@pytest.mark.parametrize(
    ("args", "word"),
    [
        (["learn", "in.jsonl", "-o", "out.txt"], "must end in .toml or .parquet"),
        (["learn", "in.jsonl", "-o", "in.jsonl"], "in.jsonl"),
        (["batch", "-", "-o", "out.jsonl", "--learn"], "reads the dump twice"),
        (["batch", "in.jsonl", "-o", "-", "--learn"], "reads the dump twice"),
        (["batch", "in.jsonl", "-o", "out.jsonl", "--rules", "none.parquet"], "none.parquet"),
        (["batch", "in.jsonl", "-o", "out.jsonl", "--rules", "bad.parquet"], "holds no learned lines"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_line(run, tmp_path, args, word):
    write(tmp_path / "in.jsonl", pages("a.example", 1))
    (tmp_path / "bad.parquet").write_bytes(b"PAR1 no")
    assert_one_line_error(run(*args, cwd=tmp_path), word)


def test_what_no_rule_file_can_hold_is_not_written_as_one(tmp_path):
    lines = tuple(LearnedLine("a.example", f"{n} {'bell ' * 300}", n, 300, 5, 9) for n in range(12_000))
    with pytest.raises(InputError, match=r"out\.toml: 12,000 lines are too many for TOML; name a \.parquet file"):
        write_learned(Learned(lines, 9, 1), tmp_path / "out.toml")
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(InputError, match=r"out\.toml: No such file or directory"):
        write_learned(Learned(lines[:1], 9, 1), tmp_path / "none" / "out.toml")


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("* read 1,204 posts of mai 2024 →", "read 0 posts of 0"),
        ("3. jan. 2020 10:15", "0"),
        ("— * —", ""),
        ("2024年5月3日", "0"),
        ("snake_case and don't", "snake case and don t"),
    ],
)
def test_normal_form(line, words):
    assert normal(line, calendar()) == words
