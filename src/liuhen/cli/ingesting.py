"""`ingest`: recordings from a docking station or a card, or those of the service windows by their list."""

import json
import signal
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from liuhen.cli.ready import require_installation, say
from liuhen.cli.shown import plain
from liuhen.cli.words import Verb
from liuhen.kernel import clock
from liuhen.kernel.clock import BEIJING, written
from liuhen.kernel.errors import BadInputError, LiuhenError, NotAllowedError

if TYPE_CHECKING:
    from liuhen.people.officers import Officer
    from liuhen.process.footage.card import Outcome
    from liuhen.process.footage.docking import Docking

_PATH: Final = click.Path(path_type=Path)
_POLL: Final = 2.0  # seconds between two looks at what is plugged in
_SIGNS: Final = {"taken": "✓", "known": "＝", "ignored": "·", "refused": "✗", "unreadable": "✗"}
_COUNTED: Final = {
    "taken": "收入",
    "known": "先前收过",
    "ignored": "不是音像",
    "refused": "没有收入",
    "unreadable": "读不出",
}


@click.command(cls=Verb)
@click.argument("paths", nargs=-1, type=_PATH, metavar="目录或文件…")
@click.option("--as", "account", required=True, metavar="账号", help="由谁收入，记在账簿里。")
@click.option("--device", default="", metavar="编号", help="设备编号；不写时按文件名、文件夹名认。")
@click.option("--officer", default="", metavar="姓名", help="使用设备的人；不写时按设备登记认。")
@click.option("--offset", type=float, metavar="秒", help="设备时钟比标准时间快多少秒，慢的写负数。")
@click.option("--device-time", metavar="时间", help="设备此刻显示的时间，例如 2026-11-22T09:00:05，据此算出快慢。")
@click.option("--watch", is_flag=True, help="一直看着这些目录，插上新卡、写完新文件就收，直到 Ctrl+C。")
@click.option("--settle", type=click.FloatRange(0, 3600), default=5.0, metavar="秒", help="文件多久不再变大才收（5）。")
@click.option("--wipe", is_flag=True, help="收入并逐个核对两边一致以后，从卡上删除。不写时卡上一个字节也不动。")
@click.option("--manifest", type=_PATH, metavar="清单", help="按清单（csv、xlsx）收入办事窗口的音像。")
@click.option("--json", "as_json", is_flag=True, help="每个文件打印一行 JSON，最后一行是合计。")
def ingest(paths: tuple[Path, ...], account: str, manifest: Path | None, *, watch: bool, settle: float, as_json: bool, **told: Any) -> None:  # fmt: skip  # noqa: E501
    """从采集站、存储卡收入音像：按内容认文件，边复制边算两种校验值，按设备、人员、时间归入音像库。

    serve 运行着也可以用。卡只读不写；同一个文件只收一次，中断以后再运行一次就接着收。
    退出码：0 全部收好，1 有的没有收好，2 没有开始。
    """
    require_installation()
    by = _officer(account)
    if manifest is not None:
        from liuhen.cli.listing import take_listed

        sys.exit(take_listed(manifest, by=by, roots=paths, as_json=as_json))
    if not paths:
        raise BadInputError("没有写目录。", remedy="请写存储卡或者采集站的目录，例如 /media/A07。")
    docking = _docking(by, **told)
    report = _Report(as_json=as_json)
    work = _watched(docking, paths, settle=settle) if watch else _once(docking, paths, report.trouble)
    for one in work:
        report.file(one)
    report.end()
    sys.exit(1 if report.wrong else 0)


def _officer(account: str) -> "Officer":
    from liuhen.people.officers import officer_of_account, require_present
    from liuhen.process.footage.taking_in import require_may

    by = officer_of_account(account)
    require_present(by)
    require_may(by)
    return by


def _docking(by: "Officer", *, device: str, officer: str, offset: float | None, device_time: str | None, wipe: bool) -> "Docking":  # noqa: E501  # fmt: skip
    from liuhen.process.footage.docking import Docking, carrier_named, offset_of

    if offset is not None and device_time is not None:
        raise BadInputError("--offset 和 --device-time 只写一个。", remedy="知道快慢写前者，看着设备写后者。")
    shown = _moment(device_time) if device_time is not None else None
    ahead = offset_of(shown, now=clock.now()) if shown else None if offset is None else round(offset * 1000)
    carrier = carrier_named(by.organ, officer) if officer else None
    return Docking(by, device=device.strip(), carrier=carrier, offset_ms=ahead, device_time=shown, wipe=wipe)


def _moment(told: str) -> datetime:
    try:
        moment = datetime.fromisoformat(told)
    except ValueError as err:
        raise BadInputError("--device-time 看不懂。", remedy="请写成 2026-11-22T09:00:05（北京时间）。") from err
    return moment if moment.tzinfo else moment.replace(tzinfo=BEIJING)


def _once(docking: "Docking", paths: Sequence[Path], trouble: Callable[[LiuhenError], None]) -> "Iterator[Outcome]":
    """Read every card once; one that is gone, or was never there, does not keep the others waiting."""
    for root in paths:
        try:
            if not root.exists():
                raise BadInputError(f"没有 {root}。", remedy="请核对目录；存储卡没有插好的，重新插上再运行。")
            yield from docking.read(root)
        except NotAllowedError:
            raise
        except LiuhenError as err:
            trouble(err)
    docking.write_down()


def _watched(docking: "Docking", paths: Sequence[Path], *, settle: float) -> "Iterator[Outcome]":
    """Look at the folders again and again, until somebody presses Ctrl+C; take what has stopped growing."""
    from liuhen.process.footage.watching import Watch

    click.echo(f"正在看着 {'、'.join(map(str, paths))}，按 Ctrl+C 结束。", err=True)
    watch = Watch(docking, paths, settle=settle)
    ended = threading.Event()

    def end(number: int, _frame: object) -> None:
        """End after the file at hand; asked a second time, at once."""
        ended.set()
        signal.signal(number, signal.default_int_handler)

    for number in (signal.SIGINT, signal.SIGTERM):  # also where it was started in the background, or as a unit
        signal.signal(number, end)
    try:
        while not ended.is_set():
            yield from watch.look(now=time.monotonic())
            ended.wait(_POLL if settle >= _POLL else max(settle, 0.2))
        click.echo("已停止。", err=True)
    finally:
        docking.write_down()


class _Report:
    """Tells who stands at the card what became of each file, and the sum."""

    def __init__(self, *, as_json: bool) -> None:
        self._as_json = as_json
        self._counted: Counter[str] = Counter()
        self._size = self._wiped = 0
        self.wrong = False

    def file(self, one: "Outcome") -> None:
        """Tell of one file."""
        self._counted[one.state] += 1
        self._wiped += one.wiped == "wiped"
        self._size += one.taken.size if one.taken and one.state == "taken" else 0
        self.wrong = self.wrong or one.wrong
        if self._as_json:
            say(json.dumps(_told(one), ensure_ascii=False))
        else:
            say(plain(f"{_SIGNS[one.state]} {one.path}　{one.said}{one.remedy}"))

    def trouble(self, err: LiuhenError) -> None:
        """Tell of a whole card that could not be read."""
        self.wrong = True
        click.echo(plain(f"{err.message}{err.why}{err.remedy}"), err=True)

    def end(self) -> None:
        """Tell the sum."""
        if self._as_json:
            total = {state: self._counted[state] for state in _COUNTED}
            say(json.dumps({"total": total | {"bytes": self._size, "wiped": self._wiped}}))
            return
        said = [f"{word} {self._counted[state]} 个" for state, word in _COUNTED.items() if self._counted[state]]
        said += [f"从卡上删除 {self._wiped} 个"] * bool(self._wiped)
        say("，".join(said) + "。" if said else "没有文件。")


def _told(one: "Outcome") -> dict[str, Any]:
    told: dict[str, Any] = {"path": one.path, "state": one.state, "said": one.said}
    told |= {"remedy": one.remedy} if one.remedy else {}
    told |= {"wiped": one.wiped == "wiped"} if one.wiped else {}
    if (taken := one.taken) is not None:
        told |= {"seq": taken.seq, "footage": taken.footage, "device": taken.device, "size": taken.size}
        told |= {"sha256": taken.sha256, "sm3": taken.sm3, "started": written(taken.started)}
    return told
