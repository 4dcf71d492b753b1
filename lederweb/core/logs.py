"""Log lines carry no personal data: no addresses of people or machines and no tokens (O3)."""

import ipaddress
import logging
import re

# An address in the short form of IPv6 looks like much else: Python's own reader decides.
_PERHAPS_IPV6 = re.compile(r"(?<![\w:.])[0-9a-fA-F]{0,4}:[0-9a-fA-F:.]*:[0-9a-fA-F.]*(?<![.])")

# Each begins only where its run of letters does, or is bounded (RFC 5321: 64 characters before the
# "@"): a line is as long as anybody makes it, and must not cost the square of its length.
_PATTERNS = (
    (re.compile(r"[\w.+'-]{1,64}(?:@|%40)[\w-]+(?:\.[\w-]+)+"), "<e-mail>"),
    (re.compile(r"(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?!\w|\.\d)"), "<address>"),
    # Signed values are base64 with colons between, encoded in an address or not; 20 characters
    # keeps slugs readable.
    (
        re.compile(r"(?<![A-Za-z0-9_-])[A-Za-z0-9_-]{20,}(?:(?::|%3[Aa])[A-Za-z0-9_-]{4,}){1,3}"),
        "<token>",
    ),
    (re.compile(r"(?<=/)[A-Za-z0-9_=]{32,}(?=[/?\s]|$)"), "<token>"),
    # The link to a new password: base 36, a hyphen and 32 hexadecimal digits.
    (re.compile(r"(?<=/)[0-9a-z]{1,13}-[0-9a-f]{32}\b"), "<token>"),
)


def _hide_ipv6(found: re.Match[str]) -> str:
    """Also where a colon of the sentence follows: "ip=2001:db8::1: refused"."""
    for text in dict.fromkeys((found[0], found[0].removesuffix(":"))):
        try:
            ipaddress.ip_address(text)
        except ValueError:
            continue
        return f"<address>{found[0][len(text) :]}"
    return found[0]


def without_personal_data(text: str) -> str:
    text = _PERHAPS_IPV6.sub(_hide_ipv6, text)
    for pattern, replacement in _PATTERNS:
        text = pattern.sub(replacement, text)
    return text


class RemovePersonalData(logging.Filter):
    """Rewrites each record, its traceback included, before a handler sees it."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = without_personal_data(record.getMessage())
        record.args = ()
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = without_personal_data(record.exc_text)
        if record.stack_info:
            record.stack_info = without_personal_data(record.stack_info)
        return True
