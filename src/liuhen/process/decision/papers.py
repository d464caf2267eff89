"""The papers of 告知、讨论与决定, filled from their entries; what the party said comes from notice and defence."""

from liuhen.kernel.canonical import Json
from liuhen.kernel.clock import When, as_instant, beijing_date, written
from liuhen.ledger import Entry
from liuhen.process.case.papers import Sheet, fills
from liuhen.process.case.particulars import case_fields, organ_name, party_fields
from liuhen.process.case.parties import party_of
from liuhen.process.case.reference import CaseRef
from liuhen.process.decision.notice_payloads import NoticeGiven
from liuhen.process.decision.payloads import (
    ADOPTED,
    OUTCOMES,
    DecisionForm,
    DecisionMade,
    DefenceRecorded,
    DiscussionHeld,
    Share,
)


@fills("prior-notice", NoticeGiven)
def prior_notice(case: CaseRef, entry: Entry, body: NoticeGiven) -> Sheet:
    """Return the sheet of 行政处罚事先告知书."""
    party = party_of(case)
    return {
        "organ": organ_name(case.organ),
        "document_no": body.document_no,
        **(party_fields(party) if party else {"party_name": case.party}),
        "facts": body.facts,
        "reasons": body.reasons,
        "basis": body.basis,
        "proposal": body.proposal,
        "refund_fen": body.refund_fen or None,
        "fine_fen": body.fine_fen or None,
        "rights": list(body.rights),
        "hearing_right": body.hearing_right,
        "defence_days": body.defence_days,
        "told_on": written(entry.happened),
    }


@fills("defence", DefenceRecorded)
def defence(case: CaseRef, entry: Entry, body: DefenceRecorded) -> Sheet:
    """Return the sheet of 陈述申辩笔录; it answers the last notice before it."""
    notices = [one for one in case.events(NoticeGiven.kind) if one.seq < (entry.dossier_seq or 0)]
    party = party_of(case)
    return {
        **case_fields(case),
        "party_name": case.party,
        "party_representative": party.representative if party else "",
        "notice_no": case.at(notices[-1].seq, NoticeGiven)[1].document_no if notices else "",
        "recorded_at": written(entry.happened),
        "outcome": body.outcome,
        "content": body.content,
        "review": body.review,
        "adopted": body.adopted,
        "changes_case": body.changes_case,
        "recorder": entry.by.name,
    }


@fills("discussion", DiscussionHeld)
def discussion(case: CaseRef, entry: Entry, body: DiscussionHeld) -> Sheet:
    """Return the sheet of 集体讨论记录."""
    return {
        **case_fields(case),
        "held_at": written(entry.happened),
        "place": body.place,
        "chair": body.chair,
        "participants": [{"name": one.name, "opinion": one.opinion} for one in body.participants],
        "dissent": body.dissent,
        "result": body.result,
    }


@fills("decision", DecisionMade)
def decision(case: CaseRef, entry: Entry, body: DecisionMade) -> Sheet:
    """Return the sheet of 行政处罚决定书."""
    return decision_sheet(case, body, document_no=body.document_no, decided_on=entry.happened)


def decision_sheet(case: CaseRef, content: DecisionForm, *, document_no: str, decided_on: When) -> Sheet:
    """Return the sheet of a decision with this content, made already or still to be made."""
    return {
        "organ": organ_name(case.organ),
        "document_no": document_no,
        "result": "penalty" if content.result == "penalty" else "none",
        **party_fields(content.party),
        "facts": content.facts,
        "evidence": content.evidence,
        "defence": _defence(case),
        "circumstances": content.circumstances,
        "basis": content.basis,
        "measures": content.measures,
        "correction": content.correction or None,
        "correction_days": content.correction_days or None,
        "refund_fen": content.refund_fen or None,
        "fine_fen": content.fine_fen or None,
        "confiscated_fen": content.confiscated_fen or None,
        "suspend_months": content.suspend_months,
        "ban_years": content.ban_years,
        "shares": [_share(one) for one in content.shares] or None,
        "pay_days": content.pay_days or None,
        "how": content.how,
        "remedies": content.remedies,
        "decided_on": written(as_instant(decided_on)),
    }


def _share(one: Share) -> Json:
    return {"name": one.name, "fine_fen": one.fine_fen or None, "refund_fen": one.refund_fen or None}


def _defence(case: CaseRef) -> str | None:
    told, said = case.last(NoticeGiven), case.last(DefenceRecorded)
    if told is None:
        return None
    day = beijing_date(told[0].happened)
    text = f"本机关于{day.year}年{day.month}月{day.day}日告知当事人拟作出决定的内容、事实、理由、依据和享有的权利。"
    if said is None:
        return text
    heard = said[1]
    if heard.outcome != "made":
        return (
            f"{text}当事人{OUTCOMES[heard.outcome]}陈述、申辩。"
            if heard.outcome == "waived"
            else f"{text}当事人在期限内没有提出陈述、申辩。"
        )
    return f"{text}当事人提出：{heard.content}经复核：{heard.review}（{ADOPTED[heard.adopted]}）"
