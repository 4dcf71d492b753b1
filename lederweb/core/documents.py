"""Documents as Wagtail serves them, told to whoever counts."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from wagtail.documents import get_document_model
from wagtail.documents.views.serve import serve

from lederweb.core.signals import content_served


def document(request: HttpRequest, document_id: int, document_filename: str) -> HttpResponseBase:
    """Wagtail's view, which checks who may have the document.

    Wagtail's own signal is sent before its check of the ETag, so it counts what was not sent;
    ours comes with the response.
    """
    response = serve(request, document_id, document_filename)
    if response.status_code == 200:
        model = get_document_model()
        content_served.send(
            sender=model,
            request=request,
            instance=model.objects.get(pk=document_id),
            kind="document",
            response=response,
        )
    return response
