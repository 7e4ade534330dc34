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
