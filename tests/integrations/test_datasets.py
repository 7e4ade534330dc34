from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT, need
from tests.integrations.conftest import DRY, KEPT, PAGE, PARAGRAPH, TEXT, rule

need("integrations", "datasets")

from datasets import Dataset, Features, IterableDataset, Value, load_from_disk  # noqa: E402
from datasets.fingerprint import Hasher  # noqa: E402

from cleaner.errors import InputError, RuleError  # noqa: E402
from cleaner.integrations.datasets import CleanerMapper  # noqa: E402
from cleaner.ruleset.load import default_rules  # noqa: E402

pytestmark = pytest.mark.heavy

VERSION = default_rules().version
COLUMNS = {"id": [1, 2, 3, 4], "text": [TEXT, None, PAGE, KEPT]}


@pytest.fixture
def dataset(tmp_path):
    """Two texts, a null, and a page, on disk, so that what is made of it is cached."""
    Dataset.from_dict(COLUMNS).save_to_disk(tmp_path / "dataset")
    return load_from_disk(tmp_path / "dataset")


def mapped(dataset, mapper, **options):
    return dataset.map(mapper, batched=True, features=mapper.features(dataset.features), **options)


@pytest.mark.smoke
def test_texts_are_replaced_and_columns_added(dataset):
    cleaned = mapped(dataset, CleanerMapper())
    assert cleaned["id"] == COLUMNS["id"]
    assert cleaned["text"] == [KEPT, None, PARAGRAPH + "\n", KEPT]
    assert cleaned["title"] == [None, None, "Rain", None]
    assert cleaned["rules_version"] == [VERSION] * 4
    assert cleaned["removals"][:2] == [1, 0]
    assert cleaned["removed_characters"][0] == len(TEXT) - len(KEPT)


def test_two_processes_give_what_one_gives(dataset):
    assert mapped(dataset, CleanerMapper(), num_proc=2).to_list() == mapped(dataset, CleanerMapper()).to_list()


def test_columns_have_types_though_all_that_a_batch_has_of_them_is_null(dataset):
    mapper = CleanerMapper(details=True)
    cleaned = mapped(dataset, mapper, batch_size=1, writer_batch_size=1)
    assert cleaned["title"] == [None, None, "Rain", None]
    text, number = Value("string"), Value("int64")
    assert cleaned.features == {
        **dict.fromkeys(("text", "title", "rules_version", "cleaner", "cleaner_error"), text),
        **dict.fromkeys(("id", "removals", "removed_characters"), number),
    }


def test_iterable_dataset_is_cleaned(dataset):
    stream = dataset.to_iterable_dataset(num_shards=2)
    assert isinstance(stream, IterableDataset)
    assert list(mapped(stream, CleanerMapper())) == mapped(dataset, CleanerMapper()).to_list()


def test_cache_is_used_for_equal_options_and_not_for_others(dataset, rule_file):
    first = mapped(dataset, CleanerMapper(rules=rule_file))
    (file,) = (cache["filename"] for cache in first.cache_files)
    os.utime(file, ns=(1, 1))
    again = mapped(dataset, CleanerMapper(rules=rule_file))
    assert [cache["filename"] for cache in again.cache_files] == [file]
    assert Path(file).stat().st_mtime_ns == 1  # it was not written again
    assert mapped(dataset, CleanerMapper(rules=rule_file, threshold=2.0))._fingerprint != first._fingerprint
    rule_file.write_text(rule("arid"), encoding="utf-8")
    assert mapped(dataset, CleanerMapper(rules=rule_file))._fingerprint != first._fingerprint


def test_fingerprint_is_the_same_in_another_process_and_after_use():
    mapper = CleanerMapper(disable=["related", "ad"], url_field="link")
    script = """
from datasets.fingerprint import Hasher
from cleaner.integrations.datasets import CleanerMapper
print(Hasher.hash(CleanerMapper(disable=["related", "ad"], url_field="link")))
"""
    env = {**os.environ, "PYTHONHASHSEED": "7"}
    other = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, timeout=60, cwd=ROOT, env=env, check=True
    )
    before = Hasher.hash(mapper)
    mapper({"text": [TEXT]})
    assert before == Hasher.hash(mapper) == other.stdout.decode().strip()


def test_rules_that_change_under_way_are_noticed(rule_file):
    sent = pickle.dumps(CleanerMapper(rules=rule_file))
    rule_file.write_text(rule("arid"), encoding="utf-8")
    with pytest.raises(InputError, match="rules have changed"):
        pickle.loads(sent)({"text": [TEXT]})


def test_pages_of_another_column_become_text():
    dataset = Dataset.from_dict({"html": [PAGE, None], "text": [None, None], "title": ["Of rain", None]})
    cleaned = mapped(dataset, CleanerMapper())
    assert cleaned["text"] == [PARAGRAPH + "\n", None]
    assert cleaned["title"] == ["Of rain", None]
    assert cleaned["html"] == [PAGE, None]


def test_columns_are_guessed_or_named(rule_file):
    dataset = Dataset.from_dict({"body": [DRY, DRY], "web": ["https://rain.example/", None], "url": [None, None]})
    assert mapped(dataset, CleanerMapper(rules=rule_file))["body"] == [DRY, DRY]
    assert mapped(dataset, CleanerMapper(rules=rule_file, url_field="web"))["body"] == [KEPT, DRY]


def test_details_are_json():
    mapper = CleanerMapper(details=True)
    cleaned = mapped(Dataset.from_dict({"text": [TEXT]}), mapper)
    assert json.loads(cleaned["cleaner"][0])["removals"][0]["category"] == "disclosure"


def test_what_cannot_be_cleaned_is_an_error():
    mapper = CleanerMapper()
    with pytest.raises(InputError, match="no column has the usual name of an article"):
        mapper.features(Features({"id": Value("int64")}))
    with pytest.raises(InputError, match="field 'text' is no text but int"):
        Dataset.from_dict({"text": [1, 2]}).map(CleanerMapper(on_error="raise"), batched=True)
    with pytest.raises(InputError, match="column 'text' holds no text but int64"):
        mapper.features(Features({"text": Value("int64")}))
    with pytest.raises(RuleError, match="no such file"):
        CleanerMapper(rules="/none.toml")


def test_columns_inside_of_others_bytes_and_several_languages():
    dataset = Dataset.from_dict({"doc": [{"inhalt": TEXT, "n": 1}, {"inhalt": None, "n": 2}]})
    mapper = CleanerMapper()
    cleaned = dataset.map(mapper, batched=True, features=mapper.features(dataset.features))
    assert cleaned["doc"] == [{"inhalt": KEPT, "n": 1}, {"inhalt": None, "n": 2}]
    assert "doc.inhalt" not in cleaned.column_names
    packed = Dataset.from_dict({"text": [TEXT.encode(), None]})
    made = packed.map(CleanerMapper(), batched=True, features=CleanerMapper().features(packed.features))
    assert made["text"] == [KEPT, None]


ONCE = {"text": TEXT, "id": 1}
CLEANED = {"text": KEPT, "id": 1, "title": None, "removals": 1, "cleaner_error": None}


def made_of(dataset, **options):
    """The rows of a dataset that is mapped so, without the columns that say how much went."""
    rows = dataset.map(CleanerMapper(), **options).with_format(None).to_list()
    return [{name: value for name, value in row.items() if name in CLEANED} for row in rows]


def test_single_rows_are_cleaned_as_rows():
    dataset = Dataset.from_dict({"text": [TEXT, None], "id": [1, 2]})
    one = {"text": None, "id": 2, "title": None, "removals": 0, "cleaner_error": None}
    assert made_of(dataset) == [CLEANED, one]
    assert made_of(dataset, batched=True) == [CLEANED, one]
    (streamed, _) = IterableDataset.from_generator(lambda: iter([ONCE, {"text": None, "id": 2}])).map(CleanerMapper())
    assert {name: streamed[name] for name in CLEANED} == CLEANED


@pytest.mark.parametrize("form", ["arrow", "pandas", "polars", "numpy"])
@pytest.mark.parametrize("batched", [True, False])
def test_formats_make_no_difference(form, batched):
    if form == "polars":
        need("dev", "polars")
    dataset = Dataset.from_dict({"text": [TEXT], "id": [1]}).with_format(form)
    assert made_of(dataset, batched=batched) == [CLEANED]


@pytest.mark.parametrize(
    "options",
    [{"input_columns": "text"}, {"input_columns": ["text", "id"]}, {"with_indices": True}, {"with_rank": True}],
)
@pytest.mark.parametrize("batched", [True, False])
def test_ways_to_call_that_hide_columns_are_refused(options, batched):
    with pytest.raises(InputError, match="without input_columns"):
        Dataset.from_dict({"text": [TEXT], "id": [1]}).map(CleanerMapper(), batched=batched, **options)


@pytest.mark.parametrize("batched", [True, False])
def test_column_of_lists_is_refused(batched):
    with pytest.raises(InputError, match="no column has the usual name of an article: there are text"):
        Dataset.from_dict({"text": [["Rain", "is wet."]]}).map(CleanerMapper(), batched=batched)


@pytest.mark.parametrize("form", [None, "arrow"])
def test_one_bad_row_costs_itself_only(broken, form):
    dataset = Dataset.from_dict({"text": [TEXT, broken, TEXT], "id": [1, 2, 3]}).with_format(form)
    kept = mapped(dataset, CleanerMapper()).with_format(None)
    assert kept["text"] == [KEPT, broken, KEPT]
    assert [bool(error) for error in kept["cleaner_error"]] == [False, True, False]
    dropped = mapped(dataset, CleanerMapper(on_error="drop")).with_format(None)
    assert (dropped["text"], dropped["id"]) == ([KEPT, KEPT], [1, 3])
    assert mapped(dataset.select([1]), CleanerMapper(on_error="drop")).with_format(None)["text"] == []
    with pytest.raises(InputError, match="RuntimeError"):
        mapped(dataset, CleanerMapper(on_error="raise"))
    with pytest.raises(InputError, match="batched=True"):
        Dataset.from_dict(ONCE | {"text": [TEXT], "id": [1]}).map(CleanerMapper(on_error="drop"))


def test_pages_as_bytes_are_cleaned():
    dataset = Dataset.from_dict({"html": [PAGE.encode("utf-16"), PAGE.encode()]})
    assert mapped(dataset, CleanerMapper())["text"] == [PARAGRAPH + "\n"] * 2


def test_options_show_when_the_mapper_is_made_and_are_heeded():
    with pytest.raises(InputError, match="extractor 'zzz'"):
        CleanerMapper(extractor="zzz")
    page = PAGE.replace("Rain is", "<a href='/rain'>Rain</a> is")
    made = mapped(Dataset.from_dict({"html": [page]}), CleanerMapper(markdown=True, links=True))
    assert "[Rain](/rain)" in made["text"][0]
