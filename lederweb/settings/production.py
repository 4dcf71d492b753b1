"""In production. Nothing has a default that would be unsafe to forget."""

from .base import *  # noqa: F403
from .base import TRUSTED_PROXIES, env

DEBUG = False
SECRET_KEY = env.secret("SECRET_KEY")
SECRET_KEY_FALLBACKS = env.secrets("SECRET_KEY_FALLBACKS")
BASE_URL = env.address("BASE_URL")
WAGTAILADMIN_BASE_URL = BASE_URL
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS")
env.text("EMAIL_URL")  # must be given here; base.py has read it

REFUSE_DEMONSTRATION_ACCOUNTS = True
CSRF_TRUSTED_ORIGINS = [BASE_URL]
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SECURE_SSL_REDIRECT = env.flag("SECURE_SSL_REDIRECT", default=True)
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]  # probes ask the process itself
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = env.integer("SECURE_HSTS_SECONDS", 31_536_000, maximum=63_072_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.flag("SECURE_HSTS_INCLUDE_SUBDOMAINS", default=True)
SECURE_HSTS_PRELOAD = env.flag("SECURE_HSTS_PRELOAD", default=True)
