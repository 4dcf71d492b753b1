"""Sending a file in parts, as players and podcast apps ask for it (RFC 9110, section 14)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.core.files import File
from django.db.models.fields.files import FieldFile
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

_RANGE = re.compile(r"bytes=(\d*)-(\d*)")
_CHUNK = 64 * 1024


def _read(file: File, length: int) -> Iterator[bytes]:
    with file:
        while length > 0:
            chunk = file.read(min(_CHUNK, length))
            if not chunk:
                return
            length -= len(chunk)
            yield chunk


def _asked_range(header: str, size: int) -> tuple[int, int] | None:
    """First and last byte that are asked for; None for the whole file.

    Several ranges, other units and nonsense are answered with the whole file, as the RFC allows.
    Raises ValueError when the range lies outside the file.
    """
    match = _RANGE.fullmatch(header.strip())
    if not match or not any(match.groups()):
        return None
    start, end = match.groups()
    if not start:  # the last so many bytes
        first, last = max(0, size - int(end)), size - 1
    else:
        first, last = int(start), min(int(end), size - 1) if end else size - 1
    if first > last or first >= size:
        raise ValueError(header)
    return first, last


def ranged_file(request: HttpRequest, field: FieldFile, *, content_type: str) -> HttpResponseBase:
    """The file, or the part of it that `Range` asks for; 304 when the reader has it already.

    Raises FileNotFoundError when the storage has lost the file.
    """
    name = str(field.name)
    size = field.size
    modified = field.storage.get_modified_time(name)
    etag = f'"{int(modified.timestamp())}-{size}"'
    headers = {
        "Accept-Ranges": "bytes",
        "ETag": etag,
        "Last-Modified": http_date(modified.timestamp()),
        "Cache-Control": "public, max-age=3600",
        "Content-Disposition": "inline",
    }
    answer = get_conditional_response(
        request,
        etag=etag,
        last_modified=int(modified.timestamp()),
        response=HttpResponse(headers=headers),
    )
    if answer is not None and answer.status_code != 200:
        return answer
    # A range of another version of the file would be spliced into nonsense (If-Range).
    header = request.headers.get("Range", "")
    if request.headers.get("If-Range", etag) not in (etag, headers["Last-Modified"]):
        header = ""
    try:
        asked = _asked_range(header, size)
    except ValueError:
        return HttpResponse(status=416, headers=headers | {"Content-Range": f"bytes */{size}"})
    first, last = asked or (0, size - 1)
    headers["Content-Length"] = str(last - first + 1)
    if asked:
        headers["Content-Range"] = f"bytes {first}-{last}/{size}"
    status = 206 if asked else 200
    if request.method == "HEAD":
        return HttpResponse(status=status, headers=headers, content_type=content_type)
    file = field.storage.open(name, "rb")
    file.seek(first)
    return StreamingHttpResponse(
        _read(file, last - first + 1), status=status, headers=headers, content_type=content_type
    )
