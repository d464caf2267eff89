"""签名 on a paper: by hand with a scan beside it, on the glass, or by certificate; an act of the case each time."""

import json
from datetime import datetime
from typing import Final

from liuhen.kernel import clock
from liuhen.kernel.errors import BadInputError, NotAllowedError
from liuhen.office.seals.in_force import Means, of_officer
from liuhen.papers.seal import Strokes, name_seen, strokes_in, strokes_seen
from liuhen.papers.wording import day_in_words
from liuhen.people.officers import Officer
from liuhen.process.case.models import Paper
from liuhen.process.case.papers.making import OWN, PHASE, PaperFinalised, paperwork, require_open, title_of
from liuhen.process.case.papers.order import require_turn, squeezed
from liuhen.process.case.papers.payloads import SIGNERS, PaperSigned, SignForm
from liuhen.process.case.papers.photos import straightened
from liuhen.process.case.papers.revising import before, kept, places_for, revised, row_of, sm2_over, spot_of
from liuhen.process.case.reference import CASES, CaseRef
from liuhen.process.case.registry import Doing, act
from liuhen.process.case.uploads import claimed_scan

OWN_HAND: Final = frozenset({"officer", "leader", "reviewer", "participant", "keeper"})
"""Roles of people of the organ: each signs under his own account and certificate, never for another."""


@act(PaperSigned, label="文书签名", verb="登记签名", phase=PHASE, needs=("paper.finalised",), of=CASES)
def sign(case: CaseRef, form: SignForm, doing: Doing) -> PaperSigned:
    """Record that a paper was signed, or that somebody refused to; signed electronically it gets a new revision."""
    _, paper = case.at(form.paper_seq, PaperFinalised)
    _require_signing(case, paper.form, by=doing.by)
    told = {
        name: getattr(form, name) for name in ("paper_seq", "role", "signer", "way", "refused", "refusal", "witness")
    }
    if form.refused:
        return _refused(case, form, PaperSigned(form=paper.form, **told), doing)
    row = row_of(case, form.paper_seq)
    if form.way == "scan":
        photo, page = straightened(_scan_of(form), form.corners, by=doing.by)
        return PaperSigned(form=paper.form, scan=page, photo=photo, **told)
    _require_electronic(case, row, form, by=doing.by)
    return _electronic(case, form, PaperSigned(form=paper.form, **told), doing)


def _refused(case: CaseRef, form: SignForm, body: PaperSigned, doing: Doing) -> PaperSigned:
    """Take down a refusal: with a scan of the page, or in words with a witness."""
    row_of(case, form.paper_seq)
    if form.scan:
        return body.model_copy(update={"scan": claimed_scan(form.scan, by=doing.by, field="scan"), "way": "scan"})
    missing = {name: "请填写" for name in ("refusal", "witness") if not getattr(form, name)}
    if missing:
        raise BadInputError(
            "拒绝签名的情况没有写全。",
            fields=missing,
            why="拒绝签名的，要写明情况，并由见证人签名或者以其他方式证明。",
            remedy="请写明情况和见证人，或者上传注明情况的签名页。",
        )
    return body


def _scan_of(form: SignForm) -> str:
    if not form.scan:
        raise BadInputError(
            "没有签名页。", fields={"scan": "请选择照片或者扫描件"}, remedy="请上传签名页的照片或者扫描件。"
        )
    return form.scan


def _require_electronic(case: CaseRef, row: Paper, form: SignForm, *, by: Officer) -> None:
    """Refuse a signature that is not the signer's own, comes before its turn, or is there already."""
    told = paperwork(case, row.form)
    if form.role in OWN_HAND and squeezed(form.signer) != squeezed(by.name):
        raise NotAllowedError(
            f"不能替{form.signer}签名。",
            why=f"您以{by.name}的身份登录；本机关人员用自己的账号和证书签名。",
            remedy=f"请由{form.signer}登录后签名；在纸上签的，请上传签名页。",
        )
    if form.way == "certificate" and form.role not in OWN_HAND:
        raise BadInputError(
            f"{SIGNERS[form.role]}没有本机关的证书。",
            fields={"way": "请改为手写或者上传"},
            remedy="请在屏幕上手写签名，或者签在纸上后上传。",
        )
    if any(one["role"] == form.role and squeezed(one["signer"]) == squeezed(form.signer) for one in row.signatures):
        raise BadInputError(f"{form.signer}已经签过。", fields={"signer": "已经签过"}, remedy="请核对还缺谁的签名。")
    require_turn(told, row.places, row.signatures, role=form.role, title=row.title, doing="签名")


def _electronic(case: CaseRef, form: SignForm, body: PaperSigned, doing: Doing) -> PaperSigned:
    now = clock.now()
    paper = before(case, form.paper_seq)
    drawn = strokes_in(form.strokes) if form.way == "glass" else None
    means = of_officer(case.organ, doing.by.id, name=doing.by.name, now=now)
    note = note_under(form, means, now)
    places = [spot_of(place) for place in places_for(paper.row, form.role, form.signer)]
    looks = [(spot, _look(form, drawn, spot.width, spot.height, note, now)) for spot in places]
    reason = f"{SIGNERS[form.role]}签名" if means.name == form.signer else f"{SIGNERS[form.role]}{form.signer}手写签名"
    revision = kept(revised(paper, looks, means, name=means.name, reason=reason, now=now))
    signed = {
        "revision": revision,
        "certificate": means.serial,
        "holder": means.name,
        "own_authority": means.own,
        "stamped_by": means.stamped_by,
        "sm2": sm2_over(case.organ, revision.sm3),
        "strokes": compact(drawn) if drawn else None,
    }
    return body.model_copy(update=signed)


def note_under(form: SignForm, means: Means, now: datetime) -> str:
    """Return the words under a signature: whose, when, under whose certificate, and who vouches for that."""
    under = "" if squeezed(means.name) == squeezed(form.signer) else f"　经{means.name}持设备签署"
    vouched = "\n自建机构证书，未经第三方认证" if means.own else ""
    return f"{form.signer}　{day_in_words(now)}{under}{vouched}"


def _look(form: SignForm, drawn: Strokes | None, width: float, height: float, note: str, now: datetime) -> bytes:
    if drawn is None:
        return name_seen(form.signer, width=width, height=height, note=note, moment=now)
    return strokes_seen(drawn, width=width, height=height, note=note, moment=now)


def compact(drawn: Strokes) -> str:
    """Return strokes as they are kept: whole units and milliseconds, as JSON."""
    lines = [[[round(x), round(y), at] for x, y, at in line] for line in drawn.lines]
    return json.dumps(
        {"width": round(drawn.width), "height": round(drawn.height), "lines": lines}, separators=(",", ":")
    )


def _require_signing(case: CaseRef, form_id: str, *, by: Officer) -> None:
    """Let a reviewer and an archivist register signatures on their own papers only; who handles the case, on all."""
    require_open(case, form_id)
    own = {one for role in by.roles for one in OWN.get(role, ())}
    if by.roles <= OWN.keys() and form_id not in own:
        raise NotAllowedError(
            f"您不能登记{title_of(form_id)}的签名。",
            why=f"您的岗位是{by.role_words}，只登记本岗位所制作文书的签名。",
            remedy="请由承办人登记。",
        )
