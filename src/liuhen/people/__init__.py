"""Who: organs, officers, roles, and the one function that says what a person may do to what."""

from liuhen.people.officers import Officer, Snapshot, officer_of_account, officers_in, snapshot
from liuhen.people.scope import Scope, Subject, can, require, scope

__all__ = [
    "Officer",
    "Scope",
    "Snapshot",
    "Subject",
    "can",
    "officer_of_account",
    "officers_in",
    "require",
    "scope",
    "snapshot",
]
