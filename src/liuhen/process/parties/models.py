"""How dossiers hang together: which names whom, and under which names a party came up in which."""

from django.db import models

from liuhen.ledger import Projection


class Relation(Projection):
    """One dossier names another: merged into it, split from it, found in it."""

    key = models.CharField(primary_key=True, max_length=160)  # dossier:seq
    organ = models.CharField(max_length=64)
    seq = models.PositiveIntegerField()
    other = models.CharField(max_length=64, db_index=True)  # the other dossier
    how = models.CharField(max_length=30)


class PartyName(Projection):
    """A name and a credit code under which a dossier knows one of its parties."""

    key = models.CharField(primary_key=True, max_length=160)  # dossier:seq of the entry that first had them
    organ = models.CharField(max_length=64)
    name = models.CharField(max_length=200)
    code = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = (
            models.Index(fields=["organ", "name"], name="party_name"),
            models.Index(fields=["organ", "code"], name="party_code"),
        )
