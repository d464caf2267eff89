"""The invented bureau: its people, certificates, threshold and regulation."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final, NamedTuple

from liuhen.office import actions as office
from liuhen.people.officers import Officer, officer_of_account
from liuhen.people.passwords import DEMO
from liuhen.people.roles import Role

ORGAN: Final = "demo-jianghanhu"
PASSWORD: Final = DEMO  # printed on the screen, for loopback only
REVIEW_FEN: Final = 10_000_000  # 10 万元: invented; the real amount is the organ's to set


class Member(NamedTuple):
    """A person of the bureau, and how long the certificate lasts from the day the demo is made, in days."""

    account: str
    name: str
    department: str
    roles: tuple[Role, ...]
    certificate: str = ""
    lasts: int = 400


MEMBERS: Final = (
    Member("zhoumingyuan", "周明远", "基金监管处", (Role.HANDLER,), "17010023（示例）"),
    Member("hejing", "何静", "基金监管处", (Role.HANDLER,), "17010031（示例）"),
    Member("dingwei", "丁卫", "基金监管处", (Role.HANDLER,), "17010047（示例）", -10),
    Member("luomin", "罗敏", "稽查处", (Role.HANDLER,), "17010058（示例）"),
    Member("tangziqian", "唐子谦", "稽查处", (Role.HANDLER,), "17010064（示例）", 25),
    Member("qianlixin", "钱立新", "基金监管处", (Role.UNIT_HEAD,)),
    Member("hansong", "韩松", "稽查处", (Role.UNIT_HEAD,)),
    Member("sunman", "孙曼", "局领导", (Role.DEPUTY,)),
    Member("chenguodong", "陈国栋", "局领导", (Role.CHIEF,)),
    Member("wusiqi", "吴思齐", "政策法规处", (Role.REVIEWER,)),
    Member("fangyun", "方昀", "政策法规处", (Role.LEGAL_HEAD,)),
    Member("xuhang", "许航", "政策法规处", (Role.REVIEWER, Role.HANDLER), "17010052（示例）"),
    Member("zhengxiaoyu", "郑小雨", "办公室", (Role.ARCHIVIST,)),
    Member("fengyiming", "冯一鸣", "信息中心", (Role.SYSADMIN,)),
    Member("jiangning", "蒋宁", "信息中心", (Role.SECURITY,)),
    Member("shenmoyan", "沈默言", "机关党委", (Role.AUDITOR,)),
)


def establish(today: date) -> Mapping[str, Officer]:
    """Make the bureau; return its people by account."""
    office.establish(
        ORGAN, name="江汉湖区医疗保障局（示例）", region="江汉湖区（示例）", mark="江医保", demo=True, key="demo-organ"
    )
    for at, name in enumerate(dict.fromkeys(one.department for one in MEMBERS)):
        office.open_department(ORGAN, name=name, by=office.SYSTEM, key=f"demo-department-{at}")
    for one in MEMBERS:
        _appoint(one, today)
    office.adopt(ORGAN, packs=["wuhan-ybj"], by=office.SYSTEM, key="demo-packs")
    office.set_threshold(
        ORGAN,
        matter="legal_review",
        amount_fen=REVIEW_FEN,
        basis="本机关重大执法决定目录（示例）",
        by=office.SYSTEM,
        key="demo-threshold",
    )
    return {one.account: officer_of_account(one.account) for one in MEMBERS}


def _appoint(one: Member, today: date) -> None:
    person = office.appoint(
        ORGAN,
        name=one.name,
        department=one.department,
        account=one.account,
        roles=one.roles,
        password=PASSWORD,
        by=office.SYSTEM,
        key=f"demo-appoint-{one.account}",
    )
    if one.certificate:
        office.certify(
            ORGAN,
            officer=person,
            number=one.certificate,
            valid_from=today - timedelta(days=700),
            valid_to=today + timedelta(days=one.lasts),
            by=office.SYSTEM,
            key=f"demo-certify-{one.account}",
        )
