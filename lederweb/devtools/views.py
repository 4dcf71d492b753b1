"""The page /dev/post/: what the mail catcher kept."""

import re

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp, csp_replace
from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from lederweb.devtools.mailstore import CaughtMail, MailStore

PER_PAGE = 50
_HEAD = re.compile(r"<head[^>]*>", re.IGNORECASE)
# A mail is styled inline and may show pictures; nothing in it runs, and a link opens a new tab.
_MAIL_POLICY = {
    "default-src": [NONE],
    "style-src": [UNSAFE_INLINE],
    "img-src": [SELF, "data:"],
    "frame-ancestors": [SELF],
    "sandbox": ["allow-popups", "allow-popups-to-escape-sandbox"],
}


def _store() -> MailStore:
    return MailStore(settings.DEV_MAIL_DIR)


def _mail_or_404(mail_id: str) -> CaughtMail:
    mail = _store().get(mail_id)
    if mail is None:
        raise Http404
    return mail


@never_cache
def mail_list(request: HttpRequest) -> HttpResponse:
    store = _store()
    to = request.GET.get("til", "").strip()
    # Without a filter only the mails of one page are read from the disk.
    ids = [mail.id for mail in store.mails(to)] if to else store.ids()
    page = Paginator(ids, PER_PAGE).get_page(request.GET.get("side"))
    mails = [mail for mail_id in page.object_list if (mail := store.get(mail_id))]
    context = {"mails": mails, "page_obj": page, "to": to, "total": len(ids)}
    return render(request, "devtools/mail_list.html", context)


@csp_replace({"frame-src": [SELF]})  # type: ignore[arg-type]  # its types know no arguments
@never_cache
def mail(request: HttpRequest, mail_id: str) -> HttpResponse:
    found = _mail_or_404(mail_id)
    views = [name for name, has in (("html", found.html), ("tekst", found.text)) if has]
    views.append("kilde")
    chosen = request.GET.get("vis")
    context = {"mail": found, "views": views, "view": chosen if chosen in views else views[0]}
    return render(request, "devtools/mail.html", context)


@csp(_MAIL_POLICY)  # type: ignore[arg-type]
@never_cache
def html(request: HttpRequest, mail_id: str) -> HttpResponse:
    """The HTML of a mail, for the frame on its page."""
    found = _mail_or_404(mail_id)
    body = found.html
    for part in found.parts:
        if part.content_id:
            url = reverse("devtools:mail_part", args=[found.id, part.number])
            body = body.replace(f"cid:{part.content_id}", url)
    base = '<base target="_blank">'
    with_base, heads = _HEAD.subn(lambda head: head.group() + base, body, count=1)
    return HttpResponse(with_base if heads else base + body)


@never_cache
def part(request: HttpRequest, mail_id: str, number: int) -> HttpResponse:
    """A picture shown in the mail, or an attachment to save."""
    for found in _mail_or_404(mail_id).parts:
        if found.number == number:
            response = HttpResponse(found.content, content_type=found.content_type)
            if not found.content_type.startswith("image/"):
                response.headers["Content-Disposition"] = "attachment"
            return response
    raise Http404


@require_POST
def empty(request: HttpRequest) -> HttpResponse:
    count = _store().empty()
    messages.success(
        request,
        ngettext("%(count)d mail deleted.", "%(count)d mails deleted.", count) % {"count": count},
    )
    return redirect("devtools:mail_list")
