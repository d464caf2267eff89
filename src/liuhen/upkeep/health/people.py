"""体检：三员、执法证、放假安排、初始口令."""

from datetime import timedelta

from django.db.models import Max, Q

from liuhen.kernel import clock
from liuhen.kernel.clock import beijing_date
from liuhen.office.expiry import ending
from liuhen.office.founding import codes_file
from liuhen.office.in_force import in_force
from liuhen.people.models import Certificate, Organ, Person
from liuhen.people.policy import is_demo
from liuhen.people.roles import KEEPERS, WORDS, Role
from liuhen.people.second_factors import has_factor
from liuhen.upkeep.health.check import Check, fine, notice, wrong

_SOON = timedelta(days=30)
_PUBLISHED = 12  # month from which next year's arrangement is out


def keepers() -> Check:
    """Look whether each of the three offices is filled, and has a second factor."""
    name = "三员"
    rows = [row for row in _there() if KEEPERS.intersection(row.roles) and not is_demo(row.organ)]
    if not rows:
        return fine(name, "示例单位，不作要求。" if Organ.objects.exists() else "还没有机关。")
    held = {Role(role) for row in rows for role in row.roles}
    if empty := [WORDS[role] for role in Role if role in KEEPERS - held]:
        return wrong(name, f"没有{'、'.join(empty)}。", "请由三员中的一员提名、另一员确认。")
    if bare := [row.name for row in rows if not has_factor(row.account)]:
        return notice(name, f"{'、'.join(bare)}还没有绑定第二重验证。", "请本人登录后绑定动态口令或者安全密钥。")
    return fine(name, "三人分任，都已绑定第二重验证。")


def certificates() -> Check:
    """Count the officers whose certificate has ended or soon ends."""
    name, today = "执法证", beijing_date(clock.now())
    there = {row.id for row in _there()}
    valid = Certificate.objects.filter(person__in=there).filter(Q(revoked_on=None) | Q(revoked_on__gt=today))
    last = dict(valid.order_by("person").values_list("person").annotate(Max("valid_to")))
    over = sum(one < today for one in last.values())
    soon = sum(today <= one < today + _SOON for one in last.values())
    if over or soon:
        return notice(
            name, f"{over} 人的执法证已经过期，{soon} 人的在 30 天内到期。", "请安全员登记换证、年审后的有效期。"
        )
    return fine(name, f"{len(last)} 人持证，30 天内没有到期的。")


def calendar() -> Check:
    """Look whether the arrangement of holidays reaches as far as it is published."""
    name, today = "放假安排", beijing_date(clock.now())
    wanted = [today.year, today.year + 1] if today.month >= _PUBLISHED else [today.year]
    lacking = {
        year
        for organ in Organ.objects.all()
        for year in wanted
        if year not in {one.year for one in in_force(organ.id).calendar.years}
    }
    if lacking:
        return notice(
            name,
            f"没有 {'、'.join(str(year) for year in sorted(lacking))} 年的放假安排，按工作日计算的期限待复核。",
            "国务院办公厅公布后，请法制审核人员录入。",
        )
    return fine(name, f"已有 {wanted[-1]} 年的放假安排。")


def regulations() -> Check:
    """Look whether a regulation in force ends soon or has ended."""
    name, today = "规程期限", beijing_date(clock.now())
    told = [one for organ in Organ.objects.all() for one in ending(in_force(organ.id), today)]
    if told:
        return notice(name, "".join(said for said, _ in told), "请法制审核人员在“单位”的“规程与读法”启用接续的规程。")
    return fine(name, "180 天内没有期满的规程。")


def first_codes() -> Check:
    """Look whether the file of first codes was left lying about."""
    name = "初始口令"
    if codes_file().exists():
        return notice(name, "三员的初始口令文件还在。", f"交给本人以后请删除 {codes_file()}。")
    return fine(name, "没有留在磁盘上的初始口令。")


def _there() -> list[Person]:
    today = beijing_date(clock.now())
    return list(Person.objects.filter(Q(left_on=None) | Q(left_on__gt=today)))
