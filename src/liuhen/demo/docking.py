"""A device read out as after a day outside: its files lie on a card, its clock is held against the true time."""

from datetime import datetime, timedelta
from pathlib import Path

from liuhen.kernel import clock
from liuhen.people.officers import Officer
from liuhen.process.footage.docking import Docking
from liuhen.process.footage.taking_in import Taken


def read_out(card: Path, *, by: Officer, device: str, at: datetime, fast_ms: int) -> dict[str, Taken]:
    """Take in what lies on a card; return it by the names of the files.

    Args:
        device: empty where nobody wrote down from which device the card is: then no clock is measured either.
        fast_ms: how far the device's clock is ahead.
    """
    measured = {"offset_ms": fast_ms, "device_time": at + timedelta(milliseconds=fast_ms)} if device else {}
    docking = Docking(by, device=device, channel="seed", **measured)  # type: ignore[arg-type]
    with clock.at(at):
        done = list(docking.read(card))
        docking.write_down()
    if wrong := [f"{one.path}: {one.said}" for one in done if one.taken is None]:
        raise ValueError(f"the demo's card was not taken in: {wrong}")
    return {one.path: one.taken for one in done if one.taken}
