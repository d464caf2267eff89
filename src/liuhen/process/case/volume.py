"""卷宗: the papers of one case bound into one PDF, in the order of the file."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from django.conf import settings

from liuhen.duties.facts import events
from liuhen.kernel.canonical import Json
from liuhen.kernel.clock import as_instant, written
from liuhen.kernel.errors import UnusableError
from liuhen.media.fixity import check
from liuhen.media.places import where
from liuhen.papers import Bound, Volume, catalogue_rows, volume
from liuhen.process.case.models import Paper, Recording
from liuhen.process.case.particulars import case_fields, cause, handler_names, said
from liuhen.process.case.reference import CaseRef
from liuhen.rulebook import Event

_FILING = "archive.filed"


def build(case: CaseRef, out: Path) -> Volume:
    """Bind the papers of `case` into one PDF/A volume at `out`; nothing is recorded.

    A filed case gives the file as it was filed. Before that it is a draft of what there is now, and says so. The
    document date is that of the last entry, so that the same case gives the same bytes.

    Raises:
        BadInputError: there is no paper yet, or there are too many for one volume.
        UnusableError: a stored paper is missing or is not what was recorded, or the disk refused.
    """
    acts = events(case.dossier)
    last = next((one for one in acts if one.kind == _FILING), acts[-1])
    papers = _papers(case, last.seq)
    for paper in papers:
        _require_unchanged(paper)
    return volume(_parts(case, papers, last.seq), out, cover=_cover(case), moment=as_instant(last.happened))


def catalogue_of(case: CaseRef, *, upto: int) -> dict[str, Json]:
    """Return rows and pages of 卷内目录 for what the case held at entry `upto`."""
    papers = _papers(case, upto)
    counts = [one.pages for one in papers]
    return {"rows": catalogue_rows(_parts(case, papers, upto), counts), "pages": sum(counts)}


def _papers(case: CaseRef, upto: int) -> list[Paper]:
    """Return the papers of the file; a catalogue made after filing describes it and is no part of it."""
    return list(Paper.objects.filter(dossier=case.dossier, seq__lte=upto).order_by("seq"))


def _parts(case: CaseRef, papers: Sequence[Paper], upto: int) -> list[Bound]:
    recordings = Recording.objects.filter(dossier=case.dossier, seq__lte=upto)
    sources = {event.seq: event for event in events(case.dossier)}
    listed = [(one.seq, _bound(one, sources)) for one in papers]
    listed += [
        (one.seq, Bound(title=f"音像：{one.name}", path=None, made=written(one.started), note="音像"))
        for one in recordings
    ]
    return [part for _, part in sorted(listed, key=lambda one: one[0])]


def _bound(paper: Paper, sources: Mapping[int, Event]) -> Bound:
    return Bound(
        title=paper.title,
        path=where(settings.LIUHEN_PAPERS, paper.sha256),
        number=paper.number,
        made=written(sources[paper.source_seq].happened),
    )


def _require_unchanged(paper: Paper) -> None:
    wrong = check(settings.LIUHEN_PAPERS, sha256=paper.sha256, sm3=paper.sm3, size=paper.size)
    if wrong is not None:
        raise UnusableError(
            f"卷宗没有做成：“{paper.title}”与记录不符。",
            why=wrong.message,
            remedy="请系统管理员用备份恢复该文件，再重新编制。",
        )


def _cover(case: CaseRef) -> dict[str, Json]:
    filed = said(case, _FILING)
    cover: dict[str, Json] = {
        **case_fields(case),
        "party_name": case.party,
        "cause": cause(case),
        "handlers": handler_names(case),
        "opened_on": _day(case, "case.opened"),
        "closed_on": _day(case, "closing.approved"),
        "outcome": _outcome(case),
        "draft": filed is None,
    }
    if filed is not None:
        cover |= {"filed_on": filed.when, "keeper": filed.field("keeper"), "retention": filed.word("retention")}
    return cover


def _day(case: CaseRef, kind: str) -> str | None:
    found = said(case, kind)
    return found.when if found else None


def _outcome(case: CaseRef) -> str | None:
    made = said(case, "decision.made")
    return f"{made.word('result')}（{made.field('document_no')}）" if made else None
