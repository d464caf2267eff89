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


class Slot(Projection):
    """An act that owes a recording, or may have one: what was to be recorded of it, and what was."""

    key = models.CharField(primary_key=True, max_length=160)  # dossier:seq of the act
    organ = models.CharField(max_length=64)
    seq = models.PositiveIntegerField()
    kind = models.CharField(max_length=64)
    day = models.DateField()  # in Beijing, of its start
    started = models.DateTimeField(null=True)  # from when it had to be recorded; None where the act does not say
    ended = models.DateTimeField(null=True)
    officers = models.TextField(blank=True)  # |p-1|p-2|: who was at it
    names = models.CharField(max_length=300, blank=True)
    must = models.BooleanField()
    state = models.CharField(max_length=12)  # follows from the entries alone, never from the clock
    files = models.PositiveIntegerField()
    expected_ms = models.BigIntegerField(null=True)
    covered_ms = models.BigIntegerField(null=True)  # None where nothing with a length was recorded
    gaps_ms = models.BigIntegerField()  # not recorded, whether explained or not
    left_ms = models.BigIntegerField()  # of these without an account
    left = models.JSONField(default=list)  # [[start, end]] of these, written moments
    clocks = models.JSONField(default=list)  # [[device, ms fast]] of recordings whose clock was measured to be off
    excuse = models.PositiveIntegerField(null=True)  # seq of what excuses it
    why = models.TextField(blank=True)
    cited = models.JSONField(default=list)  # articles that ask for it

    class Meta:
        indexes = (
            models.Index(fields=["organ", "-day", "key"], name="slot_latest"),
            models.Index(fields=["organ", "state", "-day"], name="slot_standing"),
        )
