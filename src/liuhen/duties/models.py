"""Two slim projections: what a dossier holds, and what it owes."""

from django.db import models

from liuhen.ledger import Projection


class Fact(Projection):
    """One entry of a dossier as rules read it: only the fields that some rule names."""

    key = models.CharField(primary_key=True, max_length=160)  # dossier:seq
    organ = models.CharField(max_length=64, db_index=True)
    seq = models.PositiveIntegerField()
    kind = models.CharField(max_length=64)
    happened = models.CharField(max_length=40)
    recorded = models.CharField(max_length=40)
    by = models.CharField(max_length=64)
    entry = models.CharField(max_length=64)
    corrects = models.PositiveIntegerField(null=True)
    fields = models.JSONField()
    pin = models.CharField(max_length=64)  # what was in force when it was made: by that its rules are judged for ever
    mark = models.CharField(max_length=40)  # which of all that was ever in force: the organ's act and the day

    class Meta:
        indexes = (models.Index(fields=["dossier", "kind", "seq"], name="fact_of_kind"),)


class Reckoned(Projection):
    """Under what a dossier was last reckoned: what it owes is reckoned anew when something else is in force."""

    id = models.CharField(primary_key=True, max_length=64)  # the dossier
    organ = models.CharField(max_length=64)
    mark = models.CharField(max_length=40)

    class Meta:
        indexes = (models.Index(fields=["organ", "mark"], name="reckoned_under"),)


class Duty(Projection):
    """Something a dossier still owes. Never a state: whether it is late is asked of the clock when it is shown."""

    key = models.CharField(primary_key=True, max_length=200)  # dossier:rule:trigger seq
    organ = models.CharField(max_length=64, db_index=True)
    rule = models.CharField(max_length=64)
    trigger = models.PositiveIntegerField(null=True)
    due = models.DateTimeField(null=True, db_index=True)
    certain = models.BooleanField()
    lapsed = models.BooleanField()  # 已欠: no number of days, and the act it belongs to is over
    breached = models.BooleanField()  # can no longer be put right
    settles = models.CharField(max_length=64, blank=True)  # kind of entry that settles it
    shown = models.JSONField()  # what a list shows; `on`, `piece`: what a form opens with
