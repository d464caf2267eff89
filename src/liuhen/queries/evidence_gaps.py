"""What a reviewer would ask about facts and their evidence. None of it is a rule: nothing is held up, all is shown."""

from collections.abc import Iterator, Sequence
from typing import Final

from liuhen.kernel.money import yuan
from liuhen.process.inquiry.payloads.conclusion import InquiryConcluded
from liuhen.process.inquiry.payloads.facts import ELEMENTS
from liuhen.queries.evidence_shapes import FactRow, Gap, Link, Proof

SUPPORTING: Final = frozenset({"supports", "partly"})


def gaps_of(row: FactRow) -> Iterator[Gap]:
    """Yield what a reviewer would ask about one fact."""
    for_it = [one for one in row.links if one.bearing in SUPPORTING]
    if not for_it:
        yield Gap("没有证据证明", grave=True)
        return
    if len({one.proof.seq for one in for_it}) == 1:
        yield Gap("只有一件证据，没有其他证据印证")
    elif all(one.proof.oral for one in for_it):
        yield Gap("只有言词证据，没有书证、物证、电子数据等印证")
    if all(one.bearing == "partly" for one in for_it):
        yield Gap("各件证据都只证明一部分")
    if against := [one.proof.mark for one in row.links if one.bearing == "contradicts"]:
        yield Gap(f"{'、'.join(against)}与认定的事实不一致，须说明怎样采信", grave=True)
    yield from _amounts(row, for_it)
    for one in dict.fromkeys(link.proof for link in for_it):
        if one.lacking:
            yield Gap(f"{one.mark}的形式要件有欠缺：{'；'.join(one.lacking)}")


def _amounts(row: FactRow, for_it: Sequence[Link]) -> Iterator[Gap]:
    if row.amount_fen is None:
        return
    told = [one.amount_fen for one in for_it if one.amount_fen is not None]
    if not told:
        yield Gap("没有写明哪一件证据证明金额")
    elif row.amount_fen not in (sum(told), max(told)):
        yield Gap(f"证据证明的金额合计 {yuan(sum(told))} 元，与事实的 {yuan(row.amount_fen)} 元对不上", grave=True)


def overall(facts: Sequence[FactRow], unused: Sequence[Proof], report: InquiryConcluded | None) -> Iterator[Gap]:
    """Yield what a reviewer would ask about the case as a whole."""
    if not facts:
        yield Gap("还没有列出待证事实", grave=True)
        return
    if unused:
        yield Gap(f"有 {len(unused)} 件证据还没有对应到事实：{'、'.join(one.mark for one in unused)}")
    amounts = [row for row in facts if row.amount_fen is not None]
    counted = [row for row in amounts if row.element == ELEMENTS["amount"]] or amounts
    if report is not None and counted:
        yield from _unlike(report, sum(row.amount_fen or 0 for row in counted))


def _unlike(report: InquiryConcluded, facts_fen: int) -> Iterator[Gap]:
    name, told = ("损失", report.loss_fen) if report.loss_fen else ("拟责令退回的数额", report.refund_fen)
    if told and told != facts_fen:
        text = f"各项事实的金额合计 {yuan(facts_fen)} 元，与调查终结报告的{name} {yuan(told)} 元不一致"
        yield Gap(text, grave=True)
