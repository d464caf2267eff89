"""Everybody who might ask, and the cases he might ask about: each role near to a case and far from it.

Who is `own` belongs to every case as one of its handlers, whatever his role is now: he was a handler when the case was
opened and got his role later. For approvers and reviewers that is the conflict of interest that the matrix asks about.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client, override_settings

from liuhen.archive.disc import shelf
from liuhen.archive.disc.shelf import Image, Made
from liuhen.kernel import clock
from liuhen.kernel.clock import written
from liuhen.media import derived
from liuhen.media.derived import Copy
from liuhen.people.models import Account, Person, SignIn
from liuhen.people.officers import Officer, officer_of_account
from liuhen.people.roles import Role
from liuhen.people.tokens import open_token
from liuhen.process.footage.taking_in import About, take_in_footage
from liuhen.queries.case import case_page
from media.clips import tone
from process.bureau import AT, MINUTE, ORGAN, PASSWORD, Play, appoint, bring, certify, page, populate

OTHER_ORGAN: Final = "yunhuwan"
UNIT: Final = "基金监管处"
ELSEWHERE: Final = "医药服务处"
NEAR: Final = {"own": UNIT, "department": UNIT, "elsewhere": ELSEWHERE}
STATES: Final = ("early", "submitted", "closed")
ROLES: Final = (*(role.value for role in Role), "none")
MISSING: Final = "2026-9999"


@dataclass(frozen=True)
class Standing:
    """One person: his role, and how near he is to the cases."""

    role: str
    near: str  # own, department, elsewhere, foreign

    def __str__(self) -> str:
        return f"{self.role}/{self.near}"

    @property
    def account(self) -> str:
        return f"{self.role}-{self.near}"


STANDINGS: Final = tuple(Standing(role, near) for role in ROLES for near in (*NEAR, "foreign"))


@dataclass(frozen=True)
class Told:
    """What the addresses below one case are filled with."""

    ref: str
    entry: int
    paper: int
    scan: int
    recording: int
    derived_copy: int
    request: int
    handle: str
    disc: int


@dataclass
class Bureau:
    """The prepared bureau."""

    people: dict[str, Officer]
    cases: dict[str, Told]
    sha256: str
    footage: int
    browser: Client = field(default_factory=lambda: Client(raise_request_exception=False))
    _sessions: dict[str, str] = field(default_factory=dict)
    _tokens: dict[str, str] = field(default_factory=dict)

    def officer(self, who: Standing) -> Officer:
        return officer_of_account(who.account)

    def client(self, who: Standing | None) -> Client:
        """Return the browser, with no cookie but that of the session of `who`, or with none at all."""
        self.browser.cookies.clear()
        if who and who.account not in self._sessions:
            self.browser.force_login(Account.objects.get(account=who.account))
            self._sessions[who.account] = self.browser.cookies["sessionid"].value
        elif who:
            self.browser.cookies["sessionid"] = self._sessions[who.account]
        return self.browser

    def open(self, by: Officer, path: str) -> Any:
        """Open a page as somebody of the bureau who is no standing."""
        self.browser.cookies.clear()
        self.browser.force_login(Account.objects.get(account=by.account))
        return self.browser.get(path)

    def session_of(self, who: Standing | None) -> str:
        """Return the handle of the sign-in of `who` at the browser."""
        found = SignIn.objects.filter(account__account=who.account if who else "").first()
        return found.id if found else "nobody"

    def token(self, who: Standing) -> str:
        """Return a token with which a program acts for `who`."""
        if who.account not in self._tokens:
            self._tokens[who.account] = open_token(who.account, PASSWORD)
        return self._tokens[who.account]


class _Opened(Play):
    """A case whose handlers are two officers of the unit and everybody who stands `own`."""

    @property
    def two(self) -> list[str]:
        return [*super().two, *(self.people[f"{role}-own"].id for role in ROLES)]


def prepared(folder: Path) -> Bureau:
    """Make the people and three cases: under way, before the reviewer, closed and archived."""
    people = populate()
    populate(OTHER_ORGAN, suffix="-foreign")
    for who in STANDINGS:
        organ = OTHER_ORGAN if who.near == "foreign" else ORGAN
        unit = NEAR.get(who.near, UNIT)
        people[who.account] = appoint(who.account, f"某{len(people)}", unit, (Role.HANDLER,), organ=organ)
        if who.near == "own":
            certify(people[who.account])
    recording = bring(people["zhou"], tone(folder / "tone.wav", "pcm_s16le", "wav", seconds=1).read_bytes(), "现场.wav")
    clip = bring(people["zhou"], tone(folder / "clip.wav", "pcm_s16le", "wav", seconds=2).read_bytes(), "片段.wav")
    _put_copy(recording)
    cases = {state: _played(people, state, recording, clip) for state in STATES}
    for who in STANDINGS:
        roles = [] if who.role == "none" else [who.role]
        Person.objects.filter(id=people[who.account].id).update(roles=roles)
    bureau = Bureau(people, cases, recording, _taken_in(people, folder))
    for who in STANDINGS:
        bureau.client(who)
        bureau.token(who)
    return bureau


def _taken_in(people: dict[str, Officer], folder: Path) -> int:
    """Take a recording of the handler `own` into the footage room; return its number."""
    film = tone(folder / "carried.wav", "pcm_s16le", "wav", seconds=1)
    about = About(way="dock", device="A-07", carrier=people["handler-own"].id, started=AT - 30 * MINUTE)
    taken = take_in_footage(film, by=people["zhou"], about=about)
    _put_copy(taken.sha256)
    return taken.seq


def _put_copy(sha256: str) -> None:
    """Put the copy there that a browser would need if it could not play the original."""
    with derived.making(settings.LIUHEN_DERIVED, sha256, "copy") as folder:
        (folder / derived.COPIES["audio/mp4"]).write_bytes(b"copy")
        derived.finish(folder, Copy(media_type="audio/mp4", size=4))


_DISC: Final = {"maker": "文竹", "extractor": "何静", "extracted": AT - 10 * MINUTE, "note": "现场检查。"}


def _put_image(entry: str) -> None:
    """Put the image of a disc there, as if it had been made."""
    path = shelf.image_path(settings.LIUHEN_DERIVED, entry, 1)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"disc")
    shelf.finish(settings.LIUHEN_DERIVED, entry, Made(images=(Image(disc=1, size=4, sha256="0" * 64, sm3="0" * 64),)))


def _played(people: dict[str, Officer], state: str, recording: str, clip: str) -> Told:
    case = _Opened(people).to("case.opened")
    stored = case.do("zhou", "recording.stored", file=recording, started=written(AT - 30 * MINUTE), device="A-07").seq
    derived_from = {"of": stored, "what": "clip", "end_ms": 500, "purpose": "other", "tool": "某软件", "checked": True}
    copy = case.do("zhou", "copy.derived", **derived_from, file=clip).seq
    paper = case.do("zhou", "paper.finalised", form="opening-approval").seq
    disc = case.do("zhou", "evidence_disc.made", of=[stored], **_DISC).seq
    _put_image(case.entries[-1].digest)
    scan = bring(people["zhou"], page())
    signed = case.do("zhou", "paper.signed", paper_seq=paper, role="leader", signer="某领导", scan=scan).seq
    asked = case.do("zhou", "clue.extension_requested", reason="数据在外地。", progress="已调取本地数据。").seq
    if state != "early":
        case.to("review.submitted" if state == "submitted" else "archive.filed")
    shown = case_page(people["chen"], case.ref or "")
    handle = next(one.handle for one in (*shown.owed, *shown.recorded) if one.due)
    return Told(case.ref or "", 1, paper, signed, stored, copy, asked, handle, disc)


@contextmanager
def undone() -> Iterator[None]:
    """Take back whatever is written meanwhile."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def whole_bureau(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Bureau]:
    """The bureau made once for a file of tests; undone after the last."""
    folder = tmp_path_factory.mktemp("permissions")
    places = {
        "LIUHEN_DATA": folder,
        "LIUHEN_ORIGINALS": folder / "originals",
        "LIUHEN_PAPERS": folder / "papers",
        "LIUHEN_DERIVED": folder / "derived",
        "FILE_UPLOAD_TEMP_DIR": None,
    }
    with django_db_blocker.unblock(), override_settings(**places), clock.at(AT), undone():
        yield prepared(folder)
