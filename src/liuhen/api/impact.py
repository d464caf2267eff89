"""规程更新的影响 for programs: one stretch of open cases a request, with how far it has come."""

from dataclasses import asdict
from typing import Any

from django.http import HttpRequest
from ninja import Router

from liuhen.people.officers import Officer
from liuhen.queries.impact import AT_ONCE, impact_page

router = Router(tags=["单位"])


@router.get("/office/packs/impact", summary="规程更新的影响")
def impact(
    request: HttpRequest, packs: str = "", after: str = "", checked: int = 0, touched: int = 0, most: int = AT_ONCE
) -> dict[str, Any]:
    """Return what packs (ids, parted by commas) would change in the next open cases.

    Ask again with `after`, `checked` and `touched` of the answer until `after` is empty.
    """
    by: Officer = request.auth  # type: ignore[attr-defined]  # put there by the API's sign-in
    chosen = [one for one in packs.split(",") if one]
    most = min(max(1, most), AT_ONCE)
    return asdict(impact_page(by, chosen, after=after, checked=max(0, checked), touched=max(0, touched), most=most))
