"""Rules about what the recordings of an act leave out: the whole of it at once, or each interruption on its own."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from liuhen.kernel.canonical import Json
from liuhen.kernel.clock import BEIJING, When, read_when
from liuhen.rulebook.arithmetic import day
from liuhen.rulebook.clock import Run
from liuhen.rulebook.conditions import Condition, at
from liuhen.rulebook.coverage import Coverage, Footage, Gap, Stretch, at_ms, content, in_ms, less, reconcile, total
from liuhen.rulebook.dossier import Event
from liuhen.rulebook.evidence import candidates, triggers, variant, waiver
from liuhen.rulebook.findings import Extent, Finding, Piece, State
from liuhen.rulebook.index import Index, Sight
from liuhen.rulebook.parts import Recorded
from liuhen.rulebook.plan import RECORDING, STRETCH, Plan
from liuhen.rulebook.words import ADVISORY, Words

SECOND_MS = 1_000


@dataclass(frozen=True, slots=True)
class Account:
    """What is said of stretches of an act: fully, and only afterwards."""

    in_full: tuple[tuple[Stretch, Event], ...]
    afterwards: tuple[tuple[Stretch, Event], ...]


def covered(recorded: Recorded, act: Event, index: Index) -> Coverage | None:
    """Return what recordings cover of an act; None where it has no times or nothing with a length was recorded."""
    whole = spanned(recorded, act) if index.of(RECORDING) else None
    if whole is None:
        return None
    footage = [_footage(event) for event in index.of(RECORDING) if _shows(event, act, index)]
    return reconcile(whole, footage, each_device=recorded.devices == "each")


def spanned(recorded: Recorded, act: Event) -> Stretch | None:
    """Return from when to when an act had to be recorded; None where it does not say, or has no length."""
    first, last = _moment(act, recorded.first), _moment(act, recorded.last)
    if first is None or last is None or last <= first:
        return None
    return Stretch(in_ms(first), in_ms(last))


def stretches(plan: Plan, run: Run) -> Iterator[Finding]:
    """Yield one finding for each act, or for each interruption, of which there are recordings."""
    words = plan.words
    for act in triggers(plan, run):
        sight = Sight(run.index, act.fields)
        coverage = None if words.recorded is None else covered(words.recorded, act, run.index)
        if coverage is None or not words.when.holds(act.fields, sight):
            continue
        by = waiver(words, act, run.index) if words.waived_by else None
        if by is not None or (words.unless is not None and words.unless.holds(act.fields, sight)):
            yield Finding(plan.rule, State.WAIVED, act, by)
        elif words.recorded is not None and words.recorded.each_break:
            yield from _breaks(plan, act, coverage, run)
        else:
            yield _unbroken(plan, act, coverage, run)


def _unbroken(plan: Plan, act: Event, coverage: Coverage, run: Run) -> Finding:
    sight = Sight(run.index, act.fields)
    words = variant(plan, act.fields, sight)
    said = _account(words, act, sight)
    left = tuple(one for gap in coverage.gaps for one in less(gap.stretch, _where(said.in_full)))
    extent = Extent(coverage, left)
    sums = (*_sums(coverage, left), *_clocks(act, run.index))
    if not left:
        by = next((event for event in reversed(run.index.of(RECORDING)) if _shows(event, act, run.index)), None)
        return Finding(plan.rule, State.SATISFIED, act, by, settle_kinds=words.owes, sums=sums, extent=extent)
    told = f"覆盖 {_percent(coverage)}，{length(total(left))}没有说明"
    piece = Piece("", at_ms(left[0].start), at_ms(left[0].end), told)
    return _left(plan, words, act, left, run)._replace(sums=sums, piece=piece, extent=extent)


def _breaks(plan: Plan, act: Event, coverage: Coverage, run: Run) -> Iterator[Finding]:
    devices = list(dict.fromkeys(gap.device for gap in coverage.gaps))
    for gap in coverage.gaps:
        if not gap.begun:
            continue
        fields = {**act.fields, "break": {"resumed": gap.resumed}}
        sight = Sight(run.index, fields)
        words = variant(plan, fields, sight)
        piece = _piece(gap, coverage, devices.index(gap.device))
        yield _break(plan, words, act, gap.stretch, _account(words, act, sight), run)._replace(piece=piece)


def _break(plan: Plan, words: Words, act: Event, gap: Stretch, said: Account, run: Run) -> Finding:
    for state, known in ((State.SATISFIED, said.in_full), (State.SATISFIED_LATE, said.in_full + said.afterwards)):
        if not less(gap, _where(known)):
            by = [event for one, event in known if _meet(one, gap)]
            return Finding(plan.rule, state, act, by[-1], settle_kinds=words.owes)
    return _left(plan, words, act, less(gap, _where(said.in_full + said.afterwards)), run)


def _left(plan: Plan, words: Words, act: Event, left: tuple[Stretch, ...], run: Run) -> Finding:
    over = in_ms(run.now) >= left[-1].end
    state = State.ADVISORY if words.modality in ADVISORY else State.OVERDUE if over else State.OPEN
    missing = tuple(f"{stretch_words(one)}{words.lacking or plan.rule.asks}" for one in left)
    return Finding(plan.rule, state, act, missing=missing, settle_kinds=words.owes)


def _account(words: Words, act: Event, sight: Sight) -> Account:
    return Account(
        tuple(_told(words, act, sight, None)),
        tuple(_told(words, act, sight, words.mended_by)) if words.mended_by is not None else (),
    )


def _told(words: Words, act: Event, sight: Sight, having: Condition | None) -> Iterator[tuple[Stretch, Event]]:
    for event in candidates(words, act, sight, having=having):
        stretch = stretch_of(event)
        if stretch is not None:
            yield stretch, event


def stretch_of(event: Event) -> Stretch | None:
    """Return the stretch that an event accounts for; None where it names no moments."""
    start, end = (_moment(event, (name,)) for name in STRETCH)
    return None if start is None or end is None else Stretch(in_ms(start), in_ms(end))


def _meet(one: Stretch, other: Stretch) -> bool:
    return one.start < other.end and one.end > other.start


def _where(told: tuple[tuple[Stretch, Event], ...]) -> list[Stretch]:
    return [stretch for stretch, _ in told]


# -- reading events


def _shows(recording: Event, act: Event, index: Index) -> bool:
    of = recording.fields.get("of")
    return of is not None and index.root(of) == act.seq


def _footage(recording: Event) -> Footage:
    started, ended = (_moment(recording, (name,)) for name in ("started", "ended"))
    device = str(recording.fields.get("device") or "")
    if started is None or ended is None or started >= ended:
        return Footage(device, ())
    gaps = _pairs(recording.fields.get("gaps"))
    return Footage(device, content(started, ended, gaps, fast_ms=fast_ms(recording)))


def fast_ms(recording: Event) -> int:
    """Return how far the clock of the device was measured to be fast, in milliseconds; 0 where nobody measured."""
    value = recording.fields.get("clock_offset_ms")
    return value if isinstance(value, int) and not isinstance(value, bool) else 0


def _pairs(value: Json) -> Iterator[tuple[int, int]]:
    for one in value if isinstance(value, list | tuple) else ():
        match one:
            case [int(start), int(end)]:
                yield start, end


def _moment(event: Event, paths: tuple[str, ...]) -> datetime | None:
    for path in paths:
        when = _read(at(event.fields, path.split(".")))
        if isinstance(when, datetime):
            return when
    return None


def _read(value: Json) -> When | None:
    try:
        return read_when(value) if isinstance(value, str) else None
    except ValueError:
        return None  # not a time: the act has no known length


# -- words


def stretch_words(one: Stretch) -> str:
    """Return a stretch as a reader needs it: `10:01 起 4 分 33 秒`, seconds of the start only where there are any."""
    start = at_ms(one.start).astimezone(BEIJING)
    told = f"{start:%H:%M:%S}" if start.second or start.microsecond else f"{start:%H:%M}"
    return f"{told} 起 {length(one.ms)}"


def length(milliseconds: int) -> str:
    """Return a length of time: `2 小时 18 分`, `4 分 33 秒`; what is shorter than a second says so."""
    if milliseconds < SECOND_MS:
        return "不足 1 秒"
    minutes, seconds = divmod(milliseconds // SECOND_MS, 60)
    hours, minutes = divmod(minutes, 60)
    parts = ((hours, "小时"), (minutes, "分"), (seconds, "秒"))
    return " ".join(f"{number} {unit}" for number, unit in parts if number)


def _piece(gap: Gap, coverage: Coverage, device: int) -> Piece:
    offset = gap.stretch.start - coverage.whole.start
    told = stretch_words(gap.stretch) + (f"，{gap.device}" if gap.device else "")
    key = f"{offset}-{device}" if gap.device else str(offset)
    return Piece(key, at_ms(gap.stretch.start), at_ms(gap.stretch.end), told)


def _clocks(act: Event, index: Index) -> Iterator[str]:
    """Yield for each device whose clock was measured what it showed, and what time it was."""
    known = set()
    for one in index.of(RECORDING):
        started, fast = _moment(one, ("started",)), fast_ms(one)
        device = str(one.fields.get("device") or "未注明设备")
        if started is not None and fast and _shows(one, act, index) and (device, fast) not in known:
            known.add((device, fast))
            shown, true = started.astimezone(BEIJING), at_ms(in_ms(started) - fast).astimezone(BEIJING)
            told = f"{'快' if fast > 0 else '慢'} {length(abs(fast))}"
            yield f"校时：{device} 的时钟{told}，设备显示 {shown:%H:%M:%S} 的，实为 {true:%H:%M:%S}；覆盖按实际时间计"


def _sums(coverage: Coverage, left: tuple[Stretch, ...]) -> Iterator[str]:
    first = at_ms(coverage.whole.start).astimezone(BEIJING)
    last = at_ms(coverage.whole.end).astimezone(BEIJING)
    yield f"应记区间：{day(first.date())}{first:%H:%M:%S}至{last:%H:%M:%S}，共 {length(coverage.whole.ms)}"
    for one in coverage.covered:
        yield f"有音像：{stretch_words(one)}"
    for gap in coverage.gaps:
        said = "没有说明" if any(_meet(one, gap.stretch) for one in left) else "已说明"
        yield f"没有音像：{stretch_words(gap.stretch)}{f'（{gap.device}）' if gap.device else ''}，{said}"
    have = total(coverage.covered)
    told = length(have) if have else "没有"
    yield f"覆盖：{told} ÷ {length(coverage.whole.ms)} ＝ {_percent(coverage)}（舍去尾数）"


def _percent(coverage: Coverage) -> str:
    return f"{coverage.tenths // 10}.{coverage.tenths % 10}%"
