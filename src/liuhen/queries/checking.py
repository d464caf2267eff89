"""查验: what anybody may know of a paper by its code, and what its own page says of how it stands.

To who is not signed in nothing of the case is told: no party, no number, no officer, no title but the kind of paper.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from liuhen.duties.facts import events
from liuhen.kernel.errors import NotFoundError
from liuhen.ledger import Entry, body_of
from liuhen.ledger.reading import entry as entry_of
from liuhen.papers import form
from liuhen.process.case.models import Case, Paper
from liuhen.process.case.papers.codes import as_written
from liuhen.process.case.papers.versions import instead_of
from liuhen.process.case.particulars import organ_name

ISSUED, CORRECTED, WITHDRAWN = "issued", "corrected", "withdrawn"
WORDS: Final = {ISSUED: "本机关出具", CORRECTED: "已更正", WITHDRAWN: "已撤回（作废）"}
COLOURS: Final = {ISSUED: "green", CORRECTED: "amber", WITHDRAWN: "red"}
_REVOKED, _RECTIFIED = "decision.revoked", "decision.corrected"
_GONE: Final = frozenset({"revoked", "void", "remade"})
_FINALISED, _SIGNED, _SEALED = "定稿", "签名", "盖章"


@dataclass(frozen=True, slots=True)
class Revision:
    """One of the files that a paper has been: as it was finalised, and after each signature and seal."""

    what: str
    at: datetime
    sha256: str
    sm3: str


@dataclass(frozen=True, slots=True)
class State:
    """How a paper stands. `why` is for who sees the case; `instead` is the paper that stands in its place."""

    state: str
    since: datetime
    why: str = ""
    instead: int | None = None

    @property
    def word(self) -> str:
        """Return the state in Chinese."""
        return WORDS[self.state]

    @property
    def colour(self) -> str:
        """Return the colour in which pages say it."""
        return COLOURS[self.state]


@dataclass(frozen=True, slots=True)
class Checked:
    """A paper as anybody sees it. `revisions` are in their order, the last is the paper as it is now."""

    code: str
    organ: str
    kind: str
    made: datetime
    state: State
    revisions: tuple[Revision, ...]

    def revision(self, sha256: str) -> Revision | None:
        """Return the revision that a file is, the last where two are the same, or None."""
        return next((one for one in reversed(self.revisions) if one.sha256 == sha256), None)


def checked(typed: str) -> Checked:
    """Return what anybody may know of the paper with this code.

    Raises:
        BadInputError: it was mistyped, no paper anywhere can bear it.
        NotFoundError: no paper of this installation bears it.
    """
    code = as_written(typed)
    row = Paper.objects.filter(code=code).first()
    case = Case.objects.filter(id=row.dossier).first() if row else None
    if row is None or case is None:
        raise NotFoundError(
            "没有查到这个校验码。",
            why="校验码的写法没有错，但不是本系统出具的文书。",
            remedy="请对照文书页脚核对；核对无误的，请向文书上写明的机关查询，在查实以前不要依据它办理。",
        )
    return Checked(
        code=code,
        organ=organ_name(case.organ),
        kind=row.title,
        made=row.made,
        state=state_of(row),
        revisions=revisions_of(row),
    )


def revisions_of(row: Paper) -> tuple[Revision, ...]:
    """Return the files that a paper has been, oldest first."""
    later = [
        Revision(_what(str(one.get("way", ""))), _moment(one["at"]), one["sha256"], one["sm3"]) for one in row.revisions
    ]
    return (Revision(_FINALISED, row.made, row.sha256, row.sm3), *later)


def state_of(row: Paper) -> State:
    """Return how a paper stands now: voided, or its decision revoked; corrected, or replaced; or as it was issued."""
    if row.voided_at is not None:
        return State(WITHDRAWN, row.voided_at, f"作废理由：{row.voided_because.rstrip('。')}")
    undone = _undone(row)
    if undone is not None and undone.state == WITHDRAWN:
        return undone
    again = instead_of(row, list(Paper.objects.filter(dossier=row.dossier, form=row.form)))
    if again is None:
        return undone or State(ISSUED, row.made)
    if again.voided_at is not None:
        return State(WITHDRAWN, again.voided_at, "已经重新制作，代替它的一份又已作废；没有恢复使用", again.seq)
    return State(CORRECTED, again.made, "已经重新制作，以新的一份为准", again.seq)


def _undone(row: Paper) -> State | None:
    """Return what became of the decision that a paper tells, or None where it stands as it was made."""
    if form(row.form).side:
        return None
    states = [
        _after(entry_of(one.entry))
        for one in events(row.dossier, kinds=(_REVOKED, _RECTIFIED))
        if one.entry and one.fields.get("of", row.source_seq) == row.source_seq
    ]
    told = [one for of, one in states if of == row.source_seq]
    return next((one for one in told if one.state == WITHDRAWN), told[-1] if told else None)


def _after(entry: Entry) -> tuple[int, State]:
    fields: dict[str, Any] = body_of(entry).open_fields()
    if entry.kind == _RECTIFIED:
        return fields["of"], State(CORRECTED, entry.recorded, "决定中的笔误已经更正，与更正决定书一并使用")
    if fields["effect"] in _GONE:
        return fields["of"], State(WITHDRAWN, entry.recorded, "所载的决定已经撤销或者确认无效")
    return fields["of"], State(CORRECTED, entry.recorded, "所载的决定已经变更或者确认违法")


def _what(way: str) -> str:
    return _SEALED if way.startswith("seal") else _SIGNED


def _moment(told: str | datetime) -> datetime:
    return told if isinstance(told, datetime) else datetime.fromisoformat(told)
