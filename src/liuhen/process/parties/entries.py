"""The entries of one kind with all that they say in the open, whatever rules read of them."""

from collections.abc import Iterator
from typing import TypeVar

from liuhen.ledger import Body
from liuhen.process.case.reference import CaseRef

B = TypeVar("B", bound=Body)


def every(case: CaseRef, body: type[B]) -> Iterator[B]:
    """Yield what the entries of a kind say, in their order."""
    return (case.at(event.seq, body)[1] for event in case.events(body.kind))
