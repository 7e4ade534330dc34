"""Haystack: a component that cleans documents, between a converter and a splitter."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Unpack

from cleaner.errors import MissingExtraError
from cleaner.integrations.documents import documents_of, record_of
from cleaner.integrations.options import DROP, ERROR, Options, takes_options
from cleaner.integrations.step import Step

try:
    from haystack import Document, component, default_from_dict, default_to_dict
except ModuleNotFoundError as error:
    raise MissingExtraError(error.name or "haystack", "haystack") from None


@component
@takes_options(Step)
class AffiliateCleaner:
    """Gives documents with the editorial text as `content`, and what `Step.about` tells in `meta`.

    Where a document comes from is told by its meta: "source", "url" or the like, where that is a web address. A pipeline
    with it is loaded by `Pipeline.loads(yaml, allowed_modules=["cleaner.integrations.haystack"])`. A document that cannot be
    cleaned stays among the others as it came, with the reason in its meta as `cleaner_error`; with `on_error="drop"` it goes to
    the output `rejected` instead.
    """

    def __init__(self, *, keep_id: bool = False, **options: Unpack[Options]) -> None:
        """A cleaner.

        Args:
            keep_id: whether cleaned documents keep their ids; otherwise they get those that their new content gives.
            options: see `Options`.

        Raises:
            TypeError: there is no such option.
            RuleError: the rules cannot be used.
            InputError: another option cannot.
        """
        self.keep_id = keep_id
        self.step = Step.of(options)

    def to_dict(self) -> dict[str, Any]:
        """The component as plain data."""
        data: dict[str, Any] = default_to_dict(self, keep_id=self.keep_id, **self.step.to_dict())
        return data

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> AffiliateCleaner:
        """The component that `to_dict` told of."""
        made: AffiliateCleaner = default_from_dict(cls, data)
        return made

    @component.output_types(documents=list[Document], rejected=list[Document])
    def run(self, documents: list[Document]) -> dict[str, list[Document]]:
        """New documents, cleaned, in the same order; those given stay as they are, and those without text are passed on.

        Raises:
            InputError: these are no documents, or one cannot be cleaned and `on_error` is "raise".
        """
        made, rejected = list[Document](), list[Document]()
        for document in documents_of(documents, Document):
            cleaned, reason = self._cleaned(document)
            (rejected if reason and self.step.on_error == DROP else made).append(cleaned)
        return {"documents": made, "rejected": rejected}

    def _cleaned(self, document: Document) -> tuple[Document, str | None]:
        """The document cleaned, or as it came with the reason why it could not be."""
        if document.content is None:
            return document, None
        result = self.step.attempt(record_of(document.content, document.meta, self.step.pages))
        if isinstance(result, str):
            return replace(document, meta={**document.meta, ERROR: result}), result
        meta = {**document.meta, **self.step.about(result, document.meta)}
        text = self.step.text(result)
        return replace(document, id=document.id if self.keep_id else "", content=text, meta=meta), None
