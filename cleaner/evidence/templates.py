"""Templates: blocks that recur in a document, such as product placeholders, and what each says as a whole.

All of a block goes, or none of it: the product's name with shop, price, button and disclosure around it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from math import fsum
from typing import NamedTuple

from cleaner.evidence.frames import Frame, FrameSearch, is_short
from cleaner.evidence.recurrence import Recurrence

# A line that says less for its removal, on average over its places, tells no block, unless it speaks of trade.
_LEAST = -1.0
# A block says what its lines that recur say on average, and this for what it looks like:
_TIMES = (-1.0, -1.0, -0.25, 0.25, 0.5, 0.75)  # it stands in the document once, twice, and so on
_SHOP, _SHOP_ALONE = "<shop>", 1.4  # a line of it is the name of a shop
_ONE_CHANGES = 0.75  # in most, one line changes
_ALL_SIZES, _ONE_SIZE = -1.0, 1.0  # by the share of those that have the size that most have
_LABEL, _MOST_LABELS = -1.25, 2  # for each line of data, such as "Weight: 3 kg", that does not speak for it
_DATA = frozenset(["<date>", "<time>", "<number>"])
# What a line says against it beyond the first counts so often again.
_AGAINST, _AGAIN = -1.25, 2.0
# Under a shop's name and a product each line that ends with a price says so much; so many lines are looked at.
_PRICE, _PRICED, _CARD_LINES = "<price>", 1.0, 4
# Blocks of trade say so much at least, where so many at least, and this share of them, are alike.
_PLACEHOLDER, _ALIKE_TIMES, _ALIKE = 1.0, 3, 0.7
_TRADE = frozenset(["shop", "price", "buy", "offer", "affiliate", "ad"])
_SENTENCE_ENDS, _SENTENCE_WORDS = (1, 2), 5  # see `said`


class TemplateBlock(NamedTuple):
    """A block that recurs.

    Attributes:
        total: what it says for its removal.
        says: what its lines say, without what it says that they recur.
        times: how often it stands in the document.
        anchor: the number of a line that tells what it is.
    """

    total: float
    says: float
    times: int
    anchor: int


def blocks(recurrence: Recurrence) -> dict[int, TemplateBlock]:
    """For each line of a block, by number, the block; the one that says most."""
    search, judge = FrameSearch(recurrence), _Judge(recurrence)
    found: dict[int, TemplateBlock] = {}
    told = list(_cards(recurrence))
    for key, says in recurrence.says.items():
        if says >= _LEAST or judge.acts(key):
            told += judge.told(search.around(key))
    for span, block in told:
        for number in span:
            found[number] = max(block, found.get(number, block))
    return found


def _cards(recurrence: Recurrence) -> Iterator[tuple[range, TemplateBlock]]:
    """The blocks that need not recur: a shop's name, a short line, and under it a price, or what is spam by itself."""
    lines, words, size = recurrence.lines, recurrence.words, len(recurrence.lines)
    for shop in [number for number in range(size - 2) if words[number] == [_SHOP]]:
        said: list[float] = []
        is_name = is_short(lines[shop + 1]) and sum(map(str.isalpha, words[shop + 1])) > 1
        while is_name and len(said) < _CARD_LINES and (at := shop + 2 + len(said)) < size:
            is_price = is_short(lines[at]) and words[at][-1] == _PRICE
            if recurrence.sums[at] < 0 and not is_price:
                break
            said.append(max(recurrence.sums[at], _PRICED if is_price else 0.0))
        if said:
            mean = sum(said) / len(said)
            yield range(shop, shop + 2 + len(said)), TemplateBlock(mean + _TIMES[0] + _SHOP_ALONE, mean, 1, shop)


class _Judge:
    """What frames say for the removal of their places."""

    def __init__(self, recurrence: Recurrence) -> None:
        self._lines, self._words, self._keys = recurrence.lines, recurrence.words, recurrence.keys
        self._places, self._says = recurrence.places, recurrence.says

    def told(self, frame: Frame) -> Iterator[tuple[range, TemplateBlock]]:
        """The places of a frame, and what each says. A lone line that stands there once is none."""
        times, look = len(frame.spans), self._look(frame)
        floor = TemplateBlock(_PLACEHOLDER, 0.0, times, frame.anchor) if self._are_placeholders(frame) else None
        for span in frame.spans if times > 1 or len(frame.spans[0]) > 1 else ():
            says = [self._says[key] for key in frame.keys.intersection([self._keys[number] for number in span])]
            # The order of a set is not the same in all processes; fsum gives the same whatever the order.
            own = fsum(says) / len(says) + _AGAIN * min(0.0, min(says) - _AGAINST)
            block = TemplateBlock(own + look, own, times, frame.anchor)
            yield span, max(block, floor or block)

    def acts(self, key: str) -> frozenset[str]:
        """What the words of a line that recurs have to do with trade."""
        at = self._places[key][0]
        masks = {word.strip("<>") for word in self._words[at] if word in (_SHOP, _PRICE)}
        return (self._lines[at].acts | masks) & _TRADE

    def _look(self, frame: Frame) -> float:
        """What a frame says by how often it stands there, and how alike its places are."""
        spans, keys = frame.spans, frame.keys
        sizes = Counter(map(len, spans))
        ((changing, _),) = Counter(len(self._changing(frame, span)) for span in spans).most_common(1)
        labels = sum(self._says[key] < 0 and _is_data(key) for key in keys)
        return (
            _TIMES[min(len(spans), len(_TIMES)) - 1]
            + (_SHOP_ALONE if _SHOP in keys else 0.0)
            + (_ONE_CHANGES if changing == 1 else 0.0)
            + _ALL_SIZES
            + _ONE_SIZE * max(sizes.values()) / len(spans)
            + _LABEL * min(_MOST_LABELS, labels)
        )

    def _are_placeholders(self, frame: Frame) -> bool:
        """Whether blocks are products whatever else their words say: in each one line changes, and the others are of trade.

        They are so if they speak of two things of trade, such as a price and to buy; or of one, and a sentence follows the
        product, as disclosures do. Data under each thing that an author describes has labels.
        """
        if len(frame.spans) < _ALIKE_TIMES or any(map(_is_data, frame.keys)):
            return False
        trade = {act for key in frame.keys for act in self.acts(key)}
        alike = 0
        for span in frame.spans if trade else ():
            changing = self._changing(frame, span)
            if len(changing) == 1 and changing[0] < span[-1]:
                after = range(changing[0] + 1, span.stop)
                alike += len(trade) > 1 or (span[0] < changing[0] and any(map(self._is_sentence, after)))
        return alike > 0 and alike >= _ALIKE * len(frame.spans)

    def _changing(self, frame: Frame, span: Sequence[int]) -> list[int]:
        return [number for number in span if self._keys[number] not in frame.keys]

    def _is_sentence(self, number: int) -> bool:
        return self._lines[number].end in _SENTENCE_ENDS and len(self._words[number]) >= _SENTENCE_WORDS


def _is_data(key: str) -> bool:
    """Whether a line is "Weight: 3 kg", or a date, as in a calendar."""
    return key[-1] == ":" or _DATA.issuperset(key.split())
