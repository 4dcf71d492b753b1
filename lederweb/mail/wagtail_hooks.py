"""What the mail floor adds to the admin: one place for whatever is held about a person."""

from __future__ import annotations

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.urls import URLPattern, path, reverse_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.models import ModelLogEntry

from lederweb.mail import personal_data
from lederweb.mail.person_admin import LOG_ACTION, PersonalDataMenuItem, PersonalDataView
from lederweb.mail.viewsets import LOG_LIFTED


@hooks.register("register_admin_urls")
def personal_data_urls() -> list[URLPattern]:
    return [path("persondata/", PersonalDataView.as_view(), name="personal_data")]


@hooks.register("register_admin_menu_item")
def personal_data_menu_item() -> MenuItem:
    return PersonalDataMenuItem(
        _("Personal data"),
        reverse_lazy("personal_data"),
        name="personal-data",
        icon_name="user",
        order=260,
    )


@hooks.register("register_permissions")
def permission_to_handle_personal_data() -> QuerySet:
    return Permission.objects.filter(
        content_type__app_label="mail", codename="handle_personal_data"
    )


@hooks.register("register_log_actions")
def log_erasures(actions: LogActionRegistry) -> None:
    actions.register_action(
        LOG_ACTION, _("Erase a person"), _("What was held about a person was erased")
    )
    actions.register_action(LOG_LIFTED)(_Lifted)


class _Lifted(LogFormatter):
    label = _("Lift the suppression")

    def format_message(self, log_entry: ModelLogEntry) -> str:
        return gettext("Suppression lifted: %(why)s") % {"why": log_entry.data.get("note", "")}


# Later than what floors above register: they clear their own mails before all mails go.
@hooks.register(personal_data.HOOK, order=100)
def single_mails() -> personal_data.Holder:
    return personal_data.Holder(
        key="mails",
        label=_("Single mails"),
        find=personal_data.mails_to,
        erase=personal_data.erase_mails_to,
    )


@hooks.register(personal_data.HOOK, order=110)
def suppression() -> personal_data.Holder:
    return personal_data.Holder(
        key="suppressed",
        label=_("Suppressed address"),
        find=personal_data.suppressed,
        why_kept=_(
            "Only a keyed hash of the address is kept, so that nobody writes to it again. "
            "After an erasure it stays for good. One with another reason can be lifted under "
            "Newsletter, Suppressed addresses."
        ),
    )


@hooks.register(personal_data.HOOK, order=120)
def log_in() -> personal_data.Holder:
    return personal_data.Holder(
        key="log_in",
        label=_("Log-in to the admin"),
        find=personal_data.log_in_of,
        why_kept=_("An administrator closes it under Settings, Users."),
    )
