"""One request of the matrix, made and taken back: what was answered, and what it would have left behind."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from typing import Any, Final

from django.conf import settings
from django.http import HttpResponseBase

from liuhen.access.models import JournalRow
from liuhen.kernel import clock
from liuhen.ledger.models import Head
from liuhen.media import transfers
from liuhen.media.derivatives.plans import Plan
from liuhen.media.finding.searches import Search
from liuhen.office.registry import OFFICE_ACTS
from liuhen.people.officers import officer_of_account
from liuhen.process.case.reference import find_case
from liuhen.process.inquiry import searches
from liuhen.process.inquiry.copy_drafts import RESULT, SHELF, Asked, Result
from liuhen.process.inquiry.shelves import ASKED
from permissions.expected import FORBIDDEN, HIDDEN, IN, SIGN_IN, Row
from permissions.filling import filled
from permissions.standings import MISSING, Bureau, Standing, Told, undone
from process.bureau import ORGAN, Play
from process.test_process_order import form

_WORDS: Final = {401: SIGN_IN, 403: FORBIDDEN, 404: HIDDEN}
OWN_SESSION: Final = "own session"
OWN_BATCH: Final = "own batch"
OWN_UPLOAD: Final = "own upload"
OWN_COPY: Final = "own copy"
OWN_SEARCH: Final = "own search"
THE_FOOTAGE: Final = "the footage"
_keys = (f"matrix-request-{number}" for number in count(1))


@dataclass(frozen=True)
class Answer:
    """What was answered, and what it left: rows of the access journal as act and allowed, number of entries."""

    word: str
    status: int
    journal: list[tuple[str, bool]]
    entries: int
    content: bytes
    headers: dict[str, str]


def asked(bureau: Bureau, row: Row, who: Standing | None, state: str, *, method: str = "", ref: str = "") -> Answer:
    """Send the request of `row` for `who` about the case in `state`, or about `ref`; whatever it wrote is undone."""
    path = address(bureau, row, state, who=who, ref=ref)
    with undone():
        before, entries = JournalRow.objects.count(), Head.objects.count()
        answer = _sent(bureau, row, who, method or row.method, path)
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
        answer.close()
        journal = list(JournalRow.objects.order_by("organ", "seq").values_list("act", "allowed"))[before:]
        return Answer(
            word=_word(answer, row),
            status=answer.status_code,
            journal=journal,
            entries=Head.objects.count() - entries,
            content=content,
            headers=dict(answer.headers),
        )


def address(bureau: Bureau, row: Row, state: str, *, who: Standing | None, ref: str = "") -> str:
    """Return the address of a row, filled for one case, and with what is one's own."""
    case = bureau.cases[state]
    own: dict[str, Callable[[], str]] = {  # made for the rows that name them, and for no other
        OWN_SESSION: lambda: bureau.session_of(who),
        OWN_BATCH: lambda: _batch_of(who),
        OWN_UPLOAD: lambda: _upload_of(who),
        OWN_COPY: lambda: _copy_of(who, bureau, case),
        OWN_SEARCH: lambda: _search_of(who, bureau, case),
        THE_FOOTAGE: lambda: str(bureau.footage),
    }
    places = {name: own[what]() if what in own else str(getattr(case, what, what)) for name, what in row.places}
    told = {"ref": ref or case.ref, "no": ref or case.ref, "kind": row.kind, "section": row.kind}
    return row.path.format(**told, **places)


def _batch_of(who: Standing | None) -> str:
    """Leave a batch of papers of `who`, of which nothing was made; return its name."""
    if who is None:
        return "nobody"
    by = officer_of_account(who.account)
    item = {"ref": "2026-0001", "form": "interview", "title": "询问笔录", "source_seq": 1, "state": "failed"}
    told = {"id": f"batch{by.id}".replace("-", ""), "organ": by.organ, "person": by.id, "items": [item]}
    folder = settings.LIUHEN_DATA / "batches"
    folder.mkdir(exist_ok=True)
    (folder / f"{told['id']}.json").write_text(json.dumps(told), "utf-8")
    return str(told["id"])


def _upload_of(who: Standing | None) -> str:
    """Let `who` begin to bring a file; return the name of the transfer."""
    if who is None:
        return "nobody"
    by = officer_of_account(who.account)
    return transfers.begin(
        settings.LIUHEN_ORIGINALS, owner=by.id, name="a.mp4", size=8, now=clock.now(), lasts=timedelta(hours=1)
    ).id


def _copy_of(who: Standing | None, bureau: Bureau, case: Told) -> str:
    """Let `who` have a still of the recording that waits to be confirmed; return its name."""
    if who is None:
        return "nobody"
    by = officer_of_account(who.account)
    name = f"copy{by.id}".replace("-", "")
    dossier = find_case(ORGAN, case.ref).dossier
    plan = Plan(what="still", start_ms=0)
    told = {"organ": by.organ, "person": by.id, "dossier": dossier, "seq": case.recording, "sha256": bureau.sha256}
    asked = Asked(id=name, name="现场.wav", plan=plan, purpose="other", hidden="", at=clock.now(), **told)
    SHELF.keep(name, ASKED, asked)
    made = {"ending": ".png", "media_type": "image/png", "size": 4, "width": 2, "height": 2, "pictures": 1}
    result = {"made": made | {"start_ms": 0, "end_ms": None}, "sha256": "0" * 64, "sm3": "0" * 64}
    SHELF.keep(name, RESULT, Result.model_validate(result))
    (SHELF.folder(name) / "result.png").write_bytes(b"copy")
    return name


def _search_of(who: Standing | None, bureau: Bureau, case: Told) -> str:
    """Let `who` have something looked for in the recording; return the name of the search."""
    if who is None:
        return "nobody"
    by = officer_of_account(who.account)
    name = f"search{by.id}".replace("-", "")
    dossier = find_case(ORGAN, case.ref).dossier
    told = {"organ": by.organ, "person": by.id, "dossier": dossier, "seq": case.recording, "sha256": bureau.sha256}
    search = Search(what="faces", from_ms=0, to_ms=0)
    searches.SHELF.keep(name, ASKED, searches.Asked(id=name, search=search, at=clock.now(), **told))
    return name


_OWN_PAPER = {"reviewer": "review-opinion", "archivist": "catalogue"}


def _sent(bureau: Bureau, row: Row, who: Standing | None, method: str, path: str) -> HttpResponseBase:
    told: dict[str, Any] = {}
    if row.path.startswith("/api/"):
        told["headers"] = {"Authorization": f"Bearer {bureau.token(who)}"} if who else {}
        client = bureau.client(None)
    else:
        client = bureau.client(who)
    if row.body == "file":
        told |= {"data": b"%PDF-", "content_type": "application/octet-stream", "query_params": {"name": "a.pdf"}}
    elif row.body == "record":
        body = {"fields": {}, "key": next(_keys)}
        told |= {"data": json.dumps(body), "content_type": "application/json"}
    elif row.body:
        office = row.body == "office act"
        entered = filled(OFFICE_ACTS[row.kind].form) if office else form(Play(bureau.people), row.kind)
        if row.kind == "paper.finalised" and who is not None:  # each makes the papers of his own part
            entered = {**entered, "form": _OWN_PAPER.get(who.role, "opening-approval")}
        body = {"form": entered, "key": next(_keys)}
        told |= {"data": json.dumps(body, default=str), "content_type": "application/json"}
    answer: HttpResponseBase = client.generic(method, path, **told)
    return answer


def _word(answer: HttpResponseBase, row: Row) -> str:
    if row.reached is None and not row.gone and answer.status_code < 500:
        return IN  # who signs out comes to the page where one signs in
    if answer.status_code == 302 and answer.headers["Location"].partition("?")[0] == "/sign-in":
        return SIGN_IN
    return _WORDS.get(answer.status_code, IN if answer.status_code < 500 else "broken")


__all__ = ["MISSING", "Answer", "address", "asked"]
