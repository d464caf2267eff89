"""The law forbids the act now."""

from collections.abc import Sequence

from liuhen.kernel.errors import LiuhenError
from liuhen.rulebook import Finding


class RuleBrokenError(LiuhenError):
    """The law forbids the act now. `findings` name the rules, their articles and what is missing."""

    def __init__(self, message: str, *, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        why = "；".join(f"{one.rule.cited}：{one.rule.asks}" for one in self.findings)
        lacking = "、".join(dict.fromkeys(item for one in self.findings for item in one.missing))
        super().__init__(message, why=why, remedy=f"须先解决：{lacking}。" if lacking else "")
