"""What a device wrote into its recording: when, where, which device it is; kept as given, never corrected."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

_ZERO_HOURS: Final = frozenset({datetime(1904, 1, 1, tzinfo=UTC), datetime(1, 1, 1, tzinfo=UTC)})
"""What a file says whose recorder wrote no time at all."""
_FIRST: Final = datetime(2005, 1, 1, tzinfo=UTC)
"""No body camera is older: a time before it comes from a clock that was never set."""
_LAST: Final = datetime(2038, 1, 1, tzinfo=UTC)
_TIMES: Final = ("com.apple.quicktime.creationdate", "creation_time", "date")
_MAKES: Final = ("com.apple.quicktime.make", "com.android.manufacturer", "make", "manufacturer", "artist-make")
_MODELS: Final = ("com.apple.quicktime.model", "com.android.model", "model", "device_model")
_PLACES: Final = ("com.apple.quicktime.location.iso6709", "location", "location-eng", "xyz")
_ISO6709: Final = re.compile(r"([+-]\d{1,2}(?:\.\d+)?)([+-]\d{1,3}(?:\.\d+)?)")
_LONGEST: Final = 80  # characters of a name


@dataclass(frozen=True, slots=True)
class Embedded:
    """What the file says of its making.

    Args:
        created: aware, as written; devices often write local time and call it UTC. None where nothing is written.
        place: latitude and longitude in degrees, as written: decimal numbers in text.
        doubt: a sentence where `created` cannot be true, else empty.
    """

    created: datetime | None = None
    make: str = ""
    model: str = ""
    place: tuple[str, str] | None = None
    doubt: str = ""

    @property
    def usable(self) -> datetime | None:
        """Return when it was made, where the device's clock had been set."""
        return None if self.doubt else self.created


NOTHING: Final = Embedded()


def embedded(*tables: Mapping[str, str]) -> Embedded:
    """Return what the tables of a file say, the first one that says something counting."""
    told = {key.lower(): value for table in reversed(tables) for key, value in table.items()}
    created = next((moment for key in _TIMES if (moment := _moment(told.get(key, "")))), None)
    return Embedded(
        created=created,
        make=_name(told, _MAKES),
        model=_name(told, _MODELS),
        place=next((found for key in _PLACES if (found := _place(told.get(key, "")))), None),
        doubt=doubt_of(created),
    )


def doubt_of(created: datetime | None) -> str:
    """Return a sentence where a device's clock cannot have been set, else nothing."""
    if created is None or _FIRST <= created < _LAST:
        return ""
    return f"设备写入的时间是 {created.year} 年，时钟没有校准；按原样保留，不作为录制时间。"


def _moment(written: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(written)
        known = moment.astimezone(UTC) if moment.tzinfo else None
    except (ValueError, OverflowError):
        return None
    return None if known in _ZERO_HOURS else known


def _place(written: str) -> tuple[str, str] | None:
    found = _ISO6709.match(written)
    if found is None or abs(float(found[1])) > 90 or abs(float(found[2])) > 180:  # noqa: PLR2004  # degrees
        return None
    return found[1].removeprefix("+"), found[2].removeprefix("+")


def _name(told: Mapping[str, str], keys: tuple[str, ...]) -> str:
    found = next((told[key] for key in keys if told.get(key, "").strip()), "")
    return "".join(sign for sign in found if sign.isprintable()).strip()[:_LONGEST]
