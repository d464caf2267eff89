"""What the demo's people enter on each form: invented, from the story alone."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from liuhen.demo.stories import Story
from liuhen.kernel.money import yuan

Entered = Mapping[str, Any]
BASIS = "《医疗保障基金使用监督管理条例》第三十八条"


def party(one: Story) -> dict[str, str]:
    """Return the party of a story."""
    return {
        "name": one.party,
        "kind": one.kind,
        "credit_code": "9142XXXXXXXXXXXX1A（示例）",
        "address": one.address,
        "representative": one.representative,
    }


def _found(one: Story) -> str:
    amount = f"，造成医疗保障基金损失 {yuan(one.refund_fen)} 元" if one.refund_fen else ""
    return f"经查，当事人{one.facts} {one.times} 笔{amount}。"


def _amounts(one: Story) -> dict[str, int]:
    return {"fine_fen": one.fine_fen, "refund_fen": one.refund_fen}


def clue(one: Story, _at: datetime) -> Entered:
    """登记线索."""
    told = {"name": "某某（示例）", "phone": "13000000000", "identity_no": ""}
    return {
        "source": one.source,
        "summary": f"{one.party}涉嫌{one.facts}。",
        "violation": one.violation,
        "party": party(one),
        "informant": told if one.source == "complaint" else None,
    }


def clue_check(one: Story, _at: datetime) -> Entered:
    """线索核查."""
    return {
        "finding": f"比对结算数据，发现疑点 {one.times} 笔，与线索一致。",
        "suspect_clear": True,
        "punishable": True,
        "in_jurisdiction": True,
        "suggestion": "open",
    }


def opening(one: Story, _at: datetime) -> Entered:
    """立案呈批."""
    return {
        "case_title": f"{one.party}涉嫌{one.violation}案",
        "cause": one.violation,
        "source": one.source,
        "party": party(one),
        "facts": f"核查发现{one.party}涉嫌{one.facts}，疑点 {one.times} 笔。",
        "basis": "《医疗保障行政处罚程序暂行规定》第十五条",
        "opinion": "符合立案条件，建议立案调查。",
    }


def agreed(_one: Story, _at: datetime) -> Entered:
    """同意."""
    return {"opinion": "同意。"}


def inspection(one: Story, at: datetime) -> Entered:
    """现场检查."""
    return {
        "place": one.address,
        "arrived": at - timedelta(minutes=140),
        "left": at - timedelta(minutes=2),
        "certificate_shown": True,
        "object": one.party,
        "present": [{"name": one.representative, "role": "负责人"}],
        "findings": f"现场查看收费、处方和结算记录，复制相关记录 {one.times} 份，由在场负责人核对签字。",
        "pages": 3,
    }


def rights(one: Story, _at: datetime) -> Entered:
    """权利告知."""
    return {"rights": ["陈述", "申辩", "回避", "听证"], "receiver": one.representative, "signed": True}


def interview(one: Story, at: datetime) -> Entered:
    """询问."""
    return {
        "subject": {"name": one.representative, "relation": "负责人"},
        "subject_identity": {"identity_no": "000000190001010000", "phone": "13000000001"},
        "place": "江汉湖区医疗保障局（示例）询问室",
        "started": at - timedelta(minutes=50),
        "ended": at - timedelta(minutes=3),
        "certificate_shown": True,
        "rights_told": True,
        "individually": True,
        "read_back": True,
        "questions": [
            {
                "q": "我们是江汉湖区医疗保障局的执法人员，这是执法证件，请过目。你是否申请回避？",
                "a": "看清楚了，不申请。",
            },
            {"q": f"请说明{one.violation}的情况。", "a": f"我们确实{one.facts}，一共 {one.times} 笔。"},
            {"q": "以上所说是否属实？", "a": "属实。"},
        ],
    }


def conclusion(one: Story, _at: datetime) -> Entered:
    """调查终结报告."""
    return {
        "party": party(one),
        "course": "登记线索后核查，经批准立案；现场检查一次，询问负责人一次，未采取强制措施。",
        "facts": f"{_found(one)}有现场检查笔录、询问笔录和结算明细证实。",
        "nature": f"构成{one.violation}。",
        "proposal": f"责令退回医疗保障基金 {yuan(one.refund_fen)} 元，并处罚款 {yuan(one.fine_fen)} 元，责令改正。",
        "basis": BASIS,
    } | _amounts(one)


def submission(_one: Story, _at: datetime) -> Entered:
    """送法制审核."""
    return {"materials": ["调查终结报告", "拟作出的处理决定", "证据材料"]}


def notice(one: Story, _at: datetime) -> Entered:
    """事先告知."""
    return {
        "facts": _found(one),
        "reasons": f"上述行为构成{one.violation}。",
        "basis": BASIS,
        "proposal": f"责令退回医疗保障基金 {yuan(one.refund_fen)} 元，并处罚款 {yuan(one.fine_fen)} 元。",
        "rights": ["陈述", "申辩"],
        "receiver": one.representative,
        "signed": True,
    } | _amounts(one)


def silence(_one: Story, _at: datetime) -> Entered:
    """期限内没有陈述申辩."""
    return {"outcome": "silent"}


def draft(one: Story, _at: datetime) -> Entered:
    """决定呈批."""
    video = "、现场录像" if one.video else ""
    return {
        "party": party(one),
        "facts": _found(one),
        "evidence": f"现场检查笔录、询问笔录、结算明细{video}，均经当事人核对。",
        "circumstances": "当事人配合调查，没有从重、减轻或者不予处罚的情形。",
        "basis": f"{BASIS}；本市裁量基准（示例）。",
        "measures": "对当事人作出如下处理：",
        "how": "罚款缴至指定银行；退回的基金转入原财政专户。",
        "correction": "规范收费和结算，停止上述行为。",
        "correction_days": 10,
        "remedies": "不服本决定的，可以自收到之日起六十日内申请行政复议，或者六个月内提起行政诉讼。",
    } | _amounts(one)


def service(one: Story, _at: datetime) -> Entered:
    """直接送达决定书."""
    return {
        "document": "decision",
        "place": one.address,
        "receiver": {"name": one.representative, "relation": "负责人"},
        "signed": True,
    }


def correction_check(_one: Story, _at: datetime) -> Entered:
    """按期核查改正."""
    return {"corrected": True, "findings": "现场核查，已按要求规范收费和结算。"}


def execution_check(one: Story, _at: datetime) -> Entered:
    """执行检查."""
    return {
        "paid_fen": one.fine_fen,
        "refunded_fen": one.refund_fen,
        "corrected": True,
        "complete": True,
        "findings": "罚款已缴入指定账户，基金已退回，没有发现同类问题。",
    }


def closing(_one: Story, _at: datetime) -> Entered:
    """结案呈批."""
    return {"ground": "performed", "summary": "决定已全部履行，建议结案。"}


def filing(_one: Story, _at: datetime) -> Entered:
    """归档."""
    return {"retention": "30_years"}
