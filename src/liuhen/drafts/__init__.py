"""草稿: what was typed and not recorded yet. Outside the ledger, encrypted, one's own, gone after thirty days."""
