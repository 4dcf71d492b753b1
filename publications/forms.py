"""Forms of the publications floor."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone
from wagtail.admin.forms import WagtailAdminPageForm

REVIEW_AFTER = dt.timedelta(days=365)


class ContentPageForm(WagtailAdminPageForm):
    """The editor's form for content. A new page proposes who looks at it again, in a year."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            proposed = {
                "review_on": timezone.localdate() + REVIEW_AFTER,
                "review_owner": self.for_user and self.for_user.pk,
            }
            for name, value in proposed.items():
                self.initial[name] = self.initial.get(name) or value
