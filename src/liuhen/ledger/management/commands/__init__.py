"""Commands of Django that the ledger needs otherwise."""
