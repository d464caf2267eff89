"""办事窗口音像的批量调取: every row of the list is checked first; then each recording is taken in, and filed."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from django.conf import settings

from liuhen.kernel.errors import BadInputError, LiuhenError, NotFoundError
from liuhen.media.formats import recognise
from liuhen.media.places import where
from liuhen.people.officers import Officer, officers_in
from liuhen.people.scope import can
from liuhen.process.case.guard import perform
from liuhen.process.case.models import Upload
from liuhen.process.case.reference import find_case
from liuhen.process.case.registry import act_type
from liuhen.process.footage.lists import COLUMNS, moment_of, text_of, told_rows
from liuhen.process.footage.taking_in import About, Taken, take_in_footage

Find = Callable[[str], "Path | str | None"]
"""Name in the list -> the file, the SHA-256 of an upload, or None where there is none."""

STORED: Final = "recording.stored"
_APPLIED: Final = "application.received"
_WORDS: Final = {field: heading for heading, field in COLUMNS.items()}
_LONGEST: Final = 200  # characters of a cell


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in one row: its number in the list, the heading of the column, and what to do."""

    row: int
    column: str
    said: str


@dataclass(frozen=True, slots=True)
class Line:
    """One recording of the list; `ref` is the case it goes to, empty where the list names none that is known here."""

    row: int
    file: str
    source: Path | str
    matter: str = ""
    window: str = ""
    started: datetime | None = None
    ended: datetime | None = None
    person: str | None = None
    person_name: str = ""
    note: str = ""
    ref: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """A list as it was read: what can be taken in, and every fault."""

    lines: tuple[Line, ...]
    faults: tuple[Fault, ...]
    batch: str


@dataclass(frozen=True, slots=True)
class Listed:
    """What became of one row."""

    line: Line
    said: str
    taken: Taken | None = None
    filed: str = ""  # the reference of the case
    wrong: bool = False


def read_listing(path: Path, *, by: Officer, find: Find, name: str = "") -> Listing:
    """Check every row of a list; nothing is taken in.

    Raises:
        BadInputError: it is no list, or has no row.
    """
    people = _people(by.organ)
    lines: list[Line] = []
    faults: list[Fault] = []
    for number, told in told_rows(path, name=name):
        wrong = list(_faults(number, told, people, find))
        faults += wrong
        if not wrong:
            lines.append(_line(number, told, people, find, by=by))
    faults += _twice(lines)
    if not lines and not faults:
        raise BadInputError("清单里没有音像。", fields={"file": "没有内容"}, remedy="请从第二行起填写，每行一个文件。")
    return Listing(tuple(lines), tuple(sorted(faults, key=lambda one: one.row)), Path(name or path.name).stem[:60])


def take_listing(listing: Listing, *, by: Officer, channel: str) -> Iterator[Listed]:
    """Take in what a list names, one after the other; a row that fails keeps no other one waiting.

    Raises:
        BadInputError: the list has faults; nothing was taken in.
    """
    if listing.faults:
        raise BadInputError("清单有误，没有收入。", remedy="请先改正每一处，再来一次。")
    for line in listing.lines:
        yield _take(line, listing.batch, by=by, channel=channel)


def below(roots: Sequence[Path]) -> Find:
    """Return how files of a list are found in folders; nothing outside them is ever taken."""

    def find(name: str) -> Path | None:
        for root in roots:
            path = root / name.replace("\\", "/")
            if path.is_file() and path.resolve().is_relative_to(root.resolve()):
                return path
        return None

    return find


def uploaded(by: Officer) -> Find:
    """Return how files of a list are found among what the same person has uploaded, by name; the latest counts."""
    rows = Upload.objects.filter(by=by.id).order_by("at").values_list("name", "sha256")
    known = dict(rows)
    return lambda name: known.get(name.replace("\\", "/").rpartition("/")[2])


def _take(line: Line, batch: str, *, by: Officer, channel: str) -> Listed:
    about = About(
        way="window",
        device=line.window,
        carrier=line.person,
        started=line.started,
        listed=True,
        origin=line.file,
        matter=line.matter,
        window=line.window,
        batch=batch,
        note=line.note,
    )
    try:
        taken = take_in_footage(line.source, by=by, about=about, name=Path(line.file).name, channel=channel)
    except LiuhenError as err:
        return Listed(line, f"{err.message}{err.why}{err.remedy}", wrong=True)
    said = f"先前已经收过：{taken.where}。" if taken.known else f"已收入，音像库第 {taken.seq} 条。"
    return _filed(Listed(line, said, taken), taken, by=by, channel=channel) if line.ref else Listed(line, said, taken)


def _filed(done: Listed, taken: Taken, *, by: Officer, channel: str) -> Listed:
    """File a recording in the case that the list names; what was taken in stays, whatever becomes of that."""
    case = find_case(by.organ, done.line.ref)
    if case.dossier in {dossier for dossier, _ in taken.filed}:
        return Listed(done.line, f"{done.said}已在案件 {case.ref} 里。", taken, case.ref)
    applied = case.events(_APPLIED)
    told: dict[str, Any] = {"footage": taken.seq, "stage": "other", "of": applied[-1].seq if applied else None}
    try:
        form = act_type(STORED).form.model_validate(told)
        key = f"listed:{case.dossier}:{taken.footage}"
        perform(STORED, case.ref, form, by=by, happened=None, key=key, channel=channel)
    except LiuhenError as err:
        return Listed(done.line, f"{done.said}没有归入案件：{err.message}{err.why}{err.remedy}", taken, wrong=True)
    return Listed(done.line, f"{done.said}已归入案件 {case.ref}。", taken, case.ref)


def _faults(number: int, told: Mapping[str, Any], people: Mapping[str, list[str]], find: Find) -> Iterator[Fault]:
    for field, cell in told.items():
        if len(text_of(cell)) > _LONGEST:
            yield Fault(number, _WORDS[field], f"太长，最多 {_LONGEST} 个字")
    yield from _file_faults(number, text_of(told.get("file")), find)
    yield from _time_faults(number, told)
    person = text_of(told.get("person"))
    if person and len(people.get(person, ())) != 1:
        said = "同名的不止一人，请写账号" if people.get(person) else "本机关在职人员里没有这个人，请写姓名或者账号"
        yield Fault(number, _WORDS["person"], f"“{person}”：{said}")


def _file_faults(number: int, name: str, find: Find) -> Iterator[Fault]:
    column = _WORDS["file"]
    if not name:
        yield Fault(number, column, "请写文件名")
        return
    source = find(name)
    if source is None:
        yield Fault(number, column, f"没有“{name}”这个文件，请核对文件名，或者先把它放进来")
        return
    path = source if isinstance(source, Path) else _stored(source)
    try:
        found = recognise(path, name=name)
    except LiuhenError as err:
        yield Fault(number, column, f"{err.message}{err.remedy}")
        return
    if found.kind == "document":
        yield Fault(number, column, f"“{name}”是 {found.label}，不是音像")


def _stored(sha256: str) -> Path:
    return where(settings.LIUHEN_ORIGINALS, sha256)


def _time_faults(number: int, told: Mapping[str, Any]) -> Iterator[Fault]:
    moments: dict[str, datetime | None] = {}
    for field in ("started", "ended"):
        try:
            moments[field] = moment_of(told.get(field))
        except ValueError as err:
            said = f"“{text_of(told.get(field))}”{err}，请写成 2026-11-22 09:30:00（北京时间）"
            yield Fault(number, _WORDS[field], said)
    start, end = moments.get("started"), moments.get("ended")
    if start and end and end <= start:
        yield Fault(number, _WORDS["ended"], "须晚于开始时间")


def _line(number: int, told: Mapping[str, Any], people: Mapping[str, list[str]], find: Find, *, by: Officer) -> Line:
    words = {field: text_of(told.get(field)) for field in ("file", "matter", "window", "person", "note")}
    source = find(words["file"])
    if source is None:  # gone since it was looked for
        raise NotFoundError(f"“{words['file']}”不见了。", remedy="请核对文件以后再来。")
    return Line(
        row=number,
        file=words["file"],
        source=source,
        matter=words["matter"],
        window=words["window"],
        started=moment_of(told.get("started")),
        ended=moment_of(told.get("ended")),
        person=people[words["person"]][0] if words["person"] else None,
        person_name=words["person"],
        note=words["note"],
        ref=_case(words["matter"], by=by),
    )


def _case(number: str, *, by: Officer) -> str:
    """Return the reference of the case of that number, where there is one that `by` may file in."""
    if not number:
        return ""
    try:
        case = find_case(by.organ, number)
    except NotFoundError:
        return ""
    return case.ref if can(by, STORED, case.subject) else ""


def _people(organ: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one in officers_in(organ):
        for word in {one.name, one.account}:
            found.setdefault(word, []).append(one.id)
    return found


def _twice(lines: Sequence[Line]) -> Iterator[Fault]:
    seen: dict[str, int] = {}
    for line in lines:
        if line.file in seen:
            yield Fault(line.row, _WORDS["file"], f"与第 {seen[line.file]} 行相同，同一个文件只写一行")
        seen.setdefault(line.file, line.row)
