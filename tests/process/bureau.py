"""An invented bureau for tests, and a case that is played through the guard as far as a test needs it."""

import io
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any, Final

import pikepdf
import pytest
from django.db import transaction
from django.test import override_settings

from liuhen.kernel import clock
from liuhen.kernel.clock import When
from liuhen.ledger import Entry, entries
from liuhen.office import actions as office
from liuhen.people.officers import Officer, officer_of_account
from liuhen.people.roles import Role
from liuhen.process.case.guard import Done, perform
from liuhen.process.case.reference import CaseRef, find_case
from liuhen.process.case.registry import act_type
from liuhen.process.case.uploads import receive
from liuhen.process.review.payloads import Points

ORGAN: Final = "jianghanhu"
AT: Final = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)  # 10:00 in Beijing, a Friday
TODAY: Final = date(2026, 11, 20)
REVIEW_FEN: Final = 10_000_000
PASSWORD: Final = "a-long-word-for-tests"
MEMBERS: Final[Mapping[str, tuple[str, str, tuple[Role, ...]]]] = {
    "zhou": ("周明远", "基金监管处", (Role.HANDLER,)),
    "he": ("何静", "基金监管处", (Role.HANDLER,)),
    "ding": ("丁卫", "基金监管处", (Role.HANDLER,)),
    "qian": ("钱立新", "基金监管处", (Role.UNIT_HEAD,)),
    "sun": ("孙曼", "局领导", (Role.DEPUTY,)),
    "chen": ("陈国栋", "局领导", (Role.CHIEF,)),
    "wu": ("吴思齐", "政策法规处", (Role.REVIEWER,)),
    "fang": ("方昀", "政策法规处", (Role.LEGAL_HEAD,)),
    "xu": ("许航", "政策法规处", (Role.REVIEWER, Role.HANDLER)),
    "zheng": ("郑小雨", "办公室", (Role.ARCHIVIST,)),
    "feng": ("冯一鸣", "信息中心", (Role.SYSADMIN,)),
    "jiang": ("蒋宁", "信息中心", (Role.SECURITY,)),
    "shen": ("沈默言", "机关党委", (Role.AUDITOR,)),
}
CERTIFIED: Final = ("zhou", "he", "xu")
PARTY: Final = {
    "name": "青禾药店（示例）",
    "kind": "individual_business",
    "credit_code": "9142XXXXXXXXXXXX1A（示例）",
    "address": "江汉湖区青禾街 21 号",
    "representative": "许某",
}
POINTS: Final = dict.fromkeys(Points.model_fields, True)
CLUE: Final[Mapping[str, Any]] = {
    "source": "inspection",
    "summary": "结算数据有疑点。",
    "violation": "串换药品",
    "party": PARTY,
}
SMALL: Final = {"fine_fen": 100_000, "refund_fen": 50_000}
CONCLUSION: Final[Mapping[str, Any]] = {
    "party": PARTY,
    "course": "登记线索后核查，经批准立案，检查一次，询问一次。",
    "facts": "以药品名义结算日用品 19 笔。",
    "nature": "串换药品。",
    "proposal": "责令退回并处罚款。",
    "basis": "《医疗保障基金使用监督管理条例》第三十八条",
}
MINUTE: Final = timedelta(minutes=1)
OFFICERS: Final = ("inspection.made", "interview.made", "service.made", "case.opened")
STEPS: Final[tuple[tuple[str, str, Mapping[str, Any]], ...]] = (
    ("zhou", "clue.registered", CLUE),
    (
        "zhou",
        "clue.checked",
        {
            "finding": "疑点 19 笔。",
            "suspect_clear": True,
            "punishable": True,
            "in_jurisdiction": True,
            "suggestion": "open",
        },
    ),
    (
        "zhou",
        "opening.requested",
        {
            "case_title": "青禾药店涉嫌串换药品案",
            "cause": "串换药品",
            "source": "inspection",
            "party": PARTY,
            "facts": "疑点 19 笔。",
            "basis": "程序规定第十五条",
            "opinion": "建议立案。",
        },
    ),
    ("qian", "opening.endorsed", {"opinion": "同意。"}),
    ("sun", "opening.endorsed", {"opinion": "同意立案。"}),
    ("chen", "opening.approved", {"opinion": "批准。"}),
    ("zhou", "case.opened", {}),
    (
        "zhou",
        "inspection.made",
        {
            "place": "青禾街 21 号",
            "arrived": AT - 60 * MINUTE,
            "left": AT - 5 * MINUTE,
            "certificate_shown": True,
            "object": "青禾药店",
            "findings": "复制记录 19 份。",
        },
    ),
    (
        "he",
        "interview.made",
        {
            "subject": {"name": "许某", "relation": "经营者"},
            "place": "询问室",
            "started": AT - 50 * MINUTE,
            "ended": AT - 3 * MINUTE,
            "certificate_shown": True,
            "rights_told": True,
            "individually": True,
            "read_back": True,
            "questions": [{"q": "是否申请回避？", "a": "不申请。"}],
        },
    ),
    ("zhou", "rights.told", {"rights": ["陈述", "申辩"], "receiver": "许某", "signed": True}),
    ("zhou", "inquiry.concluded", CONCLUSION | SMALL),
    ("zhou", "review.submitted", {"materials": ["调查终结报告"]}),
    ("wu", "review.opinion", {"opinion": "agree", "points": POINTS, "text": "同意。"}),
    (
        "zhou",
        "notice.given",
        {
            "facts": "串换 19 笔。",
            "reasons": "构成串换。",
            "basis": "条例第三十八条",
            "proposal": "退回并罚款。",
            "rights": ["陈述", "申辩"],
            "receiver": "许某",
            "signed": True,
        }
        | SMALL,
    ),
    ("zhou", "defence.recorded", {"outcome": "waived"}),
    (
        "chen",
        "discussion.held",
        {
            "place": "会议室",
            "chair": "陈国栋",
            "participants": [{"name": "陈国栋", "opinion": "同意", "signed": True}],
            "result": "同意处罚。",
        },
    ),
    (
        "zhou",
        "decision.drafted",
        {
            "party": PARTY,
            "facts": "串换 19 笔。",
            "evidence": "笔录、明细。",
            "basis": "条例第三十八条",
            "measures": "责令退回，处以罚款。",
            "how": "缴至指定银行。",
            "remedies": "六十日内复议，六个月内诉讼。",
            "correction": "规范收费和结算。",
            "correction_days": 10,
        }
        | SMALL,
    ),
    ("chen", "decision.made", {"opinion": "同意。"}),
    (
        "zhou",
        "service.made",
        {"place": "青禾街 21 号", "receiver": {"name": "许某", "relation": "经营者"}, "signed": True},
    ),
    (
        "zhou",
        "execution.checked",
        {"paid_fen": 100_000, "refunded_fen": 50_000, "corrected": True, "complete": True, "findings": "已履行。"},
    ),
    ("zhou", "closing.requested", {"ground": "performed", "summary": "已履行，建议结案。"}),
    ("chen", "closing.approved", {"opinion": "同意结案。"}),
    ("zheng", "archive.filed", {}),
)
_keys = (f"test-request-{number}" for number in count(1))


def entered_for(kind: str) -> dict[str, Any]:
    """Return what a person usually enters for an act of this kind, officers apart."""
    return dict(next(entered for _, one, entered in STEPS if one == kind))


class Play:
    """One case; `do` is a single act through the guard, `to` plays everything up to and including a kind."""

    def __init__(self, people: Mapping[str, Officer]) -> None:
        self.people = people
        self.ref: str | None = None
        self._next = 0

    @property
    def two(self) -> list[str]:
        return [self.people["zhou"].id, self.people["he"].id]

    @property
    def case(self) -> CaseRef:
        return find_case(ORGAN, self.ref or "")

    @property
    def entries(self) -> list[Entry]:
        return list(entries(dossier=self.case.dossier))

    def do(
        self,
        who: str | Officer,
        kind: str,
        /,
        *,
        happened: When | None = None,
        key: str | None = None,
        expect: int | None = None,
        late_reason: str = "",
        **entered: Any,
    ) -> Done:
        form = act_type(kind).form.model_validate(entered)
        by = self.people[who] if isinstance(who, str) else who
        done = perform(
            kind,
            self.ref,
            form,
            by=by,
            happened=happened or clock.now(),
            key=key or next(_keys),
            channel="web",
            expect=expect,
            late_reason=late_reason,
        )
        self.ref = done.ref
        return done

    def usual(self, kind: str, who: str | Officer = "", **changed: Any) -> Done:
        """Do the usual act of this kind with some fields changed."""
        by, entered = next((by, entered) for by, one, entered in STEPS if one == kind)
        officers = {"officer_ids": self.two} if kind in OFFICERS else {}
        return self.do(who or by, kind, **{**entered, **officers, **changed})

    def to(self, kind: str, *, without: tuple[str, ...] = (), **changed: Mapping[str, Any]) -> "Play":
        """Play on to the last step of this kind; `changed` names kinds with _ for the dot."""
        last = max(place for place, step in enumerate(STEPS) if step[1] == kind)
        for who, step, entered in STEPS[self._next : last + 1]:
            if step not in without:
                self.usual(step, who, **{**entered, **changed.get(step.replace(".", "_"), {})})
        self._next = last + 1
        return self


def appoint(account: str, name: str, department: str, roles: tuple[Role, ...], *, organ: str = ORGAN) -> Officer:
    office.appoint(
        organ,
        name=name,
        department=department,
        account=account,
        roles=roles,
        password=PASSWORD,
        by=office.SYSTEM,
        key=f"appoint-{account}",
    )
    return officer_of_account(account)


def certify(one: Officer, *, first: date = date(2026, 1, 1), last: date = date(2027, 12, 31), number: str = "") -> None:
    office.certify(
        one.organ,
        officer=one.id,
        number=number or f"1701-{one.account}",
        valid_from=first,
        valid_to=last,
        by=office.SYSTEM,
        key=f"certify-{one.account}-{first}-{last}",
    )


def establish(organ: str, name: str) -> None:
    office.establish(organ, name=name, region="江汉湖区（示例）", mark="江医保", demo=True, key=f"{organ}-first")
    office.adopt(organ, packs=["wuhan-ybj"], by=office.SYSTEM, key=f"{organ}-packs")
    set_review(REVIEW_FEN, organ=organ)


def set_review(amount_fen: int, *, organ: str = ORGAN) -> None:
    """Set from which amount on the organ reviews."""
    key = f"{organ}-review-{amount_fen}"
    basis = "目录（示例）"
    office.set_threshold(organ, matter="legal_review", amount_fen=amount_fen, basis=basis, by=office.SYSTEM, key=key)


def populate(organ: str = ORGAN, *, suffix: str = "") -> dict[str, Officer]:
    """Make the bureau and its people."""
    establish(organ, "江汉湖区医疗保障局（示例）")
    people = {
        account: appoint(account + suffix, name, department, roles, organ=organ)
        for account, (name, department, roles) in MEMBERS.items()
    }
    for account in CERTIFIED:
        certify(people[account])
    return people


@pytest.fixture(scope="module")
def bureau(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Path, dict[str, Officer]]]:
    """The bureau made once for the tests of a file, on a data folder of their own; undone after the last."""
    folder = tmp_path_factory.mktemp("bureau")
    told = override_settings(LIUHEN_DATA=folder)
    made = transaction.atomic()
    with django_db_blocker.unblock(), told, clock.at(AT):
        made.__enter__()
        people = populate()
    yield folder, people
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        made.__exit__(None, None, None)


@pytest.fixture
def house(bureau: tuple[Path, dict[str, Officer]], settings: Any) -> Path:
    """The data folder of these tests."""
    folder = bureau[0]
    settings.LIUHEN_DATA = folder
    settings.LIUHEN_ORIGINALS = folder / "originals"
    settings.LIUHEN_PAPERS = folder / "papers"
    return folder


@pytest.fixture
def at_ten() -> Iterator[datetime]:
    """It is ten in the morning."""
    with clock.at(AT):
        yield AT


@pytest.fixture
def people(bureau: tuple[Path, dict[str, Officer]], db: None, house: Path, at_ten: datetime) -> dict[str, Officer]:
    """The bureau's people by a short name."""
    return dict(bureau[1])


@pytest.fixture
def case(people: Mapping[str, Officer]) -> Play:
    """A case that nobody has begun yet."""
    return Play(people)


@pytest.fixture
def foreign(people: Mapping[str, Officer]) -> dict[str, Officer]:
    """The people of a second bureau in the same installation."""
    return populate("yunhuwan", suffix="-2")


@pytest.fixture
def played(people: Mapping[str, Officer]) -> Callable[..., Play]:
    """Make one more case, played to a kind of act."""
    return lambda kind, **changed: Play(people).to(kind, **changed)


def page(words: str = "签名页") -> bytes:
    """Return a one-page PDF; the same words give the same bytes."""
    out = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        document.docinfo["/Title"] = words
        document.save(out, deterministic_id=True)
    return out.getvalue()


def bring(by: Officer, data: bytes, name: str = "签名页.pdf") -> str:
    """Upload a file; return the digest that forms name."""
    return receive([data], name=name, by=by, size=len(data)).sha256
