"""提取证据 and 证据保全: the formalities of each kind, and what does not belong to it."""

import re
from collections.abc import Iterator
from typing import Any, Final

from liuhen.kernel import clock
from liuhen.kernel.clock import beijing_date
from liuhen.kernel.errors import BadInputError
from liuhen.ledger import Body
from liuhen.people.officers import Officer, snapshot
from liuhen.process.case.numbers import next_number
from liuhen.process.case.parts import Scan
from liuhen.process.case.reference import CASES, CaseRef
from liuhen.process.case.registry import Doing, act, prefills
from liuhen.process.case.uploads import claimed_file, claimed_scan
from liuhen.process.inquiry.actions import PHASE
from liuhen.process.inquiry.payloads.evidence import (
    FIXINGS,
    FROM,
    KINDS,
    ORIGINS,
    Evidence,
    EvidenceCollected,
    EvidenceForm,
    EvidencePreserved,
    PreservationForm,
)

_DIGEST: Final = re.compile(r"\b[0-9a-f]{64}\b")


@act(
    EvidenceCollected,
    label="提取证据",
    verb="登记证据",
    phase=PHASE,
    needs=("clue.registered",),
    article="令第4号第十九条",
    help="先选种类，再填该种类的形式要件；立案前取得和其他机关移送的，也在这里登记。",
    correctable=True,
    of=CASES,
)
def collect(case: CaseRef, form: EvidenceForm, doing: Doing) -> EvidenceCollected:
    """Enter a piece of evidence of one of the eight kinds."""
    require_entry(case, form.came_from, FROM, field="came_from")
    scan, data = _files(form, by=doing.by)
    _require_fitting(case, form, doing, data)
    said = {name: getattr(form, name) for name in Evidence.model_fields}
    return EvidenceCollected(
        **said | _worked_out(form, data),
        identity=form.identity,
        officers=snapshot(form.officer_ids, organ=case.organ, on=doing.happened),
        scan=scan,
        data=data,
    )


def _files(form: EvidenceForm, *, by: Officer) -> tuple[Scan | None, Scan | None]:
    scan = claimed_scan(form.scan, by=by, field="scan") if form.scan else None
    data = claimed_file(form.data, by=by, field="data") if form.data else None
    return scan, data


def _worked_out(form: EvidenceForm, data: Scan | None) -> dict[str, Any]:
    """Return what follows from the rest: the list, the way of fixing in words, the digest of the file."""
    known: dict[str, Any] = {"items": list(form.items) or [form.name]}
    if form.fixing is not None:
        known["method"] = "；".join(part for part in (FIXINGS[form.fixing], form.method) if part)
    if data is not None and not form.digest:
        known["digest"] = f"SHA-256 {data.sha256}"
    return known


def _require_fitting(case: CaseRef, form: EvidenceForm, doing: Doing, data: Scan | None) -> None:
    """Refuse what does not belong to the kind, what contradicts itself, and days that have not come."""
    wrong = dict(_strange(form)) | dict(_contradictory(form)) | dict(_untimely(form, doing))
    if data is not None and _another_digest(form.digest, data):
        wrong["digest"] = "与上传的文件不符，文件可能已被改动"
    if form.kind_of == "scene_record" and form.origin == "collected" and form.came_from is None:
        wrong["came_from"] = "请选择勘验、现场检查的那一条记录"
    if form.origin == "transferred" and not form.letter:
        wrong["letter"] = "其他机关移送的，写明移送机关和文号"
    opened = case.events("case.opened") if form.origin == "before" else ()
    if opened and form.taken_on > beijing_date(opened[-1].happened):
        wrong["origin"] = "取证日期在立案之后，不是立案前取得"
    require_none(wrong)


def _strange(form: EvidenceForm) -> Iterator[tuple[str, str]]:
    for name, field in EvidenceForm.model_fields.items():
        told = field.json_schema_extra
        when = told.get("when") if isinstance(told, dict) else None
        for chosen, values in when.items() if isinstance(when, dict) else ():
            picked = getattr(form, chosen)
            if isinstance(values, list) and picked not in values and getattr(form, name) not in (None, ""):
                yield name, f"{(KINDS | ORIGINS)[picked]}不填这一项"


def _contradictory(form: EvidenceForm) -> Iterator[tuple[str, str]]:
    if form.original is None and form.kind_of in {"documentary", "physical", "audio_visual", "electronic"}:
        yield "original", "请写明是不是原件、原物或者原始载体"
    if form.original and form.same_as_original:
        yield "same_as_original", "原件、原物不标明与原件一致"
    if form.sound is False and form.transcript:
        yield "transcript", "没有声音的，不附声音的文字记录"


def _another_digest(typed: str, data: Scan) -> bool:
    """Say whether a digest was typed that is not that of the file; digests of other kinds cannot be compared."""
    found = _DIGEST.search(typed.lower())
    return found is not None and found[0] not in (data.sha256, data.sm3)


def _untimely(form: EvidenceForm, doing: Doing) -> Iterator[tuple[str, str]]:
    if form.taken_on > beijing_date(doing.happened):
        yield "taken_on", "晚于这条记录的发生时间"
    if form.made_on is not None and form.made_on > clock.now():
        yield "made_on", "这个时间还没有到"


@act(
    EvidencePreserved,
    label="证据保全",
    verb="登记证据保全",
    phase=PHASE,
    needs=("clue.registered",),
    article="武汉办法第十六条",
    help="写明保全的标的、启动理由和依据、采取的形式。",
    correctable=True,
    of=CASES,
)
def preserve(case: CaseRef, form: PreservationForm, doing: Doing) -> EvidencePreserved:
    """Say what evidence was secured, why, on what basis and how."""
    entered = {name: value for name, value in form if name != "officer_ids"}
    people = snapshot(form.officer_ids, organ=case.organ, on=doing.happened)
    return EvidencePreserved(**entered, officers=people)


@prefills(EvidencePreserved)
def _those_who_handle(case: CaseRef, by: Officer) -> dict[str, Any]:
    return {"officer_ids": case.handler_ids() or [by.id]}


@prefills(EvidenceCollected)
def _today(case: CaseRef, by: Officer) -> dict[str, Any]:
    return _those_who_handle(case, by) | {"taken_on": beijing_date(clock.now())}


def require_entry(case: CaseRef, seq: int | None, kinds: tuple[str, ...], *, field: str) -> None:
    """Refuse a number that is no entry of this case of one of the kinds; None is for a field left open."""
    if seq is not None and all(event.seq != seq for event in case.events(*kinds)):
        raise BadInputError("所选的记录有误。", fields={field: "本案没有这样一条记录"}, remedy="请从所列记录中选择。")


def require_none(wrong: dict[str, str]) -> None:
    """Refuse a form of which some fields are wrong."""
    if wrong:
        raise BadInputError("填写的内容有误。", fields=wrong, remedy="请按提示改正后再提交。")


def answers(case: CaseRef, *kinds: str) -> dict[int, int]:
    """Return which entry (`of`) is answered by which, for entries of these kinds; the latest answer counts."""
    told = (case.at(event.seq, Body) for event in case.events(*kinds))
    return {getattr(body, "of", 0): entry.dossier_seq or 0 for entry, body in told}


def numbered(case: CaseRef, body: type[Body], series: str, doing: Doing) -> str:
    """Return the number of a paper: the next one, or what the entry has that is put right."""
    if doing.corrects is None:
        return next_number(case.organ, series, on=doing.happened)
    _, before = case.at(doing.corrects, body)
    return str(getattr(before, "document_no", ""))
