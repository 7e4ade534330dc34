"""The README's picture shows what the command prints today."""

from __future__ import annotations

from lxml import etree

from tests.picture import COMMAND, PICTURE, shown


def test_the_picture_is_of_what_the_command_prints():
    texts = etree.parse(PICTURE).iter("{http://www.w3.org/2000/svg}text")
    pieces = ["".join(text.itertext()) for text in texts]
    assert "".join("".join(pieces).split()) == "".join(f"$ {COMMAND} {shown().plain}".split())
