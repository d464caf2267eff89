"""案卷: the volume of papers as one PDF, and the package with everything in it."""

import tempfile
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from liuhen.access.journal import note
from liuhen.archive.delivery import build_package
from liuhen.people.officers import Officer
from liuhen.people.scope import require
from liuhen.process.case.reference import CaseRef
from liuhen.process.case.volume import build as build_volume
from liuhen.queries.packages import package_page
from liuhen.queries.scoped import case_for
from liuhen.web.signed_in import signed_in


@require_safe
@signed_in
def package(request: HttpRequest, by: Officer, ref: str) -> HttpResponse:
    """Show what the package of a case holds and how to verify it elsewhere."""
    _allowed(by, ref)
    page = package_page(by, ref)
    return render(request, "web/package.html", {"case": page.case, "package": page, "place": "cases"})


@require_POST
@signed_in
def package_file(request: HttpRequest, by: Officer, ref: str) -> HttpResponseBase:
    """Make the package of a case and hand it out; the access journal has it first."""
    del request
    case = _allowed(by, ref)
    note(by, "package.download", f"{case.ref} {case.title}")
    name = f"案卷-{case.number}.zip"
    return FileResponse(_made(case, by), as_attachment=True, filename=name, content_type="application/zip")


@require_POST
@signed_in
def volume_file(request: HttpRequest, by: Officer, ref: str) -> HttpResponseBase:
    """Bind 正卷, or where `side` is sent 副卷, into one PDF and hand it out; the access journal has it first."""
    case, side = _allowed(by, ref), "side" in request.POST
    note(by, "volume.download", f"{case.ref} {case.title}{'　副卷' if side else ''}")
    name = f"卷宗-{case.number}{'-副卷' if side else ''}.pdf"
    return FileResponse(_bound(case, side=side), as_attachment=True, filename=name)


def _bound(case: CaseRef, *, side: bool) -> BinaryIO:
    """Return the finished volume, open; nothing is left behind on the disk."""
    with tempfile.TemporaryDirectory(dir=_outgoing()) as folder:
        return build_volume(case, Path(folder) / "volume.pdf", side=side).path.open("rb")


def _outgoing() -> Path:
    outgoing: Path = settings.LIUHEN_DATA / "outgoing"
    outgoing.mkdir(exist_ok=True)
    return outgoing


def _made(case: CaseRef, by: Officer) -> BinaryIO:
    """Return the finished package, open; its name is gone at once, so that nothing is left behind on the disk."""
    with tempfile.TemporaryDirectory(dir=_outgoing()) as folder:
        return build_package(case, Path(folder) / "case.zip", by=by.actor, channel="web").path.open("rb")


def _allowed(by: Officer, ref: str) -> CaseRef:
    _, case = case_for(by, ref)
    require(by, "package.download", case.subject, doing="下载案卷包")
    return case
