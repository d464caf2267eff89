"""How far a batch is, for its page."""

from django import template

from liuhen.process.case.papers.batch import Batch, State

register = template.Library()


@register.filter
def in_state(batch: Batch, state: State) -> int:
    """Return how many papers of a batch are in this state."""
    return batch.count(state)
