"""Bounces as mail servers write them, for tests and drills: the shapes, in words of our own."""

from __future__ import annotations

from email.message import EmailMessage

SHAPES = ("postfix", "exchange", "gmail", "exim", "qmail", "old-exim")

_RETURNED = """Return-Path: <{to}>
From: Lederweb <info@lederweb.dk>
To: {recipient}
Subject: =?utf-8?q?N=C3=A5r_du_leder_p=C3=A5_afstand?=

Kære leder. Årets bedste råd om ledelse på afstand står her.
"""

_WORDS = {
    "postfix": "This is the mail system at host mx.kommune.example.\n\nI'm sorry to have to tell "
    "you that your message could not be delivered.\n\n<{recipient}>: {diagnostic}",
    "exchange": "Levering mislykkedes til disse modtagere:\n\n{recipient}\nModtagerens "
    "e-mailadresse blev ikke fundet på æøå-kommunens server.\n\n{diagnostic}",
    "gmail": "** Adressen blev ikke fundet **\n\nDin besked blev ikke leveret til {recipient}, "
    "fordi adressen ikke findes eller ikke kan modtage post.\n\n{diagnostic}",
    "exim": "This message was created automatically by mail delivery software.\n\nA message that "
    "you sent could not be delivered to one of its recipients.\n\n  {recipient}\n    {diagnostic}",
    "qmail": "Hi. This is the qmail-send program at mx.kommune.example.\nI'm afraid that I could "
    "not bring your message to these addresses.\n\n<{recipient}>:\n{diagnostic}\n",
    "old-exim": "This message was created automatically by mail delivery software.\n\nA message "
    "that you sent failed:\n\n  {recipient}\n    {diagnostic}\n",
}
_SENDERS = {
    "postfix": ("MAILER-DAEMON@mx.kommune.example (Mail Delivery System)", "dns"),
    "exchange": ("MicrosoftExchange329e@kommune.example", "dns"),
    "gmail": ("Mail Delivery Subsystem <mailer-daemon@googlemail.example>", "dns"),
    "exim": ("Mail Delivery System <Mailer-Daemon@mx.kommune.example>", "dns"),
}


def bounce(
    to: str,
    recipient: str = "karen@example.org",
    *,
    shape: str = "postfix",
    status: str = "5.1.1",
    action: str = "failed",
    diagnostic: str = "",
) -> bytes:
    """A bounce to a return path, about a recipient, as the mail server `shape` writes it."""
    diagnostic = diagnostic or f"{status[0]}50 {status} <{recipient}>: no such mailbox (ukendt)"
    names = {"recipient": recipient, "diagnostic": diagnostic, "to": to}
    words = _WORDS[shape].format(**names)
    returned = _RETURNED.format(**names)
    if shape == "qmail":
        words += f"\n--- Below this line is a copy of the message.\n\n{returned}"
    elif shape == "old-exim":
        words += f"\n------ This is a copy of the message ------\n\n{returned}"
    if shape in ("qmail", "old-exim"):
        message = EmailMessage()
        message["From"] = "MAILER-DAEMON@mx.kommune.example"
        message["To"] = to
        message["Subject"] = "failure notice"
        if shape == "old-exim":
            message["X-Failed-Recipients"] = recipient
        message.set_content(words)
        return message.as_bytes()
    return _notification(to, recipient, shape, status, action, diagnostic, words, returned)


def _notification(
    to: str,
    recipient: str,
    shape: str,
    status: str,
    action: str,
    diagnostic: str,
    words: str,
    returned: str,
) -> bytes:
    sender, mta = _SENDERS[shape]
    # Exchange and Exim give no more than the class in the field made for it.
    stated = f"{status[0]}.0.0" if shape in ("exim",) else status
    fields = [f"Final-Recipient: rfc822; {recipient}", f"Action: {action}", f"Status: {stated}"]
    if shape == "gmail":
        fields.append("Remote-MTA: dns; mx.kommune.example. (192.0.2.7, the server.)")
        fields.append(f"Diagnostic-Code: smtp; {diagnostic[:20]}\n {diagnostic[20:]}")
    else:
        fields.append(f"Diagnostic-Code: smtp; {diagnostic}")
    if shape == "exchange":
        fields.append("X-Display-Name: Åse Sørensen")
    text = f"""From: {sender}
To: {to}
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="=_grænse"

This is a MIME-encapsulated message.

--=_grænse
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

{words}

--=_grænse
Content-Type: message/delivery-status

Reporting-MTA: {mta}; mx.kommune.example
Arrival-Date: Mon, 16 Mar 2026 09:00:00 +0100

{chr(10).join(fields)}

--=_grænse
Content-Type: message/rfc822
Content-Transfer-Encoding: 8bit

{returned}
--=_grænse--
"""
    return text.replace("=_grænse", "=_graense").encode()
