"""A figure as a reader meets it: "95.958", "ca. 58.600", "mere end 19.000"."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lederweb.lib import danish

# The roundings an editor can ask for: how it is worded, and to what it is rounded.
ROUNDINGS = {
    "": gettext_lazy("As it is"),
    "about-100": gettext_lazy("“ca.”, to the nearest hundred"),
    "about-1000": gettext_lazy("“ca.”, to the nearest thousand"),
    "over-100": gettext_lazy("“mere end”, down to a hundred"),
    "over-1000": gettext_lazy("“mere end”, down to a thousand"),
}


def rounded(value: int, rounding: str) -> int:
    """To the nearest (halves up) for "about", down to one that is really exceeded for "over"."""
    how, _dash, step_name = rounding.partition("-")
    if not how:
        return value
    step = int(step_name)
    if how == "about":
        return (value + step // 2) // step * step
    return max(0, (value - 1) // step * step)


# What Value.stated_as is where we have estimated the number ourselves.
ESTIMATE = "estimate"


def estimated(value: int) -> str:
    """ca. 14.100: one percent off or so, it is told no finer, to the hundred or below that the ten.

    Fewer than a hundred are counted as good as exactly.
    """
    return _("about %(value)s") % {"value": danish.number(as_estimate(value))}


def as_estimate(value: int) -> int:
    """The number behind the “ca.” of an estimate."""
    step = 100 if value >= 1000 else 10 if value >= 100 else 1
    return (value + step // 2) // step * step


def worded(value: int, rounding: str = "", stated_as: str = "") -> str:
    """The Danish way. `stated_as` is what the source itself says of the number.

    An estimate is told with “ca.” also where no rounding was asked for: books and mails have no
    note that would say so, and its digits are not worth more.
    """
    if not rounding and stated_as == ESTIMATE:
        return estimated(value)
    shown = danish.number(rounded(value, rounding))
    if rounding.startswith("about") or (not rounding and stated_as == "about"):
        return _("about %(value)s") % {"value": shown}
    if rounding.startswith("over") or (not rounding and stated_as == "at least"):
        return _("more than %(value)s") % {"value": shown}
    return shown
