"""怎么算的: one finding with its arithmetic."""

from liuhen.kernel.errors import NotFoundError
from liuhen.office.in_force import asked_once, holders
from liuhen.people.officers import Officer
from liuhen.queries.assessed import findings_of
from liuhen.queries.course import case_head, rows_of
from liuhen.queries.owed import from_finding
from liuhen.queries.scoped import case_for
from liuhen.queries.term_shapes import FindingPage


@asked_once
def finding_page(by: Officer, ref: str, handle: str) -> FindingPage:
    """Return one finding with its arithmetic.

    Args:
        handle: rule and number of the entry that triggered it, as in `W26-2@41`.

    Raises:
        NotFoundError: no such finding now.
    """
    _, case = case_for(by, ref)
    for one in findings_of(case):
        owed = from_finding(one, case, by)
        if owed.handle == handle:
            rows = {row.seq: row for row in rows_of(case.dossier)}
            return FindingPage(
                case=case_head(case),
                owed=owed,
                asks=one.rule.asks,
                pack=one.rule.pack_title,
                holder=_holder(one.rule.holder, by.organ),
                modality=one.rule.modality,
                trigger=rows.get(one.trigger.seq) if one.trigger else None,
                satisfied_by=rows.get(one.satisfied_by.seq) if one.satisfied_by else None,
                arithmetic=one.arithmetic,
                sums=one.sums,
            )
    raise NotFoundError(
        "这一项现在不在应记之列。", why="案件有了新的记录后，应记事项会重新推算。", remedy="请回到案件页面查看。"
    )


def _holder(word: str, organ: str) -> str:
    """Return who answers for it: the regulation's word, and the organ's own department where it is assigned."""
    own = holders(organ).get(word, "") if word else ""
    return f"{word}（本机关：{own}）" if own else word
