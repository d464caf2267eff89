"""系统状态: what the system administrator looks after. No case content, only figures of the machine."""

from collections.abc import Mapping, Sequence
from importlib.metadata import version
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from liuhen.kernel import clock
from liuhen.people.officers import Officer
from liuhen.people.scope import Subject, require
from liuhen.upkeep.disk import Forecast, forecast
from liuhen.upkeep.doctor import examine
from liuhen.upkeep.health.check import Check, State
from liuhen.web.signed_in import signed_in
from liuhen.web.wording import day_words, size_words

_COLOURS: Final[Mapping[State, str]] = {
    State.FINE: "green",
    State.NOTICE: "amber",
    State.WRONG: "red",
    State.UNCHECKED: "grey",
}
_ORDER: Final = (State.WRONG, State.NOTICE, State.UNCHECKED, State.FINE)


@require_safe
@signed_in
def system(request: HttpRequest, by: Officer) -> HttpResponse:
    """Check the installation and show what was found, the worst first."""
    require(by, "system.view", Subject(organ=by.organ), doing="查看系统状态")
    checks = examine()
    told = forecast(settings.LIUHEN_DATA, reserve=settings.LIUHEN_RESERVE)
    context = {
        "version": version("liuhen"),
        "checked_at": clock.now(),
        "wrong": sum(one.state is State.WRONG for one in checks),
        "notices": sum(one.state is State.NOTICE for one in checks),
        "checks": [(one, _COLOURS[one.state]) for one in _worst_first(checks)],
        "parts": [(word, size_words(size)) for word, size in told.parts.items()],
        "disk": _disk(told),
        "used": round((told.total - told.free) * 100 / told.total),
        "place": "system",
    }
    return render(request, "web/system.html", context)


def _worst_first(checks: Sequence[Check]) -> list[Check]:
    return sorted(checks, key=lambda one: _ORDER.index(one.state))


def _disk(told: Forecast) -> list[tuple[str, str]]:
    rows = [
        ("磁盘", f"共 {size_words(told.total)}，剩余 {size_words(told.free)}"),
        ("保留", f"剩余不足 {size_words(told.reserve)} 时不再接收文件"),
    ]
    if told.a_month is not None:
        rows.append(("每月增加", size_words(told.a_month)))
        rows.append(("预计可用到", day_words(told.refuses_on) if told.refuses_on else "多年以后"))
    else:
        rows.append(("每月增加", "使用不足一周，还不能预计"))
    return rows
