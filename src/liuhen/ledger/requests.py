"""Requests that arrived before: a retry is answered, a changed one is refused, before anything is composed."""

from typing import Final

from liuhen.kernel.errors import DuplicateRequestError
from liuhen.ledger.head import Entry
from liuhen.ledger.models import Head
from liuhen.ledger.prepared import Prepared

_of_name: Final = Prepared(
    Head,
    lambda organ, first, beyond: Head.objects.filter(organ=organ, key__gte=first, key__lt=beyond).values_list(
        "key", "head"
    )[:2],
)


def earlier_request(organ: str, *, request: str, key: str) -> Entry | None:
    """Return the entry that this very request made, or None when it is new.

    Args:
        organ: the organ's opaque id.
        request: the sender's name for the request, the same however often it is sent.
        key: the request key in the head: `request`, a colon, and a digest of what was sent.

    Raises:
        DuplicateRequestError: a request of this name made an entry with other content.
    """
    found = {row_key: bytes(head) for row_key, head in _of_name(organ, f"{request}:", f"{request};")}
    if key in found:
        return Entry.read(found[key])
    if found:
        earlier = Entry.read(next(iter(found.values())))
        raise DuplicateRequestError(
            "这张表单已经提交过，内容与现在的不同。",
            digest=earlier.digest,
            why="同一张表单只记一次，先前提交的记录已经写入。",
            remedy="请打开已有的记录核对；需要补充的，请重新打开表单另行登记。",
        )
    return None
