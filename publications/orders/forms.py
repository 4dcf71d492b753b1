"""The form by which a reader orders printed copies."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.conf import settings
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from lederweb.mail.public_forms import AddressField, PublicForm
from publications.models import Order, Stock


def _field(name: str, label: Any, missing: Any = "", *, autocomplete: str) -> forms.CharField:
    """A line with the length and the rules of the order's own column."""
    column: Any = Order._meta.get_field(name)
    return forms.CharField(
        label=label,
        max_length=column.max_length,
        validators=[each for each in column.validators if not hasattr(each, "limit_value")],
        required=bool(missing),
        error_messages={"required": missing},
        widget=forms.TextInput(attrs={"autocomplete": autocomplete}),
    )


class OrderForm(PublicForm):
    """Its proof carries a number of its own, so that a form sent twice makes one order."""

    form_name = "order"

    name = _field("name", _("Your name"), _("Write your name."), autocomplete="name")
    workplace = _field("workplace", _("Workplace"), autocomplete="organization")
    address = _field(
        "address",
        _("Street and number"),
        _("Write where we shall send it."),
        autocomplete="street-address",
    )
    postcode = _field(
        "postcode", _("Postcode"), _("Write the postcode."), autocomplete="postal-code"
    )
    town = _field("town", _("Town"), _("Write the town."), autocomplete="address-level2")
    email = AddressField()
    note = forms.CharField(
        label=_("Is there anything we should know?"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, stock: Stock, **kwargs: Any) -> None:
        self.most = min(settings.ORDER_MOST_COPIES, stock.available)
        super().__init__(*args, **kwargs)
        self.fields["postcode"].widget.attrs["inputmode"] = "numeric"
        quantity = self.fields["quantity"] = forms.IntegerField(
            label=_("How many copies?"),
            min_value=1,
            max_value=self.most,
            initial=1,
            help_text=ngettext_lazy(
                "You may order %(most)d copy.", "You may order %(most)d copies at most.", self.most
            )
            % {"most": self.most},
            error_messages={
                "required": _("Write how many copies you want."),
                "invalid": _("Write a whole number."),
                "min_value": _("Order one copy at least."),
                "max_value": _("There are not so many: order %(limit_value)s at most."),
            },
        )
        quantity.widget.attrs["inputmode"] = "numeric"
        self.order_fields(["quantity"])

    @cached_property
    def _number(self) -> str:
        return uuid.uuid4().hex

    def proof_payload(self) -> str:
        return self._number

    @property
    def public_id(self) -> uuid.UUID:
        """The number of the form that was sent; once it is valid."""
        return uuid.UUID(self.posted_payload)

    def person(self) -> dict[str, str]:
        """The order's fields about whom it goes to; once the form is valid."""
        wanted = ("name", "workplace", "address", "postcode", "town", "email", "note")
        return {name: self.cleaned_data[name] for name in wanted}
