"""What the frame of every page shows: who is signed in, and where he can go."""

from typing import Any

from django.http import HttpRequest

from liuhen.people.officers import Officer
from liuhen.people.scope import Subject, can, scope
from liuhen.queries.shapes import Viewer
from liuhen.queries.viewer import viewer
from liuhen.web.links import NavLink, rail
from liuhen.web.signed_in import officer_of


def frame(request: HttpRequest) -> dict[str, Any]:
    """Return the frame's context; pages without a frame never ask for it."""
    return {"frame": Frame(request)}


class Frame:
    """Asks for the viewer once, and only where a page shows it."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request
        self._read: dict[str, Any] | None = None

    def _content(self) -> dict[str, Any]:
        if self._read is None:
            by = officer_of(self._request)
            seen = viewer(by) if by else None
            self._read = {"viewer": seen, "links": _links(by, seen) if by and seen else ()}
        return self._read

    @property
    def organ(self) -> str:
        """Return the organ of who looks; "" of a stranger."""
        by = officer_of(self._request)
        return by.organ if by else ""

    @property
    def viewer(self) -> Any:
        """Return who looks, or None."""
        return self._content()["viewer"]

    @property
    def links(self) -> Any:
        """Return the entries of the rail."""
        return self._content()["links"]


def _links(by: Officer, seen: Viewer) -> tuple[NavLink, ...]:
    own = Subject(organ=by.organ)
    return rail(
        seen,
        may_film=scope(by, "recording.stored").anywhere,
        may_see_footage=scope(by, "footage.view").anywhere,
        may_verify=may_verify(by),
        may_see_office=can(by, "office.view", own),
        may_see_system=can(by, "system.view", own),
        may_audit=can(by, "journal.read", own),
    )


def may_verify(by: Officer) -> bool:
    """Say whether `by` may have the whole ledger checked."""
    return can(by, "ledger.verify", Subject(organ=by.organ))
