"""The order in which a matter is approved: what an organ goes by until it sets its own, and the least it may set.

Serial steps follow each other; a joint step (会签) is done when all its roles have signed, in any order.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, Protocol, Self

from pydantic import Field, field_validator, model_validator

from liuhen.rulebook.parts import Texts, Word

MATTERS: Final[Mapping[str, str]] = {
    "opening": "立案",
    "decision": "处理决定",
    "closing": "结案",
    "clue_extension": "延长线索核查",
    "merging": "并案",
    "splitting": "分案",
    "transfer": "移送",
    "registration": "先行登记保存",
    "coercion": "行政强制",
    "coercion_extension": "延长强制措施期限",
    "coercion_release": "解除强制措施",
    "settlement_suspension": "暂停医疗保障基金结算",
    "suspension": "中止调查",
    "termination": "终止调查",
    "review_extension": "延长法制审核",
    "term_extension": "延长办案期限",
    "term_extension_again": "集体讨论再次延长办案期限",
    "deferral": "暂缓或者分期缴纳",
    "court": "申请人民法院强制执行",
    "revocation": "撤销、变更决定",
    "rectification": "更正决定书",
}
"""Everything that is approved, with its word; the product has the acts, packs and organs say who approves."""


class Step(Protocol):
    """One step of an order, whoever wrote it: any of `roles` signs, or each of them where it is joint."""

    @property
    def roles(self) -> Sequence[str]:
        """Roles by name."""

    @property
    def joint(self) -> bool:
        """Whether each of the roles has to sign."""


class ApprovalStep(Word):
    """One step of an order."""

    roles: Texts = Field(min_length=1)
    joint: bool = False


class Approval(Word):
    """The order of one matter.

    Args:
        steps: the order that holds where the organ has set none.
        least: who has to be asked by law, each entry one role or any of several; the last one has the last word. An
            organ's own order may add to these, never leave one out.
    """

    id: str
    form: Literal["approval"]
    article: str
    asks: str = Field(min_length=1)
    holder: str
    of: Texts = Field(min_length=1)
    rows: Texts = ()
    overrides: str | None = None
    because: str | None = None
    matter: str
    steps: tuple[ApprovalStep, ...] = Field(min_length=1)
    least: tuple[Texts, ...] = Field(min_length=1)

    @field_validator("matter")
    @classmethod
    def _known(cls, matter: str) -> str:
        if matter not in MATTERS:
            raise ValueError(f"没有“{matter}”这一审批事项，可写：{'、'.join(MATTERS)}")
        return matter

    @model_validator(mode="after")
    def _lawful_itself(self) -> Self:
        if faults := list(wrong(self.steps, self.least, {})):
            raise ValueError(f"审批流程{faults[0]}")
        return self


@dataclass(frozen=True, slots=True)
class Ordered:
    """An order as a pack has it: the words, where they stand, and the reader's words for the roles in it."""

    words: Approval
    cited: str
    roles: Mapping[str, str]

    def wrong(self, steps: Sequence[Step]) -> tuple[str, ...]:
        """Return what keeps an organ from making `steps` its own order of this matter; nothing where it may."""
        return tuple(wrong(steps, self.words.least, self.roles))

    def path(self) -> str:
        """Return the order in words: `处室负责人 → 分管负责人、法制审核人员会签 → 主要负责人`."""
        return path(self.words.steps, self.roles)

    def at_least(self) -> str:
        """Return in words who has to be asked by law."""
        return "、".join(_either(asked, self.roles) for asked in self.words.least)


def path(steps: Sequence[Step], words: Mapping[str, str]) -> str:
    """Return an order in words."""
    return " → ".join(step_words(step, words) for step in steps)


def step_words(step: Step, words: Mapping[str, str]) -> str:
    """Return one step in words."""
    if step.joint and len(step.roles) > 1:
        return "、".join(words.get(role, role) for role in step.roles) + "会签"
    return _either(step.roles, words)


def wrong(steps: Sequence[Step], least: Sequence[Sequence[str]], words: Mapping[str, str]) -> Iterator[str]:
    """Yield what is wrong with an order, in Chinese; `words` names the roles."""
    named = [role for step in steps for role in step.roles]
    for role in dict.fromkeys(role for role in named if named.count(role) > 1):
        yield f"中“{words.get(role, role)}”出现了两次"
    if steps[-1].joint and len(steps[-1].roles) > 1:
        yield "的最后一步须由一人批准，会签请放在前面的步骤"
    for asked in least:
        if not any(_sure(step, asked) for step in steps):
            yield f"缺少{_either(asked, words)}"
    if any(_sure(step, least[-1]) for step in steps[:-1]) and not _sure(steps[-1], least[-1]):
        yield f"的最后一步须为{_either(least[-1], words)}"


def _sure(step: Step, asked: Sequence[str]) -> bool:
    """Say whether one of `asked` signs in this step whoever comes first."""
    return bool(set(asked) & set(step.roles)) if step.joint else set(step.roles) <= set(asked)


def _either(asked: Sequence[str], words: Mapping[str, str]) -> str:
    return "或者".join(words.get(role, role) for role in asked)
