from __future__ import annotations

import pytest

from tests.conftest import need
from tests.integrations.conftest import DRY, KEPT, PAGE, PARAGRAPH, TEXT

need("integrations", "ray")

import numpy as np  # noqa: E402
import pandas as pd  # noqa: E402
import pyarrow as pa  # noqa: E402
import ray  # noqa: E402

from cleaner.errors import InputError, RuleError  # noqa: E402
from cleaner.integrations.ray import CleanerActor, clean_dataset  # noqa: E402
from cleaner.ruleset.load import default_rules  # noqa: E402

pytestmark = pytest.mark.heavy


@pytest.fixture(scope="module", autouse=True)
def cluster():
    """Ray on this machine, small, with a place for two actors and another task."""
    ray.init(address="local", num_cpus=3, object_store_memory=100 << 20, include_dashboard=False, log_to_driver=False)
    ray.data.DataContext.get_current().enable_progress_bars = False
    yield
    ray.shutdown()


def cleaned(dataset, **options):
    return dataset.map_batches(
        CleanerActor,
        fn_constructor_kwargs=options,
        batch_format="pyarrow",
        batch_size=4,
        compute=ray.data.ActorPoolStrategy(size=2),
    )


@pytest.fixture(scope="module")
def rows():
    """Rows in several blocks, one of which has a null, as two actors clean them."""
    texts = [TEXT, PAGE, None, DRY] * 5
    records = [{"id": number, "text": text, "url": "https://sun.example/"} for number, text in enumerate(texts)]
    found = cleaned(ray.data.from_items(records, override_num_blocks=5), details=True).take_all()
    return sorted(found, key=lambda row: row["id"])


def test_rows_keep_their_columns_and_get_results(rows):
    assert [row["id"] for row in rows] == [*range(20)]
    for row in rows[::4]:
        assert (row["text"], row["url"]) == (TEXT, "https://sun.example/")
        assert row["cleaned"]["text"] == KEPT
        assert row["cleaned"]["rules_version"] == default_rules().version
        assert row["cleaned"]["removals"][0]["rules"][0]["id"] == "disclosure.amazon-associate"
        assert row["cleaned_error"] is None
    assert {(row["cleaned"]["text"], row["cleaned"]["title"]) for row in rows[1::4]} == {(PARAGRAPH + "\n", "Rain")}


def test_row_without_text_has_neither_a_result_nor_an_error(rows):
    assert {(row["cleaned"], row["cleaned_error"]) for row in rows[2::4]} == {(None, None)}


@pytest.mark.smoke
def test_options_reach_the_actors(rule_file):
    records = [{"words": DRY, "link": "https://rain.example/"}, {"words": DRY, "link": "https://sun.example/"}]
    found = cleaned(ray.data.from_items(records), rules=str(rule_file), text_field="words").take_all()
    assert {row["link"]: row["cleaned"]["text"] for row in found} == {
        "https://rain.example/": KEPT,
        "https://sun.example/": DRY,
    }


def test_empty_block_is_no_error():
    dataset = ray.data.from_items([{"id": number, "text": TEXT} for number in range(4)], override_num_blocks=4)
    found = cleaned(dataset.filter(lambda row: row["id"] == 3)).take_all()
    assert [row["cleaned"]["text"] for row in found] == [KEPT]


def test_options_that_cannot_be_used_show_before_any_actor_begins():
    for make in (CleanerActor, lambda **options: clean_dataset(ray.data.from_items([{"text": TEXT}]), **options)):
        with pytest.raises(RuleError, match="no such file"):
            make(rules="/none.toml")
        with pytest.raises(InputError, match="extractor 'zzz'"):
            make(extractor="zzz")


@pytest.mark.parametrize("batch", [{"text": np.array([TEXT])}, pd.DataFrame({"text": [TEXT]}), {"text": TEXT}])
def test_batch_of_another_format_is_refused(batch):
    with pytest.raises(InputError, match="batch_format='pyarrow'"):
        CleanerActor()(batch)


def test_one_call_cleans_pages_as_bytes_and_drops_what_cannot_be_cleaned():
    records = [{"text": value} for value in (PAGE.encode("utf-16"), PAGE.encode(), b"Rain " * 4_000_000)]
    found = clean_dataset(ray.data.from_items(records), on_error="drop").take_all()
    assert [row["cleaned"]["text"] for row in found] == [PARAGRAPH + "\n"] * 2


def test_one_bad_row_costs_itself_only(broken):
    table = pa.table({"text": [TEXT, broken]})
    assert [bool(error) for error in CleanerActor()(table)["cleaned_error"].to_pylist()] == [False, True]
    assert CleanerActor(on_error="drop")(table)["text"].to_pylist() == [TEXT]
    with pytest.raises(InputError, match="RuntimeError"):
        CleanerActor(on_error="raise")(table)
