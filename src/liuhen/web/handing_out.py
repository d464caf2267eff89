"""Bytes on their way out: whole, or the stretch a Range header asks for; never held in memory as a whole."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.http import content_disposition_header, parse_header_parameters

from liuhen.media.ranges import UnsatisfiableError, slices, wanted
from liuhen.queries.file_shapes import FileOut

INLINE = frozenset({"application/pdf", "image/jpeg", "image/png"})
"""Kinds that a browser shows by itself without running anything; video and audio are added by their family."""


def hand_out(request: HttpRequest, file: FileOut) -> HttpResponseBase:
    """Answer with the bytes of `file`; `?download=1` or a kind that is not shown makes it a download.

    Raises:
        UnusableError: the store does not have what the record says.
    """
    try:
        span = wanted(request.headers.get("Range"), size=file.size)
    except UnsatisfiableError as err:
        refused = HttpResponse(status=HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE)
        refused["Content-Range"] = err.content_range
        return refused
    start, end = (span.start, span.end) if span else (0, file.size)
    answer = StreamingHttpResponse(
        slices(file.path, start=start, end=end),
        content_type=file.media_type,
        status=HTTPStatus.PARTIAL_CONTENT if span else HTTPStatus.OK,
    )
    if span:
        answer["Content-Range"] = span.content_range
    answer["Content-Length"] = str(end - start)
    answer["Accept-Ranges"] = "bytes"
    answer["ETag"] = f'"{file.sha256}"'
    answer["Cache-Control"] = "private, no-store"
    download = bool(request.GET.get("download")) or not shown(file.media_type)
    answer["Content-Disposition"] = content_disposition_header(download, file.name) or "inline"
    return answer


def shown(media_type: str) -> bool:
    """Say whether a browser may show this kind itself."""
    kind, _ = parse_header_parameters(media_type)
    return kind in INLINE or kind.startswith(("video/", "audio/"))
