"""A rule as bare as can be, for the peers that the law is measured against; and what they say of a case."""

from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple


@dataclass(frozen=True, slots=True)
class BareRule:
    """One rule of the measurement.

    Args:
        form: record (fields of the event itself), deadline, gate or forbid.
        when: a field of the triggering event and the value it must have.
        match: whether what is owed must name the trigger's number in `of`.
        within: count and unit, `workdays` or `days`.
    """

    id: str
    form: str
    on: str
    owes: str
    when: tuple[str, str] | None = None
    match: bool = False
    within: tuple[int, str] | None = None
    fields: tuple[str, ...] = ()

    def written(self) -> dict[str, Any]:
        """Return the rule as a pack writes it."""
        said: dict[str, Any] = {"id": self.id, "form": self.form, "article": "第一条", "asks": self.id}
        said |= {"before" if self.form == "gate" else "on": self.on, "examples": []}
        said |= {"owes": self.owes} if self.owes else {}
        said |= {"when": {self.when[0]: self.when[1]}} if self.when else {}
        said |= {"match": {"of": "seq"}} if self.match else {}
        said |= {"within": f"{self.within[0]} {self.within[1]}"} if self.within else {}
        return said | ({"fields": list(self.fields)} if self.fields else {})


class Verdict(NamedTuple):
    """What is said of one event: rule, number of the event, state, last day."""

    rule: str
    trigger: int
    state: str
    due: date | None
