"""Tables of people. All but `Account` are projections of office entries."""

from datetime import datetime
from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models

from liuhen.kernel import clock
from liuhen.ledger import Projection
from liuhen.people.codes import encoded_code


class Organ(Projection):
    """An enforcing organ; its id names its chain in the ledger."""

    id = models.CharField(primary_key=True, max_length=64)
    name = models.CharField(max_length=200)
    region = models.CharField(max_length=100)
    mark = models.CharField(max_length=20)  # 机关代字, as in 江医保案〔2026〕17号
    demo = models.BooleanField()
    credit_code = models.CharField(max_length=200, blank=True)
    address = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=200, blank=True)


class Person(Projection):
    """An officer or other member of an organ; the id is never used again."""

    id = models.CharField(primary_key=True, max_length=64)
    organ = models.CharField(max_length=64, db_index=True)
    name = models.CharField(max_length=100)
    department = models.CharField(max_length=100)
    account = models.CharField(max_length=100, unique=True)
    roles = models.JSONField()
    left_on = models.DateField(null=True)  # the first day on which the person acts here no more


class Certificate(Projection):
    """A 行政执法证: number, and the first and last day on which it is valid (Beijing dates)."""

    key = models.CharField(primary_key=True, max_length=90)  # number:valid_from; a renewal may keep the number
    number = models.CharField(max_length=64, db_index=True)
    person = models.CharField(max_length=64, db_index=True)
    valid_from = models.DateField()
    valid_to = models.DateField()
    revoked_on = models.DateField(null=True)  # the first day on which it is valid no more


class Delegation(Projection):
    """Somebody acts in another's roles for some days (委托代理)."""

    key = models.CharField(primary_key=True, max_length=90)  # organ:seq of its entry
    organ = models.CharField(max_length=64, db_index=True)
    giver = models.CharField(max_length=64, db_index=True)
    taker = models.CharField(max_length=64, db_index=True)
    roles = models.JSONField()
    first = models.DateField()
    last = models.DateField()
    ended_on = models.DateField(null=True)  # the day on which it was ended before its time; from then on void
    reason = models.TextField()


class SignInPolicy(Projection):
    """How an organ wants its people to sign in; where it said nothing, the product's own measure holds."""

    organ = models.CharField(primary_key=True, max_length=64)
    idle_minutes = models.PositiveIntegerField()
    password_days = models.PositiveIntegerField()
    second_factor = models.JSONField()  # roles that must have one


class Accounts(BaseUserManager["Account"]):
    """Makes sign-in accounts: credentials are no records of enforcement and stay out of the ledger."""

    def open(self, account: str, password: str, *, one_time_until: datetime | None = None) -> "Account":
        """Make an account that signs in with `password`; a one-time one has to be replaced at the first sign-in."""
        row = self.model(account=account, password_set_at=clock.now(), one_time_until=one_time_until)
        if one_time_until is None:
            row.set_password(password)
        else:
            row.password = encoded_code(password)
        row.save(using=self._db)
        return row


class Account(AbstractBaseUser):
    """What signs in; whose it is says `Person.account`."""

    account = models.CharField("账号", max_length=100, unique=True)
    is_active = models.BooleanField(default=True)
    password_set_at = models.DateTimeField(null=True)
    one_time_until = models.DateTimeField(null=True)  # the password is a code for one sign-in, good until then

    USERNAME_FIELD = "account"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = Accounts()

    def __str__(self) -> str:
        return self.account


class FormerPassword(models.Model):
    """A password used before, as a hash: the last few are not taken again."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE)
    encoded = models.CharField(max_length=128)
    left = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.account_id} {self.left}"


class SignIn(models.Model):
    """A person at a browser, from signing in until he signs out, is signed out, or stays away too long."""

    id = models.CharField(primary_key=True, max_length=32)
    account = models.ForeignKey(Account, on_delete=models.CASCADE)
    began = models.DateTimeField()
    seen = models.DateTimeField()
    address = models.CharField(max_length=45)
    agent = models.CharField(max_length=255)

    def __str__(self) -> str:
        return f"{self.account_id} {self.began}"


class Token(models.Model):
    """A sign-in of a program: kept as a digest, dropped at sign-out."""

    digest = models.CharField(primary_key=True, max_length=64)
    account = models.ForeignKey(Account, on_delete=models.CASCADE)
    until = models.DateTimeField()
    began = models.DateTimeField(null=True)
    seen = models.DateTimeField(null=True)
    address = models.CharField(max_length=45, default="")
    agent = models.CharField(max_length=255, default="")

    def __str__(self) -> str:
        return f"{self.account_id} {self.until}"


class PasswordReset(models.Model):
    """A reset by two keepers. Who asked and who agreed stands in the ledger; here is only what opens the account."""

    account = models.OneToOneField(Account, on_delete=models.CASCADE, primary_key=True)
    requested_by = models.CharField(max_length=64)
    requested_at = models.DateTimeField()
    reason = models.CharField(max_length=200)
    factors = models.BooleanField()  # second factors go, too
    encoded = models.CharField(max_length=128)  # hash of both halves of the code together
    second_half = models.BinaryField()  # encrypted, until the second keeper is shown it

    def __str__(self) -> str:
        return f"{self.account_id} {self.requested_at}"
