"""How long something is kept: the longest clause, from its own start, and never destroyed before."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from liuhen.kernel.clock import BEIJING
from liuhen.rulebook import Dossier, Event, Finding, Rulebook, State, WorkingCalendar, assess, blocking, load

HEAD = "id: base\ntitle: 示例规定\nshort: 示例\nversion: 1.0.0\nrank: normative_document\n"
WORDS = (
    "dossiers: {penalty: 处罚}\nkinds: {recording.stored: 音像, archive.filed: 归档, recording.disposed: 删除,\n"
    "  incident.recorded: 情形}\nfields: {ended: 结束时间}\n"
)
KEEP = """- id: T1-1
  form: retention
  article: 第一条
  asks: 音像保管
  on: recording.stored
  disposed_by: recording.disposed
  match: {{of: seq}}
  keep: [{keep}]
- id: T1-2
  form: retention
  article: 第二条
  asks: 案卷保管
  on: archive.filed
  keep: [{{{file}}}]
"""
NOW = datetime(2026, 3, 2, 4, tzinfo=UTC)
STORED = Event(1, "recording.stored", NOW, fields={"ended": "2026-03-01T09:00:00+08:00", "evidence": False})
FILED = Event(2, "archive.filed", datetime(2026, 6, 1, 4, tzinfo=UTC))


@pytest.fixture
def shelf(regulations: Path) -> Path:
    (regulations / "base").mkdir()
    (regulations / "base" / "pack.yaml").write_text(HEAD, encoding="utf-8")
    (regulations / "words.yaml").write_text(WORDS, encoding="utf-8")
    return regulations


def book(shelf: Path, keep: str, *, file: str = "term: 10 years, next_year: true") -> Rulebook:
    (shelf / "base" / "rules.yaml").write_text(KEEP.format(keep=keep, file=file), encoding="utf-8")
    return load(["base"], root=shelf)


def kept(rules: Rulebook, calendar: WorkingCalendar, *events: Event, **terms: str) -> Finding:
    dossier = Dossier("penalty", events, terms={name.replace("_", "-"): term for name, term in terms.items()})
    return next(one for one in assess(dossier, rules, calendar, NOW) if one.rule.id == "T1-1")


def until(finding: Finding) -> str:
    return finding.due.astimezone(BEIJING).isoformat() if finding.due else ""


def test_kept_from_the_day_it_was_stored(shelf: Path, calendar: WorkingCalendar) -> None:
    found = kept(book(shelf, "{term: 3 months}"), calendar, STORED)
    assert (found.state, until(found), found.certain) == (State.SATISFIED, "2026-06-02T23:59:59+08:00", True)
    assert found.sums == ("保管3个月，自音像（2026年3月2日）起，至2026年6月2日",)


def test_kept_from_a_time_in_its_own_fields(shelf: Path, calendar: WorkingCalendar) -> None:
    found = kept(book(shelf, "{term: 3 months, after: {field: ended}}"), calendar, STORED)
    assert until(found) == "2026-06-01T23:59:59+08:00"


def test_years_that_begin_with_the_next_one(shelf: Path, calendar: WorkingCalendar) -> None:
    found = kept(book(shelf, "{term: 1 year, next_year: true}"), calendar, STORED)
    assert until(found) == "2027-12-31T23:59:59+08:00"


def test_the_longest_of_several_clauses_holds(shelf: Path, calendar: WorkingCalendar) -> None:
    rules = book(shelf, "{term: 3 months}, {term: 1 year}, {term: 5 years, when: {evidence: true}}")
    found = kept(rules, calendar, STORED)
    assert until(found) == "2027-03-02T23:59:59+08:00"
    assert len(found.sums) == 3
    assert found.sums[-1].startswith("从长保管：保管1年")


def test_where_no_clause_applies_nothing_is_asked(shelf: Path, calendar: WorkingCalendar) -> None:
    assert kept(book(shelf, "{term: 1 year, when: {evidence: true}}"), calendar, STORED).state is State.NOT_APPLICABLE


def test_an_incident_keeps_it_without_end(shelf: Path, calendar: WorkingCalendar) -> None:
    rules = book(shelf, "{term: 3 months}, {term: no_disposal, happened: incident.recorded}")
    found = kept(rules, calendar, STORED, Event(2, "incident.recorded", NOW))
    assert (found.due, found.certain) == (None, True)
    assert "本机关确定年限之前不得销毁" in found.sums[-1]


def test_kept_as_long_as_the_file(shelf: Path, calendar: WorkingCalendar) -> None:
    rules = book(shelf, "{term: as_file}")
    assert until(kept(rules, calendar, STORED, FILED)) == "2036-12-31T23:59:59+08:00"
    waiting = kept(rules, calendar, STORED)
    assert (waiting.due, waiting.certain, waiting.sums) == (None, False, ("与案卷同期保管，案卷尚未归档",))


def test_a_permanent_file_keeps_its_recordings_for_ever(shelf: Path, calendar: WorkingCalendar) -> None:
    found = kept(book(shelf, "{term: as_file}", file="term: permanent"), calendar, STORED, FILED)
    assert (found.certain, found.sums) == (True, ("与案卷同期：永久保管",))


def test_a_term_that_waits_for_its_start_is_not_known_yet(shelf: Path, calendar: WorkingCalendar) -> None:
    found = kept(book(shelf, "{term: 1 year, after: archive.filed}"), calendar, STORED)
    assert (found.due, found.certain, found.sums) == (None, False, ("保管1年，待归档后起算",))


def test_the_organ_sets_its_own_term(shelf: Path, calendar: WorkingCalendar) -> None:
    rules = book(shelf, "{term: organ}")
    assert until(kept(rules, calendar, STORED, T1_1="2 years")) == "2028-03-02T23:59:59+08:00"
    assert "确定之前不得销毁" in kept(rules, calendar, STORED).sums[0]


def disposal(day: datetime, *, of: int = 1) -> Event:
    return Event(3, "recording.disposed", day, fields={"of": of})


def test_destroying_before_the_end_is_a_breach_and_is_refused(shelf: Path, calendar: WorkingCalendar) -> None:
    rules, early = book(shelf, "{term: 3 months}"), disposal(datetime(2026, 6, 2, 15, tzinfo=UTC))
    found = kept(rules, calendar, STORED, early)
    assert (found.state, found.missing, found.satisfied_by) == (State.BREACHED, ("保管期限未满即销毁",), None)
    (refused,) = blocking(early, Dossier("penalty", (STORED,)), rules, calendar)
    assert refused.missing == ("保管期限未满即销毁（保管3个月，自音像（2026年3月2日）起，至2026年6月2日）",)


def test_destroying_after_the_end_is_lawful(shelf: Path, calendar: WorkingCalendar) -> None:
    rules, late = book(shelf, "{term: 3 months}"), disposal(datetime(2026, 6, 2, 16, tzinfo=UTC))
    assert kept(rules, calendar, STORED, late).state is State.SATISFIED
    assert blocking(late, Dossier("penalty", (STORED,)), rules, calendar) == ()


def test_destroying_another_thing_is_not_its_matter(shelf: Path, calendar: WorkingCalendar) -> None:
    rules, other = book(shelf, "{term: 3 months}"), disposal(NOW, of=7)
    assert kept(rules, calendar, STORED, other).state is State.SATISFIED
    assert blocking(other, Dossier("penalty", (STORED,)), rules, calendar) == ()


def test_what_no_clause_keeps_may_be_destroyed(shelf: Path, calendar: WorkingCalendar) -> None:
    rules = book(shelf, "{term: 1 year, when: {evidence: true}}")
    assert blocking(disposal(NOW), Dossier("penalty", (STORED,)), rules, calendar) == ()


def test_what_is_kept_as_long_as_the_file_asks_for_all_that_the_file_asks_for(shelf: Path) -> None:
    assert {"archive.filed", "recording.stored"} <= book(shelf, "{term: as_file}").needs("recording.disposed")


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ("{term: 3 weeks}", "期限写作"),
        ("", "form: retention 须写明 keep"),
    ],
)
def test_a_term_of_keeping_nobody_can_read_is_refused(shelf: Path, said: str, fault: str) -> None:
    with pytest.raises(Exception, match="规程包无法使用") as error:
        book(shelf, said)
    assert fault in str(error.value.why)  # type: ignore[attr-defined]
