"""Let a machine follow a box, or look for faces, while a copy is planned; answers are for the editor's script."""

from http import HTTPStatus

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_http_methods, require_POST
from pydantic import ValidationError

from liuhen.kernel.errors import BadInputError, LiuhenError
from liuhen.media.finding.searches import Search
from liuhen.people.officers import Officer
from liuhen.process.inquiry import searches
from liuhen.process.inquiry.searches import Looking
from liuhen.queries import copies
from liuhen.web.errors import status_of
from liuhen.web.signed_in import signed_in

_LARGEST = 2_000  # characters of a search


@require_POST
@signed_in
def recording_searches(request: HttpRequest, by: Officer, ref: str, seq: int) -> JsonResponse:
    """Begin a search; answer its name and how far it is, or why it did not begin."""
    row = copies.original_for(by, ref, seq)
    try:
        return _told(searches.ask(by, row, _search(request.POST.get("search", ""))))
    except LiuhenError as err:
        told = {"message": err.message, "why": err.why, "remedy": err.remedy}
        return JsonResponse(told, status=status_of(err))


@require_http_methods(["GET", "POST"])
@signed_in
def recording_search(request: HttpRequest, by: Officer, ref: str, seq: int, name: str) -> JsonResponse:
    """Say how far a search is and what it found; asked by POST, give it up."""
    row = copies.original_for(by, ref, seq)
    looking = searches.find(by, row, name)
    if request.method == "POST":
        searches.discard(by, row, name)
        return JsonResponse({}, status=HTTPStatus.OK)
    return _told(looking)


def _search(text: str) -> Search:
    try:
        if len(text) > _LARGEST:
            raise ValueError(text[:1])  # noqa: TRY301 - answered like any other that cannot be read
        return Search.model_validate_json(text, strict=True)
    except (ValidationError, ValueError) as err:
        raise BadInputError("没有开始查找。", why="页面送来的内容无法读取。", remedy="请刷新页面再试。") from err


def _told(looking: Looking) -> JsonResponse:
    told = {"name": looking.asked.id, **looking.progress.model_dump()}
    return JsonResponse(told | ({"found": looking.found.model_dump()} if looking.found else {}))
