"""A thousand different one-page papers: 送达回证 of invented services, filled in as the catalogue asks."""

from datetime import UTC, datetime, timedelta
from html import escape
from typing import Final

from liuhen.kernel.canonical import Json
from liuhen.papers.forms import form
from liuhen.papers.typesetting import files_of, given_to

FORM: Final = "service-receipt"
MOMENT: Final = datetime(2026, 11, 17, 7, 20, tzinfo=UTC)

_PLACES: Final = ("东岸路", "云杉路", "青禾街", "白鹭大道", "江汉湖北路", "栖霞巷", "石桥里")
_NAMES: Final = ("林某", "方某", "贺某", "许某", "顾某", "秦某", "骆某", "叶某", "聂某")
_WHO: Final = ("药店", "门诊部", "诊所", "医院", "卫生室")


def sheet(number: int) -> dict[str, Json]:
    """Return the filled sheet of one paper; no two numbers give the same page."""
    served = MOMENT - timedelta(minutes=17 * number)
    party = f"第 {number} {_WHO[number % len(_WHO)]}（示例）"
    street = _PLACES[number % len(_PLACES)]
    name = _NAMES[number % len(_NAMES)]
    return {
        "organ": "江汉湖区医疗保障局（示例）",
        "document_no": f"江医保送〔2026〕{number}号",
        "papers": [{"title": "行政处罚决定书", "number": f"江医保罚〔2026〕{number}号"}],
        "recipient": party,
        "recipient_representative": f"经营者　{name}",
        "served_at": served.isoformat().replace("+00:00", "Z"),
        "place": f"{street}{number % 211 + 1}号营业场所",
        "officers": [
            {"name": "周明远", "certificate": "17010023"},
            {"name": "何　静", "certificate": "17010031"},
        ],
        "way": "direct",
        "announced": number % 2 == 0,
        "receiver_name": name,
        "receiver_relation": "经营者",
        "remark": f"全程录像，证据{number % 9 + 1}，已当场清点附件{number % 13 + 1}页",
    }


def source(number: int) -> dict[str, str]:
    """Return what a compiler has to read to set the same paper: the product's layouts and the fields in words."""
    paper = form(FORM)
    files = files_of(paper.layout, given_to(paper, sheet(number)))
    return {name: text.decode() for name, text in files.items()}


def html(number: int) -> str:
    """Return the same paper for a program that sets HTML: the same fields under the same labels, as one table."""
    filled, asked = sheet(number), form(FORM)
    rows = "".join(
        f"<tr><th>{escape(field.label)}</th><td>{escape(_said(filled.get(field.name)))}</td></tr>"
        for field in asked.fields
    )
    return f"<!doctype html><html lang='zh'><title>{asked.title}</title><h1>{asked.title}</h1><table>{rows}</table>"


def _said(value: Json) -> str:
    if isinstance(value, list | tuple):
        return "；".join(_said(one) for one in value)
    if isinstance(value, dict):
        return "　".join(str(one) for one in value.values())
    return "" if value is None else str(value)
