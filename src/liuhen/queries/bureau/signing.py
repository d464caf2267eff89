"""登录: the rules in force, and the resets that wait for a second keeper."""

from liuhen.people.officers import Officer
from liuhen.people.policy import policy_of
from liuhen.people.resets import open_requests
from liuhen.people.roles import WORDS, Role
from liuhen.people.scope import scope
from liuhen.queries.bureau.shapes import Cell, OfficeLink, Row, Table


def rules(by: Officer) -> Table:
    """Return what the organ asks of who signs in."""
    policy = policy_of(by.organ)
    must = "、".join(WORDS[role] for role in Role if role in policy.second_factor) or "没有要求"
    told = (
        ("离开须重新登录", f"{policy.idle_minutes} 分钟"),
        ("登录最长", "8 小时"),
        ("密码更换", f"每 {policy.password_days} 天" if policy.password_days else "没有要求（示例）"),
        ("必须有第二重验证", must),
        ("连续输错", "5 次，暂停 15 分钟，以后每错一次加倍"),
    )
    return Table("登录规则", ("事项", "要求"), tuple(Row((Cell(one), Cell(two))) for one, two in told), "")


def waiting(by: Officer) -> Table:
    """Return the resets that wait for a second keeper."""
    rows = tuple(
        Row(
            (Cell(one.name, one.account), Cell(one.requester), Cell(one.reason), Cell("是" if one.factors else "否")),
            (OfficeLink("password.reset_confirmed", "确认", one.person),)
            if by.id not in (one.requested_by, one.person)
            else (),
        )
        for one in open_requests(by.organ)
    )
    return Table("待确认的重置", ("人员", "申请人", "理由", "停用第二重验证"), rows, "没有待确认的重置。")


def further(by: Officer) -> tuple[OfficeLink, ...]:
    """Return the pages beside the section."""
    return (OfficeLink("sign-ins", "全部人员的会话"),) if scope(by, "sign_ins.keep").reaches else ()
