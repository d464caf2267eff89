"""Tables of people. All but `Account` are projections of office entries."""

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models

from liuhen.ledger import Projection


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


class Accounts(BaseUserManager["Account"]):
    """Makes sign-in accounts: credentials are no records of enforcement and stay out of the ledger."""

    def open(self, account: str, password: str) -> "Account":
        """Make an account that signs in with `password`."""
        row = self.model(account=account)
        row.set_password(password)
        row.save(using=self._db)
        return row


class Account(AbstractBaseUser):
    """What signs in; whose it is says `Person.account`."""

    account = models.CharField("账号", max_length=100, unique=True)
    is_active = models.BooleanField(default=True)

    USERNAME_FIELD = "account"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = Accounts()

    def __str__(self) -> str:
        return self.account


class Token(models.Model):
    """A sign-in of a program: kept as a digest, dropped at sign-out."""

    digest = models.CharField(primary_key=True, max_length=64)
    account = models.ForeignKey(Account, on_delete=models.CASCADE)
    until = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.account_id} {self.until}"
