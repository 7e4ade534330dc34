"""LangChain: a transformer that cleans documents, between a loader and a splitter."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Unpack

from cleaner.errors import MissingExtraError
from cleaner.integrations.step import Options, Step, address

try:
    from langchain_core.documents import BaseDocumentTransformer, Document
except ModuleNotFoundError as error:
    raise MissingExtraError(error.name or "langchain_core", "langchain") from None


class CleanerTransformer(BaseDocumentTransformer):
    """Gives documents with the editorial text as `page_content`, and what `Step.about` tells in `metadata`.

    Where a document comes from is told by its metadata: "source", "url" or the like, where that is a web address.
    """

    def __init__(self, **options: Unpack[Options]) -> None:
        self.step = Step.of(options)

    def transform_documents(self, documents: Sequence[Document], **kwargs: Any) -> Sequence[Document]:  # noqa: ARG002
        """New documents, cleaned, in the same order; those given stay as they are.

        Raises:
            RuleError: the rules cannot be used.
            InputError: another option cannot.
        """
        return [self._cleaned(document) for document in documents]

    def _cleaned(self, document: Document) -> Document:
        known = document.metadata
        result = self.step.clean(document.page_content, address(known))
        changes = {"page_content": result.text, "metadata": {**known, **self.step.about(result, known)}}
        return document.model_copy(update=changes)
