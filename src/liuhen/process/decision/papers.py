"""行政处罚决定书 is filled from the decision; what the party said comes from notice and defence."""

from liuhen.kernel.clock import as_instant, beijing_date, written
from liuhen.ledger import Entry
from liuhen.process.case.papers import Sheet, fills, organ_name
from liuhen.process.case.reference import CaseRef
from liuhen.process.decision.payloads import ADOPTED, OUTCOMES, DecisionMade, DefenceRecorded, NoticeGiven


@fills("decision", DecisionMade)
def decision(case: CaseRef, entry: Entry, body: DecisionMade) -> Sheet:
    """Return the sheet of 行政处罚决定书."""
    return {
        "organ": organ_name(case.organ),
        "document_no": body.document_no,
        "result": "penalty" if body.result == "penalty" else "none",
        "party_name": body.party.name,
        "party_kind": body.party.kind,
        "party_code": body.party.credit_code,
        "party_address": body.party.address,
        "party_representative": body.party.representative,
        "facts": body.facts,
        "evidence": body.evidence,
        "defence": _defence(case),
        "circumstances": body.circumstances,
        "basis": body.basis,
        "measures": body.measures,
        "correction": body.correction or None,
        "correction_days": body.correction_days or None,
        "refund_fen": body.refund_fen or None,
        "fine_fen": body.fine_fen or None,
        "pay_days": body.pay_days or None,
        "how": body.how,
        "remedies": body.remedies,
        "decided_on": written(as_instant(entry.happened)),
    }


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
