"""The organ's own entries about its regulations: the official texts it attached, the versions it adopted."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from liuhen.kernel.errors import BadInputError
from liuhen.ledger import Body, body_of, entry
from liuhen.office.articles import Article
from liuhen.office.models import History
from liuhen.office.official_text import articles_of
from liuhen.office.payloads import PacksAdopted
from liuhen.office.payloads.official_text import OfficialTextAttached
from liuhen.queries.regulations.shapes import Adoption, Attached

ATTACH: Final = "official_text.attached"


def attached_to(organ: str) -> dict[str, Attached]:
    """Return pack -> the text attached last."""
    found = {}
    for row in History.objects.filter(organ=organ, kind=ATTACH).order_by("seq"):
        told = _body(row.digest)
        if isinstance(told, OfficialTextAttached):
            found[told.pack] = Attached(told.name, told.file, told.size, row.by_name, row.at, told.articles, row.seq)
    return found


def text_of(sha256: str) -> tuple[Article, ...]:
    """Return the articles of an attached text; nothing where its file is not there any more."""
    try:
        return articles_of(sha256)
    except BadInputError:  # the file is gone from the store: the rules are still to be read, `verify` tells of the file
        return ()


def adoptions(organ: str, pack_id: str) -> tuple[Adoption, ...]:
    """Return when which version of a pack was adopted, by whom and why, the latest first."""
    return tuple(
        Adoption(told.packs[pack_id], told.since, row.at, row.by_name, row.seq, row.digest, row.reason)
        for row, told in adopted_bodies(organ)
        if pack_id in told.packs
    )


def adopted_bodies(organ: str) -> Iterator[tuple[History, PacksAdopted]]:
    """Yield every adoption of packs with what it says, the latest first."""
    for row in History.objects.filter(organ=organ, kind="packs.adopted").order_by("-seq"):
        told = _body(row.digest)
        if isinstance(told, PacksAdopted):
            yield row, told


@lru_cache(maxsize=256)
def _body(digest: str) -> Body:
    """Return what an entry says; it never says anything else."""
    return body_of(entry(digest))
