"""What people do with subscribers, as Wagtail's log names it. No address is ever in it."""

from django.utils.translation import gettext_lazy as _

from newsletter.subscriber_admin.actions import LOG_ADDED, LOG_LEFT, LOG_LIFTED
from newsletter.subscriber_admin.imports import LOG_IMPORT
from newsletter.subscriber_admin.listing import LOG_EXPORT

# Name, what it is called, what it says afterwards.
SUBSCRIBER_ACTIONS = (
    (LOG_ADDED, _("Add a subscriber"), _("Subscriber added by hand")),
    (LOG_LEFT, _("Take off the list"), _("Subscriber taken off the list on request")),
    (LOG_LIFTED, _("Lift the suppression"), _("Suppression lifted")),
    (LOG_IMPORT, _("Import a list"), _("List of subscribers imported")),
    (LOG_EXPORT, _("Export subscribers"), _("Subscribers exported")),
)
