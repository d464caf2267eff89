"""Acts on the bureau: one operation for each kind, its schema taken from the form that people fill in."""

from typing import Any, Generic, TypeVar

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import BaseModel, Field, create_model

from liuhen.office.guard import perform
from liuhen.office.registry import OFFICE_ACTS, OfficeAct
from liuhen.people.officers import Officer

router = Router(tags=["单位"])
F = TypeVar("F", bound=BaseModel)


class OfficeIn(Schema, Generic[F]):
    """An act on the bureau: the form, and the name under which a retry is known."""

    form: F
    key: str = Field(min_length=8, max_length=64, description="请求编号；同一请求重发时不变")


class OnceOut(Schema):
    """Something that is answered once and kept nowhere: the code of a new account."""

    label: str
    text: str


class OfficeOut(Schema):
    """What the act left in the ledger; `once` is empty when the request is sent again."""

    seq: int
    entry: str
    kind: str
    once: list[OnceOut]


def _operation(act: OfficeAct) -> None:
    shape = create_model(f"{act.form.__name__}OfficeIn", __base__=OfficeIn[act.form])  # type: ignore[name-defined]

    def do(request: HttpRequest, body: Any) -> dict[str, Any]:
        by: Officer = request.auth  # type: ignore[attr-defined]  # put there by the API's sign-in
        done = perform(act.kind, body.form, by=by, key=body.key, channel="api")
        once = [{"label": one.label, "text": one.text} for one in done.once]
        return {"seq": done.entry.organ_seq, "entry": done.entry.digest, "kind": act.kind, "once": once}

    do.__annotations__["body"] = shape
    router.post(f"/office/acts/{act.kind}", response=OfficeOut, summary=act.verb, operation_id=act.kind)(do)


for _act in OFFICE_ACTS.values():
    _operation(_act)
