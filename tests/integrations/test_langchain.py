from __future__ import annotations

import asyncio
import copy
import pickle
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.conftest import need
from tests.integrations.conftest import DRY, KEPT, PAGE, PARAGRAPH, TEXT

need("integrations", "langchain_core")

from langchain_core.documents import Document  # noqa: E402

from cleaner.errors import InputError, RuleError  # noqa: E402
from cleaner.integrations.langchain import CleanerTransformer  # noqa: E402
from cleaner.ruleset.load import default_rules  # noqa: E402

pytestmark = pytest.mark.heavy

ABOUT = {"rules_version": default_rules().version, "removals": 1, "removed_characters": len(TEXT) - len(KEPT)}


@pytest.mark.smoke
def test_text_is_replaced_and_metadata_added_to():
    document = Document(page_content=TEXT, metadata={"source": "rain.txt", "page": 3}, id="7")
    (cleaned,) = CleanerTransformer().transform_documents([document])
    assert cleaned == Document(page_content=KEPT, metadata={"source": "rain.txt", "page": 3, **ABOUT}, id="7")


def test_documents_given_stay_as_they_are():
    documents = [Document(page_content=text, metadata={"tags": ["rain"]}) for text in (TEXT, PAGE)]
    before = copy.deepcopy(documents)
    CleanerTransformer().transform_documents(documents)
    assert documents == before


def test_pages_are_told_from_texts():
    (cleaned,) = CleanerTransformer().transform_documents([Document(page_content=PAGE)])
    assert cleaned.page_content == PARAGRAPH + "\n"
    assert cleaned.metadata["title"] == "Rain"


def test_source_or_url_decides_which_site_rules_run(rule_file):
    addresses = [{"source": "https://rain.example/1"}, {"source": "a.txt", "url": "https://rain.example/1"}, {}]
    documents = [Document(page_content=DRY, metadata=metadata) for metadata in addresses]
    cleaned = CleanerTransformer(rules=rule_file).transform_documents(documents)
    assert [document.page_content for document in cleaned] == [KEPT, KEPT, DRY]


def test_async_gives_what_sync_gives():
    documents = [Document(page_content=f"Day {number}.\n\n{TEXT}", id=str(number)) for number in range(20)]
    transformer = CleanerTransformer()

    async def clean():
        halves = documents[:10], documents[10:]
        return await asyncio.gather(*(transformer.atransform_documents(half) for half in halves))

    with ThreadPoolExecutor(1) as alone:  # a browser of other tests may hold this thread's loop
        first, second = alone.submit(asyncio.run, clean()).result()
    assert [*first, *second] == transformer.transform_documents(documents)
    assert first[0].page_content == f"Day 0.\n\n{KEPT}"


def test_transformer_can_be_pickled():
    transformer = pickle.loads(pickle.dumps(CleanerTransformer(disable=["disclosure"])))
    (cleaned,) = transformer.transform_documents([Document(page_content=TEXT)])
    assert cleaned.page_content == TEXT


def test_options_that_cannot_be_used_show_when_the_transformer_is_made():
    with pytest.raises(RuleError, match="no such file"):
        CleanerTransformer(rules="/none.toml")
    with pytest.raises(InputError, match="extractor 'zzz'"):
        CleanerTransformer(extractor="zzz")


def test_options_of_cleaning_are_heeded():
    page = PAGE.replace("Rain is", "<a href='/rain'>Rain</a> is")
    (cleaned,) = CleanerTransformer(markdown=True, links=True).transform_documents([Document(page_content=page)])
    assert "[Rain](/rain)" in cleaned.page_content
    (left,) = CleanerTransformer(limits={"characters": 10}).transform_documents([Document(page_content=TEXT)])
    assert left.page_content == TEXT


def test_one_bad_document_costs_itself_only(broken):
    documents = [Document(page_content=text) for text in (TEXT, broken, TEXT)]
    kept = CleanerTransformer().transform_documents(documents)
    assert [one.page_content for one in kept] == [KEPT, broken, KEPT]
    assert "RuntimeError" in kept[1].metadata["cleaner_error"]
    dropped = CleanerTransformer(on_error="drop").transform_documents(documents)
    assert [one.page_content for one in dropped] == [KEPT, KEPT]
    with pytest.raises(InputError, match="RuntimeError"):
        CleanerTransformer(on_error="raise").transform_documents(documents)


@pytest.mark.parametrize("given", ["a text", Document(page_content=TEXT), ["a text"]])
def test_what_is_no_list_of_documents_is_refused(given):
    with pytest.raises(InputError, match="documents must be a list of Document"):
        CleanerTransformer().transform_documents(given)
