"""Acts: one operation for each kind, its schema taken from the form that people fill in."""

from typing import Any, Generic, TypeVar

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import AwareDatetime, BaseModel, Field, create_model

from liuhen.kernel.errors import NotAllowedError
from liuhen.people.officers import Officer
from liuhen.people.scope import scope
from liuhen.process.case.corrections import Correction
from liuhen.process.case.guard import perform
from liuhen.process.case.registry import ACTS, ActType
from liuhen.process.case.uploads import receive

router = Router(tags=["办理"])
F = TypeVar("F", bound=BaseModel)
CHUNK = 1024 * 1024
_DIGITS = 16  # more than any file has bytes


class Circumstances(Schema):
    """When an act happened, and the names under which a retry is known."""

    key: str = Field(min_length=8, max_length=64, description="请求编号；同一请求重发时不变")
    happened: AwareDatetime | None = Field(None, description="发生时间，须带时区；不填为表单所写的结束时间或者现在")
    expect: int | None = Field(None, description="所见案卷的最后一条记录号")
    late_reason: str = Field("", max_length=2000, description="补录原因")
    corrects: int | None = Field(None, ge=1, description="更正哪一条记录；不是更正的不填")
    corrects_because: str = Field("", max_length=2000, description="更正理由")


class ActIn(Circumstances, Generic[F]):
    """An act with its form."""

    form: F


class EntryOut(Schema):
    """What the act left in the ledger."""

    ref: str
    seq: int
    entry: str
    kind: str


class UploadOut(Schema):
    """A received file; its SHA-256 is what forms name."""

    sha256: str
    sm3: str
    size: int
    name: str


@router.post("/uploads", response=UploadOut, summary="上传文件（请求体为文件内容）")
def upload(request: HttpRequest, name: str) -> dict[str, Any]:
    """Receive a file as the body of the request, streamed to disk; only who works on cases may bring one.

    Raises:
        NotAllowedError: a keeper of the system, or somebody without a role: nothing of his could name the file.
    """
    if not scope(_by(request), "case.view").anywhere:
        raise NotAllowedError("您不能上传文件。", why="上传的文件只用于办案，您的岗位不办理案件。")
    pieces = iter(lambda: request.read(CHUNK), b"")
    scan = receive(pieces, name=name, by=_by(request), size=_declared(request))
    return scan.model_dump()


def _declared(request: HttpRequest) -> int | None:
    told = request.headers.get("Content-Length", "")
    return int(told) if told.isascii() and told.isdecimal() and len(told) < _DIGITS else None


def _by(request: HttpRequest) -> Officer:
    by: Officer = request.auth  # type: ignore[attr-defined]  # put there by the API's sign-in
    return by


def _operation(act: ActType) -> None:
    shape = create_model(f"{act.form.__name__}In", __base__=ActIn[act.form])  # type: ignore[name-defined]
    path = f"/acts/{act.kind}" if act.starts_dossier else f"/cases/{{no}}/acts/{act.kind}"

    def begin(request: HttpRequest, body: Any) -> dict[str, Any]:
        return _do(request, act, None, body)

    def go_on(request: HttpRequest, no: str, body: Any) -> dict[str, Any]:
        return _do(request, act, no, body)

    view = begin if act.starts_dossier else go_on
    view.__annotations__["body"] = shape
    router.post(path, response=EntryOut, summary=act.verb, operation_id=act.kind)(view)


def _do(request: HttpRequest, act: ActType, no: str | None, body: ActIn[Any]) -> dict[str, Any]:
    done = perform(
        act.kind,
        no,
        body.form,
        by=_by(request),
        happened=body.happened,
        key=body.key,
        channel="api",
        expect=body.expect,
        late_reason=body.late_reason,
        correction=None if body.corrects is None else Correction(body.corrects, body.corrects_because),
    )
    return {"ref": done.ref, "seq": done.seq, "entry": done.entry.digest, "kind": act.kind}


for _act in ACTS.values():
    _operation(_act)
