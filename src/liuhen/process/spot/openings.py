"""A fine too high for a decision on the spot: what was entered becomes a clue, for the ordinary course."""

from collections.abc import Mapping
from typing import Any

from liuhen.process.case.openings import turns_into
from liuhen.process.spot.payloads import SpotDecisionMade, SpotForm


@turns_into(SpotDecisionMade.kind, "clue.registered", label="改走普通程序：登记线索")
def _as_clue(form: SpotForm) -> Mapping[str, Any]:
    """Carry party, facts and basis over."""
    return {
        "source": "other",
        "party": form.party.model_dump(),
        "summary": f"{form.place}：{form.facts}\n拟适用：{form.basis}",
        "violation": form.facts.splitlines()[0][:60],
    }
