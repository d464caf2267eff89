"""How fast the product is, as ratios to the plain tools that do the same work on the same machine in the same run."""

from typing import Final

NAMES: Final = ("ledger", "verify", "ingest", "papers", "backup", "assess", "case", "scan")
"""What can be measured, in the order of the table."""

RUNS: Final = 3
"""Pairs of runs, unless told otherwise; the best run of each side counts."""
