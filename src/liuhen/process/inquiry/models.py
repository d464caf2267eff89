"""光盘登记: what was put onto discs."""

from django.db import models

from liuhen.ledger import Projection


class Disc(Projection):
    """One making of discs with recordings of a case: a set of one disc or several, in one copy or several."""

    key = models.CharField(primary_key=True, max_length=160)  # dossier:seq
    seq = models.PositiveIntegerField()
    organ = models.CharField(max_length=64)
    entry = models.CharField(max_length=64)  # SHA-256 of its head: the images lie under it
    disc_no = models.CharField(max_length=60)
    made = models.DateTimeField()
    maker = models.CharField(max_length=200)
    extractor = models.CharField(max_length=200)
    extracted = models.DateTimeField()
    medium = models.CharField(max_length=10)
    discs = models.PositiveIntegerField()
    copies = models.PositiveIntegerField()
    of = models.JSONField()  # [seq of recording.stored]
    size = models.BigIntegerField()  # bytes of the recordings
    note = models.TextField()
    keeper = models.CharField(max_length=200, blank=True)
    place = models.CharField(max_length=200, blank=True)

    class Meta:
        app_label = "process"
        indexes = (models.Index(fields=["organ", "-made", "key"], name="disc_latest"),)
