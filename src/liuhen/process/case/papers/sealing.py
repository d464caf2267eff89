"""盖章: the organ's electronic seal on a paper, by who keeps it, after everybody who signs before."""

from typing import Final

from liuhen.kernel import clock
from liuhen.kernel.errors import OutOfOrderError
from liuhen.office.seals.in_force import of_seal, picture_of_seal, require_keeper
from liuhen.papers.seal import seal_seen
from liuhen.papers.signing import Spot
from liuhen.process.case.models import Paper
from liuhen.process.case.papers.making import PHASE, PaperFinalised, paperwork, require_open
from liuhen.process.case.papers.order import ORGAN, in_turn, owed, require_turn
from liuhen.process.case.papers.payloads import PaperSealed, SealForm
from liuhen.process.case.papers.revising import before, kept, places_for, revised, sm2_over, spot_of
from liuhen.process.case.reference import CASES, CaseRef
from liuhen.process.case.registry import Doing, act

_FRAME: Final = 0.62  # height of a frame to its width
_BESIDE, _DOWN, _MARGIN = 178, 18, 79  # points


@act(
    PaperSealed, label="电子印章", verb="加盖电子印章", phase=PHASE, needs=("paper.finalised",), of=CASES,
    article="行政处罚法第五十九条第二款", help="由电子印章保管人办理；在应当先签名的人都签名之后。",
)  # fmt: skip
def seal(case: CaseRef, form: SealForm, doing: Doing) -> PaperSealed:
    """Seal a paper: a new revision of it, with the organ's picture or a plain frame."""
    _, paper = case.at(form.paper_seq, PaperFinalised)
    require_open(case, paper.form)
    require_keeper(case.organ, doing.by.id)
    now = clock.now()
    stands = before(case, form.paper_seq)
    _require_ripe(case, stands.row)
    means = of_seal(case.organ, now=now)
    picture = picture_of_seal(case.organ, on=now)
    spot = _fitting(spot_of(places_for(stands.row, ORGAN, "")[0]), framed=picture is None)
    note = "自建机构证书，未经第三方认证" if means.own else ""
    look = seal_seen(
        means.name, picture[0] if picture else None, width=spot.width, height=spot.height, note=note, moment=now
    )
    reason = f"{means.name}盖章，用印人{doing.by.name}"
    last = not any(one.role == "receiver" for one in paperwork(case, paper.form).signatories)
    revision = kept(revised(stands, [(spot, look)], means, name=means.name, reason=reason, now=now, last=last))
    return PaperSealed(
        paper_seq=form.paper_seq,
        form=paper.form,
        keeper=doing.by.name,
        seal=picture[1] if picture else "",
        revision=revision,
        certificate=means.serial,
        own_authority=means.own,
        stamped_by=means.stamped_by,
        sm2=sm2_over(case.organ, revision.sm3),
    )


def _require_ripe(case: CaseRef, row: Paper) -> None:
    told = paperwork(case, row.form)
    if not any(one.role == ORGAN for one in in_turn(told)):
        raise OutOfOrderError(f"{row.title}不加盖机关印章。", remedy="请由应当签名的人签名。")
    if not any(one.role == ORGAN for one in owed(told, row.places, row.signatures)):
        raise OutOfOrderError(f"{row.title}已经盖章。", remedy="请刷新页面。")
    require_turn(told, row.places, row.signatures, role=ORGAN, title=row.title, doing="盖章")


def _fitting(spot: Spot, *, framed: bool) -> Spot:
    """Return the place of a picture as it is; a frame is lower and stands beside the name, not to cover it."""
    if not framed:
        return spot
    return Spot(spot.page, max(spot.x - _BESIDE, _MARGIN), spot.y + _DOWN, spot.width, spot.width * _FRAME)
