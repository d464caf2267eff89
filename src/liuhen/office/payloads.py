"""What an entry about the bureau itself holds."""

from collections.abc import Mapping
from datetime import date
from typing import Self

from pydantic import Field, model_validator

from liuhen.ledger import Body


class OrganEstablished(Body, kind="organ.established", version=1):
    """The first entry of an organ's chain. A demo says so here, and only here can it be said."""

    name: str = Field(min_length=1, title="机关名称")
    region: str = Field(min_length=1, title="行政区域")
    mark: str = Field(min_length=1, title="机关代字")
    demo: bool = Field(title="示例")
    public_key: str = Field(title="检查点公钥")


class OfficerAppointed(Body, kind="officer.appointed", version=1):
    """A person joins the organ with these roles; the account is never used again by another."""

    id: str
    name: str = Field(min_length=1, title="姓名")
    department: str = Field(min_length=1, title="处室")
    account: str = Field(min_length=1, title="账号")
    roles: list[str] = Field(min_length=1, title="岗位")


class CertificateIssued(Body, kind="certificate.issued", version=1):
    """A 行政执法证 and the first and last day on which it is valid."""

    officer: str
    number: str = Field(min_length=1, title="执法证号")
    valid_from: date = Field(title="有效期自")
    valid_to: date = Field(title="有效期至")

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        if self.valid_to < self.valid_from:
            raise ValueError("执法证的有效期止早于有效期起")
        return self


class ThresholdSet(Body, kind="threshold.set", version=1):
    """An amount that the law leaves to the organ, in fen."""

    matter: str = Field(min_length=1, title="事项")
    amount_fen: int = Field(ge=0, title="数额")
    basis: str = Field(min_length=1, title="依据")


class PacksAdopted(Body, kind="packs.adopted", version=1):
    """The regulations this organ works by: pack id -> version."""

    packs: Mapping[str, str] = Field(min_length=1, title="规程")


class ChoicePicked(Body, kind="choice.picked", version=1):
    """Which reading the organ follows where a text bears several."""

    choice: str = Field(min_length=1, title="事项")
    reading: str = Field(min_length=1, title="取用的读法")
    reason: str = Field(min_length=1, title="理由")
