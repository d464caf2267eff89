"""当事人: joined later, renamed, merged, gone; who they are is sealed."""

from datetime import date
from typing import Annotated, Final

from liuhen.forms.fields import Form, choice, day, line, parts, party, text
from liuhen.kernel.clock import beijing_date
from liuhen.kernel.errors import BadInputError
from liuhen.ledger import Body, Sealed
from liuhen.process.case.parties import Standing, parties_of, party_of
from liuhen.process.case.parts import PARTY_KINDS, Part, Party
from liuhen.process.case.reference import CASES, CaseRef
from liuhen.process.case.registry import Doing, act
from liuhen.process.parties.recusal import PHASE

CHANGES: Final = {
    "renamed": "更名或者变更登记事项",
    "merged": "合并",
    "split": "分立",
    "died": "死亡",
    "dissolved": "终止（注销、撤销、解散、破产）",
}
_OF_PERSONS: Final = frozenset({"died"})
_OF_ORGANISATIONS: Final = frozenset({"merged", "split", "dissolved"})
_GOES_ON: Final = frozenset({"renamed", "merged", "split"})
"""Changes after which somebody is there to whom the case goes on."""


class Identity(Part):
    """Numbers that say who a party is; sealed, with a key of its own."""

    identity_no: str = line("身份证件号码", default="", min_length=0)
    phone: str = line("联系电话", default="", min_length=0)


class JoinForm(Form):
    """追加当事人."""

    joined: Party = parts("追加的当事人", widget="part")
    identity: Identity | None = parts("身份证件和电话（封存，只有承办人可见）", widget="part", default=None)
    reason: str = text("追加理由")


class PartyJoined(Body, kind="party.joined", version=1):
    """One more party to the case."""

    joined: Party = parts("追加的当事人")
    identity: Annotated[Identity | None, Sealed] = parts("身份证件和电话", default=None)
    reason: str = text("追加理由")


class Successor(Part):
    """Who takes the place of a party, as it is entered: nobody, where there is no name."""

    name: str = line("姓名或者名称", default="", min_length=0)
    kind: str = choice("类别", PARTY_KINDS, default="organisation")
    credit_code: str = line("统一社会信用代码", default="", min_length=0)
    address: str = line("住所", default="", min_length=0)
    representative: str = line("法定代表人、负责人或者经营者", default="", min_length=0)

    @property
    def party(self) -> Party | None:
        """Return the party, or None."""
        return Party(**dict(self)) if self.name else None


class ChangeForm(Form):
    """当事人变更."""

    name: str = party("哪一名当事人")
    what: str = choice("变更情形", CHANGES)
    on: date = day("变更日期")
    successor: Successor | None = parts(
        "变更以后的当事人（更名以后的，或者承受其权利义务的；没有的留空）", widget="part", default=None
    )
    reason: str = text("依据和说明（登记机关的通知、死亡证明等）")


class PartyChanged(Body, kind="party.changed", version=1):
    """A party has another name, was taken up by another, or is no more."""

    name: str = line("变更以前的当事人")
    what: str = choice("变更情形", CHANGES)
    on: date = day("变更日期")
    successor: Party | None = parts("变更以后的当事人", default=None)
    reason: str = text("依据和说明")
    party: Party | None = None
    """The party of the case from now on: the one that changed, where it was that one; otherwise as before."""


class IdentifyForm(Form):
    """登记当事人身份信息."""

    name: str = party("哪一名当事人")
    identity: Identity = parts("身份证件和电话（封存，只有承办人可见）", widget="part")


class PartyIdentified(Body, kind="party.identified", version=1):
    """The identity number and phone of a party, sealed."""

    name: str = line("当事人")
    identity: Annotated[Identity | None, Sealed] = parts("身份证件和电话", default=None)


@act(
    PartyJoined,
    label="追加当事人",
    verb="追加当事人",
    phase=PHASE,
    of=CASES,
    help="一案有几名当事人的，逐名追加。追加以后，告知、送达须分别办理。",
)
def join(case: CaseRef, form: JoinForm, doing: Doing) -> PartyJoined:
    """Add a party to the case."""
    del doing
    same = [one for one in parties_of(case) if _same(one.party, form.joined)]
    if same:
        raise BadInputError(
            "这名当事人已经在本案中。",
            fields={"joined": f"与{same[0].party.name}的名称或者统一社会信用代码相同"},
            remedy="名称有变化的，请办理当事人变更。",
        )
    return PartyJoined(**dict(form))


@act(
    PartyChanged,
    label="当事人变更",
    verb="记录当事人变更",
    phase=PHASE,
    of=CASES,
    help="更名、合并、分立的，写明变更以后的当事人，以后的文书随之变更；死亡、终止的，没有承受人的留空。",
)
def change_party(case: CaseRef, form: ChangeForm, doing: Doing) -> PartyChanged:
    """Record that a party is another from now on, or is no more."""
    standing = _present(case, form.name)
    kind, wrong = standing.party.kind, {}
    after = form.successor.party if form.successor else None
    if form.what in _OF_PERSONS and kind == "organisation":
        wrong["what"] = f"{form.name}不是自然人，没有死亡的情形"
    elif form.what in _OF_ORGANISATIONS and kind == "person":
        wrong["what"] = f"{form.name}是公民，没有这种情形"
    elif form.what in _GOES_ON and after is None:
        wrong["successor"] = "须写明变更以后的当事人"
    elif after is not None and after == standing.party:
        wrong["successor"] = "与变更以前相同"
    elif form.on > beijing_date(doing.happened):
        wrong["on"] = "变更日期不能晚于今天"
    if wrong:
        raise BadInputError("当事人变更填写有误。", fields=wrong, remedy="请改正后再提交。")
    party = after if standing.first and after else party_of(case)
    return PartyChanged(**dict(form) | {"successor": after}, party=party)


@act(
    PartyIdentified,
    label="当事人身份信息",
    verb="登记当事人身份信息",
    phase=PHASE,
    of=CASES,
    help="身份证件号码和电话单独加密封存，不进入卷宗副本。",
)
def identify(case: CaseRef, form: IdentifyForm, doing: Doing) -> PartyIdentified:
    """Seal the identity number and phone of a party."""
    del doing
    _present(case, form.name)
    if not any(form.identity.model_dump().values()):
        raise BadInputError(
            "没有填写身份信息。", fields={"identity": "身份证件号码和电话至少填一项"}, remedy="请填写后再提交。"
        )
    return PartyIdentified(**dict(form))


def _present(case: CaseRef, name: str) -> Standing:
    """Return a party that the case has now.

    Raises:
        BadInputError: it has none of that name.
    """
    found = next((one for one in parties_of(case) if one.party.name == name and not one.ended), None)
    if found is None:
        raise BadInputError(
            "本案没有这名当事人。", fields={"name": "不是本案现在的当事人"}, remedy="请从本案的当事人中选择。"
        )
    return found


def _same(one: Party, other: Party) -> bool:
    return one.name == other.name or bool(one.credit_code and one.credit_code == other.credit_code)
