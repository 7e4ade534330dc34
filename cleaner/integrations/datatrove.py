"""datatrove: a pipeline step that cleans documents, anywhere between a reader and a writer."""

from __future__ import annotations

from contextlib import nullcontext
from typing import Unpack

from cleaner.errors import MissingExtraError
from cleaner.integrations.documents import kind_of, record_of
from cleaner.integrations.options import DROP, ERROR, KEEP, Options, takes_options
from cleaner.integrations.step import Step

try:
    from datatrove.data import Document, DocumentsPipeline
    from datatrove.pipeline.base import PipelineStep
    from datatrove.pipeline.writers.disk_base import DiskWriter
    from datatrove.utils.logging import logger
    from datatrove.utils.typeshelper import StatHints
except ModuleNotFoundError as error:
    raise MissingExtraError(error.name or "datatrove", "datatrove") from None


@takes_options(Step)
class CleanerStep(PipelineStep):
    """Puts the editorial text into a document, and what `Step.about` tells into its metadata.

    Where a document comes from is told by its metadata: "source", "url" or the like, where that is a web address. A document
    without text passes as it is, and is counted. One that cannot be cleaned is counted and logged; it is dropped and goes to
    the exclusion writer with its `filter_reason`, or is kept with the reason in its metadata as `cleaner_error`, as `on_error`
    says ("drop" if left out).
    """

    type = "✂️ - FORMAT"
    name = "🧹 Affiliate cleaner"

    def __init__(self, exclusion_writer: DiskWriter | None = None, **options: Unpack[Options]) -> None:
        """A step.

        Args:
            exclusion_writer: takes the documents that are dropped.
            options: see `Options`.

        Raises:
            TypeError: there is no such option.
            RuleError: the rules cannot be used.
            InputError: another option cannot.
        """
        super().__init__()
        self.exclusion_writer = exclusion_writer
        self.step = Step.of({"on_error": DROP, **options})

    def run(self, data: DocumentsPipeline, rank: int = 0, world_size: int = 1) -> DocumentsPipeline:  # noqa: ARG002
        """The documents, cleaned in place.

        Raises:
            RuleError: the rules cannot be used any more.
            InputError: a document cannot be cleaned, and `on_error` is "raise".
        """
        with self.exclusion_writer or nullcontext() as excluded:
            for document in data:
                self.stat_update(StatHints.total)
                with self.track_time():
                    reason = self._clean(document)
                if reason is not None:
                    logger.warning(f"document {document.id} cannot be cleaned: {reason}")
                    if self.step.on_error != KEEP:
                        self.stat_update(StatHints.dropped, f"dropped_{kind_of(reason)}")
                        if excluded is not None:
                            document.metadata["filter_reason"] = reason
                            excluded.write(document, rank)
                        continue
                    self.stat_update(f"kept_{kind_of(reason)}")
                    document.metadata[ERROR] = reason
                self.stat_update(StatHints.forwarded)
                self.update_doc_stats(document)
                yield document

    def _clean(self, document: Document) -> str | None:
        """Clean a document in place, or say why it cannot be."""
        if document.text is None:
            self.stat_update("without_article")
            return None
        result = self.step.attempt(record_of(document.text, document.metadata, self.step.pages))
        if isinstance(result, str):
            return result
        document.text = self.step.text(result)
        document.metadata.update(self.step.about(result, document.metadata))
        self.stat_update("removals", value=result.stats.removals)
        self.stat_update("removed_characters", value=result.stats.removed_characters)
        return None
