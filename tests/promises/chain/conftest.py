"""A ledger of its own for every test, as in the ledger's own tests."""

from ledger.conftest import _own_rooms, intruder, ledger, prepared

__all__ = ["_own_rooms", "intruder", "ledger", "prepared"]
