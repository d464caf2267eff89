"""What a rule asks, in words: what sets it off, what it owes, its term, what it holds, who signs, how long it keeps."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from liuhen.queries.regulations.shapes import Pair
from liuhen.rulebook.frame import Labels, PackHead
from liuhen.rulebook.parts import InForce
from liuhen.rulebook.plan import Plan
from liuhen.rulebook.spans import After, Keep, Within
from liuhen.rulebook.terms import Roll, Term
from liuhen.rulebook.words import Words

FORMS: Final[Mapping[str, str]] = {
    "procedure": "办理程序",
    "record": "应载事项",
    "deadline": "期限",
    "recording": "音像记录",
    "label": "音像标注",
    "gate": "先后次序",
    "approval": "审批流程",
    "forbid": "禁止",
    "duty-split": "职责分离",
    "retention": "保管期限",
    "access": "调阅",
    "metric": "比例指标",
    "choice": "两可的条文",
}
MODALITIES: Final[Mapping[str, str]] = {
    "must": "应当",
    "may": "可以",
    "as_fits": "根据实际情况",
    "when_necessary": "必要时",
    "in_principle": "原则上",
}
RANKS: Final[Mapping[str, str]] = {
    "law": "法律",
    "administrative_regulation": "行政法规",
    "ministry_rule": "部门规章",
    "local_regulation": "地方性法规",
    "normative_document": "规范性文件",
}
STATES: Final[Mapping[str, str]] = {
    "satisfied": "已记",
    "open": "应记",
    "due_soon": "将到期",
    "overdue": "已逾期或已欠",
    "satisfied_late": "逾期补记",
    "breached": "已违反",
    "waived": "依法免记",
    "advisory": "可记",
    "not_applicable": "不适用",
}
_LASTING: Final[Mapping[str, str]] = {
    "permanent": "永久",
    "as_file": "与案卷同期",
    "no_disposal": "长期，本机关确定年限之前不得销毁",
    "organ": "按本机关保管期限表",
}
_ROLLS: Final = {Roll.DAY_OFF: "末日逢休息日的，顺延到下一工作日", Roll.NONE: "末日逢节假日的，不顺延"}


def dates_words(head: PackHead) -> str:
    """Return from when to when a pack is in force by its own text."""
    return span_words(head.in_force) or "文本没有写明日期"


def span_words(span: InForce) -> str:
    """Return from when to when, or nothing."""
    told = [f"自{span.first:%Y年%-m月%-d日}起"] if span.first else []
    told += [f"至{span.last:%Y年%-m月%-d日}止"] if span.last else []
    return "，".join(told)


def says(plan: Plan, terms: Mapping[str, str]) -> tuple[Pair, ...]:
    """Return label and words of all that a rule asks.

    Args:
        terms: the terms that the organ has set itself.
    """
    words = plan.words
    told = [*_asked(plan), *_held(plan)]
    told += [("期限", line) for line in _terms(plan, terms)]
    told += [("保管", _keep_words(plan, one, terms)) for one in words.keep]
    if words.figure:
        part, whole = plan.field(words.figure.part), plan.field(words.figure.whole)
        told.append(("指标", f"{part}占{whole}的比例不低于 {words.figure.percent}%"))
    if words.unless is not None:
        told.append(("免除", "有规定的例外情形的，可以不记"))
    if span := span_words(words.in_force):
        told.append(("施行", span))
    return tuple(told)


def _asked(plan: Plan) -> Iterator[Pair]:
    words = plan.words
    if words.each:
        yield "起因", "每年一次"
    elif words.before:
        yield "之前", _listed(plan.kind(one) for one in words.before)
    if words.on.kinds:
        latest = "（以最近一次为准）" if words.on.latest else ""
        label = "自何时起应备" if words.before else "起因"
        yield label, _listed(plan.kind(one) for one in words.on.kinds) + latest
    if words.owes:
        yield "应有记录", _listed((plan.kind(one) for one in words.owes), "或者")
    if words.recorded is not None:
        yield "音像范围", "全过程不间断" if words.recorded.unbroken else "有音像记录的，逐段对照"


def _held(plan: Plan) -> Iterator[Pair]:
    words = plan.words
    if words.fields:
        yield "应载", _listed(plan.field(one) for one in words.fields)
    if words.holds:
        yield "不得有", "；".join(dict.fromkeys(one.otherwise for one in words.holds))
    if words.signed_by:
        told = (plan.role(role) + (f"{count}名" if count > 1 else "") for role, count in words.signed_by.items())
        yield "签名", _listed(told)
    if words.not_by is not None:
        acted = [*words.not_by.acted, *words.not_by.named]
        if words.not_by.barred:
            yield "此后不得参与", plan.field(words.not_by.barred)
        else:
            yield "不得由", f"办过{_listed(plan.kind(one) for one in acted)}的人员" if acted else "规定应当回避的人员"
    if words.disposed_by:
        yield "未满不得", _listed(plan.kind(one) for one in words.disposed_by)


def _terms(plan: Plan, terms: Mapping[str, str]) -> Iterator[str]:
    yield from _term(plan, plan.words, terms)
    for _, words in plan.variants:
        if words.within != plan.words.within or words.after != plan.words.after:
            yield from (f"规定的例外情形：{line}" for line in _term(plan, words, terms))


def _term(plan: Plan, words: Words, terms: Mapping[str, str]) -> Iterator[str]:
    if words.within is None:
        return
    yield _within_words(plan, words, words.within, terms)
    for one in words.extend:
        times = f"，最多{one.times}次" if one.times > 1 else ""
        most = "按批准的天数延长，最多" if one.days_in else "可以延长"
        yield f"经{plan.kind(one.on.kind)}，{most}{Term.read(one.add)}{times}"
    if words.exclude:
        yield f"不计入：{_listed(dict.fromkeys(one.what for one in words.exclude))}"
    if words.within.term is not None and words.roll in _ROLLS:
        yield _ROLLS[words.roll]


def _within_words(plan: Plan, words: Words, within: Within, terms: Mapping[str, str]) -> str:
    if within.date_in:
        return f"以所载“{plan.field(within.date_in)}”为限"
    if within.by:
        month, day = within.by.split("-")
        return f"每年{int(month)}月{int(day)}日以前"
    start = _after_words(plan, words.after)
    if within.organ:
        own = terms.get(within.organ)
        return f"{start}{Term.read(own)}（本机关设定）" if own else "没有规定天数，由本机关设定"
    return f"{start}{within.term}" + ("" if within.term.count_of == 0 else "内")


def _after_words(plan: Plan, after: After | None) -> str:
    if after is None:
        return ""
    if after.kinds:
        return f"自{_listed((plan.kind(one.kind) for one in after.kinds), '或者')}起"
    return f"自所载“{plan.field(after.field[0])}”起"


def _keep_words(plan: Plan, one: Keep, terms: Mapping[str, str]) -> str:
    if one.term == "organ" and plan.rule.id in terms:
        term = f"{Term.read(terms[plan.rule.id])}（本机关设定）"
    else:
        term = _LASTING.get(one.term) or str(Term.read(one.term))
    start = _after_words(plan, one.after)
    start += "的次年1月1日起" if one.next_year and start else ("，自次年1月1日起" if one.next_year else "")
    grounds = _listed((plan.kind(each.kind) for each in one.happened), "或者")
    return (f"有{grounds}的：" if grounds else "") + f"{start}{term}"


def _listed(words: Iterable[str], joint: str = "、") -> str:
    return joint.join(dict.fromkeys(words))


def dossier_words(kinds: Iterable[str], labels: Labels) -> tuple[str, ...]:
    """Return the reader's words for kinds of dossier."""
    return tuple(labels.dossiers.get(kind, kind) for kind in kinds)
