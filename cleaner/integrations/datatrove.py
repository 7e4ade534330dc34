"""datatrove: a pipeline step that cleans documents, anywhere between a reader and a writer."""

from __future__ import annotations

from contextlib import nullcontext
from typing import Unpack

from cleaner.errors import MissingExtraError
from cleaner.integrations.step import Options, Step, address

try:
    from datatrove.data import Document, DocumentsPipeline
    from datatrove.pipeline.base import PipelineStep
    from datatrove.pipeline.writers.disk_base import DiskWriter
    from datatrove.utils.logging import logger
    from datatrove.utils.typeshelper import StatHints
except ModuleNotFoundError as error:
    raise MissingExtraError(error.name or "datatrove", "datatrove") from None


class CleanerStep(PipelineStep):
    """Puts the editorial text into a document, and what `Step.about` tells into its metadata.

    Where a document comes from is told by its metadata: "source", "url" or the like, where that is a web address. A document
    without text passes as it is, and is counted. One that cannot be cleaned is dropped, counted and logged, and goes to the
    exclusion writer with its `filter_reason`.
    """

    type = "✂️ - FORMAT"
    name = "🧹 Affiliate cleaner"

    def __init__(self, exclusion_writer: DiskWriter | None = None, **options: Unpack[Options]) -> None:
        """A step.

        Args:
            exclusion_writer: takes the documents that cannot be cleaned.
            options: see `Options`.
        """
        super().__init__()
        self.exclusion_writer = exclusion_writer
        self.step = Step.of(options)

    def run(self, data: DocumentsPipeline, rank: int = 0, world_size: int = 1) -> DocumentsPipeline:  # noqa: ARG002
        """The documents, cleaned in place.

        Raises:
            RuleError: the rules cannot be used.
            InputError: another option cannot.
        """
        self.step.prepare()
        with self.exclusion_writer or nullcontext() as excluded:
            for document in data:
                self.stat_update(StatHints.total)
                try:
                    with self.track_time():
                        self._clean(document)
                except Exception as error:  # one document must not cost a task all that it has done
                    reason = type(error).__name__
                    logger.warning(f"document {document.id} cannot be cleaned: {reason}: {error}")
                    self.stat_update(StatHints.dropped, f"dropped_{reason}")
                    if excluded is not None:
                        document.metadata["filter_reason"] = reason
                        excluded.write(document, rank)
                    continue
                self.stat_update(StatHints.forwarded)
                self.update_doc_stats(document)
                yield document

    def _clean(self, document: Document) -> None:
        if document.text is None:
            self.stat_update("without_article")
            return
        if not isinstance(document.text, str):  # readers let some other values pass
            raise TypeError(f"its text is {type(document.text).__name__}")
        result = self.step.clean(document.text, address(document.metadata))
        document.text = result.text
        document.metadata.update(self.step.about(result, document.metadata))
        self.stat_update("removals", value=result.stats.removals)
        self.stat_update("removed_characters", value=result.stats.removed_characters)
