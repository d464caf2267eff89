"""What `assess` prints for programs: one object for each case, its findings in a published shape."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from liuhen.kernel.clock import BEIJING, When
from liuhen.rulebook.dossier import Dossier, Event
from liuhen.rulebook.errors import CaseProblem
from liuhen.rulebook.findings import Finding, State

_STATES: Final = tuple(state.value for state in State)
DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"


class Record(BaseModel):
    """Base of what is printed: nothing stands in it that the schema does not name."""

    model_config = ConfigDict(extra="forbid", json_schema_serialization_defaults_required=True)


class EventRef(Record):
    """An event of the case, by its number; 0 for the beginning of a year."""

    seq: int = Field(ge=0)
    kind: str
    happened: str = Field(description="带时区的时刻（+08:00），或者只知日期时的北京日期")


class ReadingRecord(Record):
    """The reading of an open text under which the rule was applied."""

    choice: str
    question: str
    reading: str
    picked: bool = Field(description="本机关已择定；否则为缺省读法")


class LeftRecord(Record):
    """What is left of the term at the moment of the assessment; negative once it is over."""

    amount: int
    unit: str
    words: str


class PieceRecord(Record):
    """The stretch of an act of which the finding speaks."""

    key: str
    start: str
    end: str
    words: str


class FindingRecord(Record):
    """What one rule says of one event that triggered it."""

    rule: str
    article: str
    cited: str = Field(description="规程简称和条款，如 武汉办法第十二条第一款")
    pack: str
    asks: str
    form: str
    modality: str
    holder: str
    state: Literal[
        "satisfied", "open", "due_soon", "overdue", "satisfied_late", "breached", "waived", "advisory", "not_applicable"
    ]
    word: str = Field(description="结论的中文用词，如 已逾期、已欠")
    certain: bool = Field(description="false 为待复核")
    trigger: EventRef | None
    satisfied_by: EventRef | None
    missing: list[str]
    due: str | None = Field(description="ISO 8601，+08:00；没有期限或者推算不出的为 null")
    left: LeftRecord | None
    arithmetic: list[str] = Field(description="怎么算的，一步一句")
    readings: list[ReadingRecord]
    set_aside_by: str | None = Field(description="与之不一致而优先适用的规则")
    reason: str = Field(description="不适用的原因")
    piece: PieceRecord | None


class ProblemRecord(Record):
    """Something wrong or doubtful in a case file."""

    place: str
    line: int | None
    message: str


class Assessment(Record):
    """One case assessed, or why it could not be."""

    file: str
    dossier: str = ""
    kind: str = ""
    number: str = ""
    title: str = ""
    regulation: str = ""
    packs: dict[str, str] = Field(default={}, description="推算所用的规程和版本")
    at: str = ""
    findings: list[FindingRecord] = []
    summary: dict[str, int] = Field(default={}, description="各结论的项数")
    warnings: list[ProblemRecord] = Field(default=[], description="可疑之处，不影响推算")
    refused: list[ProblemRecord] = Field(default=[], description="未能读取的原因；不为空的没有推算")


def finding_schema() -> dict[str, Any]:
    """Return the JSON Schema of one finding as `assess --json` prints it."""
    return {"$schema": DIALECT, **FindingRecord.model_json_schema(mode="serialization")}


def assessment_schema() -> dict[str, Any]:
    """Return the JSON Schema of what `assess --json` prints of one case."""
    return {"$schema": DIALECT, **Assessment.model_json_schema(mode="serialization")}


def assessed(
    name: str,
    dossier: Dossier,
    findings: Iterable[FindingRecord],
    *,
    regulation: str,
    packs: Mapping[str, str],
    at: datetime,
    warnings: Iterable[CaseProblem] = (),
) -> Assessment:
    """Return one case as it is printed; `summary` counts the findings by state."""
    told = list(findings)
    counted = Counter(one.state for one in told)
    return Assessment(
        file=name, dossier=dossier.id, kind=dossier.kind, number=dossier.number, title=dossier.title,
        regulation=regulation, packs=dict(packs), at=in_beijing(at), findings=told,
        summary={name: counted[name] for name in _STATES if name in counted}, warnings=problems(warnings),
    )  # fmt: skip


def problems(told: Iterable[CaseProblem]) -> list[ProblemRecord]:
    """Return problems as they are printed."""
    return [ProblemRecord(place=one.place, line=one.line, message=one.message) for one in told]


def record(one: Finding, *, reason: str = "", set_aside_by: str | None = None) -> FindingRecord:
    """Return a finding as it is printed."""
    rule, left = one.rule, one.left
    return FindingRecord(
        rule=rule.id, article=rule.article, cited=rule.cited, pack=rule.pack, asks=rule.asks, form=rule.form,
        modality=rule.modality, holder=rule.holder, state=one.state.value, word=one.word, certain=one.certain,
        trigger=_event(one.trigger), satisfied_by=_event(one.satisfied_by), missing=list(one.missing),
        due=None if one.due is None else in_beijing(one.due),
        left=None if left is None else LeftRecord(amount=left.amount, unit=left.unit, words=str(left)),
        arithmetic=[*one.arithmetic, *one.sums],
        readings=[
            ReadingRecord(choice=each.choice, question=each.question, reading=each.reading, picked=each.picked)
            for each in rule.readings
        ],
        set_aside_by=set_aside_by, reason=reason, piece=_piece(one),
    )  # fmt: skip


def in_beijing(when: When) -> str:
    """Return a moment with +08:00, or the date."""
    return (when.astimezone(BEIJING) if isinstance(when, datetime) else when).isoformat()


def _event(event: Event | None) -> EventRef | None:
    return None if event is None else EventRef(seq=event.seq, kind=event.kind, happened=in_beijing(event.happened))


def _piece(one: Finding) -> PieceRecord | None:
    if one.piece is None:
        return None
    start, end = in_beijing(one.piece.start), in_beijing(one.piece.end)
    return PieceRecord(key=one.piece.key, start=start, end=end, words=one.piece.words)
