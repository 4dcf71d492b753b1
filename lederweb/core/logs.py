"""Log lines carry no personal data: no addresses of people or machines and no tokens (O3)."""

import logging
import re

_PATTERNS = (
    (re.compile(r"[\w.+%'-]+@[\w-]+(?:\.[\w-]+)+"), "<e-mail>"),
    (re.compile(r"(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w.])"), "<address>"),
    (re.compile(r"(?<![\w:])(?:[0-9a-fA-F]{1,4}:){3,7}[0-9a-fA-F:]{1,}"), "<address>"),
    # Signed values are base64 with colons between; 24 characters keeps slugs readable.
    (re.compile(r"[A-Za-z0-9_-]{20,}(?:(?::|%3[Aa])[A-Za-z0-9_-]{4,}){1,3}"), "<token>"),
    (re.compile(r"(?<=/)[A-Za-z0-9_=]{32,}(?=[/\s]|$)"), "<token>"),
)


def without_personal_data(text: str) -> str:
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
        return True
