"""待证事实与证据的对应: what is to be proven, and what proves it."""

from typing import Final

from liuhen.forms.fields import Form, choice, entry, fen, line, offset, text, whole, yes
from liuhen.ledger import Body
from liuhen.process.inquiry.payloads.recordings import LONGEST

BRIEF: Final = 30  # characters
ELEMENTS: Final = {
    "party": "当事人的身份和资格",
    "conduct": "违法行为",
    "amount": "涉及的金额和损失",
    "intent": "主观状态",
    "circumstances": "从重、从轻、减轻或者不予处罚的情形",
    "other": "其他",
}
BEARINGS: Final = {"supports": "证明", "partly": "部分证明", "contradicts": "相反、不一致", "dropped": "不再用于本项"}
PROVING: Final = (
    "evidence.collected",
    "inspection.made",
    "scene.examined",
    "interview.made",
    "sample.taken",
    "material.received",
    "recording.stored",
    "test.reported",
    "appraisal.reported",
    "audit.reported",
    "expert_review.reported",
    "assistance.answered",
    "evidence.registered",
    "material.sealed",
    "seizure.carried_out",
    "defence.recorded",
    "hearing.recorded",
    "refusal.recorded",
    "paper.finalised",
)
"""Kinds of entry that may prove a fact."""


class FactForm(Form):
    """待证事实."""

    what: str = text("事实（谁、什么时间、做了什么）", rows=3)
    element: str = choice("属于哪一方面", ELEMENTS, default="conduct")
    when_said: str = line("发生的时间或者期间", default="", min_length=0)
    amount_fen: int | None = fen("涉及的金额（不涉及金额的不填）", default=None)
    dropped: bool = yes("不再认定这一项（更正时选用）", default=False)


class FactStated(FactForm, Body, kind="fact.stated", version=1):
    """A fact of the case that has to be proven, numbered."""

    number: int = whole("序号", ge=1)

    @property
    def brief(self) -> str:
        """Return it in one line, for lists."""
        return f"{self.number}．{self.what[:BRIEF]}{'……' if len(self.what) > BRIEF else ''}"


class LinkForm(Form):
    """事实与证据的对应."""

    fact: int = entry("哪一项事实", ("fact.stated",))
    evidence: int = entry("哪一件证据", PROVING)
    bearing: str = choice("怎样证明", BEARINGS, default="supports")
    shows: str = text("证明的具体内容", rows=2)
    place: str = line("所在位置（页码、第几问、第几项）", default="", min_length=0)
    at_ms: int | None = offset("音像中的位置", default=None, le=LONGEST)
    amount_fen: int | None = fen("所证明的金额（不涉及金额的不填）", default=None)


class EvidenceLinked(LinkForm, Body, kind="evidence.linked", version=1):
    """What an entry, a paper or a second of a recording proves of a fact, or says against it."""
