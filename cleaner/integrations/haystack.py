"""Haystack: a component that cleans documents, between a converter and a splitter."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Unpack

from cleaner.errors import MissingExtraError
from cleaner.integrations.step import Options, Step, address

try:
    from haystack import Document, component, default_from_dict, default_to_dict
except ModuleNotFoundError as error:
    raise MissingExtraError(error.name or "haystack", "haystack") from None


@component
class AffiliateCleaner:
    """Gives documents with the editorial text as `content`, and what `Step.about` tells in `meta`.

    Where a document comes from is told by its meta: "source", "url" or the like, where that is a web address. A pipeline
    with it is loaded by `Pipeline.loads(yaml, allowed_modules=["cleaner.integrations.haystack"])`.
    """

    def __init__(self, *, keep_id: bool = False, **options: Unpack[Options]) -> None:
        """A cleaner.

        Args:
            keep_id: whether cleaned documents keep their ids; otherwise they get those that their new content gives.
            options: see `Options`.
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

    def warm_up(self) -> None:
        """Load the rules.

        Raises:
            RuleError: the rules cannot be used.
            InputError: another option cannot.
        """
        self.step.prepare()

    @component.output_types(documents=list[Document])
    def run(self, documents: list[Document]) -> dict[str, list[Document]]:
        """New documents, cleaned, in the same order; those given stay as they are, and those without text are passed on.

        Raises:
            RuleError: the rules cannot be used.
            InputError: another option cannot.
        """
        return {"documents": [self._cleaned(document) for document in documents]}

    def _cleaned(self, document: Document) -> Document:
        if document.content is None:
            return document
        result = self.step.clean(document.content, address(document.meta))
        meta = {**document.meta, **self.step.about(result, document.meta)}
        return replace(document, id=document.id if self.keep_id else "", content=result.text, meta=meta)
