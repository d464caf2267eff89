"""The ledger's tables. They are written by `append`, `destroy` and `checkpoint` only, and triggers refuse the rest.

Nothing here counts upwards by itself: every key follows from the entries.
"""

# ruff: noqa: DJ008  # rows are never printed

from django.db import models


class OrganLock(models.Model):
    """One row an organ: whoever appends holds it, so that two writers never fork a chain."""

    organ = models.CharField(primary_key=True, max_length=64)


class Head(models.Model):
    """The head of an entry as canonical bytes; the columns repeat what it says, for look-ups."""

    digest = models.CharField(primary_key=True, max_length=64)  # SHA-256 of `head`
    sm3 = models.CharField(max_length=64)
    organ = models.CharField(max_length=64)
    organ_seq = models.BigIntegerField()
    # NULL, not "", for acts on the organ itself: the unique pair below must not hold for them.
    dossier = models.CharField(max_length=64, null=True)  # noqa: DJ001
    dossier_seq = models.BigIntegerField(null=True)
    kind = models.CharField(max_length=64)
    key = models.CharField(max_length=200)
    head = models.BinaryField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["organ", "organ_seq"], name="ledger_head_organ_seq"),
            models.UniqueConstraint(fields=["dossier", "dossier_seq"], name="ledger_head_dossier_seq"),
            models.UniqueConstraint(fields=["organ", "key"], name="ledger_head_organ_key"),
        )


class Part(models.Model):
    """The encrypted open or sealed part of a body."""

    id = models.CharField(primary_key=True, max_length=80)  # head/part
    head = models.CharField(max_length=64)
    part = models.CharField(max_length=8)  # open, sealed
    key = models.CharField(max_length=160, db_index=True)  # name of the data key
    box = models.BinaryField()  # nonce and ciphertext


class DataKey(models.Model):
    """A data key, wrapped by the installation's master key."""

    name = models.CharField(primary_key=True, max_length=160)
    box = models.BinaryField()  # nonce and ciphertext


class Tombstone(models.Model):
    """Which entry destroyed which part. Triggers let a part or key go only where its tombstone stands."""

    id = models.CharField(primary_key=True, max_length=80)  # target/part
    target = models.CharField(max_length=64)
    part = models.CharField(max_length=8)
    key = models.CharField(max_length=160, db_index=True)
    entry = models.CharField(max_length=64, unique=True)


class SignedCheckpoint(models.Model):
    """A signed checkpoint as canonical bytes."""

    id = models.CharField(primary_key=True, max_length=80)  # organ/size
    organ = models.CharField(max_length=64)
    size = models.BigIntegerField()
    checkpoint = models.BinaryField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["organ", "size"], name="ledger_checkpoint_organ_size"),)


class Tile(models.Model):
    """Hashes of a whole subtree of the organ's tree, kept so that a proof need not read every head."""

    id = models.CharField(primary_key=True, max_length=80)  # organ/index
    organ = models.CharField(max_length=64)
    index = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    sm3 = models.CharField(max_length=64)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["organ", "index"], name="ledger_tile_organ_index"),)


class RebuildMark(models.Model):
    """How far a rewriting of the projections has come, so that it can go on after a stop."""

    name = models.CharField(primary_key=True, max_length=20)
    dossier = models.CharField(max_length=64)  # the last one done
