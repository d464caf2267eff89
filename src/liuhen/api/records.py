"""登记其他记录 for programs: which kinds there are, how their forms look, and one operation that registers any."""

from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field, ValidationError

from liuhen.api.acts import Circumstances, EntryOut
from liuhen.forms.wording import wrong_fields
from liuhen.kernel.errors import BadInputError
from liuhen.people.officers import Officer
from liuhen.process.case.corrections import Correction
from liuhen.process.case.guard import perform
from liuhen.queries.records import record_form, records_page

router = Router(tags=["办理"])
_ONE = "/cases/{no}/records/{record}"


class RecordIn(Circumstances):
    """A record with its fields."""

    fields: dict[str, Any] = Field(description="按该种记录的表单填写；不认识的项目不收")


class KindOut(Schema):
    """A kind of record that may be registered; `owed` says that the case owes one now."""

    kind: str
    title: str
    owed: bool


@router.get("/cases/{no}/records", response=list[KindOut], summary="可以登记的其他记录")
def kinds(request: HttpRequest, no: str) -> list[dict[str, Any]]:
    """Return the kinds of record that may be registered on the case."""
    page = records_page(_by(request), no)
    owed = {one.act.kind for one in page.owed if one.act}
    return [{"kind": one.kind, "title": one.label, "owed": one.kind in owed} for one in page.kinds]


@router.get(_ONE, summary="一种记录的表单（JSON Schema）")
def form(request: HttpRequest, no: str, record: str) -> dict[str, Any]:
    """Return the JSON Schema of the fields of one kind of record."""
    return record_form(_by(request), no, record).form.model_json_schema()


@router.post(_ONE, response=EntryOut, summary="登记其他记录", operation_id="record.registered")
def register(request: HttpRequest, no: str, record: str, body: RecordIn) -> dict[str, Any]:
    """Register a record of a kind that the rules in force know and that has no operation of its own."""
    act = record_form(_by(request), no, record)
    try:
        entered = act.form.model_validate(body.fields)
    except ValidationError as err:
        wrong = {f"fields.{name}": said for name, said in wrong_fields(err.errors()).items()}
        raise BadInputError("填写的内容有误。", fields=wrong, remedy="请按提示改正后再提交。") from err
    done = perform(
        record,
        no,
        entered,
        by=_by(request),
        happened=body.happened,
        key=body.key,
        channel="api",
        expect=body.expect,
        late_reason=body.late_reason,
        correction=None if body.corrects is None else Correction(body.corrects, body.corrects_because),
    )
    return {"ref": done.ref, "seq": done.seq, "entry": done.entry.digest, "kind": record}


def _by(request: HttpRequest) -> Officer:
    by: Officer = request.auth  # type: ignore[attr-defined]  # put there by the API's sign-in
    return by
