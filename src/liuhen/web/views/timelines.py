"""音像时间轴 as a file: SVG, PNG or PDF, written down in the access journal before it goes."""

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from liuhen.access.journal import note
from liuhen.kernel import clock
from liuhen.kernel.errors import BadInputError, NotFoundError
from liuhen.papers.drawings import set_drawing
from liuhen.people.officers import Officer
from liuhen.queries.case import case_page
from liuhen.web.signed_in import signed_in
from liuhen.web.track import tracks_of
from liuhen.web.track.file import svg_of

_MADE: Final[dict[str, tuple[str, Callable[[bytes], bytes]]]] = {
    "svg": ("image/svg+xml", lambda svg: svg),
    "png": ("image/png", lambda svg: set_drawing(svg, "png")),
    "pdf": ("application/pdf", lambda svg: set_drawing(svg, "pdf")),
}


@require_safe
@signed_in
def timeline_file(request: HttpRequest, by: Officer, ref: str) -> HttpResponse:
    """Hand out one time line of a case: `?as=` says how, `?track=` which; the first where nothing is said."""
    wanted = request.GET.get("as", "svg")
    if wanted not in _MADE:
        raise BadInputError("没有这种格式。", remedy="请选择 SVG、PNG 或者 PDF。")
    page = case_page(by, ref)
    tracks, key = tracks_of(page), request.GET.get("track", "")
    track = next((one for one in tracks if key in ("", one.key)), None)
    if track is None:
        raise NotFoundError("没有这条音像时间轴。", remedy="请从案件页面进入。")
    svg = svg_of(track, title=page.title, number=page.number, by=by.name, at=clock.now())
    kind, made = _MADE[wanted]
    file = made(svg)
    name = f"音像时间轴-{page.ref}-{track.start:%m%d}.{wanted}"
    note(by, "timeline.export", f"{page.ref} {track.title}（{wanted.upper()}）")
    answer = HttpResponse(file, content_type=kind)
    answer["Content-Disposition"] = content_disposition_header(True, name) or "attachment"  # noqa: FBT003
    return answer
