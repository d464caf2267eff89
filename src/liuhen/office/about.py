"""What an act on the bureau is about, in one line, for its history."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from liuhen.kernel.money import yuan
from liuhen.ledger import Body
from liuhen.office.own_terms import term_words
from liuhen.office.payloads.discretion import ARTICLES as FINING
from liuhen.office.payloads.fixity import FAULTS, WAYS
from liuhen.office.payloads.organ import SERIES
from liuhen.office.payloads.persons import LEAVING
from liuhen.office.payloads.seals import WHY_REVOKED
from liuhen.office.payloads.standards import MATTERS as AMOUNTS
from liuhen.people.roles import WORDS, Role
from liuhen.rulebook.approvals import MATTERS

LONGEST: Final = 300  # characters
Words = Callable[[Any], str]


def _roles(told: list[str]) -> str:
    return "、".join(WORDS[Role(one)] for one in told)


def _terms(told: Mapping[str, str] | None) -> str:
    return "".join(f"，{name} {term_words(value)}" for name, value in (told or {}).items())


def _clock(offset: int | None) -> str:
    return "没有核对时钟" if offset is None else f"设备时钟{'慢' if offset < 0 else '快'} {abs(offset) / 1000:.0f} 秒"


def steps_words(steps: list[Any]) -> str:
    """Return an approval order in words: 处室负责人 → 分管负责人、法制审核人员（会签） → 主要负责人."""
    told = [step if isinstance(step, dict) else step.model_dump() for step in steps]
    return " → ".join(f"{_roles(step['roles'])}{'（会签）' if step['joint'] else ''}" for step in told)


_WORDS: Final[Mapping[str, Words]] = {
    "organ.established": lambda body: f"{body.name}（{body.region}）",
    "fixity.checked": lambda body: (
        f"{WAYS[body.way]}，重读 {body.checked} 份，" + (f"{body.faults} 份有问题" if body.faults else "全部完好")
    ),
    "original.quarantined": lambda body: f"{body.what}：{body.name}，{FAULTS[body.fault]}",
    "original.restored": lambda body: body.name,
    "organ.described": lambda body: f"{body.name}，代字 {body.mark}",
    "department.opened": lambda body: body.name,
    "department.closed": lambda body: body.name,
    "officer.appointed": lambda body: f"{body.name}，{body.department}，{_roles(body.roles)}，账号 {body.account}",
    "officer.moved": lambda body: f"{body.name} → {body.department}",
    "role.granted": lambda body: f"{body.name}：{_roles(body.roles)}",
    "officer.left": lambda body: f"{body.name}，{body.on:%Y年%-m月%-d日}，{LEAVING.get(body.why, body.why)}",
    "certificate.issued": lambda body: (
        f"{body.name} {body.number}，{body.valid_from:%Y年%-m月%-d日}至{body.valid_to:%Y年%-m月%-d日}".strip()
    ),
    "certificate.revoked": lambda body: f"{body.name} {body.number}，自{body.on:%Y年%-m月%-d日}",
    "delegation.given": lambda body: (
        f"{body.giver_name} → {body.taker_name}，{_roles(body.roles)}，"
        f"{body.first:%Y年%-m月%-d日}至{body.last:%Y年%-m月%-d日}"
    ),
    "delegation.ended": lambda body: f"{body.giver_name} → {body.taker_name}",
    "chain.set": lambda body: f"{MATTERS.get(body.matter, body.matter)}：{steps_words(body.steps)}",
    "threshold.set": lambda body: f"{AMOUNTS.get(body.matter, body.matter)}：{yuan(body.amount_fen)} 元",
    "discretion.set": lambda body: f"{FINING.get(body.article, body.article)}：{len(body.steps)} 档",
    "catalogue.set": lambda body: f"{len(body.items)} 项",
    "calendar.arranged": lambda body: f"{body.year}年，{body.source}",
    "numbering.set": lambda body: (
        f"{SERIES.get(body.series, body.series)}：“{body.word}”，{body.year}年从 {body.first} 号起"
    ),
    "seal.kept": lambda body: body.name,
    "digital_certificate.issued": lambda body: "、".join(one.name for one in body.certificates),
    "seal_certificate.issued": lambda body: "、".join(one.name for one in body.certificates),
    "digital_certificate.brought": lambda body: "、".join(one.name for one in body.certificates),
    "digital_certificate.on_token": lambda body: f"{'、'.join(one.name for one in body.certificates)}（{body.token}）",
    "digital_certificate.revoked": lambda body: f"{body.name}，{WHY_REVOKED.get(body.why, body.why)}",
    "seal_keepers.named": lambda body: "、".join(body.names),
    "packs.adopted": lambda body: "、".join(f"{name} {version}" for name, version in sorted(body.packs.items())),
    "official_text.attached": lambda body: f"{body.title}：{body.name}，{body.articles} 条",
    "form.adopted": lambda body: f"{body.title}{'' if body.file else '：停用'}",
    "choice.picked": lambda body: f"{body.choice}：{body.reading}{_terms(body.terms)}",
    "term.set": lambda body: f"{body.name}：{term_words(body.value)}",
    "holder.assigned": lambda body: f"{body.holder} → {body.department}",
    "sign_in.policy_set": lambda body: (
        f"离开 {body.idle_minutes} 分钟，密码 {body.password_days} 天，"
        f"第二重验证：{_roles(body.second_factor) or '没有要求'}"
    ),
    "sign_in.code_renewed": lambda body: body.name,
    "password.reset_requested": lambda body: f"{body.name}{'，停用第二重验证' if body.factors else ''}",
    "password.reset_confirmed": lambda body: (
        f"{body.name}，{body.requester}申请{'，停用第二重验证' if body.factors else ''}"
    ),
    "draw.made": lambda body: f"{body.title}：{len(body.objects)} 个对象中抽取 {body.count} 个",
    "footage.received": lambda body: f"{body.device or '未注明设备'}，{body.footage}",
    "device.registered": lambda body: f"{body.device} {body.model}".strip(),
    "device.handed": lambda body: f"{body.device}：{f'交给{body.holder.name}' if body.holder else '收回'}",
    "device.calibrated": lambda body: f"{body.device}，有效期至{body.until:%Y年%-m月%-d日}",
    "device.maintained": lambda body: body.device,
    "device.docked": lambda body: f"{body.device}，{_clock(body.clock_offset_ms)}",
    "device.retired": lambda body: body.device,
    "device.tolerance_set": lambda body: f"{body.seconds} 秒",
    "keeper.proposed": lambda body: f"{body.name}，{WORDS[Role(body.role)]}",
    "keeper.confirmed": lambda body: f"{body.name}，{WORDS[Role(body.role)]}，账号 {body.account}",
}


def about(body: Body) -> str:
    """Return one line that says what the act is about."""
    words = _WORDS.get(body.kind)
    return words(body)[:LONGEST] if words else ""


def reason(body: Body) -> str:
    """Return why it was done, as it was written down."""
    return str(getattr(body, "reason", "") or getattr(body, "basis", ""))
