"""What is in force in an organ, as its entries say."""

from django.db import models

from liuhen.ledger import Projection


class Threshold(Projection):
    """The amount in force for one matter, in fen."""

    key = models.CharField(primary_key=True, max_length=160)  # organ:matter
    organ = models.CharField(max_length=64, db_index=True)
    matter = models.CharField(max_length=64)
    amount_fen = models.BigIntegerField()


class Adopted(Projection):
    """The packs an organ works by."""

    organ = models.CharField(primary_key=True, max_length=64)
    packs = models.JSONField()


class Picked(Projection):
    """The reading an organ follows: who picked it and why stays readable on every case."""

    key = models.CharField(primary_key=True, max_length=160)  # organ:choice
    organ = models.CharField(max_length=64, db_index=True)
    choice = models.CharField(max_length=64)
    reading = models.CharField(max_length=64)
    reason = models.TextField()
    by = models.CharField(max_length=100)
    on = models.DateField()
