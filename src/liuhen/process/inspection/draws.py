"""双随机抽取: an act on the bureau; each object that was drawn is then planned in a dossier of its own."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from liuhen.forms.fields import LINE
from liuhen.kernel.clock import written
from liuhen.kernel.errors import BadInputError, OutOfOrderError
from liuhen.ledger import body_of
from liuhen.ledger.reading import entry as entry_of
from liuhen.office.models import History
from liuhen.office.registry import Doing, office_act
from liuhen.people.officers import Snapshot, snapshot
from liuhen.process.case.parts import Party
from liuhen.process.inspection.drawing import METHOD, Pair, draw, named, too_few
from liuhen.process.inspection.drawn import OBJECTS, Apart, Assigned, Chosen, DrawForm, DrawMade, Inspector, Listed
from liuhen.process.inspection.frequency import days_of, months_before, plain
from liuhen.process.inspection.models import Inspected

_MARKS: Final = str.maketrans(dict.fromkeys("，\t;；", ","))
_COLUMNS: Final = 3
_SHOWN: Final = 5


@office_act(
    DrawMade, section="draws", label="双随机抽取", verb="抽取", article="国办发〔2015〕58号",
    help="抽取的方法公开，抽取时刻精确到微秒，由系统记下；结果随名录一起记入账簿，任何人都可以重算，不能重抽后只留一次。",
)  # fmt: skip
def make_draw(form: DrawForm, doing: Doing) -> DrawMade:
    """Draw objects and officers; the record holds all that is needed to draw again."""
    objects = _listed(form.objects, organ=doing.organ, months=form.months, today=doing.today)
    people = _inspectors(snapshot(form.officer_ids, organ=doing.organ, on=doing.happened))
    apart = _apart(form.apart, people, objects)
    pool = {named(one.name, one.code): one for one in objects if not one.left_out}
    pairs = [Pair(one.certificate, one.object) for one in apart]
    held = [one.certificate for one in people]
    _require_enough(form, list(pool), held, pairs)
    moment = written(doing.happened)
    drawn = draw(
        seed=form.seed, moment=moment, objects=list(pool), officers=held, apart=pairs, count=form.count, each=form.each
    )
    who = {one.certificate: one for one in people}
    return DrawMade(
        method=METHOD,
        title=form.title,
        seed=form.seed,
        seed_source=form.seed_source,
        drawn_at=moment,
        count=form.count,
        each=form.each,
        months=form.months,
        objects=objects,
        officers=people,
        apart=apart,
        result=[
            Chosen(
                object=one.object,
                name=pool[one.object].name,
                code=pool[one.object].code,
                risk=pool[one.object].risk,
                digest=one.digest,
                officers=[Assigned(**who[card].model_dump(), digest=mark) for card, mark in one.officers],
            )
            for one in drawn
        ],
    )


def draw_of(organ: str, seq: int) -> DrawMade | None:
    """Return the draw that the organ's entry `seq` records, or None."""
    row = History.objects.filter(organ=organ, seq=seq, kind=DrawMade.kind).first()
    found = body_of(entry_of(row.digest)) if row is not None else None
    return found if isinstance(found, DrawMade) else None


def require_drawn(organ: str, seq: int, *, party: Party, people: Sequence[Snapshot], basis: str) -> None:
    """Refuse a plan that does not follow from the draw that it names.

    Raises:
        BadInputError: no such draw, or it drew another object, or other officers and nobody says why.
        OutOfOrderError: the object is planned already.
    """
    told = draw_of(organ, seq)
    if told is None:
        raise BadInputError("没有这次抽取。", fields={"draw": "没有这次抽取"}, remedy="请从抽取结果页面逐个安排。")
    name, code = plain(party.name), plain(party.credit_code)
    chosen = next((one for one in told.result if (plain(one.name), plain(one.code)) == (name, code)), None)
    if chosen is None:
        raise BadInputError(
            f"“{party.name}”不在这次抽取的结果里。",
            fields={"party.name": "不是抽中的对象"},
            why=f"“{told.title}”抽中的是{'、'.join(one.name for one in told.result[:_SHOWN])}等。",
            remedy="请从抽取结果页面逐个安排；不出自抽取的检查另选检查类型。",
        )
    if Inspected.objects.filter(organ=organ, draw=seq, name=name, code=code).exists():
        raise OutOfOrderError(f"“{party.name}”已经按这次抽取安排过检查。", remedy="请在案件列表里查找。")
    if {one.id for one in people} != {one.id for one in chosen.officers} and not basis:
        raise BadInputError(
            "检查人员与抽取结果不一致。",
            fields={"officer_ids": f"抽中的是{'、'.join(one.name for one in chosen.officers)}"},
            why="双随机抽查的检查人员由抽取确定。",
            remedy="请按抽取结果选择；确需更换的，在依据里写明更换的理由。",
        )


def _listed(text: str, *, organ: str, months: int, today: date) -> list[Listed]:
    rows = [(*_cells(one), "", "") for one in text.splitlines() if one.strip()]
    if said := _unlisted(rows):
        raise BadInputError("对象名录有误。", fields={"objects": said}, remedy="请改正后再抽取。")
    days = days_of(organ, [(name, code) for name, code, *_ in rows], before=today)
    since = months_before(today, months) if months else today
    return [
        Listed(
            name=name,
            code=code,
            risk=risk,
            inspected=max(days[name, code], default=None),
            left_out=f"最近 {months} 个月内检查过" if any(one > since for one in days[name, code]) else "",
        )
        for name, code, risk, *_ in rows
    ]


def _unlisted(rows: Sequence[tuple[str, ...]]) -> str:
    """Return what is wrong with a list of objects; rows are padded by two empty cells."""
    if not 0 < len(rows) <= OBJECTS:
        return f"须有 1 至 {OBJECTS} 个对象"
    wrong = [str(place) for place, cells in enumerate(rows, start=1) if not cells[0] or len(cells) > _COLUMNS + 2]
    if wrong:
        return f"第 {_some(wrong)} 行看不懂：每行只写名称、信用代码、风险类别三项"
    if any(len(cell) > LINE for cells in rows for cell in cells):
        return f"有的内容太长，一项最多 {LINE} 个字"
    counted = [Counter(plain(cells[column]) for cells in rows) for column in (0, 1)]
    twice = [one for column in counted for one, times in column.items() if one and times > 1]
    return f"写了两次：{_some(twice)}" if twice else ""


def _cells(line: str) -> tuple[str, ...]:
    return tuple(" ".join(one.split()) for one in line.translate(_MARKS).split(","))


def _inspectors(people: Sequence[Snapshot]) -> list[Inspector]:
    if unfit := [one.name for one in people if not one.valid]:
        raise BadInputError(
            "有的检查人员当日没有有效的执法证。",
            fields={"officer_ids": f"{'、'.join(unfit)}没有有效的执法证"},
            why="没有执法资格的人不能实施检查，也就不能参加抽取。",
            remedy="请重新选择。",
        )
    told = [Inspector(id=one.id, name=one.name, certificate=one.certificate) for one in people]
    return sorted(told, key=lambda one: one.certificate)


def _apart(text: str, people: Sequence[Inspector], objects: Sequence[Listed]) -> list[Apart]:
    told = []
    for line in (one for one in text.splitlines() if one.strip()):
        name, at, reason = (*_cells(line), "", "", "")[:_COLUMNS]
        who = [one for one in people if name in {one.name, one.certificate}]
        where = [one for one in objects if plain(one.name) == plain(at)]
        if len(who) != 1 or len(where) != 1 or not reason:
            raise BadInputError(
                "须回避的没有写清楚。",
                fields={"apart": f"“{line.strip()[:50]}”：须写明名录里的一名检查人员、一个对象和理由"},
                remedy="姓名、对象与名录一致；同名的写执法证号。",
            )
        found = named(where[0].name, where[0].code)
        told.append(Apart(name=who[0].name, certificate=who[0].certificate, object=found, reason=reason))
    return told


def _require_enough(form: DrawForm, pool: Sequence[str], people: Sequence[str], apart: Sequence[Pair]) -> None:
    if form.count > len(pool):
        raise BadInputError(
            "可以抽取的对象不够。",
            fields={"count": f"名录里可以抽取的只有 {len(pool)} 个"},
            remedy="请减少抽取数，或者缩短排除的月数。",
        )
    if lacking := too_few(pool, people, apart, form.each):
        raise BadInputError(
            "检查人员不够。",
            fields={"officer_ids": f"{_some(lacking)}：除去须回避的，不足 {form.each} 名"},
            why="名录里的每个对象，不论是否抽中，都须有足够的检查人员，结果才不受抽取左右。",
            remedy="请增加检查人员，或者把该对象移出名录。",
        )


def _some(told: Iterable[str]) -> str:
    words = list(told)
    return "、".join(words[:_SHOWN]) + (f"等 {len(words)} 个" if len(words) > _SHOWN else "")
