"""The ways in which a step is done: through the guard as every action is, or as a request to the API."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from typing import Any, Final, Protocol

from django.test import Client
from pydantic import ValidationError

from liuhen.demo.people import PASSWORD
from liuhen.duties.errors import RuleBrokenError
from liuhen.forms.wording import wrong_fields
from liuhen.kernel import clock
from liuhen.kernel.errors import BadInputError, LiuhenError
from liuhen.office.guard import perform as perform_office
from liuhen.office.registry import OFFICE_ACTS
from liuhen.people.officers import Officer
from liuhen.process.case.corrections import Correction
from liuhen.process.case.guard import perform
from liuhen.process.case.registry import ACTS, ActType
from liuhen.process.case.uploads import receive

_OK: Final = 200
_keys = count(1)


@dataclass(frozen=True, slots=True)
class Deed:
    """A step with everything filled in. `form` is as the API takes it; `ref` is None where a dossier begins."""

    kind: str
    act: ActType | None  # None: an act on the bureau
    ref: str | None
    by: Officer
    form: Mapping[str, Any]
    happened: datetime | None = None
    late: str = ""
    corrects: int | None = None
    because: str = ""
    seen: int | None = None
    key: str = field(default_factory=lambda: f"scenario-{next(_keys):06d}")


@dataclass(frozen=True, slots=True)
class Came:
    """What came of a step: the number of its entry, or the words, articles and rules of the refusal."""

    ref: str = ""
    seq: int = 0
    refusal: str = ""
    articles: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()


class Way(Protocol):
    """How steps are done."""

    name: str

    def do(self, deed: Deed) -> Came:
        """Do a step now; a refusal is an answer."""

    def bring(self, by: Officer, name: str, content: bytes) -> str:
        """Upload a file now; return its SHA-256."""


class Actions:
    """Steps are done as pages and programs do them in the end: through the guard."""

    name = "actions"

    def do(self, deed: Deed) -> Came:
        """Do a step now; a refusal is an answer."""
        try:
            return self._done(deed)
        except ValidationError as err:
            return _refused(BadInputError("填写的内容有误。", fields=wrong_fields(err.errors())))
        except LiuhenError as err:
            return _refused(err)

    def bring(self, by: Officer, name: str, content: bytes) -> str:
        """Upload a file now; return its SHA-256."""
        return receive([content], name=name, by=by, size=len(content)).sha256

    def _done(self, deed: Deed) -> Came:
        if deed.act is None:
            form = OFFICE_ACTS[deed.kind].form.model_validate(deed.form)
            made = perform_office(deed.kind, form, by=deed.by, key=deed.key, channel="web")
            return Came(seq=made.entry.organ_seq)
        done = perform(
            deed.kind,
            deed.ref,
            deed.act.form.model_validate(deed.form),
            by=deed.by,
            happened=deed.happened,
            key=deed.key,
            channel="cli",
            expect=deed.seen,
            late_reason=deed.late,
            correction=None if deed.corrects is None else Correction(deed.corrects, deed.because),
        )
        return Came(done.ref, done.seq)


class Api:
    """Steps are requests to the API, each under a token of who does it."""

    name = "api"

    def __init__(self) -> None:
        self._client = Client(raise_request_exception=False, SERVER_NAME="127.0.0.1")
        self._tokens: dict[str, tuple[datetime, str]] = {}

    def do(self, deed: Deed) -> Came:
        """Do a step now; a refusal is an answer."""
        status, told = self._sent(_address(deed), _request(deed), by=deed.by)
        if status != _OK:
            return _said(told)
        return Came(str(told.get("ref", "")), int(told["seq"]))

    def bring(self, by: Officer, name: str, content: bytes) -> str:
        """Upload a file now; return its SHA-256."""
        status, told = self._sent("/api/uploads", content, by=by, query={"name": name})
        if status != _OK:
            raise BadInputError(told["message"], why=told["why"], remedy=told["remedy"])
        return str(told["sha256"])

    def _sent(
        self, path: str, content: object, *, by: Officer | None, query: Mapping[str, str] | None = None
    ) -> tuple[int, dict[str, Any]]:
        known = {"Authorization": f"Bearer {self._token(by)}"} if by else {}
        raw = isinstance(content, bytes)
        answer = self._client.generic(
            "POST",
            path,
            content if isinstance(content, bytes) else json.dumps(content),
            content_type="application/octet-stream" if raw else "application/json",
            query_params=dict(query or {}),
            headers=known,
        )
        if not answer.headers.get("Content-Type", "").startswith("application/json"):
            raise RuntimeError(f"{path}：{answer.status_code}")
        return answer.status_code, answer.json()

    def _token(self, by: Officer) -> str:
        """Return a token of this person that is valid now; a token lasts one working day."""
        now = clock.now()
        began, token = self._tokens.get(by.account, (None, ""))
        if began is None or began.date() != now.date() or began.hour != now.hour:
            status, told = self._sent("/api/token", {"account": by.account, "password": PASSWORD}, by=None)
            if status != _OK:
                raise BadInputError(told["message"], why=told["why"], remedy=told["remedy"])
            token = str(told["token"])
            self._tokens[by.account] = (now, token)
        return token


WAYS: Final[Mapping[str, Callable[[], Way]]] = {"actions": Actions, "api": Api}


def _address(deed: Deed) -> str:
    if deed.act is None:
        return f"/api/office/acts/{deed.kind}"
    if deed.act.starts_dossier:
        return f"/api/acts/{deed.kind}"
    return f"/api/cases/{deed.ref}/{'acts' if deed.kind in ACTS else 'records'}/{deed.kind}"


def _request(deed: Deed) -> dict[str, Any]:
    entered = "fields" if deed.act is not None and deed.kind not in ACTS else "form"
    told: dict[str, Any] = {entered: dict(deed.form), "key": deed.key}
    if deed.act is None:
        return told
    around = {
        "happened": deed.happened.isoformat() if deed.happened else None,
        "expect": deed.seen,
        "late_reason": deed.late,
        "corrects": deed.corrects,
        "corrects_because": deed.because,
    }
    return told | {name: value for name, value in around.items() if value not in (None, "")}


def _refused(err: LiuhenError) -> Came:
    fields = err.fields if isinstance(err, BadInputError) else {}
    broken = [one.rule for one in err.findings] if isinstance(err, RuleBrokenError) else []
    words = _words(err.message, err.why, err.remedy, fields)
    return Came(refusal=words, articles=tuple(one.cited for one in broken), rules=tuple(one.id for one in broken))


def _said(told: Mapping[str, Any]) -> Came:
    fields = told.get("fields") or {}
    broken = told.get("findings") or ()
    words = _words(told["message"], told["why"], told["remedy"], fields)
    return Came(
        refusal=words,
        articles=tuple(one["article"] for one in broken),
        rules=tuple(one["rule"] for one in broken),
    )


def _words(message: str, why: str, remedy: str, fields: Mapping[str, str]) -> str:
    wrong = [f"{name}：{said}" for name, said in fields.items()]
    return " ".join(part for part in (message, why, remedy, *wrong) if part)
