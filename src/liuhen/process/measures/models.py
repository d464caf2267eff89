"""What is held under measures, as lists ask for it."""

from django.db import models

from liuhen.ledger import Projection


class Holding(Projection):
    """A measure under which things are held: evidence registered, material sealed, things seized; one row a measure."""

    key = models.CharField(primary_key=True, max_length=160)  # dossier:seq of the first entry about it
    organ = models.CharField(max_length=64)
    kind = models.CharField(max_length=64)
    seq = models.PositiveIntegerField()  # of the first entry about it
    latest = models.PositiveIntegerField()  # of the entry that last put it right
    entry = models.CharField(max_length=64, db_index=True)  # digest of that entry
    since = models.DateTimeField()
    place = models.CharField(max_length=200, blank=True)
    keeper = models.CharField(max_length=200, blank=True)
    items = models.JSONField()  # [{name, number, quantity, unit, condition, place}]
    gone = models.JSONField()  # [{seq, line, quantity, result}]: what was settled or released, by which entry
    over = models.BooleanField()  # nothing is held under it any more

    class Meta:
        indexes = (models.Index(fields=["organ", "over", "since"], name="holding_now"),)
