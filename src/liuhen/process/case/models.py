"""A case as lists and pages read it, what is asked in it, its papers, its recordings and the numbers taken."""

from django.db import models

from liuhen.ledger import Projection


class Case(Projection):
    """One dossier from its clue to the archive."""

    id = models.CharField(primary_key=True, max_length=64)  # the dossier's opaque id
    kind = models.CharField(max_length=30, default="penalty", db_index=True)  # penalty, inspection, coercion …
    organ = models.CharField(max_length=64, db_index=True)
    ref = models.CharField(max_length=20)  # what stands in addresses: 2026-0031
    clue_no = models.CharField(max_length=60)  # how it is called before it has a case number, or never gets one
    case_no = models.CharField(max_length=60, blank=True, db_index=True)
    title = models.CharField(max_length=200)
    cause = models.CharField(max_length=200, blank=True)
    party = models.CharField(max_length=200, blank=True)
    department = models.CharField(max_length=100)
    officers = models.JSONField()  # ids of who belongs to it: who registered it, then its handlers
    former = models.JSONField(default=list)  # ids of who handled it and was replaced
    handlers = models.JSONField()  # printed names of the handlers
    handler_ids = models.JSONField(default=list)
    awaiting = models.CharField(max_length=64, blank=True)  # the kind of act an approver or reviewer owes
    awaiting_roles = models.CharField(max_length=200, blank=True)  # |deputy|chief|: who is asked for it
    asked = models.JSONField(default=dict)  # the steps of approval that are left: `Standing.written`
    signed_by = models.TextField(blank=True)  # |p-1|: who signed already in the present step
    awaiting_since = models.DateTimeField(null=True)
    urged = models.PositiveIntegerField(default=0)  # how often whoever is asked now was reminded
    urged_at = models.DateTimeField(null=True)
    submitted = models.BooleanField()  # was sent to legal review
    closed = models.BooleanField()
    archived = models.BooleanField()
    stopped = models.BooleanField()  # not opened after its check
    opened_on = models.DateField(null=True)
    last_at = models.DateTimeField()
    last_seq = models.PositiveIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["organ", "ref"], name="one_ref_per_organ"),)
        indexes = (models.Index(fields=["organ", "-last_at"], name="case_recent"),)


class Request(Projection):
    """A request for approval beside the main course of a case, such as an extension; any number may wait at once."""

    key = models.CharField(primary_key=True, max_length=160)  # dossier:seq
    organ = models.CharField(max_length=64)
    seq = models.PositiveIntegerField()  # of the request
    matter = models.CharField(max_length=40)
    by = models.CharField(max_length=64)  # who asked
    state = models.CharField(max_length=10)  # waiting, granted, returned, withdrawn
    awaiting = models.CharField(max_length=64, blank=True)  # the kind of act that is owed next; empty once answered
    awaiting_roles = models.CharField(max_length=200, blank=True)  # |deputy|chief|: who is asked for it
    asked = models.JSONField(default=dict)  # the steps that are left: `Standing.written`
    signed_by = models.TextField(blank=True)  # |p-1|: who signed already in the present step
    since = models.DateTimeField()  # when the present step began
    urged = models.PositiveIntegerField(default=0)
    urged_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=["organ", "state", "since"], name="request_waiting"),)


class CaseOfficer(Projection):
    """Who of the organ belongs to a case, or did: one row a person, for filters."""

    key = models.CharField(primary_key=True, max_length=140)  # dossier:officer
    officer = models.CharField(max_length=64, db_index=True)
    handles = models.BooleanField(default=True)  # not so who registered the clue and was not made its handler
    left = models.BooleanField(default=False)  # was replaced


class NumberTaken(Projection):
    """A number of a series, taken by one entry."""

    key = models.CharField(primary_key=True, max_length=160)  # organ:series:year:number
    organ = models.CharField(max_length=64)
    series = models.CharField(max_length=20)
    year = models.PositiveIntegerField()
    number = models.PositiveIntegerField()
    seq = models.PositiveIntegerField(default=0)  # of the entry that carries it
    printed = models.CharField(max_length=60, blank=True)  # as it stands on paper: 江医保罚〔2026〕9号

    class Meta:
        indexes = (models.Index(fields=["organ", "series", "year", "-number"], name="number_last"),)


class Paper(Projection):
    """A finalised paper: its frozen bytes are named by digest."""

    key = models.CharField(primary_key=True, max_length=160)  # dossier:seq
    seq = models.PositiveIntegerField()
    form = models.CharField(max_length=60)
    title = models.CharField(max_length=100)
    number = models.CharField(max_length=60, blank=True)
    source_seq = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    sm3 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    pages = models.PositiveIntegerField()
    made = models.DateTimeField()
    signatures = models.JSONField()  # [{role, signer, at, refused, scan, seq, way}]
    code = models.CharField(max_length=20, blank=True)  # by which anybody checks it; "" on old ones
    replaces = models.PositiveIntegerField(null=True)  # seq of the paper that it was made instead of
    voided_at = models.DateTimeField(null=True)
    voided_because = models.TextField(blank=True)
    reinstated_seq = models.PositiveIntegerField(null=True)  # entry since which it counts again after it was replaced
    places = models.JSONField(default=list)  # [{role, name, page, x, y, width, height, every}]: where people sign
    revisions = models.JSONField(default=list)  # [{seq, sha256, sm3, size, at, way}]: files after signing, oldest first

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["code"], condition=~models.Q(code=""), name="one_paper_per_code"),
        )


class Recording(Projection):
    """A recording kept in the originals store."""

    key = models.CharField(primary_key=True, max_length=160)  # dossier:seq
    seq = models.PositiveIntegerField()
    recording = models.CharField(max_length=64, db_index=True)
    name = models.CharField(max_length=255)
    media_type = models.CharField(max_length=100)
    sha256 = models.CharField(max_length=64, db_index=True)
    sm3 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    duration_ms = models.BigIntegerField(null=True)
    started = models.DateTimeField()
    ended = models.DateTimeField()
    stage = models.CharField(max_length=20)
    of_seq = models.PositiveIntegerField(null=True)
    device = models.CharField(max_length=100, blank=True)
    opening_statement = models.BooleanField()
    gaps = models.JSONField()  # [[start ms, end ms]]
    party = models.CharField(max_length=200, blank=True)  # as labelled when it was stored, like the three below
    handler = models.CharField(max_length=200, blank=True)
    cause = models.CharField(max_length=200, blank=True)
    enforcement = models.CharField(max_length=200, blank=True)
    angle = models.CharField(max_length=200, blank=True)
    clock_offset_ms = models.BigIntegerField(null=True)  # device clock less true clock, as measured; null: nobody did
    taken_in = models.DateTimeField(null=True)  # when the pool received it

    class Meta:
        indexes = (models.Index(fields=["-started", "key"], name="recording_latest"),)


class Upload(models.Model):
    """A file received and not yet named by any entry: a draft, swept when nobody claims it."""

    key = models.CharField(primary_key=True, max_length=140)  # sha256:who brought it
    sha256 = models.CharField(max_length=64)
    sm3 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    name = models.CharField(max_length=255)
    media_type = models.CharField(max_length=100)
    by = models.CharField(max_length=64)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
