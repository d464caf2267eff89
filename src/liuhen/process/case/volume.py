"""卷宗: the papers of one case bound into PDFs, in the order of the file: 正卷, and 副卷 that nobody outside sees."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from django.conf import settings

from liuhen.duties.facts import events
from liuhen.kernel.canonical import Json
from liuhen.kernel.clock import as_instant, written
from liuhen.kernel.errors import UnusableError
from liuhen.media.fixity import check
from liuhen.media.places import where
from liuhen.papers import Bound, Volume, catalogue_rows, every_form, volume
from liuhen.papers import Form as Paperwork
from liuhen.process.case.models import Paper, Recording
from liuhen.process.case.papers.making import packs_of
from liuhen.process.case.particulars import case_fields, cause, handler_names, said
from liuhen.process.case.reference import CaseRef
from liuhen.rulebook import Event

MAIN: Final = "正卷"
SIDE: Final = "副卷（不对外）"
_FILING: Final = "archive.filed"
_CATALOGUE: Final = "catalogue"  # a volume has its own


def build(case: CaseRef, out: Path, *, side: bool = False) -> Volume:
    """Bind the papers of `case` into one PDF/A volume at `out`; nothing is recorded.

    A filed case gives the file as it was filed, with what is made of the file afterwards at its end. Before that it is
    a draft of what there is now, and says so. The document date is that of the last entry, so that the same case gives
    the same bytes.

    Args:
        side: bind 副卷, the papers that nobody outside sees, instead of 正卷.

    Raises:
        BadInputError: there is no paper yet, or there are too many for one volume.
        UnusableError: a stored paper is missing or is not what was recorded, or the disk refused.
    """
    acts = events(case.dossier)
    last = next((one for one in acts if one.kind == _FILING), acts[-1])
    papers = _of_side(case, _papers(case, last.seq), side=side)
    for paper in papers:
        _require_unchanged(paper)
    parts = _parts(case, papers, None if side else last.seq)
    cover = _cover(case) | {"volume": SIDE if side else MAIN}
    return volume(parts, out, cover=cover, moment=as_instant(last.happened))


def has_side(case: CaseRef) -> bool:
    """Say whether the case has papers for 副卷."""
    return bool(_of_side(case, _papers(case, case.seq), side=True))


def in_file(case: CaseRef) -> tuple[tuple[str, int, int], ...]:
    """Return title, pages and number of each paper as the file has them now: 正卷 in its order, then 副卷."""
    held = _papers(case, case.seq)
    sides = ((False, ""), (True, "（副卷）"))
    return tuple(
        (f"{one.title}{mark}", one.pages, one.seq) for side, mark in sides for one in _of_side(case, held, side=side)
    )


def catalogue_of(case: CaseRef, *, upto: int) -> dict[str, Json]:
    """Return rows and pages of 卷内目录 as of entry `upto`: 正卷, then 副卷 with pages of its own."""
    papers = [one for one in _papers(case, upto) if one.seq <= upto]
    rows: list[Json] = []
    for side in (False, True):
        own = _of_side(case, papers, side=side)
        parts = _parts(case, own, None if side else upto)
        rows += catalogue_rows(
            [part._replace(note="副卷") for part in parts] if side else parts, [one.pages for one in own]
        )
    return {"rows": rows, "pages": sum(one.pages for one in papers)}


def _papers(case: CaseRef, upto: int) -> list[Paper]:
    """Return the papers of the file in their order, without those that were voided.

    What describes the file itself is made after filing: it lies at the end, the catalogue apart.
    """
    forms = _forms(case)
    rows = Paper.objects.filter(dossier=case.dossier, voided_at=None).order_by("seq")
    held = [one for one in rows if one.seq <= upto or forms[one.form].after_archiving]
    told = [one for one in held if one.form != _CATALOGUE]
    return sorted(told, key=lambda one: (forms[one.form].filing, one.source_seq, one.seq))


def _of_side(case: CaseRef, papers: Iterable[Paper], *, side: bool) -> list[Paper]:
    forms = _forms(case)
    return [one for one in papers if forms[one.form].side == side]


def _forms(case: CaseRef) -> Mapping[str, Paperwork]:
    return every_form(packs_of(case.organ))


def _parts(case: CaseRef, papers: Sequence[Paper], upto: int | None) -> list[Bound]:
    """Return papers, and up to entry `upto` recordings, which are listed at the end and lie elsewhere."""
    sources = {event.seq: event for event in events(case.dossier)}
    found = Recording.objects.filter(dossier=case.dossier, seq__lte=upto or 0).order_by("seq")
    listed = [Bound(title=f"音像：{one.name}", path=None, made=written(one.started), note="音像") for one in found]
    return [*(_bound(one, sources) for one in papers), *listed]


def _bound(paper: Paper, sources: Mapping[int, Event]) -> Bound:
    return Bound(
        title=paper.title,
        path=where(settings.LIUHEN_PAPERS, _file(paper)["sha256"]),
        number=paper.number,
        made=written(sources[paper.source_seq].happened),
    )


def _file(paper: Paper) -> Mapping[str, Any]:
    """Return digests and size of the paper as it is now: after the last signature, or as it was finalised."""
    if paper.revisions:
        latest: Mapping[str, Any] = paper.revisions[-1]
        return latest
    return {"sha256": paper.sha256, "sm3": paper.sm3, "size": paper.size}


def _require_unchanged(paper: Paper) -> None:
    file = _file(paper)
    wrong = check(settings.LIUHEN_PAPERS, sha256=file["sha256"], sm3=file["sm3"], size=file["size"])
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
