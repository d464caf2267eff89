"""Jobs wait in lanes, so that what takes seconds, or a person waits for, never waits behind what takes an hour."""

from typing import Final

QUICK: Final = "quick"
LONG: Final = "long"
ARRIVALS: Final = "arrivals"
"""Files that have come and are read once more before they count: minutes, while somebody looks on."""
LANES: Final = (QUICK, LONG, ARRIVALS)
