"""裁量基准: the steps by which the organ fines under one article, as it has published them."""

from typing import Any, Final

from pydantic import BaseModel, ConfigDict

from liuhen.forms.fields import Form, choice, fen, line, parts, text, whole
from liuhen.ledger import Body
from liuhen.rulebook.place import regulations
from liuhen.rulebook.source import read_source

STEPS: Final = {"minor": "轻微", "lighter": "从轻", "ordinary": "一般", "heavier": "从重"}
_words: Any = read_source(regulations() / "words.yaml").data
ARTICLES: Final[dict[str, str]] = dict(_words["codes"]["basis_article"])
"""Articles that fine, by the code that packs compare with."""


class DiscretionStep(BaseModel):
    """One step: its range, as a share of the loss or as amounts, and when it is taken."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    step: str = choice("档次", STEPS)
    low_percent: int | None = whole("不低于损失的百分之", default=None)
    high_percent: int | None = whole("不高于损失的百分之", default=None)
    low_fen: int | None = fen("不低于（没有倍数的条款填金额）", default=None)
    high_fen: int | None = fen("不高于（没有倍数的条款填金额）", default=None)
    conditions: str = text("适用情形", rows=2)

    @property
    def by_loss(self) -> bool:
        """Say whether the range is a share of the loss."""
        return self.low_percent is not None or self.high_percent is not None

    def range_of(self, loss_fen: int) -> tuple[int, int]:
        """Return the least and the most that may be fined within the step, in fen; exact, rounded inwards."""
        if not self.by_loss:
            return self.low_fen or 0, self.high_fen or 0
        return -(-loss_fen * (self.low_percent or 0) // 100), loss_fen * (self.high_percent or 0) // 100


class DiscretionForm(Form):
    """裁量基准."""

    article: str = choice("条款", ARTICLES)
    steps: list[DiscretionStep] = parts("各档", min_length=1)
    basis: str = line("依据", description="本机关或者上级机关公布裁量基准的文件名称和文号。")


class DiscretionSet(DiscretionForm, Body, kind="discretion.set", version=1):
    """The steps by which the organ fines under one article from now on, all of them."""
