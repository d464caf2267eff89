"""Jobs wait in one of two lanes, so that what takes seconds never waits behind what takes an hour."""

from typing import Final

QUICK: Final = "quick"
LONG: Final = "long"
LANES: Final = (QUICK, LONG)
