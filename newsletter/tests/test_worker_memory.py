"""Whoever sends does not carry what draws, sets and reads files for others: 40 MB a process."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# Packages that are used now and then, in a task or a view of their own.
HEAVY = {
    "crawleruseragents",
    "cryptography.hazmat.primitives.asymmetric",  # only who signs, see lederweb.mail.dkim
    "docx",
    "openpyxl",
    "pypdfium2",
    "simplemma",
    "typst",
    "vl_convert",
    "wordfreq",
}
_AS_A_WORKER = """
import sys
from lederweb.celery import app
import django
django.setup()
app.loader.import_default_modules()
import newsletter.services.send
print(*sys.modules)
"""


def test_a_worker_loads_what_it_uses_only():
    loaded = subprocess.run(
        [sys.executable, "-c", _AS_A_WORKER],
        cwd=ROOT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "lederweb.settings.test"},
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    assert "newsletter" in loaded
    assert HEAVY & set(loaded) == set()
