"""LangChain: a transformer that cleans documents, between a loader and a splitter."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Unpack

from cleaner.errors import MissingExtraError
from cleaner.integrations.documents import documents_of, record_of
from cleaner.integrations.options import DROP, ERROR, Options, takes_options
from cleaner.integrations.step import Step

try:
    from langchain_core.documents import BaseDocumentTransformer, Document
except ModuleNotFoundError as error:
    raise MissingExtraError(error.name or "langchain_core", "langchain") from None


@takes_options(Step)
class CleanerTransformer(BaseDocumentTransformer):
    """Gives documents with the editorial text as `page_content`, and what `Step.about` tells in `metadata`.

    Where a document comes from is told by its metadata: "source", "url" or the like, where that is a web address. One that
    cannot be cleaned stays as it is, with the reason in its metadata as `cleaner_error`, or as `on_error` says.
    """

    def __init__(self, **options: Unpack[Options]) -> None:
        """A transformer; for its options see `Options`.

        Raises:
            TypeError: there is no such option.
            RuleError: the rules cannot be used.
            InputError: another option cannot.
        """
        self.step = Step.of(options)

    def transform_documents(self, documents: Sequence[Document], **kwargs: Any) -> Sequence[Document]:  # noqa: ARG002
        """New documents, cleaned, in the same order; those given stay as they are.

        Raises:
            InputError: these are no documents, or one cannot be cleaned and `on_error` is "raise".
        """
        made = map(self._cleaned, documents_of(documents, Document))
        return [document for document in made if document is not None]

    def _cleaned(self, document: Document) -> Document | None:
        known = document.metadata
        result = self.step.attempt(record_of(document.page_content, known, self.step.pages))
        if isinstance(result, str):
            kept = document.model_copy(update={"metadata": {**known, ERROR: result}})
            return None if self.step.on_error == DROP else kept
        about = self.step.about(result, known)
        return document.model_copy(update={"page_content": self.step.text(result), "metadata": {**known, **about}})
