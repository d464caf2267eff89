"""What lies in the footage room, where it was filed, and which devices the organ has."""

from django.db import models

from liuhen.ledger import Projection


class Footage(Projection):
    """One recording that was received before it was known of which case it is."""

    key = models.CharField(primary_key=True, max_length=90)  # organ:seq
    organ = models.CharField(max_length=64)
    seq = models.PositiveBigIntegerField()  # in the organ's chain: how entries of cases name it
    digest = models.CharField(max_length=64)  # SHA-256 of the entry's head
    footage = models.CharField(max_length=64, db_index=True)
    name = models.CharField(max_length=255)
    media = models.CharField(max_length=10)
    media_type = models.CharField(max_length=100)
    sha256 = models.CharField(max_length=64)
    sm3 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    duration_ms = models.BigIntegerField(null=True)
    started = models.DateTimeField()
    ended = models.DateTimeField()
    device = models.CharField(max_length=200, blank=True)
    carrier = models.CharField(max_length=64, blank=True)  # officer's id
    carrier_name = models.CharField(max_length=100, blank=True)
    department = models.CharField(max_length=200, blank=True)
    by = models.CharField(max_length=64)  # who took it in
    by_name = models.CharField(max_length=100)
    way = models.CharField(max_length=10)
    clock_offset_ms = models.BigIntegerField(null=True)
    gaps = models.JSONField()  # [[start ms, end ms]]
    whole = models.BooleanField()
    noticed = models.TextField(blank=True)
    matter = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()  # when it was taken in

    class Meta:
        app_label = "process"
        constraints = (models.UniqueConstraint(fields=["organ", "sha256"], name="one_footage_per_content"),)
        indexes = (
            models.Index(fields=["organ", "-seq"], name="footage_latest"),
            models.Index(fields=["organ", "-started"], name="footage_started"),
            models.Index(fields=["organ", "device"], name="footage_of_device"),
            models.Index(fields=["organ", "carrier"], name="footage_of_carrier"),
        )


class FootageFiled(Projection):
    """A recording of the footage room was filed in a dossier; one recording may be filed in several."""

    key = models.CharField(primary_key=True, max_length=160)  # dossier:seq of recording.stored
    organ = models.CharField(max_length=64)
    footage = models.PositiveBigIntegerField()  # number in the organ's chain
    seq = models.PositiveIntegerField()  # of recording.stored
    at = models.DateTimeField()

    class Meta:
        app_label = "process"
        indexes = (models.Index(fields=["organ", "footage"], name="footage_filed"),)


class Device(Projection):
    """A recording device of the organ, as it stands now."""

    key = models.CharField(primary_key=True, max_length=270)  # organ:number
    organ = models.CharField(max_length=64, db_index=True)
    number = models.CharField(max_length=200)
    sort = models.CharField(max_length=20)  # recorder, camera, audio, phone, window
    model = models.CharField(max_length=200, blank=True)
    serial = models.CharField(max_length=200, blank=True)
    department = models.CharField(max_length=200, blank=True)
    patterns = models.JSONField(default=list)  # how its number stands in names of files and folders
    holder = models.CharField(max_length=64, blank=True)
    holder_name = models.CharField(max_length=100, blank=True)
    handed_at = models.DateTimeField(null=True)
    calibrated_until = models.DateField(null=True)
    maintained_on = models.DateField(null=True)
    docked_at = models.DateTimeField(null=True)
    clock_offset_ms = models.BigIntegerField(null=True)  # as measured last
    retired_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "process"


class DeviceLog(Projection):
    """One act on a device: who did what with it when, and by how much its clock was off."""

    key = models.CharField(primary_key=True, max_length=160)  # organ:seq, or dossier:seq for a check before use
    organ = models.CharField(max_length=64)
    number = models.CharField(max_length=200)
    kind = models.CharField(max_length=64)
    at = models.DateTimeField()
    by = models.CharField(max_length=64)
    by_name = models.CharField(max_length=100)
    said = models.CharField(max_length=300)
    clock_offset_ms = models.BigIntegerField(null=True)
    sound = models.BooleanField(default=True)  # nothing was found wanting

    class Meta:
        app_label = "process"
        indexes = (models.Index(fields=["organ", "number", "-at"], name="device_log"),)


class DeviceRule(Projection):
    """From which offset on the organ holds a device's clock for wrong."""

    organ = models.CharField(primary_key=True, max_length=64)
    seconds = models.PositiveIntegerField()
    basis = models.TextField()

    class Meta:
        app_label = "process"


class Outing(Projection):
    """An officer was at an act that is filmed: what he carried may hold recordings of it."""

    key = models.CharField(primary_key=True, max_length=230)  # dossier:seq:officer
    organ = models.CharField(max_length=64)
    officer = models.CharField(max_length=64)
    at = models.DateTimeField()  # when the act was over

    class Meta:
        app_label = "process"
        indexes = (models.Index(fields=["organ", "officer", "-at"], name="outing_of_officer"),)
