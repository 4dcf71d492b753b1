"""What the projects floor adds to the admin."""

from wagtail.snippets.models import register_snippet

from projects import personal_data  # noqa: F401  (registers its share)
from projects.viewsets import VaeksthusGroup

register_snippet(VaeksthusGroup)
