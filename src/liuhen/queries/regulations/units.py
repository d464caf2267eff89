"""The organ's own unit for each duty holder that the regulations name."""

from collections.abc import Mapping


def units_of(organ: str) -> Mapping[str, str]:
    """Return duty holder -> the organ's own unit, where the organ has named one."""
    del organ
    return {}
