"""Cases for programs: the page's read model, and the file that `assess` reads."""

from dataclasses import asdict
from typing import Any

from django.http import HttpRequest
from ninja import Router

from liuhen.access.journal import note
from liuhen.people.officers import Officer
from liuhen.queries.case import case_page
from liuhen.queries.cases import cases
from liuhen.queries.exports import case_file

router = Router(tags=["案件"])


@router.get("/cases", summary="案件列表")
def listed(request: HttpRequest, text: str = "", page: int = 1) -> dict[str, Any]:
    """Return a page of the cases that the caller may see."""
    return asdict(cases(_by(request), text=text, page=page))


@router.get("/cases/{no}", summary="案件")
def one(request: HttpRequest, no: str) -> dict[str, Any]:
    """Return a case with what it holds and what it owes now."""
    return asdict(case_page(_by(request), no))


@router.get("/cases/{no}/export", summary="导出案件数据")
def exported(request: HttpRequest, no: str) -> dict[str, Any]:
    """Return the case as a case file; the export is journalled."""
    by = _by(request)
    file = case_file(by, no)
    note(by, "case.export", no)
    return file


def _by(request: HttpRequest) -> Officer:
    by: Officer = request.auth  # type: ignore[attr-defined]  # put there by the API's sign-in
    return by
