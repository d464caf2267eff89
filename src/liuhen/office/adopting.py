"""What an adoption of packs says: their versions, the digests of their kept texts, the days that no text names."""

from collections.abc import Sequence
from datetime import date

from liuhen.office.payloads import PackDay, PacksAdopted
from liuhen.office.texts import keep, shelf
from liuhen.rulebook import load


def adopted(
    packs: Sequence[str], *, since: date | None = None, days: Sequence[PackDay] = (), basis: str = ""
) -> PacksAdopted:
    """Keep the texts of these packs and of those they stand on, and return the body of their adoption.

    Raises:
        PackError: one of them is not there, or not written as packs are.
        UnusableError: the disk refuses.
    """
    versions = dict(load(tuple(packs), roots=shelf()).versions)
    return PacksAdopted(
        packs=versions, since=since, basis=basis, texts=keep(versions), days=list(days) if days else None
    )
