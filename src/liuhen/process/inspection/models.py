"""What was inspected how often, as plans and draws ask for it."""

from django.db import models

from liuhen.ledger import Projection


class Inspected(Projection):
    """One inspection of one object: its plan, and the day on which it took place."""

    key = models.CharField(primary_key=True, max_length=64)  # the dossier
    organ = models.CharField(max_length=64)
    ref = models.CharField(max_length=20)
    name = models.CharField(max_length=200)  # as `plain` writes it
    code = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=20)
    planned_on = models.DateField()
    inspected_on = models.DateField(null=True)  # the first day on which officers were there
    draw = models.PositiveIntegerField(null=True)  # the organ's number of the draw it comes from

    class Meta:
        app_label = "process"
        indexes = (
            models.Index(fields=["organ", "code"], name="inspected_code"),
            models.Index(fields=["organ", "name"], name="inspected_name"),
        )
