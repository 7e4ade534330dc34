"""Messages: pages saved by browsers as one file (MHTML) and mails (EML), both of them MIME (RFC 2045, RFC 2557)."""

from __future__ import annotations

from email import message_from_bytes, policy
from email.message import Message
from typing import NamedTuple, cast

PAGE, TEXT = "text/html", "text/plain"
ENDINGS = (".mhtml", ".mht", ".eml")


class MessageBody(NamedTuple):
    """The part of a message that is read: its bytes, their encoding, whether it is a page, its address, and its subject."""

    data: bytes
    encoding: str | None
    page: bool
    url: str | None
    title: str | None


def body_of(data: bytes) -> MessageBody:
    """The page of a message, or else its text.

    Raises:
        ValueError: it has neither.
    """
    message = message_from_bytes(data, policy=policy.default)
    parts = [
        part for part in message.walk() if not part.is_multipart() and part.get_content_disposition() != "attachment"
    ]
    for kind in (PAGE, TEXT):
        part = next(
            (part for part in parts if part.get_content_type() == kind and (kind == PAGE or "Content-Type" in part)),
            None,
        )
        if part is not None:
            held = cast(bytes | None, part.get_payload(decode=True)) or b""
            url = _header(message, "Snapshot-Content-Location") or _header(part, "Content-Location")
            return MessageBody(held, part.get_content_charset(), kind == PAGE, url, _header(message, "Subject"))
    raise ValueError("is a message without a page or a text")


def _header(part: Message, name: str) -> str | None:
    value = " ".join(str(part.get(name, "")).split())
    return value or None
