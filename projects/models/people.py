"""People, the bodies they sit on, and partner organisations."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.search import index

from lederweb.core.fields import PartialDateField, ends_before
from lederweb.core.page_cache import shown_on_pages
from projects.querysets import MembershipQuerySet


@shown_on_pages
class Person(index.Indexed, models.Model):
    """Somebody who writes, takes part, is interviewed or sits on a board; also an editorial team."""

    name = models.CharField(_("name"), max_length=120)
    is_team = models.BooleanField(
        _("a team, not one person"),
        default=False,
        help_text=_("For example the editors. Search engines are told so."),
    )
    role = models.CharField(
        _("title"),
        max_length=160,
        blank=True,
        help_text=_("For example journalist, head of a nursing home."),
    )
    organisation = models.CharField(_("organisation"), max_length=160, blank=True)
    email = models.EmailField(
        _("e-mail address"),
        blank=True,
        help_text=_("Shown on the site. Leave it empty unless the person wants it there."),
    )
    picture = models.ForeignKey(
        "core.CustomImage",
        verbose_name=_("picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    panels = [
        FieldPanel("name"),
        FieldPanel("is_team"),
        FieldRowPanel([FieldPanel("role"), FieldPanel("organisation")]),
        FieldPanel("picture"),
        FieldPanel("email"),
    ]
    search_fields = [
        index.SearchField("name"),
        index.AutocompleteField("name"),
        index.SearchField("role"),
        index.SearchField("organisation"),
    ]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


@shown_on_pages
class Partner(index.Indexed, models.Model):
    """An organisation behind a project or behind Væksthuset itself."""

    name = models.CharField(_("name"), max_length=160, unique=True)
    url = models.URLField(_("website"), blank=True)
    description = models.TextField(_("description"), blank=True)
    joined_on = PartialDateField(_("joined Væksthuset"), blank=True)
    left_on = PartialDateField(_("left Væksthuset"), blank=True)

    panels = [
        FieldPanel("name"),
        FieldPanel("url"),
        FieldPanel("description"),
        FieldRowPanel([FieldPanel("joined_on"), FieldPanel("left_on")]),
    ]
    search_fields = [index.SearchField("name"), index.AutocompleteField("name")]

    class Meta:
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        if ends_before(self.joined_on, self.left_on):
            raise ValidationError({"left_on": _("The partner leaves before it joins.")})


@shown_on_pages
class Membership(models.Model):
    """A seat that a person has or had; who left stays, with the day."""

    class Body(models.TextChoices):
        """In the order in which readers see them."""

        BOARD = "board", _("Board")
        CHAIRMANSHIP = "chairmanship", _("Chairmanship")
        STEERING = "steering", _("Steering group")
        SECRETARIAT = "secretariat", _("Secretariat")
        # The values end in the number of the Væksthus: see `of_tier`.
        NETWORK_1 = "network-1", _("Væksthus 1: network group")
        NETWORK_2 = "network-2", _("Væksthus 2: network group")
        NETWORK_3 = "network-3", _("Væksthus 3: network group")

        @classmethod
        def of_tier(cls, tier: str) -> Membership.Body:
            """The network group of a Væksthus, from its number."""
            return cls(f"network-{tier}")

    body = models.CharField(pgettext_lazy("of members", "body"), max_length=20, choices=Body)
    # Who is to be deleted must first leave the boards, so that nobody vanishes by accident.
    person = models.ForeignKey(
        Person, verbose_name=_("person"), on_delete=models.PROTECT, related_name="memberships"
    )
    role = models.CharField(
        _("role"), max_length=120, blank=True, help_text=_("Chair, deputy chair, head of …")
    )
    organisation = models.CharField(
        _("sits there for"),
        max_length=160,
        blank=True,
        help_text=_("The organisation behind the seat. The person's own is shown if empty."),
    )
    from_on = PartialDateField(_("from"), blank=True)
    until_on = PartialDateField(
        _("until"), blank=True, help_text=_("Fill it in when the person leaves.")
    )
    place = models.PositiveSmallIntegerField(
        _("place in the list"),
        default=100,
        help_text=_("Low numbers stand first; those with the same number stand by name."),
    )

    objects = MembershipQuerySet.as_manager()

    panels = [
        FieldRowPanel([FieldPanel("person"), FieldPanel("body")]),
        FieldRowPanel([FieldPanel("role"), FieldPanel("organisation")]),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("from_on"), FieldPanel("until_on"), FieldPanel("place")])],
            heading=_("Period and place"),
        ),
    ]

    class Meta:
        verbose_name = _("seat")
        verbose_name_plural = _("board and members")
        ordering = ["body", "place", "person__name"]

    def __str__(self) -> str:
        return f"{self.person}, {self.get_body_display()}"

    @property
    def organisation_shown(self) -> str:
        return self.organisation or self.person.organisation

    def clean(self) -> None:
        super().clean()
        if ends_before(self.from_on, self.until_on):
            raise ValidationError({"until_on": _("The person leaves before joining.")})
