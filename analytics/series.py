"""Where hits come from."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Series(models.TextChoices):
    """Series are kept apart in raw rows and totals alike, and never added up."""

    OWN = "own", _("counted by this site")
    DEMO = "demo", _("demonstration")


# The series that are counted from raw rows; roll-up, closing and recount touch no other totals.
COUNTED = (Series.OWN.value, Series.DEMO.value)
