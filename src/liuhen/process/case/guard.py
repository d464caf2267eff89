"""The guard that every act of a case passes, whichever way it comes: who, in what order, by what law; then an entry."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from pydantic import ValidationError

from liuhen.duties.gates import require_gates
from liuhen.duties.kinds import begun_by
from liuhen.forms.fields import TEXT, Form
from liuhen.forms.wellformed import YEARS, unseen
from liuhen.forms.wording import wrong_fields
from liuhen.kernel import clock
from liuhen.kernel.canonical import canonical
from liuhen.kernel.clock import When, beijing_date, written
from liuhen.kernel.digests import Digests
from liuhen.kernel.errors import BadInputError
from liuhen.ledger import Body, Entry, append
from liuhen.ledger.requests import earlier_request
from liuhen.ledger.storage import whole
from liuhen.ledger.writing import hold
from liuhen.media.space import require_room_for_acts
from liuhen.office.in_force import one_law
from liuhen.people.officers import Officer, require_present
from liuhen.people.scope import can, require
from liuhen.process.case.approval import acting
from liuhen.process.case.corrections import Correction, corrected_entry
from liuhen.process.case.following import tell
from liuhen.process.case.handlers import require_enough
from liuhen.process.case.links import refs_in
from liuhen.process.case.models import Case
from liuhen.process.case.order import require_order
from liuhen.process.case.precedence import require_after
from liuhen.process.case.previews import set_off
from liuhen.process.case.reference import CaseRef, case_ref, find_case, missing_case
from liuhen.process.case.registry import ActType, Doing, act_type

_TOLERANCE = timedelta(minutes=2)  # clocks of phones and desks differ; further ahead is a slip of the pen


@dataclass(frozen=True, slots=True)
class Done:
    """What an act left behind."""

    ref: str
    entry: Entry

    @property
    def seq(self) -> int:
        """Return the number of the entry in its dossier."""
        return self.entry.dossier_seq or 0


@whole()
def perform(  # noqa: PLR0913 - the one door has all the circumstances of an act
    kind: str,
    ref: str | None,
    form: Form,
    *,
    by: Officer,
    happened: When | None,
    key: str,
    channel: str,
    expect: int | None = None,
    late_reason: str = "",
    correction: Correction | None = None,
) -> Done:
    """Do one act; the act and its record exist together or not at all.

    Args:
        kind: kind of act; `ref` is the case's reference or number, None for an act that begins a dossier.
        form: what was entered, already of `act_type(kind).form`.
        happened: when it was done; None for the end that the form names, or for now. When it is recorded is measured.
        key: request key; the same request sent again is answered with what it made the first time.
        channel: web, api, cli or seed.
        expect: the dossier sequence number the page showed.
        late_reason: owed when it happened on an earlier day than it is recorded.
        correction: the earlier entry of the same kind that it puts right, and why; both stay.

    Raises:
        NotAllowedError, NotFoundError, BadInputError, OutOfOrderError, RuleBrokenError, StalePageError,
        DuplicateRequestError, UnusableError: nothing was written.
    """
    chosen = act_type(kind, by.organ)
    hold(by.organ)
    case = begin(by, chosen) if chosen.starts_dossier else find_case(by.organ, ref or "")
    if not chosen.starts_dossier and not can(by, "case.view", case.subject):
        raise missing_case()
    require_present(by)
    require(by, chosen.permitted_as, case.subject, doing=chosen.verb)
    moment, named = _moment(chosen, form, happened, correcting=correction is not None)
    _require_sane(moment, late_reason)
    # "Now" is no part of what was sent: a retry a second later is still the same request.
    sent = [kind, case.ref, form.model_dump_json(), written(happened) if happened else "", late_reason]
    request, key = key, _keyed(key, sent, correction)
    if (earlier := earlier_request(by.organ, request=request, key=key)) is not None:
        return Done(_ref_of(earlier), earlier)
    require_room_for_acts(settings.LIUHEN_DATA, reserve=settings.LIUHEN_RESERVE)
    _require_time(moment, late_reason, named=named)
    require_order(case, chosen, expect=expect, correcting=correction is not None)
    if correction is None:
        require_after(case, chosen, moment, named=named)
    corrected = corrected_entry(case, chosen, correction) if correction else None
    about = getattr(form, "request", None)
    capacity = acting(case, by, chosen.permitted_as, about=about, doing=chosen.verb, on=moment)
    require_enough(case, form, chosen, by=by, on=moment)
    doing = Doing(by, moment, correction.seq if correction else None, capacity)
    reasons = {"late_reason": late_reason, "corrects_because": correction.reason if correction else None}
    body = _composed(chosen, case, form, doing, {name: text for name, text in reasons.items() if text})
    entry = _record(case, body, chosen, doing=doing, key=key, channel=channel, expect=expect, corrects=corrected)
    set_off(entry, body)
    tell(entry)
    return Done(case.ref or _ref_of(entry), entry)


def begin(by: Officer, chosen: ActType) -> CaseRef:
    """Return the reference of a dossier that does not exist yet."""
    return case_ref(
        Case(
            id=f"d-{secrets.token_hex(8)}",
            kind=begun_by(chosen.kind),
            organ=by.organ,
            department=by.department,
            officers=[by.id],
            last_seq=0,
            submitted=False,
            closed=False,
            archived=False,
            stopped=False,
        )
    )


def _record(
    case: CaseRef,
    body: Body,
    chosen: ActType,
    *,
    doing: Doing,
    key: str,
    channel: str,
    expect: int | None,
    corrects: Entry | None,
) -> Entry:
    lent = doing.acting.mandate
    with one_law(case.organ) as force:
        require_gates(
            case.dossier,
            kind=case.kind,
            seq=case.seq + 1,  # nobody else writes meanwhile: the organ is held
            body=body,
            by=doing.by.id,
            happened=doing.happened,
            force=force,
            doing=chosen.verb,
            corrects=corrects.dossier_seq if corrects else None,
        )
        return append(
            body,
            organ=case.organ,
            dossier=case.dossier,
            by=doing.by.actor,
            happened=doing.happened,
            key=key,
            channel=channel,
            expect=expect,
            on_behalf=lent.actor if lent else None,
            terms=force.terms,
            refs=refs_in(body),
            corrects=corrects.digest if corrects else None,
        )


def _composed(chosen: ActType, case: CaseRef, form: Form, doing: Doing, reasons: Mapping[str, str]) -> Body:
    try:
        body = chosen.compose(case, form, doing)
    except ValidationError as err:
        fields = wrong_fields(err.errors())
        raise BadInputError("填写的内容有误。", fields=fields, remedy="请按提示改正后再提交。") from err
    return body.model_copy(update=dict(reasons)) if reasons else body


def _require_sane(happened: When, late_reason: str) -> None:
    wrong = {} if happened.year in YEARS else {"happened": "年份有误，请核对"}
    if unseen(late_reason) or len(late_reason) > TEXT:
        wrong["late_reason"] = f"不能含有看不见的字符，最多 {TEXT} 个字"
    if wrong:
        raise BadInputError("填写的内容有误。", fields=wrong, remedy="请按提示改正后再提交。")


def _moment(chosen: ActType, form: Form, happened: When | None, *, correcting: bool) -> tuple[When, str]:
    """Return when the act happened, and the field that says so; a correction is made now, whatever it corrects."""
    if happened is not None:
        return happened, "happened"
    if chosen.ends and not correcting:
        return getattr(form, chosen.ends), chosen.ends
    return clock.now(), "happened"


def _require_time(happened: When, late_reason: str, *, named: str) -> None:
    now = clock.now()
    ahead = happened > now + _TOLERANCE if isinstance(happened, datetime) else happened > beijing_date(now)
    if ahead:
        raise BadInputError("发生时间不能晚于现在。", fields={named: "填写的时间还没有到"}, remedy="请核对日期和时间。")
    if beijing_date(happened) < beijing_date(now) and not late_reason.strip():
        raise BadInputError(
            "补录以前的事项，请写明补录原因。",
            fields={"late_reason": "请写明为什么当日没有记录"},
            why="发生时间早于今天，发生时间和记录时间都会保留。",
            remedy="填写补录原因后再提交。",
        )


def _ref_of(entry: Entry) -> str:
    return Case.objects.values_list("ref", flat=True).get(id=entry.dossier)


def _keyed(request: str, sent: list[str], correction: Correction | None) -> str:
    """Return the request key: the sender's name for the request, and a digest of what was sent."""
    told = [*sent, str(correction.seq), correction.reason] if correction else sent
    return f"{request}:{Digests.of(canonical(told)).sha256[:32]}"
