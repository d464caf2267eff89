"""The roll of the organ as acts on the bureau read it: who is there, which departments, whose certificate."""

from datetime import date

from liuhen.kernel.errors import BadInputError
from liuhen.office.models import Department
from liuhen.people.models import Account, Certificate, Person
from liuhen.people.roles import KEEPERS, Role


def present(organ: str, person: str, *, on: date, field: str = "officer") -> Person:
    """Return somebody of the organ who has not left.

    Raises:
        BadInputError: there is none of this id, or he has left.
    """
    row = Person.objects.filter(organ=organ, id=person).first()
    if row is None:
        raise BadInputError("名册里没有这个人。", fields={field: "请从名单中选择"}, remedy="请刷新页面后重新选择。")
    if row.left_on is not None and row.left_on <= on:
        raise BadInputError(
            f"{row.name}已经离岗。",
            fields={field: "已经离岗"},
            why="离岗人员的记录保留，但不再办理事项。",
            remedy="请另选一人。",
        )
    return row


def require_no_keeper(row: Person) -> None:
    """Refuse what is done to one of the three keepers by one person alone."""
    if KEEPERS.intersection(Role(one) for one in row.roles):
        raise BadInputError(
            f"{row.name}是三员之一，不能由一人调整。",
            fields={"officer": "三员须由两员办理"},
            why="系统管理员、安全员、安全审计员互相监督，任免由一员提名、另一员确认。",
            remedy="请在“三员”页面提名接替人。",
        )


def require_department(organ: str, name: str) -> None:
    """Refuse a department that the organ does not have."""
    if name not in departments(organ):
        raise BadInputError(
            f"没有“{name}”这个处室。", fields={"department": "请从名单中选择"}, remedy="新的处室请先在“处室”页面设立。"
        )


def departments(organ: str) -> list[str]:
    """Return the names of the departments there are, in the order of their names."""
    return list(Department.objects.filter(organ=organ, closed=False).order_by("name").values_list("name", flat=True))


def require_new_account(account: str) -> None:
    """Refuse an account that was given to anybody before, in whichever organ."""
    if Person.objects.filter(account=account).exists() or Account.objects.filter(account=account).exists():
        raise BadInputError(
            "这个账号已经用过。",
            fields={"account": "账号不重复使用"},
            remedy="请换一个账号名；离职人员的账号也不再启用。",
        )


def certificate_in_use(organ: str, number: str) -> tuple[Certificate, Person]:
    """Return a certificate of somebody of the organ that has not been revoked, and whose it is.

    Raises:
        BadInputError: there is none.
    """
    for row in Certificate.objects.filter(number=number, revoked_on=None).order_by("-valid_to"):
        holder = Person.objects.filter(organ=organ, id=row.person).first()
        if holder is not None:
            return row, holder
    raise BadInputError(
        "没有这个执法证，或者已经注销。", fields={"number": "请从名单中选择"}, remedy="请刷新页面后重新选择。"
    )
