"""成批制作文书: pick, look how far it is, print."""

import tempfile
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from liuhen.access.journal import note
from liuhen.kernel.errors import BadInputError
from liuhen.people.officers import Officer
from liuhen.process.case.papers import batch as batches
from liuhen.process.case.papers.batch import Batch
from liuhen.queries.batches import batch_page, write_print
from liuhen.web.errors import status_of
from liuhen.web.signed_in import signed_in


@require_http_methods(["GET", "POST"])
@signed_in
def pick(request: HttpRequest, by: Officer) -> HttpResponse:
    """Let papers of one or several cases be picked, and set them off."""
    if request.method == "GET":
        return _picking(request, by, refs=request.GET.getlist("ref"), only=request.GET.get("form", ""))
    try:
        asked = batches.ask(by, _wanted(request.POST.getlist("paper")), key=request.POST.get("key", ""))
    except BadInputError as err:
        return _picking(request, by, refs=request.POST.getlist("ref"), only="", error=err)
    return redirect("batch", asked.id)


def _picking(
    request: HttpRequest, by: Officer, *, refs: list[str], only: str, error: BadInputError | None = None
) -> HttpResponse:
    told = {"page": batch_page(by, refs, only=only), "only": only, "key": uuid4().hex, "error": error}
    told |= {"mine": batches.mine(by)[:5], "place": "cases"}
    return render(request, "web/batch_pick.html", told, status=status_of(error) if error else 200)


def _wanted(told: list[str]) -> list[tuple[str, str, int]]:
    """Read `2026-0001|interview|12`; what is not written so was not sent by the page."""
    found = [one.split("|") for one in told]
    if any(len(one) != 3 or not one[2].isdecimal() for one in found):  # noqa: PLR2004 - case, form, entry
        raise BadInputError("提交的内容不完整。", remedy="请刷新页面，重新勾选。")
    return [(ref, form, int(seq)) for ref, form, seq in found]


@require_safe
@signed_in
def batch(request: HttpRequest, by: Officer, name: str) -> HttpResponse:
    """Show how far a batch is, and what was refused and why."""
    return render(request, "web/batch.html", {"batch": batches.find(by, name), "place": "cases"})


@require_safe
@signed_in
def progress(request: HttpRequest, by: Officer, name: str) -> HttpResponse:
    """Show the part of that page that changes; it asks for itself while something waits."""
    return render(request, "web/batch_progress.html", {"batch": batches.find(by, name)})


@require_POST
@signed_in
def again(request: HttpRequest, by: Officer, name: str) -> HttpResponse:
    """Try once more what was refused or left."""
    del request
    return redirect("batch", batches.again(by, name).id)


@require_POST
@signed_in
def print_all(request: HttpRequest, by: Officer, name: str) -> HttpResponseBase:
    """Hand out what was made as one file for the printer; the access journal has it before."""
    found = batches.find(by, name)
    file = _printed(by, found, copies="copies" in request.POST, both_sides="both_sides" in request.POST)
    return FileResponse(file, as_attachment=True, filename=f"文书-{found.count('made')}件.pdf")


def _printed(by: Officer, found: Batch, *, copies: bool, both_sides: bool) -> BinaryIO:
    """Return the finished file, open, once the journal has it; nothing is left behind on the disk."""
    outgoing: Path = settings.LIUHEN_DATA / "outgoing"
    outgoing.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=outgoing) as folder:
        out = Path(folder) / "print.pdf"
        write_print(by, found, out, copies=copies, both_sides=both_sides)
        note(by, "batch.print", "、".join(dict.fromkeys(one.ref for one in found.items))[:200])
        return out.open("rb")
