"""What may be picked in a field: from the model itself, or asked of the page that shows the form."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Option:
    """One thing that may be picked."""

    value: str
    label: str
    second: str = ""  # a softer word beside the label: the certificate of an officer, the date of a record
    picked: bool = False


Options = Callable[[str, Mapping[str, Any]], Sequence[Option]]
"""(widget, what the field declares) -> what may be picked, for widgets that know no choices of their own."""


def no_options(widget: str, told: Mapping[str, Any]) -> Sequence[Option]:
    """Answer for forms that ask nothing of their page."""
    del widget, told
    return ()


def declared(told: Mapping[str, Any]) -> list[Option]:
    """Return the choices that the field itself declares."""
    return [Option(str(value), str(label)) for value, label in told.get("choices", {}).items()]
