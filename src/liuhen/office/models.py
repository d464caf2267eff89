"""What is in force in an organ, and how it came to be, as its entries say."""

from django.db import models

from liuhen.ledger import Projection


class History(Projection):
    """One act on the bureau: who did what to whom, when and why. Pages read it instead of opening every entry."""

    key = models.CharField(primary_key=True, max_length=90)  # organ:seq
    organ = models.CharField(max_length=64)
    seq = models.PositiveBigIntegerField()
    kind = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()
    by = models.CharField(max_length=64)
    by_name = models.CharField(max_length=100)
    about = models.CharField(max_length=300)  # what it is about, in words
    reason = models.TextField()

    class Meta:
        indexes = (models.Index(fields=["organ", "kind", "-seq"], name="history_of_kind"),)


class DamagedOriginal(Projection):
    """An original that is not what was taken in, and is not served until a true copy is put back."""

    key = models.CharField(primary_key=True, max_length=90)  # organ:seq
    organ = models.CharField(max_length=64)
    sha256 = models.CharField(max_length=64, db_index=True)
    sm3 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    name = models.CharField(max_length=300)
    what = models.CharField(max_length=300)
    fault = models.CharField(max_length=20)
    found = models.CharField(max_length=300)
    since = models.DateTimeField()
    restored = models.DateTimeField(null=True)


class Department(Projection):
    """A department of the organ."""

    key = models.CharField(primary_key=True, max_length=170)  # organ:name
    organ = models.CharField(max_length=64, db_index=True)
    name = models.CharField(max_length=100)
    closed = models.BooleanField()


class Proposal(Projection):
    """Somebody named for one of the three keepers' offices, waiting for a second keeper."""

    key = models.CharField(primary_key=True, max_length=90)  # organ:seq
    organ = models.CharField(max_length=64, db_index=True)
    seq = models.PositiveBigIntegerField()
    by = models.CharField(max_length=64)
    by_name = models.CharField(max_length=100)
    told = models.JSONField()  # what the proposal says, field by field
    confirmed = models.BooleanField()


class Chain(Projection):
    """The organ's own order of approvals for one matter."""

    key = models.CharField(primary_key=True, max_length=160)  # organ:matter
    organ = models.CharField(max_length=64, db_index=True)
    matter = models.CharField(max_length=64)
    steps = models.JSONField()  # [{roles: [role], joint: bool}]
    basis = models.TextField()


class Threshold(Projection):
    """The amount in force for one matter, in fen."""

    key = models.CharField(primary_key=True, max_length=160)  # organ:matter
    organ = models.CharField(max_length=64, db_index=True)
    matter = models.CharField(max_length=64)
    amount_fen = models.BigIntegerField()
    basis = models.TextField(blank=True)


class Catalogue(Projection):
    """Which decisions the organ holds for major."""

    organ = models.CharField(primary_key=True, max_length=64)
    items = models.JSONField()
    basis = models.TextField()


class Discretion(Projection):
    """The steps by which the organ fines under one article (裁量基准)."""

    key = models.CharField(primary_key=True, max_length=90)  # organ:article
    organ = models.CharField(max_length=64, db_index=True)
    article = models.CharField(max_length=20)
    steps = models.JSONField()
    basis = models.TextField()


class CalendarYear(Projection):
    """The organ's arrangement of one year's holidays."""

    key = models.CharField(primary_key=True, max_length=90)  # organ:year
    organ = models.CharField(max_length=64, db_index=True)
    year = models.PositiveIntegerField()
    source = models.CharField(max_length=200)
    holidays = models.JSONField()  # [{name, first, last}], ISO dates
    workdays = models.JSONField()  # ISO dates


class Numbering(Projection):
    """How the numbers of one series are made: the word after the organ's mark, and the first number of a year."""

    key = models.CharField(primary_key=True, max_length=100)  # organ:series
    organ = models.CharField(max_length=64, db_index=True)
    series = models.CharField(max_length=20)
    word = models.CharField(max_length=20)
    year = models.PositiveIntegerField()
    first = models.PositiveIntegerField()


class Seal(Projection):
    """A picture of a seal; the entry holds the picture itself."""

    key = models.CharField(primary_key=True, max_length=270)  # organ:name
    organ = models.CharField(max_length=64, db_index=True)
    name = models.CharField(max_length=200)
    since = models.DateField()
    digest = models.CharField(max_length=64)  # SHA-256 of the entry's head


class DigitalCertificate(Projection):
    """A certificate with which an officer signs papers, or the organ seals them; its key lies in the keys folder."""

    key = models.CharField(primary_key=True, max_length=140)  # organ:serial
    organ = models.CharField(max_length=64, db_index=True)
    serial = models.CharField(max_length=64)  # hexadecimal
    holder = models.CharField(max_length=64, blank=True)  # an officer's id; "" is the organ's seal
    name = models.CharField(max_length=200)
    certificate = models.TextField()  # DER, base64
    chain = models.JSONField(default=list)  # who vouches for it
    own = models.BooleanField()  # issued by the installation's own authority
    token = models.CharField(max_length=200, blank=True)  # the device that its key never leaves; "" lies on disk
    key_label = models.CharField(max_length=200, blank=True)
    since = models.DateTimeField()
    until = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    revoked_why = models.CharField(max_length=40, blank=True)

    class Meta:
        indexes = (models.Index(fields=["organ", "holder", "-since"], name="certificate_of_holder"),)


class SealKeeper(Projection):
    """Who seals the organ's papers."""

    key = models.CharField(primary_key=True, max_length=140)  # organ:officer
    organ = models.CharField(max_length=64, db_index=True)
    officer = models.CharField(max_length=64)
    name = models.CharField(max_length=100)


class Adopted(Projection):
    """The packs an organ works by from a day on."""

    key = models.CharField(primary_key=True, max_length=90)  # organ:since
    organ = models.CharField(max_length=64, db_index=True)
    since = models.DateField()
    packs = models.JSONField()
    texts = models.JSONField(default=dict)  # pack -> SHA-256 of the text that was kept
    dates = models.JSONField(default=dict)  # pack -> {from, until}, of packs whose own text names no day


class Picked(Projection):
    """The reading an organ follows: who picked it and why stays readable on every case."""

    key = models.CharField(primary_key=True, max_length=160)  # organ:choice
    organ = models.CharField(max_length=64, db_index=True)
    choice = models.CharField(max_length=64)
    reading = models.CharField(max_length=64)
    reason = models.TextField()
    by = models.CharField(max_length=100)
    on = models.DateField()


class Law(Projection):
    """By what the organ works from a day on, as it stands after one of its acts; the latest act's rows are in force.

    A later act leaves rows of its own: an old entry finds by its place in the chain what was in force when it was made.
    """

    key = models.CharField(primary_key=True, max_length=120)  # organ:seq:since
    organ = models.CharField(max_length=64)
    seq = models.PositiveBigIntegerField()  # of the act in the organ's chain
    since = models.DateField()
    pin = models.CharField(max_length=64, db_index=True)  # SHA-256 of `what`
    what = models.JSONField()  # {packs, texts, dates, choices, terms}
    books = models.JSONField()  # one pin for each set of packs that the organ has adopted by then

    class Meta:
        indexes = (models.Index(fields=["organ", "-seq", "-since"], name="law_latest"),)


class OwnTerm(Projection):
    """A term that the organ has set where a text gives no number."""

    key = models.CharField(primary_key=True, max_length=170)  # organ:name
    organ = models.CharField(max_length=64, db_index=True)
    name = models.CharField(max_length=100)
    value = models.CharField(max_length=40)  # 3 workdays
    reason = models.TextField()
    by = models.CharField(max_length=100)
    on = models.DateField()


class Holder(Projection):
    """Which department of the organ answers for what the regulations give to a holder of their own word."""

    key = models.CharField(primary_key=True, max_length=200)  # organ:holder
    organ = models.CharField(max_length=64, db_index=True)
    holder = models.CharField(max_length=100)
    department = models.CharField(max_length=100)
    reason = models.TextField()
