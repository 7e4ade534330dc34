"""Messages: pages that browsers saved as one file, and mails."""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from tests.records.reading import outcomes, read, written

PAGE = "<html><head><title>Regen</title></head><body><p>Naß ist der Regen.</p></body></html>"
MHTML = f"""From: <Saved by Blink>
Snapshot-Content-Location: https://rain.example/wet
Subject: =?utf-8?Q?Na=C3=9F?=
MIME-Version: 1.0
Content-Type: multipart/related; type="text/html"; boundary="----b"

------b
Content-Type: text/html
Content-Transfer-Encoding: quoted-printable
Content-Location: https://rain.example/wet

{PAGE.replace("=", "=3D").replace("ß", "=C3=9F")}
------b
Content-Type: image/png
Content-Transfer-Encoding: base64
Content-Location: https://rain.example/a.png

iVBORw0KGgo=
------b--
""".replace("\n", "\r\n").encode()


def mail(charset="iso-8859-1", page=True):
    message = EmailMessage()
    message["Subject"] = "Of rain"
    message.set_content("Naß, as text.\n", charset=charset)
    if page:
        message.add_alternative(PAGE, subtype="html", charset=charset)
    message.add_attachment(b"<p>No article", maintype="text", subtype="html", filename="a.html")
    return message.as_bytes()


@pytest.mark.parametrize("name", ["a.mhtml", "a.mht", "A.MHTML"])
def test_a_saved_page_is_read_with_its_address_and_title(tmp_path, name):
    (record,) = read(written(tmp_path / name, MHTML))
    assert (record.text.strip(), record.page, record.url) == (PAGE, True, "https://rain.example/wet")
    assert record.fields["title"] == "Naß"


@pytest.mark.parametrize("charset", ["iso-8859-1", "utf-8", "cp1252"])
def test_of_a_mail_the_page_is_read_or_else_the_text(tmp_path, charset):
    written(tmp_path / "a.eml", mail(charset))
    written(tmp_path / "b.eml", mail(charset, page=False))
    pages = [(record.text.strip(), record.page, record.fields["title"]) for record in read(tmp_path)]
    assert pages == [(PAGE, True, "Of rain"), ("Naß, as text.", False, "Of rain")]


def test_what_is_no_message_is_told(tmp_path):
    assert outcomes(written(tmp_path / "a.eml", b"\x89PNG\0\1")) == [
        "!cannot be read: is a message without a page or a text"
    ]
    nested = b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n" * 5000
    (told,) = outcomes(written(tmp_path / "a.eml", nested))
    assert told.startswith("!cannot be read: ")
