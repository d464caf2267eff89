"""The access journal's one table; the database refuses to change or drop a row."""

from django.db import models


class JournalRow(models.Model):
    """One view, play, export or denial."""

    key = models.CharField(primary_key=True, max_length=90)  # organ:seq
    organ = models.CharField(max_length=64)
    seq = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    person = models.CharField(max_length=64)
    name = models.CharField(max_length=100)
    act = models.CharField(max_length=64)
    subject = models.CharField(max_length=200)
    allowed = models.BooleanField()
    previous = models.CharField(max_length=64)  # SHA-256 of the row before
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["organ", "seq"], name="journal_in_order"),)
        indexes = (
            models.Index(fields=["organ", "-at"], name="journal_recent"),
            models.Index(fields=["organ", "person", "-seq"], name="journal_of_person"),
            models.Index(fields=["organ", "act", "-seq"], name="journal_of_act"),
            models.Index(fields=["organ", "allowed", "-seq"], name="journal_denied"),
        )

    def __str__(self) -> str:
        return f"{self.organ} {self.seq}"
