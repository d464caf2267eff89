"""The course of a case: its entries as rows, one entry opened, entries to pick from."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from math import ceil
from typing import Final, NamedTuple

from liuhen.kernel.clock import as_instant, beijing_date
from liuhen.kernel.errors import NotFoundError
from liuhen.ledger import Body, BodyDestroyedError, Entry, body_of, entries
from liuhen.ledger.many import bodies_of, entries_at
from liuhen.office.in_force import asked_once
from liuhen.people.officers import Officer
from liuhen.process.case.record_shapes import ANY
from liuhen.process.case.reference import CaseRef
from liuhen.queries.case_shapes import Course
from liuhen.queries.entries import entry_row, group_of, shown_fields
from liuhen.queries.received import received
from liuhen.queries.scoped import case_for, may
from liuhen.queries.shapes import CaseHead, EntryPage, EntryRow
from liuhen.rulebook import Event

SHOWN: Final = 30  # entries of the course on one page


def case_head(case: CaseRef) -> CaseHead:
    """Return what the head of a page inside a case says."""
    return CaseHead(ref=case.ref, title=case.title, number=case.number, seq=case.seq)


@asked_once
def entry_page(by: Officer, ref: str, seq: int) -> EntryPage:
    """Return one entry, opened; sealed fields only for those who may see them.

    Raises:
        NotFoundError: no such case or entry, or not his to see.
    """
    _, case = case_for(by, ref)
    entry = next(entries(dossier=case.dossier, after=seq - 1), None)
    if entry is None or entry.dossier_seq != seq:
        raise NotFoundError("没有这一条记录。", remedy="请从案件的过程记录进入。")
    sealed = may(by, "case.sealed", case)
    body = body_shown(entry, sealed=sealed)
    return EntryPage(
        case=case_head(case),
        row=entry_row(entry, body),
        fields=shown_fields(body, sealed_shown=sealed, organ=entry.organ) if body else (),
        head=_head(entry),
        received=received(by, body),
    )


@asked_once
def entries_since(by: Officer, ref: str, seq: int) -> tuple[EntryRow, ...]:
    """Return what was recorded in a case after entry `seq`."""
    _, case = case_for(by, ref)
    return tuple(entry_row(entry, body_shown(entry)) for entry in entries(dossier=case.dossier, after=seq))


@asked_once
def entry_choices(by: Officer, ref: str, kinds: Sequence[str]) -> tuple[tuple[int, str], ...]:
    """Return the entries of some kinds that a form lets people pick from, latest first."""
    _, case = case_for(by, ref)
    wanted = set(kinds)
    found = [entry for entry in entries(dossier=case.dossier) if entry.kind in wanted or ANY in wanted]
    return tuple((entry.dossier_seq or 0, _choice(entry)) for entry in reversed(found))


def rows_of(dossier: str) -> list[EntryRow]:
    """Return the entries of a dossier as rows, oldest first."""
    listed = list(entries(dossier=dossier))
    seq_of = {entry.digest: entry.dossier_seq or 0 for entry in listed}
    bodies = bodies_of(listed)
    return [entry_row(entry, bodies[entry.digest], seq_of=seq_of) for entry in listed]


class Read(NamedTuple):
    """Some entries of a dossier with what they say, by number."""

    entries: Mapping[int, Entry]
    bodies: Mapping[int, Body | None]


def read_at(dossier: str, seqs: Collection[int]) -> Read:
    """Return the entries with these numbers; three queries however many they are."""
    listed = {entry.dossier_seq or 0: entry for entry in entries_at(dossier, seqs)}
    bodies = bodies_of(listed.values())
    return Read(listed, {seq: bodies[entry.digest] for seq, entry in listed.items()})


def course_of(events: Sequence[Event], *, show: str = "", page: int = 1) -> Course:
    """Return which entries a page of the course shows, the latest day and the latest entry first.

    Args:
        show: only one group of records, or "" for all.
        page: from 1; one that is not there shows the nearest.
    """
    groups = Counter(group_of(one.kind) for one in events)
    chosen = sorted((one for one in events if show in ("", group_of(one.kind))), key=_latest_last, reverse=True)
    pages = max(1, ceil(len(chosen) / SHOWN))
    page = min(max(page, 1), pages)
    seqs = tuple(one.seq for one in chosen[(page - 1) * SHOWN : page * SHOWN])
    return Course(len(events), tuple(groups.items()), show, page, pages, seqs)


def _latest_last(event: Event) -> tuple[date, datetime, int]:
    return beijing_date(event.happened), as_instant(event.happened), event.seq


def body_shown(entry: Entry, *, sealed: bool = False) -> Body | None:
    """Return what an entry holds, or None where it was lawfully destroyed."""
    try:
        return body_of(entry, sealed=sealed)
    except BodyDestroyedError:
        return None  # the head stands; the page says that the content was lawfully destroyed


def _choice(entry: Entry) -> str:
    row = entry_row(entry, body_shown(entry))
    return f"第 {row.seq} 条 {row.title}"


def _head(entry: Entry) -> tuple[tuple[str, str], ...]:
    told = [
        ("本条摘要（SHA-256）", entry.digests.sha256),
        ("本条摘要（SM3）", entry.digests.sm3),
        ("机关序号", str(entry.organ_seq)),
        ("案卷序号", str(entry.dossier_seq)),
        ("记录途径", {"web": "网页", "api": "接口", "cli": "命令", "seed": "示例数据"}.get(entry.channel, "系统")),
    ]
    return tuple(told)
