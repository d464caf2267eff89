"""The words of a pack in the reader's language: what a rule writes, told from its raw words."""

import re
from collections.abc import Mapping
from typing import Any, Final

from liuhen.rulebook.document import FORMS, MODALITIES
from liuhen.rulebook.findings import WORDS as STATES
from liuhen.rulebook.frame import Labels
from liuhen.rulebook.terms import Term

NAMES: Final[Mapping[str, str]] = {
    "form": "类别", "article": "条款", "asks": "要求", "modality": "程度", "holder": "责任者", "of": "适用的卷宗",
    "matter": "事项", "rows": "对应的义务", "clashes": "不一致时的处理", "in_force": "施行日期",
    "overrides": "改写", "because": "改写的理由", "on": "何事引起", "each": "每", "before": "何事之前",
    "when": "条件", "unless": "免除", "waived_by": "以何记录免除",
    "recorded": "应录的起止", "mended_by": "补正", "jointly": "合并满足",
    "owes": "应有记录", "with": "该记录须", "match": "须一致的字段", "since": "须在何事之后",
    "even_before": "可以在前", "fields": "应载事项", "holds": "应符合", "signed_by": "签名",
    "refusal_counts": "拒签亦算", "within": "期限", "after": "起算", "met_by": "以何时间为准", "extend": "延长",
    "exclude": "不计入期限", "roll": "末日顺延", "until": "至", "instead": "例外", "not_by": "不得由",
    "keep": "保管", "disposed_by": "销毁", "figure": "指标", "lacking": "缺少时的说法", "labels": "用词",
    "readings": "读法", "examples": "示例", "stages": "环节", "over": "终结", "question": "问题", "default": "缺省",
    "steps": "流程", "least": "法定环节", "used_by": "用处", "by_reference": "参照执行", "title": "名称",
    "short": "简称", "version": "版本", "rank": "位阶", "extends": "沿用", "region": "地区", "note": "说明",
    "kinds": "记录", "otherwise": "否则", "from": "自", "term": "多久", "add": "加", "times": "次数",
    "acted": "办过", "named": "列名", "roles": "岗位", "who": "何人", "latest": "最近一次", "first": "第一次",
    "barred": "此后不得参与者", "not_after": "不晚于",
    "by": "按", "date_in": "所载日期", "organ": "本机关自定", "all": "都", "any": "任一", "not": "不",
    "missing": "空缺", "at_least": "不少于", "at_most": "不多于", "case": "例", "events": "记录", "state": "结论",
    "due": "期限", "now": "此时", "tried": "拟办", "refused": "阻止", "choices": "择定", "happened": "另有",
    "next_year": "自次年起", "what": "事由", "days_in": "所载日数", "special": "特别环节", "part": "部分",
    "whole": "总数", "prevails": "优先", "id": "编号",
}  # fmt: skip
_TERM: Final = re.compile(r"(same day|\d+ (workday|day|hour|month|year)s?)")
_WORDS: Final[Mapping[str, str]] = {
    **FORMS, **MODALITIES, **{state.value: word for state, word in STATES.items()},
    "holiday": "逢法定节假日顺延", "day_off": "逢休息日顺延", "none": "不顺延",
    "happened": "发生时间", "recorded": "记录时间", "year": "年", "permanent": "永久", "as_file": "与案卷同期",
    "no_disposal": "不得销毁", "together": "合并计算", "law": "法律", "administrative_regulation": "行政法规",
    "ministry_rule": "部门规章", "local_regulation": "地方性规定", "normative_document": "规范性文件",
}  # fmt: skip
_INNER: Final[Mapping[str, str]] = {"of": "所指的记录", "field": "字段", "kinds": "记录"}
"""What these words mean inside another word."""
_FREE: Final = frozenset(
    {"asks", "because", "article", "lacking", "title", "short", "note", "question", "otherwise", "case"}
)
"""Words whose text is the writer's own; it is shown as it stands."""


def name_of(word: str, labels: Labels) -> str:
    """Return a word of a rule, a field or a kind of record as a reader knows it."""
    return labels.kinds.get(word) or NAMES.get(word) or labels.fields.get(word) or labels.roles.get(word) or word


def told(value: Any, labels: Labels, *, word: str = "") -> str:
    """Return what a rule writes under `word`, in Chinese as far as there are words for it."""
    match value:
        case None:
            return "无"
        case bool():
            return "是" if value else "否"
        case str():
            return value if word in _FREE else labels.code(word, value) or _text(value, labels)
        case Mapping():
            names = {each: each if word == "readings" else _INNER.get(each) or name_of(each, labels) for each in value}
            inner = (f"{names[each]}：{told(held, labels, word=each)}" for each, held in value.items())
            return f"（{'；'.join(inner)}）"
        case list() | tuple():
            return "、".join(told(each, labels, word=word) for each in value) or "无"
        case _:
            return str(value)


def _text(value: str, labels: Labels) -> str:
    if _TERM.fullmatch(value):
        return str(Term.read(value))
    for words in (labels.kinds, labels.fields, labels.roles, labels.dossiers, _WORDS):
        if value in words:
            return words[value]
    return value
