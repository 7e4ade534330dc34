"""Spans against spans, held against sets of positions."""

from hypothesis import given
from hypothesis import strategies as st

from cleaner.model import Span
from cleaner.spans import common, divided, overlapping, overlaps, shared

spans = st.tuples(st.integers(0, 30), st.integers(1, 10)).map(lambda pair: Span(pair[0], sum(pair)))
# In order, without overlap, some of them side by side.
pieces = st.lists(st.integers(0, 30), unique=True).map(
    lambda edges: [Span(*pair) for pair in zip(sorted(edges)[::2], sorted(edges)[1::2], strict=False)]
)


def positions(*some):
    return {position for span in some for position in range(span.start, span.end)}


@given(spans, spans)
def test_two_spans_share_their_common_positions(one, other):
    assert positions(common(one, other)) == positions(one) & positions(other)
    assert overlaps(one, other) == bool(positions(one) & positions(other))


@given(pieces, spans)
def test_pieces_that_share_something(some, whole):
    assert overlapping(some, whole) == [piece for piece in some if positions(piece) & positions(whole)]
    assert positions(*shared(some, whole)) == positions(*some) & positions(whole)


@given(pieces, spans)
def test_a_span_is_divided_without_rest(some, whole):
    parts = list(divided(whole, some))
    assert [position for part, _ in parts for position in range(*part)] == list(range(*whole))
    assert all(positions(part) <= positions(piece) for part, piece in parts if piece)
    assert not positions(*(part for part, piece in parts if piece is None)) & positions(*some)
