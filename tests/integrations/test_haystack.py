from __future__ import annotations

import copy

import pytest

from tests.conftest import need
from tests.integrations.conftest import DRY, KEPT, PAGE, PARAGRAPH, TEXT

need("integrations", "haystack")

from haystack import Document, Pipeline  # noqa: E402
from haystack.components.joiners import DocumentJoiner  # noqa: E402
from haystack.components.preprocessors import DocumentSplitter  # noqa: E402
from haystack.dataclasses import ByteStream  # noqa: E402

from cleaner.errors import RuleError  # noqa: E402
from cleaner.integrations.haystack import AffiliateCleaner  # noqa: E402
from cleaner.ruleset.load import default_rules  # noqa: E402

pytestmark = pytest.mark.heavy

ABOUT = {"rules_version": default_rules().version, "removals": 1, "removed_characters": len(TEXT) - len(KEPT)}


@pytest.mark.smoke
def test_text_is_replaced_and_meta_added_to():
    document = Document(content=TEXT, meta={"page": 3}, score=0.5)
    (cleaned,) = AffiliateCleaner().run([document])["documents"]
    assert (cleaned.content, cleaned.meta, cleaned.score) == (KEPT, {"page": 3, **ABOUT}, 0.5)
    assert cleaned.id == Document(content=KEPT, meta=cleaned.meta).id


def test_id_is_kept_on_request():
    document = Document(content=TEXT)
    (cleaned,) = AffiliateCleaner(keep_id=True).run([document])["documents"]
    assert cleaned.id == document.id


@pytest.mark.filterwarnings("error")
def test_documents_given_stay_as_they_are():
    documents = [Document(content=text, meta={"tags": ["rain"]}) for text in (TEXT, PAGE)]
    before = copy.deepcopy(documents)
    cleaned = AffiliateCleaner().run(documents)["documents"]
    assert documents == before
    assert cleaned[1].content == PARAGRAPH + "\n"
    assert cleaned[1].meta["title"] == "Rain"


def test_documents_without_text_are_passed_on():
    picture = Document(blob=ByteStream(b"\x89PNG", mime_type="image/png"))
    assert AffiliateCleaner().run([picture])["documents"] == [picture]
    assert AffiliateCleaner().run([])["documents"] == []


def test_url_decides_which_site_rules_run(rule_file):
    documents = [Document(content=DRY, meta=meta) for meta in ({"url": "https://rain.example/1"}, {})]
    cleaned = AffiliateCleaner(rules=[rule_file]).run(documents)["documents"]
    assert [document.content for document in cleaned] == [KEPT, DRY]


@pytest.fixture
def pipeline(rule_file):
    pipeline = Pipeline()
    pipeline.add_component("joiner", DocumentJoiner())
    pipeline.add_component(
        "cleaner", AffiliateCleaner(rules=rule_file, disable=["related"], threshold=0.9, keep_id=True)
    )
    pipeline.add_component("splitter", DocumentSplitter(split_by="passage"))
    pipeline.connect("joiner", "cleaner")
    pipeline.connect("cleaner.documents", "splitter.documents")
    return pipeline


def test_pipeline_is_the_same_when_dumped_loaded_and_run(pipeline):
    loaded = Pipeline.loads(pipeline.dumps(), allowed_modules=["cleaner.integrations.haystack"])
    assert loaded.to_dict()["components"] == pipeline.to_dict()["components"]
    assert "python/tuple" not in pipeline.dumps()
    assert loaded.get_component("cleaner").step == pipeline.get_component("cleaner").step
    documents = [Document(content=DRY, meta={"url": "https://rain.example/"}), Document(content=TEXT)]
    data = {"joiner": {"documents": documents}}
    texts = [document.content for document in loaded.run(data)["splitter"]["documents"]]
    assert texts == [document.content for document in pipeline.run(data)["splitter"]["documents"]]
    assert texts == [KEPT, KEPT]


def test_rules_that_cannot_be_used_show_when_the_pipeline_warms_up():
    pipeline = Pipeline()
    pipeline.add_component("cleaner", AffiliateCleaner(rules="/none.toml"))
    with pytest.raises(RuleError, match="no such file"):
        pipeline.warm_up()
