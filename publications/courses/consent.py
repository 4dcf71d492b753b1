"""What a learner says yes to, word for word (promise N10; GDPR art. 6, 7 and 13).

A changed wording is a new version beside the old one: forms that were open, and enrolments that
were made, keep theirs. A test holds each version to its words.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

CURRENT = "1"

WORDINGS: dict[str, Promise] = {
    "1": _(
        "You say yes to Væksthus for Ledelse keeping your e-mail address, your progress and "
        "what you write in this course, and sending you a link to it and at most two reminders. "
        "We delete all of it two years after you were last here, or when you ask us to."
    ),
}
