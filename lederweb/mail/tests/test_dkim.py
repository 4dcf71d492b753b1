"""Our signatures hold for a verifier that is not ours, the headers for leaving included (N6)."""

import base64

import dkim
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from lederweb.mail.compiled import CompiledLetter
from lederweb.mail.dkim import DkimSigner, signed
from lederweb.mail.mime import Letter

HEADERS = {
    "List-Unsubscribe": "<https://www.lederweb.dk/afmeld/x/>",
    "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
}


@pytest.fixture
def keys():
    key = rsa.generate_private_key(65537, 2048)
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    public = key.public_key().public_bytes(serialization.Encoding.DER, form)
    pem = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    record = f"v=DKIM1; k=rsa; p={base64.b64encode(public).decode()}"
    return pem, record.encode()


def holds(message: bytes, record: bytes) -> bool:
    asked = []

    def look_up(name, timeout=5):
        asked.append(name)
        return record

    return dkim.verify(message, dnsfunc=look_up) and asked == [b"nyt._domainkey.lederweb.dk."]


@pytest.mark.parametrize("eight_bit", [True, False])
def test_a_newsletter_is_signed_as_it_is_filled_in(keys, eight_bit):
    pem, record = keys
    letter = Letter(
        "Lederweb – Væksthus <info@lederweb.dk>",
        "Når du leder på afstand, og emnet er så langt at det brydes over flere linjer",
        "Kære leder\n.\n..prik\nFarvel LINK\n\n\n",
        "<p>Æble  LINK</p>\n",
    )
    ready = CompiledLetter(
        letter, ["LINK"], eight_bit=eight_bit, signer=DkimSigner("lederweb.dk", "nyt", pem)
    )
    stuffed = ready.fill("k@example.org", "<1@lederweb.dk>", HEADERS, {"LINK": "http://x/"})
    message = stuffed.replace(b"\r\n..", b"\r\n.")
    assert holds(message, record)
    assert not holds(message.replace(b"One-Click", b"Two-Click"), record)
    assert not holds(message.replace(b"/afmeld/x/", b"/afmeld/y/"), record)
    assert not holds(message.replace(b"leder\r\n", b"Leder\r\n"), record)


def test_single_mails_are_signed_where_the_settings_say_so(keys, settings, tmp_path):
    pem, record = keys
    file = tmp_path / "key.pem"
    file.write_bytes(pem)
    content = Letter("info@lederweb.dk", "Hej", "Kære Åse\n").for_recipient("k@x.dk", "<1@x.dk>")
    assert signed(content) == content
    settings.DKIM_DOMAIN, settings.DKIM_SELECTOR = "lederweb.dk", "nyt"
    settings.DKIM_KEY_FILE = str(file)
    assert holds(signed(content), record)
