"""案卷包: what the package of a case will hold."""

from dataclasses import dataclass

from liuhen.people.officers import Officer
from liuhen.process.case.filing import Lack, lacking
from liuhen.process.case.models import Paper, Recording
from liuhen.process.case.volume import has_side, in_file
from liuhen.queries.course import case_head
from liuhen.queries.scoped import case_for
from liuhen.queries.shapes import CaseHead


@dataclass(frozen=True, slots=True)
class PackagePage:
    """案卷包."""

    case: CaseHead
    archived: bool
    catalogue: tuple[tuple[str, int, int], ...]  # title, pages, seq; in the order of the volume
    files: int
    papers: int
    size: int
    side: bool  # there are papers for 副卷
    lacks: tuple[Lack, ...]


def package_page(by: Officer, ref: str) -> PackagePage:
    """Return what the package of a case will hold."""
    row, case = case_for(by, ref)
    papers = list(Paper.objects.filter(dossier=case.dossier).order_by("seq"))
    recordings = list(Recording.objects.filter(dossier=case.dossier).order_by("seq"))
    listed = (*in_file(case), *((f"音像：{one.name}", 0, one.seq) for one in recordings))
    return PackagePage(
        case=case_head(case),
        archived=row.archived,
        catalogue=listed,
        files=len(listed),
        papers=len(papers),
        size=sum(one.size for one in papers) + sum(one.size for one in recordings),
        side=has_side(case),
        lacks=lacking(case),
    )
