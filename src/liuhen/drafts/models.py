"""The one table of drafts. No word that was typed stands in it readable."""

from django.db import models


class Draft(models.Model):
    """One form that one person has begun: where it belongs in the open, what was typed encrypted."""

    key = models.CharField(primary_key=True, max_length=64)  # digest of person and place
    organ = models.CharField(max_length=64)
    person = models.CharField(max_length=64, db_index=True)
    ref = models.CharField(max_length=60, blank=True)  # of the case; empty before there is one
    kind = models.CharField(max_length=64)
    query = models.CharField(max_length=120, blank=True)  # which of several: corrects=3
    seen = models.PositiveIntegerField(null=True)  # the last entry of the case that the page had shown
    saved = models.DateTimeField(db_index=True)
    box = models.BinaryField()

    class Meta:
        indexes = (models.Index(fields=["organ", "ref", "kind"], name="draft_place"),)

    def __str__(self) -> str:
        return f"{self.ref} {self.kind}"
