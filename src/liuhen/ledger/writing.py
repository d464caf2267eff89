"""The one door: nothing enters the ledger but through `append`."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from liuhen.kernel import clock
from liuhen.kernel.canonical import Json
from liuhen.kernel.clock import When, beijing_date
from liuhen.kernel.errors import BadInputError, DuplicateRequestError, NotFoundError, StalePageError
from liuhen.ledger.act import Act, Place, head_of, place
from liuhen.ledger.body import Body, body_type
from liuhen.ledger.errors import UnknownKindError
from liuhen.ledger.head import Actor, Entry, Ref, Terms
from liuhen.ledger.models import Head, OrganLock
from liuhen.ledger.parts import OPEN, SEALED, new_salt, read_part, store_part
from liuhen.ledger.prepared import Prepared
from liuhen.ledger.projections import project
from liuhen.ledger.rows import insert
from liuhen.ledger.storage import whole
from liuhen.ledger.triggers import require_usable

_AHEAD: Final = timedelta(minutes=2)  # a device's clock may be this much ahead of ours

_lock: Final = Prepared(
    OrganLock, lambda organ: OrganLock.objects.select_for_update().filter(organ=organ).values_list("organ")
)
_of_request: Final = Prepared(
    Head, lambda organ, key: Head.objects.filter(organ=organ, key=key).values_list("head")[:1]
)


def append(  # noqa: PLR0913  # an entry is what its head names; all by keyword
    body: Body,
    *,
    organ: str,
    dossier: str | None = None,
    by: Actor,
    happened: When,
    key: str,
    channel: str,
    expect: int | None = None,
    refs: Sequence[Ref] = (),
    corrects: str | None = None,
    on_behalf: Actor | None = None,
    terms: Terms | None = None,
) -> Entry:
    """Append one entry and let its projectors write, in one transaction; a retry gets the entry already made.

    Args:
        body: what is recorded; its kind must be registered.
        organ: opaque id of the organ whose chain it joins.
        dossier: opaque id of the dossier; None for an act on the organ itself.
        by: who acted.
        happened: aware instant, or Beijing date where only the day is known. When it is recorded the ledger measures.
        key: request key, at most 200 characters; the same request has the same key however often it is sent.
        channel: web, api, cli, system, or seed where the organ's first entry says that it is a demo.
        expect: the dossier's last sequence number that the actor saw; None where it does not matter.
        refs: other entries and dossiers it stands on.
        corrects: SHA-256 of the head of an earlier entry of this dossier that it corrects.
        on_behalf: for whom it was done, when delegated.
        terms: packs, choices and calendar in force.

    Raises:
        StalePageError: the dossier has moved on since `expect`.
        DuplicateRequestError: the key was used for something else.
        BadInputError: it would happen in the future.
        NotFoundError: the dossier belongs to another organ, or there is nothing to correct.
        UnknownKindError: the kind has no schema.
        UnusableError: triggers or keys are missing, or the disk refuses.
        ValueError, TypeError: the calling code is wrong.
    """
    act = Act(body, organ, dossier, by, happened, key, channel, expect, refs, corrects, on_behalf, terms)
    _require_known(body)
    act.require_well_formed()
    parts = act.parts()
    require_usable()
    with whole():
        hold(organ)
        return _earlier(act, parts) or _appended(act, parts)


def hold(organ: str) -> None:
    """Make every other writer of this organ wait until the transaction ends."""
    if _lock.first(organ) is None:
        OrganLock.objects.select_for_update().get_or_create(organ=organ)


def _appended(act: Act, parts: Mapping[str, Mapping[str, Json]]) -> Entry:
    where = place(act.organ, act.dossier)
    measured = clock.now()
    _require_fresh(act, where)
    _require_own(act, where)
    _require_past(act.happened, where.time(measured)[0])
    _require_seedable(act, where, parts[OPEN])
    salts = {part: new_salt() for part in parts}
    entry = head_of(act, place=where, measured=measured, parts=parts, salts=salts)
    _store_head(entry)
    for part, fields in parts.items():
        store_part(entry, part, fields, salts[part])
    project(entry, type(act.body).read(parts[OPEN]))
    return entry


def _store_head(entry: Entry) -> None:
    row = Head(
        digest=entry.digest,
        sm3=entry.digests.sm3,
        organ=entry.organ,
        organ_seq=entry.organ_seq,
        dossier=entry.dossier,
        dossier_seq=entry.dossier_seq,
        kind=entry.kind,
        key=entry.key,
        head=entry.head,
    )
    insert(row)


def _require_known(body: Body) -> None:
    if body_type(body.kind, body.version) is not type(body):
        raise UnknownKindError(f"这种记录的格式定义已另有所属：{body.kind}。")


def _earlier(act: Act, parts: Mapping[str, Mapping[str, Json]]) -> Entry | None:
    """Return the entry that this request made when it arrived before."""
    row = _of_request.first(act.organ, act.key)
    if row is None:
        return None
    earlier = Entry.read(bytes(row[0]))
    same = (earlier.kind, earlier.dossier) == (act.body.kind, act.dossier)
    if same and all(read_part(earlier, part)[1] == parts.get(part, {}) for part in (OPEN, SEALED)):
        return earlier
    raise DuplicateRequestError(
        "这次提交与先前一次编号相同而内容不同，没有写入。",
        digest=earlier.digest,
        why="可能是退回旧页面修改后再次提交。",
        remedy="请刷新页面，核对已有记录后再提交。",
    )


def _require_fresh(act: Act, where: Place) -> None:
    if act.expect is not None and act.expect != where.dossier_seq:
        raise StalePageError(
            "这个案件刚才有了新的记录，您看到的页面不是最新的，没有写入。",
            expected=act.expect,
            actual=where.dossier_seq,
            remedy="请刷新页面，看过新的记录后再提交。",
        )


def _require_own(act: Act, where: Place) -> None:
    if where.last_of_dossier is not None and where.last_of_dossier.organ != act.organ:
        raise NotFoundError("没有找到这个案卷。", why="案卷不存在，或者不属于本机关。")
    if act.corrects is not None and not Head.objects.filter(digest=act.corrects, **_scope(act)).exists():
        raise NotFoundError(
            "没有找到要更正的记录。", why="更正只能针对同一案卷中的记录。", remedy="请从案卷的记录列表进入更正。"
        )


def _scope(act: Act) -> dict[str, str | bool]:
    return {"organ": act.organ, "dossier__isnull": True} if act.dossier is None else {"dossier": act.dossier}


def _require_past(happened: When, recorded: datetime) -> None:
    if isinstance(happened, datetime):
        ahead = happened > recorded + _AHEAD
    else:
        ahead = happened > beijing_date(recorded + _AHEAD)
    if ahead:
        raise BadInputError(
            "发生时间晚于现在，没有写入。",
            fields={"happened": "晚于现在"},
            remedy="请核对发生时间；计划中的事项待发生后再记。",
        )


def _require_seedable(act: Act, where: Place, fields: Mapping[str, Json]) -> None:
    if act.channel != "seed":
        return
    first = Head.objects.filter(organ=act.organ, organ_seq=1).values_list("head", flat=True).first()
    said = fields if where.last is None or first is None else read_part(Entry.read(bytes(first)), OPEN)[1]
    if said.get("demo") is not True:
        raise ValueError("only an organ whose first entry says demo is seeded")
