"""A thousand different one-page papers: 送达回证 of invented services, filled in as the catalogue asks."""

from datetime import UTC, datetime, timedelta
from html import escape
from typing import Any, Final

from liuhen.kernel.canonical import Json
from liuhen.papers.forms import form
from liuhen.papers.sheet import printed
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
    """Return the same page for a program that sets HTML: line for line what our layout prints of the same sheet."""
    paper = form(FORM)
    told = _escaped(printed(paper, sheet(number)))
    label, wide = '<th scope="row">{}</th>'.format, '<td colspan="3">{}</td>'.format
    officers = told["officers"]
    rows = (
        label("送达文书") + wide("<br>".join(f"{one['title']}　{one['number']}" for one in told["papers"])),
        label("受送达人") + wide(f"{told['recipient']}　（{told['recipient_representative']}）"),
        f"{label('送达时间')}<td>{told['served_at']['day']} {told['served_at']['clock']}</td>"
        f"{label('送达地点')}<td>{told['place']}</td>",
        f"{label('送 达 人')}<td>{'<br>'.join(one['name'] for one in officers)}</td>"
        f"{label('执法证号')}<td>{'<br>'.join(one['certificate'] for one in officers)}</td>",
        label("送达方式") + wide(_ways(told["way"], announced=told["announced"])),
        label("受送达人<br>签名或者盖章")
        + wide(f"签收人：{told['receiver_name']}（{told['receiver_relation']}）{_signed('签　名：')}"),
        label("送 达 人<br>签　名") + wide("".join(_signed(f"{one['name']}：") for one in officers)),
        label("备　注") + wide(told["remark"]),
    )
    return (
        f"<!doctype html><html lang='zh'><meta charset='utf-8'><title>{paper.title} {told['document_no']}</title>"
        f"<h1>{told['organ']}<br><span>{paper.title}</span></h1><p class='number'>{told['document_no']}</p>"
        f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"
        f"<p class='note'>受送达人在送达回证上签收之日为送达日期。"
        f"本回证一式 {len(paper.copies)} 份：{'、'.join(paper.copies)}。</p>"
    )


def _ways(ways: list[dict[str, Any]], *, announced: bool) -> str:
    boxes = "　".join(_box(one["label"], picked=one["picked"]) for one in ways)
    return boxes + (f"<br>{_box('宣告后当场交付当事人', picked=True)}" if announced else "")


def _box(words: str, *, picked: bool) -> str:
    tick = "<path d='M18 52 42 78 84 18' fill='none' stroke='black' stroke-width='11'/>" if picked else ""
    frame = "<rect x='3' y='3' width='94' height='94' fill='none' stroke='black' stroke-width='6'/>"
    words = f"<b>{words}</b>" if picked else words
    return f"<span class='way'><svg viewBox='0 0 100 100'>{frame}{tick}</svg> {words}</span>"


def _signed(words: str) -> str:
    return f"<div class='sign'><span>{words}</span><i></i><span>　年　月　日</span></div>"


def _escaped(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _escaped(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_escaped(one) for one in value]
    return escape(value) if isinstance(value, str) else value
