"""What the bureau itself waits for from the viewer: certificates that end, a year without holidays, a second keeper."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from liuhen.kernel import clock
from liuhen.kernel.clock import beijing_date
from liuhen.kernel.errors import UnusableError
from liuhen.office.damaged import damaged
from liuhen.office.expiry import ending, newer
from liuhen.office.in_force import in_force
from liuhen.office.models import Adopted, Proposal, Threshold
from liuhen.people.models import Certificate, Person
from liuhen.people.officers import Officer
from liuhen.people.resets import open_requests
from liuhen.people.roles import Role
from liuhen.people.scope import scope
from liuhen.process.case.models import Case, CaseOfficer
from liuhen.queries.bureau.people import SOON

DECEMBER: Final = 12
REVIEW: Final = "legal_review"
NEWS: Final = timedelta(days=30)
"""How long who handles open cases is told of packs that came into force."""


@dataclass(frozen=True, slots=True)
class Reminder:
    """One thing to see to; `section` is where it is done, empty where somebody else does it."""

    text: str
    section: str = ""
    late: bool = False


def reminders(by: Officer) -> tuple[Reminder, ...]:
    """Return what the bureau waits for from `by`, a constant number of queries."""
    today = beijing_date(clock.now())
    return (
        *_damaged(by),
        *_own_certificate(by, today),
        *_certificates(by, today),
        *_second_keeper(by),
        *_rules(by, today),
        *_new_law(by, today),
    )


def _damaged(by: Officer) -> Iterator[Reminder]:
    """Tell who looks after the store, the files and the audit of originals that are set aside."""
    if not {Role.SYSADMIN, Role.AUDITOR, Role.ARCHIVIST} & set(by.roles):
        return
    if found := damaged(by.organ):
        names = "、".join(one.name for one in found[:3]) + ("等" if len(found) > 3 else "")  # noqa: PLR2004
        yield Reminder(
            f"{len(found)} 份原件与存入时的记录不符，已经隔离：{names}。"
            "请系统管理员用备份恢复（系统状态的“原件核查”）。",
            late=True,
        )


def _own_certificate(by: Officer, today: date) -> Iterator[Reminder]:
    last = Certificate.objects.filter(person=by.id, revoked_on=None).order_by("-valid_to").first()
    if last is None or last.valid_to >= today + SOON:
        return
    day = f"{last.valid_to:%Y年%-m月%-d日}"
    if last.valid_to < today:
        yield Reminder(
            f"您的执法证已于{day}到期，不能参加须由两名执法人员办理的事项。换证后请告诉安全员登记。", late=True
        )
    else:
        yield Reminder(f"您的执法证{day}到期，还有 {(last.valid_to - today).days} 天。请办理换证，并告诉安全员登记。")


def _certificates(by: Officer, today: date) -> Iterator[Reminder]:
    if not scope(by, "certificate.issued").reaches:
        return
    present = Person.objects.filter(organ=by.organ, left_on=None).values_list("id", flat=True)
    last: dict[str, date] = {}
    for row in Certificate.objects.filter(person__in=list(present), revoked_on=None).order_by("valid_to"):
        last[row.person] = row.valid_to
    ended = sum(day < today for day in last.values())
    ending = sum(today <= day < today + SOON for day in last.values())
    if ended or ending:
        told = [f"{ended} 人的执法证已经到期"] * bool(ended) + [f"{ending} 人的执法证六十天内到期"] * bool(ending)
        yield Reminder("；".join(told) + "。换证后请登记。", "people", late=bool(ended))


def _second_keeper(by: Officer) -> Iterator[Reminder]:
    if scope(by, "keeper.confirmed").reaches:
        waiting = Proposal.objects.filter(organ=by.organ, confirmed=False).exclude(by=by.id).count()
        if waiting:
            yield Reminder(f"有 {waiting} 件三员提名待第二人确认。", "keepers")
    if scope(by, "password.reset_confirmed").reaches:
        asked = [one for one in open_requests(by.organ) if by.id not in (one.requested_by, one.person)]
        if asked:
            yield Reminder(f"有 {len(asked)} 件口令重置待第二人确认。", "signing")


def _rules(by: Officer, today: date) -> Iterator[Reminder]:
    if Role.REVIEWER not in by.roles:
        return
    try:
        force = in_force(by.organ)
        calendar = force.calendar
    except UnusableError:
        yield Reminder("本机关还没有启用规程，不能办案。", "packs", late=True)
        return
    if not calendar.known(today):
        yield Reminder(f"{today.year}年的放假安排没有录入，工作日期限都待复核。", "calendar", late=True)
    elif today.month == DECEMBER and not calendar.known(date(today.year + 1, 1, 1)):
        yield Reminder(f"{today.year + 1}年的放假安排公布后请录入，否则跨年的工作日期限待复核。", "calendar")
    yield from (Reminder(said, "packs", late=late) for said, late in ending(force, today))
    yield from (Reminder(said, "packs") for said in newer(force))
    if not Threshold.objects.filter(organ=by.organ, matter=REVIEW).exists():
        yield Reminder("还没有设定法制审核的数额标准。", "standards")


def _new_law(by: Officer, today: date) -> Iterator[Reminder]:
    """Tell who handles open cases that other packs hold since lately, or will soon."""
    adopted = list(Adopted.objects.filter(organ=by.organ).order_by("since").values_list("since", flat=True))
    lately = [since for since in adopted[1:] if today - NEWS <= since]
    if not lately:
        return
    mine = CaseOfficer.objects.filter(officer=by.id, left=False, handles=True).values("dossier")
    open_ = Case.objects.filter(id__in=mine, archived=False, stopped=False, closed=False).count()
    if not open_:
        return
    since = lately[-1]
    word = "起执行新启用的规程" if since <= today else "起将执行新启用的规程"
    yield Reminder(
        f"自{since:%Y年%-m月%-d日}{word}：您有 {open_} 件在办案件，已办的事项仍按办理时的规程，其后办理的按新规程。",
        "packs",
    )
