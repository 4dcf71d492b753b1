"""What an editor sets for the whole site: contact line, links, menus."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Orderable

from lederweb.core.page_cache import shown_on_pages


@shown_on_pages
@register_setting(icon="cog")
class SiteSettings(ClusterableModel, BaseSiteSetting):
    organisation = models.CharField(
        _("organisation"), max_length=120, default="Væksthus for Ledelse"
    )
    address = models.CharField(_("address"), max_length=200, blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    facebook = models.URLField(_("Facebook"), blank=True)
    linkedin = models.URLField(_("LinkedIn"), blank=True)
    newsletter_pitch = models.TextField(
        _("about the newsletter"),
        max_length=300,
        blank=True,
        help_text=_("Stands beside the sign-up form: what the newsletter is and how often."),
    )

    panels = [
        MultiFieldPanel(
            [
                FieldPanel("organisation"),
                FieldPanel("address"),
                FieldPanel("phone"),
                FieldPanel("email"),
                FieldPanel("facebook"),
                FieldPanel("linkedin"),
            ],
            heading=_("Contact"),
        ),
        FieldPanel("newsletter_pitch"),
        InlinePanel("menu_items", label=_("menu item"), heading=_("Main menu")),
        InlinePanel("footer_items", label=_("link"), heading=_("Footer")),
    ]

    class Meta:
        verbose_name = _("site settings")


class Link(Orderable):
    """Abstract: a page with an optional text of its own."""

    page = models.ForeignKey(
        "wagtailcore.Page", verbose_name=_("page"), on_delete=models.CASCADE, related_name="+"
    )
    text = models.CharField(
        _("text"), max_length=60, blank=True, help_text=_("The page's title is used if empty.")
    )

    panels = [FieldPanel("page"), FieldPanel("text")]

    class Meta(Orderable.Meta):
        abstract = True


class MenuItem(Link):
    settings = ParentalKey(SiteSettings, on_delete=models.CASCADE, related_name="menu_items")


class FooterItem(Link):
    settings = ParentalKey(SiteSettings, on_delete=models.CASCADE, related_name="footer_items")
