"""On a developer's machine, started by `./dev`."""

from .base import *  # noqa: F403
from .base import BASE_DIR, INSTALLED_APPS, LOGGING, STORAGES, env

DEBUG = env.flag("DEBUG", default=True)
SECRET_KEY = env.text("SECRET_KEY", "development-only-not-a-secret-0123456789abcdefghij")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]")
INSTALLED_APPS = ["lederweb.devtools", *INSTALLED_APPS]
MEDIA_ROOT = BASE_DIR / ".dev" / "media"
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
DEV_MAIL_DIR = BASE_DIR / ".dev" / "mail"
# `./dev up` puts the time and the process before each line.
LOGGING["formatters"] = {"line": {"format": "{levelname} {name} {message}", "style": "{"}}
