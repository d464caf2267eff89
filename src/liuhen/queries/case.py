"""案件: one page, its entries, its findings, its approvals."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from liuhen.duties.facts import dossier_of
from liuhen.kernel import clock
from liuhen.kernel.clock import read_when
from liuhen.kernel.errors import NotFoundError, OutOfOrderError
from liuhen.ledger import Body, BodyDestroyedError, Entry, body_of, entries
from liuhen.office.in_force import InForce, in_force
from liuhen.people.officers import Officer
from liuhen.people.roles import WORDS, Role
from liuhen.process.case.models import Case, Paper, Recording
from liuhen.process.case.papers import AFTER_ARCHIVING, MADE_BY, PaperFinalised
from liuhen.process.case.parties import party_of
from liuhen.process.case.parts import PARTY_KINDS
from liuhen.process.case.reference import KIND, CaseRef
from liuhen.process.case.registry import ACTS
from liuhen.queries.entries import entry_row, shown_fields
from liuhen.queries.files import paper_rows, recording_rows
from liuhen.queries.owed import from_finding, most_urgent_first
from liuhen.queries.scoped import case_for, may
from liuhen.queries.shapes import (
    ActLink,
    ApprovalPage,
    CaseHead,
    CasePage,
    EntryPage,
    EntryRow,
    FindingPage,
    OfficerView,
    OpinionView,
    Owed,
    PackagePage,
    PackView,
    PartyView,
    ReadingView,
)
from liuhen.queries.stages import rail, stage_word
from liuhen.rulebook import Finding, State, assess

_OWED: Final = frozenset({State.OPEN, State.DUE_SOON, State.OVERDUE, State.BREACHED, State.ADVISORY, State.WAIVED})
_DONE: Final = frozenset({State.SATISFIED, State.SATISFIED_LATE})
_BACK: Final = {
    "opening.endorsed": "opening.returned",
    "opening.approved": "opening.returned",
    "decision.made": "decision.returned",
    "closing.approved": "closing.returned",
}
_ASKED: Final = {
    "opening.endorsed": "opening.requested",
    "opening.approved": "opening.requested",
    "review.opinion": "review.submitted",
    "decision.made": "decision.drafted",
    "closing.approved": "closing.requested",
    "archive.filed": "closing.approved",
}
_SAID: Final = ("opening.endorsed", "opening.returned", "review.opinion", "decision.returned", "closing.returned")


def case_head(case: CaseRef) -> CaseHead:
    """Return what the head of a page inside a case says."""
    return CaseHead(ref=case.ref, title=case.title, number=case.number, seq=case.seq)


def case_page(by: Officer, ref: str) -> CasePage:
    """Return the page of one case, assessed now.

    Raises:
        NotFoundError: no such case, or not his to see.
    """
    row, case = case_for(by, ref)
    force, now = in_force(case.organ), clock.now()
    dossier = dossier_of(case.dossier, kind=KIND, force=force)
    findings = assess(dossier, force.rulebook, force.calendar, now)
    owed = most_urgent_first(from_finding(one, case, by) for one in findings if one.state in _OWED)
    acts = _acts(case, by, held={event.kind for event in dossier.events})
    party = party_of(case)
    concluded = [event.fields for event in dossier.events if event.kind in {"inquiry.concluded", "decision.made"}]
    return CasePage(
        ref=case.ref,
        title=case.title,
        number=case.number,
        clue_no=case.clue_no,
        kind_title="行政处罚 · 普通程序",
        stage=stage_word(row),
        seq=case.seq,
        opened=row.opened_on,
        party=_party(party) if party else None,
        officers=_officers(dossier.events),
        packs=_packs(force),
        stages=rail(force.rulebook, KIND, events=dossier.events, findings=findings),
        owed=owed,
        recorded=tuple(from_finding(one, case, by) for one in findings if one.state in _DONE),
        overdue=sum(one.state in {"overdue", "breached"} for one in owed),
        due_soon=sum(one.state == "due_soon" for one in owed),
        entries=tuple(reversed(_rows(case.dossier))),
        papers=paper_rows(Paper.objects.filter(dossier=case.dossier).order_by("seq")),
        recordings=recording_rows(Recording.objects.filter(dossier=case.dossier).order_by("seq")),
        readings=_readings(findings),
        next=_next(row, owed, acts),
        acts=acts,
        fine_fen=_amount(concluded, "fine_fen"),
        refund_fen=_amount(concluded, "refund_fen"),
        archived=row.archived,
        may_package=row.archived and may(by, "package.download", case),
    )


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
    body = _body(entry, sealed=sealed)
    return EntryPage(
        case=case_head(case),
        row=entry_row(entry, body),
        fields=shown_fields(body, sealed_shown=sealed) if body else (),
        head=_head(entry),
    )


def entries_since(by: Officer, ref: str, seq: int) -> tuple[EntryRow, ...]:
    """Return what was recorded in a case after entry `seq`."""
    _, case = case_for(by, ref)
    return tuple(entry_row(entry, _body(entry)) for entry in entries(dossier=case.dossier, after=seq))


def entry_choices(by: Officer, ref: str, kinds: Sequence[str]) -> tuple[tuple[int, str], ...]:
    """Return the entries of some kinds that a form lets people pick from, latest first."""
    _, case = case_for(by, ref)
    wanted = set(kinds)
    found = [entry for entry in entries(dossier=case.dossier) if entry.kind in wanted]
    return tuple((entry.dossier_seq or 0, _choice(entry)) for entry in reversed(found))


def finding_page(by: Officer, ref: str, handle: str) -> FindingPage:
    """Return one finding with its arithmetic.

    Args:
        handle: rule and number of the entry that triggered it, as in `W26-2@41`.

    Raises:
        NotFoundError: no such finding now.
    """
    _, case = case_for(by, ref)
    force = in_force(case.organ)
    dossier = dossier_of(case.dossier, kind=KIND, force=force)
    for one in assess(dossier, force.rulebook, force.calendar, clock.now()):
        owed = from_finding(one, case, by)
        if owed.handle == handle:
            rows = {row.seq: row for row in _rows(case.dossier)}
            return FindingPage(
                case=case_head(case),
                owed=owed,
                asks=one.rule.asks,
                pack=one.rule.pack_title,
                holder=one.rule.holder,
                modality=one.rule.modality,
                trigger=rows.get(one.trigger.seq) if one.trigger else None,
                satisfied_by=rows.get(one.satisfied_by.seq) if one.satisfied_by else None,
                arithmetic=one.arithmetic,
            )
    raise NotFoundError(
        "这一项现在不在应记之列。", why="案件有了新的记录后，应记事项会重新推算。", remedy="请回到案件页面查看。"
    )


def approval_page(by: Officer, ref: str) -> ApprovalPage:
    """Return what an approver or reviewer reads on one page.

    Raises:
        OutOfOrderError: nothing waits for an approval now.
        NotFoundError: no such case, or not his to see.
    """
    row, case = case_for(by, ref)
    if not row.awaiting or row.awaiting not in _ASKED:
        raise OutOfOrderError("现在没有等待审批的事项。", remedy="请刷新页面查看进度。")
    act = ACTS[row.awaiting]
    asked = [entry for entry in entries(dossier=case.dossier) if entry.kind == _ASKED[row.awaiting]]
    body = _body(asked[-1]) if asked else None
    force = in_force(case.organ)
    findings = assess(dossier_of(case.dossier, kind=KIND, force=force), force.rulebook, force.calendar, clock.now())
    back = _BACK.get(row.awaiting)
    return ApprovalPage(
        case=case_head(case),
        what=act.verb,
        request=shown_fields(body, sealed_shown=False) if body else (),
        request_row=entry_row(asked[-1], body) if asked else None,
        opinions=_opinions(case),
        owed=most_urgent_first(from_finding(one, case, by) for one in findings if one.state in _OWED),
        papers=paper_rows(Paper.objects.filter(dossier=case.dossier).order_by("seq")),
        approve=ActLink(kind=act.kind, label=act.verb, phase=act.phase),
        back=ActLink(kind=back, label=ACTS[back].verb, phase=act.phase) if back and may(by, back, case) else None,
    )


def package_page(by: Officer, ref: str) -> PackagePage:
    """Return what the package of a case will hold."""
    row, case = case_for(by, ref)
    papers = list(Paper.objects.filter(dossier=case.dossier).order_by("seq"))
    recordings = list(Recording.objects.filter(dossier=case.dossier).order_by("seq"))
    listed = [(one.title, one.pages, one.seq) for one in papers]
    listed += [(f"音像：{one.name}", 0, one.seq) for one in recordings]
    return PackagePage(
        case=case_head(case),
        archived=row.archived,
        catalogue=tuple(sorted(listed, key=lambda one: one[2])),
        files=len(listed),
        size=sum(one.size for one in papers) + sum(one.size for one in recordings),
    )


def _rows(dossier: str) -> list[EntryRow]:
    listed = list(entries(dossier=dossier))
    seq_of = {entry.digest: entry.dossier_seq or 0 for entry in listed}
    return [entry_row(entry, _body(entry), seq_of=seq_of) for entry in listed]


def _body(entry: Entry, *, sealed: bool = False) -> Body | None:
    try:
        return body_of(entry, sealed=sealed)
    except BodyDestroyedError:
        return None  # the head stands; the page says that the content was lawfully destroyed


def _choice(entry: Entry) -> str:
    row = entry_row(entry, _body(entry))
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


def _acts(case: CaseRef, by: Officer, *, held: set[str]) -> tuple[ActLink, ...]:
    offered = []
    for kind, act in ACTS.items():
        over = act.starts_dossier or (act.once and kind in held) or not _still(case, kind, by)
        ready = all(need in held for need in act.needs)
        if not over and ready and may(by, kind, case) and _its_turn(kind, case):
            offered.append(ActLink(kind=kind, label=act.verb, phase=act.phase))
    return tuple(offered)


def _still(case: CaseRef, kind: str, by: Officer) -> bool:
    """Say whether the case still takes this act: an archived one only the paper that is made of the whole file."""
    if case.archived:
        return kind == PaperFinalised.kind and any(
            MADE_BY.get(role, frozenset()) & AFTER_ARCHIVING for role in by.roles
        )
    return not case.stopped


def _its_turn(kind: str, case: CaseRef) -> bool:
    """Say whether an opinion or a return is asked for now; other acts are always offered."""
    if kind in _ASKED or kind in _BACK.values():
        return case.awaiting == kind or _BACK.get(case.awaiting) == kind
    return not (kind in {"clue.not_opened", "opening.requested"} and bool(case.case_no))


def _next(row: Case, owed: Sequence[Owed], acts: Sequence[ActLink]) -> ActLink | None:
    by_kind = {act.kind: act for act in acts}
    if row.awaiting in by_kind:
        return by_kind[row.awaiting]
    if row.awaiting and row.awaiting_role != Role.HANDLER:
        return None  # it is somebody else's turn
    asked = {item.act.kind: item.act for item in reversed(owed) if item.act and item.state != State.ADVISORY}
    in_order = (kind for kind in (*_ORDER, *asked) if kind in asked)
    return next((by_kind.get(kind, asked[kind]) for kind in in_order), None)


_ORDER: Final = (
    "clue.checked",
    "opening.requested",
    "case.opened",
    "inspection.made",
    "interview.made",
    "recording.stored",
    "rights.told",
    "inquiry.concluded",
    "review.submitted",
    "notice.given",
    "defence.recorded",
    "discussion.held",
    "decision.drafted",
    "service.made",
    "execution.checked",
    "closing.requested",
    "archive.filed",
)


def _party(party: object) -> PartyView:
    told = {
        name: str(getattr(party, name, "")) for name in ("name", "kind", "credit_code", "address", "representative")
    }
    return PartyView(**told | {"kind": PARTY_KINDS.get(told["kind"], "")})


def _officers(events: Sequence[object]) -> tuple[OfficerView, ...]:
    for event in reversed(events):
        if getattr(event, "kind", "") == "case.opened":
            return tuple(_officer(one) for one in event.fields.get("officers", ()))  # type: ignore[attr-defined]
    return ()


def _officer(one: Mapping[str, object]) -> OfficerView:
    until = one.get("valid_to")
    day = read_when(str(until)) if until else None
    return OfficerView(
        name=str(one.get("name", "")),
        certificate=str(one.get("certificate", "")),
        valid_to=None if isinstance(day, datetime) else day,
        valid=bool(one.get("valid")),
    )


def _packs(force: InForce) -> tuple[PackView, ...]:
    titles = {rule.pack: rule.pack_title for rule in force.rulebook.rules}
    return tuple(PackView(one, titles.get(one, one), version) for one, version in force.rulebook.versions.items())


def _readings(findings: Sequence[Finding]) -> tuple[ReadingView, ...]:
    used = {}
    for one in findings:
        if one.state is State.NOT_APPLICABLE:
            continue
        for reading in one.rule.readings:
            note = "本机关选定" if reading.picked else "未另行选定，按规程默认"
            used[reading.choice] = ReadingView(reading.choice, reading.question, reading.reading, one.rule.cited, note)
    return tuple(used[key] for key in sorted(used))


def _amount(fields: Sequence[Mapping[str, object]], name: str) -> int | None:
    if not fields:
        return None
    value = fields[-1].get(name)
    return value if isinstance(value, int) else None


def _opinions(case: CaseRef) -> tuple[OpinionView, ...]:
    said = []
    for entry in entries(dossier=case.dossier):
        if entry.kind in _SAID:
            body = _body(entry)
            text = str(getattr(body, "opinion", "") or getattr(body, "reason", ""))
            if entry.kind == "review.opinion":
                text = str(getattr(body, "text", ""))
            said.append(
                OpinionView(
                    level=_level(str(getattr(body, "level", "")), entry.kind),
                    name=entry.by.name,
                    at=entry.recorded,
                    text=text,
                    returned=entry.kind.endswith(".returned"),
                )
            )
    return tuple(said)


def _level(level: str, kind: str) -> str:
    if level in set(Role):
        return WORDS[Role(level)]
    return WORDS[Role.REVIEWER] if kind == "review.opinion" else WORDS[Role.CHIEF]
