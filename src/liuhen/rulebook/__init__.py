"""The law as data: packs, working calendar, terms, and `assess`. Knows no Django and no case."""

from liuhen.rulebook.book import Rulebook
from liuhen.rulebook.calendar import CalendarUnknownError, Holiday, WorkingCalendar, Year, load_calendar
from liuhen.rulebook.case_files import CaseFile, EventRecord, case_schema, read_dossier, write_dossier
from liuhen.rulebook.dossier import Dossier, Event
from liuhen.rulebook.engine import assess, blocking
from liuhen.rulebook.errors import CaseFileError, PackError
from liuhen.rulebook.findings import Finding, Piece, Reading, Rule, State
from liuhen.rulebook.frame import Choice, Stage
from liuhen.rulebook.loading import load
from liuhen.rulebook.remaining import DUE_SOON_WORKDAYS, Left
from liuhen.rulebook.schema import pack_schema
from liuhen.rulebook.source import Problem
from liuhen.rulebook.terms import Reckoning, Roll, Term, Unit, last_day, reckon

__all__ = [
    "DUE_SOON_WORKDAYS",
    "CalendarUnknownError",
    "CaseFile",
    "CaseFileError",
    "Choice",
    "Dossier",
    "Event",
    "EventRecord",
    "Finding",
    "Holiday",
    "Left",
    "PackError",
    "Piece",
    "Problem",
    "Reading",
    "Reckoning",
    "Roll",
    "Rule",
    "Rulebook",
    "Stage",
    "State",
    "Term",
    "Unit",
    "WorkingCalendar",
    "Year",
    "assess",
    "blocking",
    "case_schema",
    "last_day",
    "load",
    "load_calendar",
    "pack_schema",
    "read_dossier",
    "reckon",
    "write_dossier",
]
