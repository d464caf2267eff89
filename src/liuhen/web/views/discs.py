"""光盘: the discs of a case, their images, and the register of the organ."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from liuhen.access.journal import note
from liuhen.people.officers import Officer
from liuhen.people.scope import require
from liuhen.queries import discs as read
from liuhen.queries.scoped import case_for
from liuhen.web.handing_out import hand_out
from liuhen.web.signed_in import signed_in
from liuhen.web.workbook import hand_out_workbook


@require_safe
@signed_in
def of_case(request: HttpRequest, by: Officer, ref: str) -> HttpResponse:
    """Show the discs of a case and how far their images are."""
    page = read.case_discs(by, ref)
    shown = "web/discs_progress.html" if request.headers.get("HX-Request") else "web/discs.html"
    return render(request, shown, {"case": page.case, "page": page, "place": "cases"})


@require_POST
@signed_in
def make(request: HttpRequest, by: Officer, ref: str, seq: int) -> HttpResponse:
    """Let the images of a set of discs be made, or made again."""
    del request
    _, case = case_for(by, ref)
    require(by, read.DOWNLOAD, case.subject, doing="制作光盘映像")
    read.make_again(by, ref, seq)
    return redirect("discs", case.ref)


@require_safe
@signed_in
def image(request: HttpRequest, by: Officer, ref: str, seq: int, disc: int) -> HttpResponseBase:
    """Hand out the image of one disc; the access journal has it first."""
    _, case = case_for(by, ref)
    require(by, read.DOWNLOAD, case.subject, doing="下载光盘映像")
    _, file = read.image_file(by, ref, seq, disc)
    answer = hand_out(request, file)
    if answer.status_code < HTTPStatus.BAD_REQUEST:
        note(by, "disc.download", f"{case.ref} {file.name}")
    return answer


@require_safe
@signed_in
def register(request: HttpRequest, by: Officer) -> HttpResponse:
    """Show the register of discs."""
    rows, count = read.register(by)
    told = {"rows": rows, "count": count, "most": read.SHOWN, "place": "cases"}
    return render(request, "web/discs_register.html", told)


@require_safe
@signed_in
def register_file(request: HttpRequest, by: Officer) -> HttpResponseBase:
    """Hand out the register; the access journal has it first."""
    del request
    return hand_out_workbook(
        by, "光盘登记表", lambda path: read.write_register(by, path), unit="行", act="discs.export"
    )
