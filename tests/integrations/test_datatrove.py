from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import need
from tests.integrations.conftest import DRY, KEPT, PAGE, PARAGRAPH, TEXT

need("integrations", "datatrove", "orjson")

from datatrove.data import Document  # noqa: E402
from datatrove.executor import LocalPipelineExecutor  # noqa: E402
from datatrove.pipeline.readers import JsonlReader  # noqa: E402
from datatrove.pipeline.writers import JsonlWriter  # noqa: E402

from cleaner.errors import InputError, RuleError  # noqa: E402
from cleaner.integrations.datatrove import CleanerStep  # noqa: E402
from cleaner.ruleset.load import default_rules  # noqa: E402

pytestmark = pytest.mark.heavy

ABOUT = {"rules_version": default_rules().version, "removals": 1, "removed_characters": len(TEXT) - len(KEPT)}


def written(folder: Path) -> dict[str, dict]:
    lines = (line for file in folder.glob("*.jsonl") for line in file.read_text(encoding="utf-8").splitlines())
    return {document["id"]: document for document in map(json.loads, lines)}


@pytest.fixture(scope="module")
def ran(tmp_path_factory):
    """A pipeline of two tasks in two processes, and the folder that it worked in."""
    folder = tmp_path_factory.mktemp("datatrove")
    (folder / "in").mkdir()
    texts = {"text": TEXT, "page": PAGE, "list": ["Rain", "is wet."]}
    for file in range(2):
        documents = [{"id": f"{name} {file}", "text": text, "lang": "en"} for name, text in texts.items()]
        (folder / "in" / f"{file}.jsonl").write_text("\n".join(map(json.dumps, documents)), encoding="utf-8")
    pipeline = [
        JsonlReader(str(folder / "in")),
        CleanerStep(JsonlWriter(str(folder / "excluded"), compression=None)),
        JsonlWriter(str(folder / "out"), compression=None),
    ]
    executor = LocalPipelineExecutor(pipeline, tasks=2, workers=2, logging_dir=str(folder / "logs"))
    stats = executor.run()
    return folder, next(step for step in stats.stats if "cleaner" in step.name)


@pytest.mark.smoke
def test_documents_are_cleaned_by_every_task(ran):
    folder, _ = ran
    assert {file.name for file in (folder / "out").iterdir()} == {"00000.jsonl", "00001.jsonl"}
    documents = written(folder / "out")
    assert len(documents) == 4
    for file in range(2):
        assert documents[f"text {file}"]["text"] == KEPT
        assert {"lang": "en", **ABOUT}.items() <= documents[f"text {file}"]["metadata"].items()
        assert documents[f"page {file}"]["text"] == PARAGRAPH + "\n"
        assert documents[f"page {file}"]["metadata"]["title"] == "Rain"


def test_stats_of_all_tasks_are_summed(ran):
    folder, stats = ran
    documents = written(folder / "out").values()
    about = [document["metadata"] for document in documents]
    assert {name: metric.total for name, metric in stats.stats.items()} == {
        "total": 6,
        "forwarded": 4,
        "dropped": 2,
        "dropped_field 'text' is no text but list": 2,
        "removals": sum(one["removals"] for one in about),
        "removed_characters": sum(one["removed_characters"] for one in about),
        "doc_len": sum(len(document["text"]) for document in documents),
    }


def test_what_cannot_be_cleaned_goes_to_the_exclusion_writer(ran):
    folder, _ = ran
    excluded = written(folder / "excluded")
    assert excluded.keys() == {"list 0", "list 1"}
    assert excluded["list 0"]["text"] == ["Rain", "is wet."]
    assert excluded["list 0"]["metadata"]["filter_reason"] == "field 'text' is no text but list"
    assert "removals" not in excluded["list 0"]["metadata"]


def test_address_decides_which_site_rules_run(rule_file):
    documents = [Document(DRY, "1", metadata={"url": "https://rain.example/"}), Document(DRY, "2")]
    assert [document.text for document in CleanerStep(rules=rule_file)(iter(documents))] == [KEPT, DRY]


def test_options_that_cannot_be_used_show_when_the_step_is_made():
    with pytest.raises(RuleError, match="no such file"):
        CleanerStep(rules="/none.toml")
    with pytest.raises(InputError, match="extractor 'zzz'"):
        CleanerStep(extractor="zzz")


def test_pages_as_bytes_are_cleaned():
    (document,) = CleanerStep()(iter([Document(PAGE.encode("utf-16"), "1")]))
    assert document.text == PARAGRAPH + "\n"


def test_what_cannot_be_cleaned_is_kept_or_ends_the_task_on_request():
    texts = [TEXT, ["Rain"], TEXT]
    kept = [*CleanerStep(on_error="keep")(Document(text, "1") for text in texts)]
    assert [document.text for document in kept] == [KEPT, ["Rain"], KEPT]
    assert kept[1].metadata["cleaner_error"] == "field 'text' is no text but list"
    with pytest.raises(InputError, match="no text but list"):
        list(CleanerStep(on_error="raise")(Document(text, "1") for text in texts))
