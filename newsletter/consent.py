"""What a reader says yes to, word for word (promise N10; markedsføringsloven § 10, GDPR art. 7).

A changed wording is a new version beside the old one: forms that were open, and consents that
were given, keep theirs. A test holds each version to its words.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

CURRENT = "1"

WORDINGS: dict[str, Promise] = {
    "1": _(
        "You say yes to getting Lederweb’s newsletter by e-mail from Væksthus for Ledelse, "
        "about once a week, with articles, publications, podcasts and courses about public "
        "leadership. You can leave at any time with one click in every newsletter."
    ),
}

# Coming back from the page that says goodbye, within the hour.
REJOIN = "rejoin-1"
REJOIN_WORDING = _("You left by mistake or have changed your mind: get the newsletter again.")
