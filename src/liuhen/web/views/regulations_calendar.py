"""工作日历: a year, a term counted on it, and a new year's arrangement from a file."""

from typing import Final

from django.contrib import messages
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from liuhen.kernel.errors import BadInputError, UnusableError
from liuhen.office.guard import perform
from liuhen.office.payloads.standards import CalendarForm, HolidayPart
from liuhen.people.officers import Officer
from liuhen.people.scope import Subject, require
from liuhen.queries.regulations.year_shapes import TermAnswer, TermAsked
from liuhen.queries.regulations.years import ARRANGE, calendar_of, counted, preview_months, year_page
from liuhen.rulebook.calendar import YearFile
from liuhen.rulebook.calendar_files import LARGEST, YearFault, YearFileError, read_year
from liuhen.web.arriving import require_taken
from liuhen.web.errors import status_of
from liuhen.web.forms.act import fresh_key
from liuhen.web.signed_in import signed_in
from liuhen.web.trouble import Trouble, trouble_of
from liuhen.web.views.regulations import show

LONGEST: Final = 1000
"""Characters of one answer of the form."""
_LASTS: Final = 60 * 60  # seconds between looking and entering
_LONGEST_KEY: Final = 40  # characters


@require_safe
@signed_in
def calendar(request: HttpRequest, by: Officer, year: int | None = None) -> HttpResponse:
    """Show a year, and the term that was asked to be counted on it."""
    page = year_page(by, year)
    told = {name: request.GET.get(name, "")[:LONGEST] for name in TermAsked.__dataclass_fields__}
    asked = TermAsked(**{name: value for name, value in told.items() if value or name in ("start", "count")})
    answer = counted(asked, calendar_of(by)) if "count" in request.GET else TermAnswer()
    context = {"page": page, "asked": asked, "answer": answer, "faults": dict(answer.faults)}
    return show(request, "year", context, status=422 if answer.faults else 200)


@require_http_methods(["GET", "POST"])
@signed_in
def import_year(request: HttpRequest, by: Officer) -> HttpResponse:
    """Take a year's arrangement: first shown as months with every fault, then entered when it is sent on."""
    require(by, ARRANGE, Subject(organ=by.organ), doing="录入节假日安排")
    if request.method == "GET":
        return _page(request, by)
    try:
        if "enter" in request.POST:
            return _enter(request, by)
        require_taken(request)
        return _page(request, by, read=_read(request.FILES.get("file")))
    except YearFileError as err:
        return _page(request, by, faults=err.faults, status=422)
    except (BadInputError, UnusableError) as err:
        return _page(request, by, trouble=trouble_of(err), status=int(status_of(err)))


def _read(sent: object) -> YearFile:
    if not isinstance(sent, UploadedFile):
        raise BadInputError("没有收到文件。", fields={"file": "请选择文件"}, remedy="请选择写好的安排后上传。")
    if (sent.size or 0) > LARGEST:
        raise YearFileError([YearFault(1, "文件太大，不是一个年度的安排")])
    return read_year(sent.read())


def _enter(request: HttpRequest, by: Officer) -> HttpResponse:
    """Enter what the page before this one showed; it carried it along, signed."""
    try:
        told = signing.loads(request.POST.get("told", ""), salt=_salt(by), max_age=_LASTS)
    except signing.BadSignature as err:
        why = "核对以后过了太久，或者换了人登录。"
        raise BadInputError("核对已经过期。", why=why, remedy="请重新上传文件核对。") from err
    year = YearFile.model_validate(told)
    form = CalendarForm(
        year=year.year,
        source=year.source,
        holidays=[HolidayPart(name=one.name, first=one.first, last=one.last) for one in year.off],
        workdays=[day.isoformat() for day in year.work],
        reason=request.POST.get("reason", "")[:LONGEST],
    )
    key = request.POST.get("key", "")[:_LONGEST_KEY] or fresh_key()
    done = perform(ARRANGE, form, by=by, key=key, channel="web")
    messages.success(request, f"已记入第 {done.entry.organ_seq} 条：{year.year}年节假日安排。")
    return HttpResponseRedirect(reverse("calendar-year", args=[year.year]))


def _salt(by: Officer) -> str:
    return f"calendar:{by.id}"


def _page(
    request: HttpRequest,
    by: Officer,
    *,
    read: YearFile | None = None,
    faults: tuple[YearFault, ...] = (),
    trouble: Trouble | None = None,
    status: int = 200,
) -> HttpResponse:
    year = read.arranged() if read else None
    context = {
        "year": year,
        "made_up": sorted(year.workdays) if year else (),
        "months": preview_months(year) if year else (),
        "told": signing.dumps(read.model_dump(mode="json", by_alias=True), salt=_salt(by)) if read else "",
        "faults": faults,
        "trouble": trouble,
        "key": fresh_key(),
    }
    return show(request, "year_import", context, status=status)
