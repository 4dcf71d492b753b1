"""The site that browser tests visit: the tests' settings, in processes of their own.

Unlike inside a test, work goes through Redis to a real worker and mail over SMTP. Every address
of a service is taken as given; `lederweb.testing.processes` gives them.
"""

from pathlib import Path

from lederweb.settings import base
from lederweb.settings.test import *  # noqa: F403

ALLOWED_HOSTS = ["127.0.0.1"]
BASE_URL = WAGTAILADMIN_BASE_URL = base.BASE_URL
REDIS_URL = CELERY_BROKER_URL = base.REDIS_URL
CACHES = base.CACHES
TASKS = base.TASKS
MEDIA_ROOT = base.MEDIA_ROOT
DEV_MAIL_DIR = Path(base.env.text("DEV_MAIL_DIR"))
