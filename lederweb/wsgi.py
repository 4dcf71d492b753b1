"""The entry for the web server: `gunicorn lederweb.wsgi`."""

import os
import sys

from django.core.wsgi import get_wsgi_application

from lederweb.lib.env import BadEnvironment

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lederweb.settings.production")
try:
    application = get_wsgi_application()
except BadEnvironment as error:
    sys.exit(str(error))
