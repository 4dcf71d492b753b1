"""Settings shared by every environment. What differs is read from the environment, strictly."""

from pathlib import Path

from csp.constants import NONE, SELF, UNSAFE_INLINE
from django.utils.translation import gettext_lazy as _

from lederweb.lib.env import Environment, celery_broker
from lederweb.lib.players import FRAME_SOURCES

env = Environment()
BASE_DIR = Path(__file__).resolve().parent.parent.parent

# --- The house, top floor first (docs/architecture.md) ---------------------------------------
INSTALLED_APPS = [
    "lederweb.pages",
    "lederweb.search",
    "lederweb.content",
    "analytics",
    "newsletter",
    "publications",
    "projects",
    "lederweb.mail",
    "lederweb.users",
    "lederweb.core",
    "wagtail.contrib.settings",
    "wagtail.contrib.redirects",
    "wagtail.contrib.routable_page",
    "wagtail.contrib.search_promotions",
    "wagtail.contrib.typed_table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "lederweb.users.admin_app.UsersAdminConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "wagtailmedia",
    "modelcluster",
    "taggit",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "axes",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.sitemaps",
]

MIDDLEWARE = [
    "analytics.middleware.BeaconMiddleware",
    "lederweb.core.middleware.HeadMiddleware",
    "lederweb.core.middleware.PageCacheMiddleware",
    "lederweb.core.middleware.CompressTextMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "lederweb.core.security.PolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "lederweb.users.middleware.TwoFactorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "lederweb.pages.middleware.OldAddressMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "lederweb.urls"
WSGI_APPLICATION = "lederweb.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django.template.loaders.filesystem.Loader",
                        "lederweb.core.admin_language.Loader",
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
        },
    }
]

# --- Data --------------------------------------------------------------------------------------
DATABASES = {
    "default": env.database()
    | {
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"connect_timeout": 5},
    }
}

REDIS_URL = env.redis("REDIS_URL")
CACHE_URL = env.redis("CACHE_URL")
CACHES = {
    "default": {
        "BACKEND": "django_redis.cache.RedisCache",
        "LOCATION": CACHE_URL,
        "KEY_PREFIX": "lederweb",
        "OPTIONS": {
            # Losing the cache loses nothing (promise O1): a cache that is away or silent is a
            # miss, after at most this long, and then at once for a while.
            "IGNORE_EXCEPTIONS": True,
            "REDIS_CLIENT_CLASS": "lederweb.lib.redis.ImpatientRedis",
            "SOCKET_CONNECT_TIMEOUT": 0.25,
            "SOCKET_TIMEOUT": 0.25,
        },
    },
}
PAGE_CACHE_SECONDS = env.integer("PAGE_CACHE_SECONDS", 600, maximum=3600)

# --- People ------------------------------------------------------------------------------------
AUTH_USER_MODEL = "users.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["email", "first_name", "last_name"]},
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
REQUIRE_TWO_FACTOR = env.flag("REQUIRE_TWO_FACTOR", default=False)
OTP_TOTP_ISSUER = "Lederweb"
REFUSE_DEMONSTRATION_ACCOUNTS = False
LOGIN_URL = "wagtailadmin_login"
LOGIN_REDIRECT_URL = "wagtailadmin_home"

AXES_HANDLER = "lederweb.users.throttling.LogInThrottle"  # has two further limits
AXES_FAILURE_LIMIT = 8  # for one account from one client
AXES_COOLOFF_TIME = 0.5  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_CALLABLE = "lederweb.users.throttling.locked_page"
# The page says when to try again, so trying meanwhile must not move that moment.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
# The database holds no address (promise V4): axes is given a keyed pseudonym instead.
AXES_CLIENT_IP_CALLABLE = "lederweb.users.throttling.client_pseudonym"
AXES_USERNAME_FORM_FIELD = "username"  # what the form calls it; the model says "email"
AXES_USERNAME_CALLABLE = "lederweb.users.throttling.account_pseudonym"
AXES_CLIENT_STR_CALLABLE = "lederweb.users.throttling.describe_client"
AXES_VERBOSE = False

# --- Address and trust -------------------------------------------------------------------------
BASE_URL = env.address("BASE_URL", "http://127.0.0.1:8000")
WAGTAILADMIN_BASE_URL = BASE_URL
TRUSTED_PROXIES = env.integer("TRUSTED_PROXIES", 0, maximum=10)

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * 60 * 12
CSRF_COOKIE_SAMESITE = "Lax"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"  # lederweb.core.security lets the admin frame its previews
PERMISSIONS_POLICY: dict[str, list[str]] = {
    "accelerometer": [],
    "browsing-topics": [],
    "camera": [],
    "display-capture": [],
    "geolocation": [],
    "gyroscope": [],
    "magnetometer": [],
    "microphone": [],
    "midi": [],
    "payment": [],
    "usb": [],
}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "media-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        # What a reader has asked to see; nothing stands in a frame before (lederweb.lib.players).
        "frame-src": [*FRAME_SOURCES],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}
ADMIN_CONTENT_SECURITY_POLICY = CONTENT_SECURITY_POLICY["DIRECTIVES"] | {
    "frame-ancestors": [SELF],
    "frame-src": [SELF],
}
# Wagtail's editors start their choosers and blocks with scripts inside the page, also in parts
# that are fetched later, where no nonce reaches them.
EDITOR_CONTENT_SECURITY_POLICY = ADMIN_CONTENT_SECURITY_POLICY | {
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
}

# --- Language and time -------------------------------------------------------------------------
LANGUAGE_CODE = "da"
LANGUAGES = [("da", _("Danish")), ("en", _("English"))]
# Our own strings, and those that packages leave in English (`manage.py translations`).
LOCALE_PATHS = [BASE_DIR / "lederweb" / "locale", BASE_DIR / "lederweb" / "locale" / "packages"]
FORMAT_MODULE_PATH = ["lederweb.locale.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Copenhagen"
USE_THOUSAND_SEPARATOR = False  # numbers are set the Danish way by our own filter

# --- Files -------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = Path(env.text("STATIC_ROOT", str(BASE_DIR / "staticfiles")))
MEDIA_URL = "/media/"
MEDIA_ROOT = Path(env.text("MEDIA_ROOT", str(BASE_DIR / "media")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "lederweb.core.storage.StaticStorage"},
}
FILE_UPLOAD_PERMISSIONS = 0o644
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# --- Wagtail -----------------------------------------------------------------------------------
WAGTAIL_SITE_NAME = "Lederweb"
WAGTAIL_I18N_ENABLED = False
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAIL_CONTENT_LANGUAGES = [("da", _("Danish"))]
WAGTAILADMIN_PERMITTED_LANGUAGES = [("da", "Dansk"), ("en", "English")]
WAGTAIL_DATE_FORMAT = "%d.%m.%Y"
WAGTAIL_DATETIME_FORMAT = "%d.%m.%Y %H:%M"
WAGTAILIMAGES_IMAGE_MODEL = "core.CustomImage"
WAGTAILIMAGES_IMAGE_FORM_BASE = "lederweb.core.forms.ImageForm"
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 15 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 60_000_000
WAGTAILDOCS_DOCUMENT_MODEL = "core.CustomDocument"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "lederweb.core.forms.DocumentForm"
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_EXTENSIONS = ["pdf", "docx", "xlsx", "pptx", "epub", "zip", "txt", "csv", "vtt"]
WAGTAILDOCS_MAX_UPLOAD_SIZE = 60 * 1024 * 1024
# Sound and film: an hour of speech is some 60 MB.
MEDIA_MAX_UPLOAD_SIZE = env.integer("MEDIA_MAX_MEGABYTES", 150, minimum=1, maximum=2000) * 10**6
WAGTAILMEDIA = {
    "MEDIA_MODEL": "core.CustomMedia",
    "AUDIO_EXTENSIONS": ["mp3", "m4a"],
    "VIDEO_EXTENSIONS": ["mp4", "webm"],
}
WAGTAILSEARCH_BACKENDS = {
    "default": {
        "BACKEND": "wagtail.search.backends.database",
        # Danish words are prepared by lederweb.lib.danish; PostgreSQL's own Danish stemmer
        # makes "led" of leder, ledelse and led.
        "SEARCH_CONFIG": "simple",
    }
}
WAGTAIL_USER_CREATION_FORM = "lederweb.users.forms.UserCreationForm"
WAGTAIL_USER_EDIT_FORM = "lederweb.users.forms.UserEditForm"
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]  # days and months are Danish, for everybody
WAGTAILADMIN_USER_LOGIN_FORM = "lederweb.users.forms.LoginForm"
WAGTAILADMIN_USER_PASSWORD_RESET_FORM = "lederweb.mail.forms.PasswordResetForm"
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_PASSWORD_RESET_ENABLED = True
WAGTAIL_FRONTEND_LOGIN_URL = "wagtailadmin_login"  # for private pages; throttled, in Danish
WAGTAILADMIN_COMMENTS_ENABLED = True
WAGTAIL_MODERATION_ENABLED = True
TAGGIT_CASE_INSENSITIVE = True
TAG_SPACES_ALLOWED = True
WAGTAILEMBEDS_FINDERS: list[dict] = []  # no outside fetch by the server
# BasePage has Wagtail's search fields with boosts of our own, which this check does not know.
SILENCED_SYSTEM_CHECKS = ["wagtailsearch.W001"]

# --- Background work ---------------------------------------------------------------------------
CELERY_BROKER_URL = celery_broker(REDIS_URL)
TASKS = {"default": {"BACKEND": "lederweb.core.tasks_backend.CeleryBackend"}}

# --- Visits ------------------------------------------------------------------------------------
# Whether readers whose browser sends DNT or Sec-GPC are left out of the numbers.
HONOUR_OPT_OUT = env.flag("HONOUR_OPT_OUT", default=True)
# Raw rows are deleted so many days after their month was closed; totals stay.
VISITS_KEPT_DAYS = env.integer("VISITS_KEPT_DAYS", 60, minimum=1, maximum=400)

# --- Orders of printed publications ------------------------------------------------------------
ORDER_MOST_COPIES = env.integer("ORDER_MOST_COPIES", 50, minimum=1, maximum=10_000)
ORDER_WORKING_DAYS = env.integer("ORDER_WORKING_DAYS", 5, minimum=1, maximum=60)
# A person is forgotten so many days after the order was sent or cancelled.
ORDERS_KEPT_DAYS = env.integer("ORDERS_KEPT_DAYS", 365, minimum=1, maximum=1830)

# --- Mail --------------------------------------------------------------------------------------
# Everything goes through the outbox (lederweb.mail): tried again, held back after a restore.
EMAIL_BACKEND = "lederweb.mail.backend.OutboxBackend"
EMAIL_TIMEOUT = 30  # seconds; Django's own default waits for ever
# RFC 5321 §4.5.3.2.6: a relay may take ten minutes to answer the final dot, and whoever stops
# waiting earlier causes duplicates; the other answers five (§4.5.3.2). From our own machine the
# answer comes or never comes, so there EMAIL_TIMEOUT counts.
EMAIL_FINAL_REPLY_SECONDS = env.integer("EMAIL_FINAL_REPLY_SECONDS", 600, minimum=1, maximum=3600)
EMAIL_REPLY_SECONDS = env.integer("EMAIL_REPLY_SECONDS", 300, minimum=1, maximum=3600)
# All three, where mail is to be signed here rather than by the relay.
DKIM_DOMAIN, DKIM_SELECTOR, DKIM_KEY_FILE = env.together(
    "DKIM_DOMAIN", "DKIM_SELECTOR", "DKIM_KEY_FILE"
)
_mail = env.mail_server("EMAIL_URL", "smtp://127.0.0.1:1025")
EMAIL_HOST = _mail["EMAIL_HOST"]
EMAIL_PORT = _mail["EMAIL_PORT"]
EMAIL_HOST_USER = _mail["EMAIL_HOST_USER"]
EMAIL_HOST_PASSWORD = _mail["EMAIL_HOST_PASSWORD"]
EMAIL_USE_TLS = _mail["EMAIL_USE_TLS"]
EMAIL_USE_SSL = _mail["EMAIL_USE_SSL"]
DEFAULT_FROM_EMAIL = env.mail_address("DEFAULT_FROM_EMAIL", "Lederweb <info@lederweb.dk>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
# How fast a newsletter goes out: senders at once, connections of each, messages a second over all
# of them (0: as fast as the server takes them), messages until a connection is made anew.
NEWSLETTER_SENDERS = env.integer("NEWSLETTER_SENDERS", 2, minimum=1, maximum=16)
NEWSLETTER_CONNECTIONS = env.integer("NEWSLETTER_CONNECTIONS", 16, minimum=1, maximum=64)
NEWSLETTER_RATE = env.integer("NEWSLETTER_RATE", 0, minimum=0, maximum=100_000)
NEWSLETTER_MESSAGES_PER_CONNECTION = env.integer(
    "NEWSLETTER_MESSAGES_PER_CONNECTION", 1000, minimum=1, maximum=1_000_000
)
# Bounces come back to this address with a signed tag, "bounce+…@lederweb.dk"; empty: to the sender.
# The tag has 50 characters, and mail servers take 64 before the @.
NEWSLETTER_BOUNCE_ADDRESS = env.mail_address("NEWSLETTER_BOUNCE_ADDRESS", longest_name=14)
# Where they are fetched from (imaps:// or maildir://), and the secret of who posts them to us.
NEWSLETTER_BOUNCES_URL = env.mailbox("NEWSLETTER_BOUNCES_URL")
NEWSLETTER_BOUNCES_TOKEN = env.password_of_others("NEWSLETTER_BOUNCES_TOKEN")
# Who is told when a sending pauses itself, beside whoever approved it; empty: nobody else.
NEWSLETTER_ALERT_ADDRESS = env.mail_address("NEWSLETTER_ALERT_ADDRESS")
NEWSLETTER_DRAFT_AT = env.weekday_time("NEWSLETTER_DRAFT_AT", "mon 09:00")
NEWSLETTER_CHECK_LINKS = env.flag("NEWSLETTER_CHECK_LINKS", default=False)

# --- Logs --------------------------------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"personal_data": {"()": "lederweb.core.logs.RemovePersonalData"}},
    "formatters": {
        "line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["personal_data"],
        }
    },
    "root": {
        "handlers": ["console"],
        "level": env.choice("LOG_LEVEL", ("DEBUG", "INFO", "WARNING", "ERROR"), default="INFO"),
    },
    "loggers": {
        # gunicorn's workers name clients in their complaints.
        "gunicorn.error": {"handlers": ["console"], "propagate": False},
        "gunicorn.access": {"handlers": ["console"], "propagate": False},
        "django.server": {"handlers": ["console"], "propagate": False},
        "axes": {"level": "WARNING"},  # otherwise four lines for every log-in
        "django_tasks": {"level": "WARNING"},  # otherwise two lines for every saved page
    },
}
