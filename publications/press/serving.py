"""Who may have a made file: whoever may read the pages it is made of (promise S4)."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from wagtail import hooks

from lederweb.core.models import CustomDocument
from publications.models import MadeFile, PublicationPage


@hooks.register("before_serve_document")
def keep_with_its_pages(document: CustomDocument, request: HttpRequest) -> None:
    made = MadeFile.objects.filter(document=document).first()
    if made is None:
        return
    if not made.content_key:
        raise Http404
    if made.publication_id is None:
        return
    if not PublicationPage.objects.live().public().filter(pk=made.publication_id).exists():
        raise Http404
