from __future__ import annotations

import copy
import inspect
import json

import pytest

from tests.conftest import need
from tests.integrations.conftest import DRY, KEPT, PAGE, PARAGRAPH, TEXT

need("integrations", "haystack")

from haystack import Document, Pipeline  # noqa: E402
from haystack.components.joiners import DocumentJoiner  # noqa: E402
from haystack.components.preprocessors import DocumentSplitter  # noqa: E402
from haystack.dataclasses import ByteStream  # noqa: E402

from cleaner.errors import InputError, RuleError  # noqa: E402
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


def test_options_that_cannot_be_used_show_when_the_component_is_made():
    with pytest.raises(RuleError, match="no such file"):
        AffiliateCleaner(rules="/none.toml")
    with pytest.raises(InputError, match="extractor 'zzz'"):
        AffiliateCleaner(extractor="zzz")
    with pytest.raises(TypeError, match="treshold"):
        AffiliateCleaner(treshold=2.0)


def test_parameters_have_names():
    named = inspect.signature(AffiliateCleaner.__init__).parameters
    assert {"keep_id", "rules", "disable", "markdown", "links", "limits", "on_error"} <= named.keys()
    assert "options" not in named


def test_options_of_cleaning_are_heeded_and_survive_a_dump():
    cleaner = AffiliateCleaner(markdown=True, links=True, limits={"blocks": 1000})
    made = AffiliateCleaner.from_dict(json.loads(json.dumps(cleaner.to_dict())))
    assert made.step == cleaner.step
    (cleaned,) = made.run([Document(content=PAGE.replace("Rain is", "<b>Rain</b> <a href='/rain'>is</a>"))])[
        "documents"
    ]
    assert "](/rain)" in cleaned.content


def test_one_bad_document_costs_itself_only(broken):
    documents = [Document(content=TEXT), Document(content=broken), Document(content=TEXT)]
    kept = AffiliateCleaner().run(documents)
    assert [one.content for one in kept["documents"]] == [KEPT, broken, KEPT]
    assert "RuntimeError" in kept["documents"][1].meta["cleaner_error"]
    assert kept["rejected"] == []
    dropped = AffiliateCleaner(on_error="drop").run(documents)
    assert [one.content for one in dropped["documents"]] == [KEPT, KEPT]
    assert [one.content for one in dropped["rejected"]] == [broken]
    with pytest.raises(InputError, match="RuntimeError"):
        AffiliateCleaner(on_error="raise").run(documents)


@pytest.mark.parametrize("given", ["a text", Document(content=TEXT), ["a text"]])
def test_what_is_no_list_of_documents_is_refused(given):
    with pytest.raises(InputError, match="documents must be a list of Document"):
        AffiliateCleaner().run(given)
