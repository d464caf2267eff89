"""The organ's own unit for each duty holder that the regulations name."""

from collections.abc import Mapping

from liuhen.office.models import Holder


def units_of(organ: str) -> Mapping[str, str]:
    """Return duty holder -> the organ's own unit, where the organ has named one."""
    return dict(Holder.objects.filter(organ=organ).values_list("holder", "department"))
