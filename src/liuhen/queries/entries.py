"""Entries as a page shows them: a line each, or opened field by field."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from liuhen.kernel.clock import BEIJING, beijing_date, offset_words
from liuhen.kernel.money import yuan
from liuhen.ledger import Body, Entry
from liuhen.people.acts import APPROVALS
from liuhen.process.case.approval import BESIDE
from liuhen.process.case.registered import Registered, told_fields, word_of
from liuhen.process.case.registry import ACTS, find_act
from liuhen.queries.shapes import EntryRow, Shown

_GROUPS: Final = {
    "paper.finalised": "paper",
    "paper.signed": "paper",
    "paper.voided": "paper",
    "paper.reinstated": "paper",
    "recording.stored": "recording",
    "gap.explained": "recording",
    "shots.marked": "recording",
    "opening.confirmed": "recording",
    "copy.derived": "recording",
    "key_stages.filmed": "recording",
    "recording.exempted": "recording",
    **dict.fromkeys(
        ("mail.posted", "service.made", "service.returned", "service.confirmed", "announcement.posted"), "service"
    ),
    "announcement.ended": "service",
    "review.opinion": "approval",
    "opening.withdrawn": "approval",
    "decision.withdrawn": "approval",
    "closing.withdrawn": "approval",
}
_ABOUT: Final[Mapping[str, tuple[str, ...]]] = {
    "inspection.made": ("place",),
    "inspection.planned": ("inspection_no",),
    "inspection.opinion_signed": ("document_no",),
    "correction.ordered": ("document_no",),
    "spot_decision.made": ("document_no", "measures"),
    "scene.examined": ("place",),
    "recording.stored": ("device",),
    "evidence.collected": ("name",),
    "fact.stated": ("brief",),
    "paper.finalised": ("title", "number"),
    "paper.signed": ("signer",),
    "paper.voided": ("title", "number"),
    "paper.reinstated": ("title", "number"),
    "service.made": ("document_no",),
    "mail.posted": ("mail_no", "document_no"),
    "service.returned": ("what",),
    "service.confirmed": ("recipient",),
    "announcement.posted": ("recipient", "document_no"),
    "decision.made": ("document_no",),
    "notice.given": ("document_no",),
    "case.opened": ("case_no",),
    "clue.registered": ("clue_no",),
    "recusal.requested": ("person_name",),
    "recusal.decided": ("person_name",),
    "party.changed": ("name",),
    "party.identified": ("name",),
    "splitting.requested": ("name",),
    "splitting.approved": ("name",),
    "jurisdiction.disputed": ("other",),
    "transfer.reported": ("receiver",),
    "transfer.decided": ("receiver",),
    "transfer.made": ("receiver",),
}
_HIDDEN: Final = frozenset({"ref", "late_reason"})


def entry_row(entry: Entry, body: Body | None, *, seq_of: Mapping[str, int] | None = None) -> EntryRow:
    """Return the line of an entry; `body` is None where it was lawfully destroyed."""
    return EntryRow(
        seq=entry.dossier_seq or 0,
        kind=entry.kind,
        title=_title(entry.kind, body, organ=entry.organ),
        actor=actor_words(entry),
        happened=entry.happened,
        recorded=entry.recorded,
        late_reason=body.late_reason if body else "",
        digest=entry.digest,
        group=group_of(entry.kind),
        corrects=(seq_of or {}).get(entry.corrects) if entry.corrects else None,
    )


def group_of(kind: str) -> str:
    """Return under which heading of the course an entry of this kind is found: text, paper, recording and so on."""
    if kind in APPROVALS or kind in BESIDE or kind.startswith("approval."):
        return "approval"
    return _GROUPS.get(kind, "text")


def actor_words(entry: Entry) -> str:
    """Return who acted, and for whom where the role was lent."""
    return f"{entry.by.name}（受{entry.on_behalf.name}委托）" if entry.on_behalf else entry.by.name


def _title(kind: str, body: Body | None, *, organ: str) -> str:
    act = find_act(kind, organ)
    label = act.label if act else word_of(kind, organ) or "内容已依法销毁"
    if body is None:
        return f"{label}（内容已依法销毁）"
    subject = getattr(body, "subject", None)
    about = [str(getattr(body, name, "")) for name in _ABOUT.get(kind, ())]
    if subject is not None:
        about.append(f"{subject.relation} {subject.name}")
    told = " ".join(part for part in about if part)
    return f"{label}：{told}" if told else label


def shown_fields(
    body: Body, *, sealed_shown: bool, without: Collection[str] = (), organ: str = ""
) -> tuple[Shown, ...]:
    """Return the fields of a body with their labels, nested ones as rows."""
    if isinstance(body, Registered):
        return tuple(_shown(field, value) for field, value in told_fields(body, organ))
    rows = []
    for name, field in type(body).model_fields.items():
        value = getattr(body, name)
        if name in _HIDDEN or name in without or not field.title:
            continue
        is_sealed = any(getattr(mark, "__name__", "") == "Sealed" for mark in field.metadata)
        if is_sealed and not sealed_shown:
            rows.append(Shown(label=field.title, value="已封存，仅承办人可以查看", sealed=True))
        elif value not in (None, "", [], {}):
            rows.append(_shown(field, value, sealed=is_sealed))
    return tuple(rows)


def _shown(field: FieldInfo, value: Any, *, sealed: bool = False) -> Shown:
    label = field.title or ""
    if isinstance(value, BaseModel):
        return Shown(label=label, value="", rows=(_parts(value),), sealed=sealed)
    if isinstance(value, Sequence) and not isinstance(value, str) and value and isinstance(value[0], BaseModel):
        return Shown(label=label, value="", rows=tuple(_parts(one) for one in value), sealed=sealed)
    return Shown(label=label, value=plain(value, _extra(field)), sealed=sealed)


def _parts(model: BaseModel) -> tuple[Shown, ...]:
    return tuple(
        _shown(field, getattr(model, name))
        if field.title
        else Shown(label=_BARE.get(name, name), value=plain(getattr(model, name), _told_by(name)))
        for name, field in type(model).model_fields.items()
        if getattr(model, name) not in (None, "", []) and (field.title or name in _BARE)
    )


_BARE: Final = {
    "name": "姓名或者名称",
    "text": "意见",
    "at": "时间",
    "on_behalf": "委托人",
    "handler": "承办人",
    "unit_head": "处室负责人",
    "reviewer": "法制审核人员",
    "deputy": "分管负责人",
    "chief": "主要负责人",
    "sha256": "SHA-256",
    "sm3": "SM3",
    "size": "大小（字节）",
    "media_type": "类型",
    "title": "题名",
    "pages": "页数",
    "seq": "记录号",
    "files": "件数",
    "review_fen": "法制审核数额标准",
}


def _told_by(name: str) -> Mapping[str, Any]:
    """Return how a field without a label of its own is written: what is named for fen is an amount."""
    return {"widget": "fen"} if name.endswith("_fen") else {}


def plain(value: Any, extra: Mapping[str, Any]) -> str:
    """Return one value in words: choices by their label, amounts in yuan, times in Beijing time."""
    choices, widget = extra.get("choices", {}), str(extra.get("widget", ""))
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int) and widget in _WRITTEN:
        return _WRITTEN[widget](value, extra.get("kinds", ()))
    if isinstance(value, date):
        return _moment(value)
    if isinstance(value, BaseModel):
        return "；".join(f"{one.label}：{one.value}" for one in _parts(value))
    if isinstance(value, list | tuple):
        return "、".join(str(choices.get(one, one)) for one in value)
    return str(choices.get(value, value))


def _entry_words(seq: int, kinds: Sequence[str]) -> str:
    """Return an earlier entry as a reader finds it; where only one kind could be meant, with its name."""
    act = ACTS.get(kinds[0]) if len(kinds) == 1 else None
    return f"第 {seq} 条{f'（{act.label}）' if act else ''}"


_WRITTEN: Final[Mapping[str, Callable[[int, Sequence[str]], str]]] = {
    "fen": lambda fen, _: f"{yuan(fen)} 元",
    "offset": lambda milliseconds, _: offset_words(milliseconds),
    "entry": _entry_words,
    "number": _entry_words,
}


def _moment(value: date) -> str:
    if isinstance(value, datetime):
        return f"{value.astimezone(BEIJING):%Y年%-m月%-d日 %H:%M:%S}"
    return f"{beijing_date(value):%Y年%-m月%-d日}"


def _extra(field: FieldInfo) -> Mapping[str, Any]:
    extra = field.json_schema_extra
    return extra if isinstance(extra, dict) else {}
