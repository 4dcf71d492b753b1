"""For tests: real PostgreSQL and Redis, small and quick where behaviour stays the same."""

import os
import tempfile
from pathlib import Path

from lederweb.lib.env import celery_broker
from lederweb.testing.redis import database_of_worker

from .base import *  # noqa: F403
from .base import CACHE_URL, CACHES, DATABASES, INSTALLED_APPS, REDIS_URL, STORAGES

DEBUG = False
SECRET_KEY = "tests-only-not-a-secret-0123456789abcdefghijklmnop"
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
BASE_URL = "http://testserver"
WAGTAILADMIN_BASE_URL = BASE_URL
INSTALLED_APPS = ["lederweb.devtools", *INSTALLED_APPS]

DATABASES = {"default": DATABASES["default"] | {"ENGINE": "lederweb.testing.postgresql"}}
# Two workers of pytest-xdist share one Redis server but never a database.
REDIS_URL = database_of_worker(REDIS_URL, offset=0)
CELERY_BROKER_URL = celery_broker(REDIS_URL)
CACHES = CACHES | {
    "default": CACHES["default"]
    | {
        "LOCATION": database_of_worker(CACHE_URL, offset=1),
        # A busy machine must not look like a cache that is away.
        "OPTIONS": {
            "IGNORE_EXCEPTIONS": True,
            "SOCKET_CONNECT_TIMEOUT": 5,
            "SOCKET_TIMEOUT": 5,
        },
    }
}
PAGE_CACHE_SECONDS = 600  # whatever the environment says
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
_files = Path(os.environ.get("TEST_FILES", tempfile.gettempdir()))
MEDIA_ROOT = _files / f"lederweb-test-media-{os.getpid()}"
DEV_MAIL_DIR = _files / f"lederweb-test-mail-{os.getpid()}"
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
