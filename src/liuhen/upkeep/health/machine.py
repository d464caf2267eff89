"""体检：程序、数据目录、密钥、磁盘、残留文件、时钟."""

import os
import re
import stat
import sys
import time
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings

from liuhen.kernel import clock
from liuhen.ledger.ends import ends
from liuhen.ledger.reading import entry
from liuhen.media.places import incoming
from liuhen.media.transfers import belongs
from liuhen.people.models import Organ
from liuhen.upkeep.disk import forecast
from liuhen.upkeep.folder import PROJECT
from liuhen.upkeep.health.check import Check, fine, notice, wrong
from liuhen.upkeep.health.words import day_words, size_words

LEAST_PYTHON = (3, 11)
_PINNED = re.compile(r"^([A-Za-z0-9_.-]+)(?:\[[^]]*\])?==([^ \\;]+)")
_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_SOON = 90  # days before the disk is full
_STALE = 24 * 60 * 60  # seconds


def program() -> Check:
    """Look at Python and at the packages: are they those the product was tested with."""
    name, here = "程序", f"留痕 {version('liuhen')}，Python {sys.version_info.major}.{sys.version_info.minor}"
    if sys.version_info[:2] < LEAST_PYTHON:
        return wrong(name, f"{here}，版本太低。", "请安装 Python 3.11 或者更新的版本，再运行 make setup。")
    missing, other = _packages(PROJECT / "requirements" / "runtime.txt")
    if missing:
        return wrong(name, f"{here}；缺少软件包 {'、'.join(missing[:5])}。", "请运行 make setup。")
    if other:
        return notice(name, f"{here}；{'、'.join(other[:5])} 与锁定的版本不同。", "请运行 make setup 恢复锁定的版本。")
    return fine(name, f"{here}，软件包与锁定的版本一致。")


def folder() -> Check:
    """Look at the data folder: whose it is, and who else can read it."""
    data, name = Path(settings.LIUHEN_DATA), "数据目录"
    told = data.stat()
    if told.st_uid != os.geteuid():
        return wrong(name, f"{data} 不属于运行本程序的用户。", f"请以原来的用户运行，或者执行 chown -R 用户名 {data}。")
    if told.st_mode & _OTHERS:
        return notice(name, f"本机其他用户可以进入 {data}。", f"请执行 chmod 700 {data}。")
    return fine(name, f"{data}，只有运行本程序的用户可以进入。")


def keys() -> Check:
    """Look at the folder of keys: all there, and readable by their owner only."""
    name, held = "密钥", Path(settings.LIUHEN_DATA) / "keys"
    if not (held / "master.key").is_file():
        return wrong(name, "缺少主密钥文件 keys/master.key。", "已有记录离开它不能读取；请从备份恢复 keys 文件夹。")
    unsigned = [one.name for one in Organ.objects.order_by("id") if not (held / f"organ-{one.id}.ed25519").is_file()]
    if unsigned:
        return wrong(name, f"缺少 {'、'.join(unsigned)} 的签名密钥。", "不能签发检查点；请从备份恢复 keys 文件夹。")
    open_ = [str(one.relative_to(held.parent)) for one in _secret(held) if _readable_by_others(one)]
    if open_:
        return wrong(name, f"{'、'.join(open_[:5])} 可以被别的用户读取。", f"请执行 chmod -R go= {held}。")
    return fine(name, "齐全，只有运行本程序的用户可以读取。")


def disk() -> Check:
    """Look at what is left of the disk, and when it would be full."""
    name, told = "磁盘", forecast(Path(settings.LIUHEN_DATA), reserve=settings.LIUHEN_RESERVE)
    here = f"共 {size_words(told.total)}，剩余 {size_words(told.free)}"
    if told.short:
        return wrong(
            name, f"{here}，低于保留的 {size_words(told.reserve)}，已不再接收文件。", "请清理磁盘，或者换更大的磁盘。"
        )
    if told.a_month is None:
        return fine(name, f"{here}；使用不足一周，还不能预计。")
    here += f"，近来每月增加 {size_words(told.a_month)}"
    if told.refuses_on is None:
        return fine(name, f"{here}。")
    here += f"，预计可用到 {day_words(told.refuses_on)}"
    if (told.refuses_on - clock.beijing_date(clock.now())).days < _SOON:
        return notice(name, f"{here}。", "请及早安排更大的磁盘。")
    return fine(name, f"{here}。")


def leftovers() -> Check:
    """Look for files of uploads that never ended."""
    name, data = "残留文件", Path(settings.LIUHEN_DATA)
    stores = (settings.LIUHEN_ORIGINALS, settings.LIUHEN_PAPERS)
    places = (data / "incoming", *(incoming(Path(root)) for root in stores))
    old = [one for place in places if place.is_dir() for one in place.rglob("*") if _stale(one)]
    if not old:
        return fine(name, "没有中断的上传留下的文件。")
    size = sum(one.stat().st_size for one in old)
    return notice(
        name,
        f"有 {len(old)} 个中断的上传留下的文件，共 {size_words(size)}。",
        "重新启动服务时会自动清理音像部分；其余可以删除。",
    )


def time_of_day() -> Check:
    """Look at the clock: time zones known, and not behind the last record."""
    name, now = "时钟", clock.now()
    try:
        ZoneInfo("Asia/Shanghai")
    except ZoneInfoNotFoundError:
        return wrong(name, "系统没有时区数据。", "请安装 tzdata。")
    last = max((entry(end.digests.sha256).recorded for end in ends().values()), default=None)
    if last is not None and last > now:
        return wrong(name, "系统时间早于最后一条记录的时间。", "请校准系统时间（建议启用自动对时）后再办理。")
    return fine(name, f"北京时间 {now.astimezone(clock.BEIJING):%Y-%m-%d %H:%M}，不早于最后一条记录。")


def _packages(pins: Path) -> tuple[list[str], list[str]]:
    """Return the locked packages that are missing, and those of another version than the locked one."""
    missing, other = [], []
    for line in pins.read_text("utf-8").splitlines():
        if (pin := _PINNED.match(line)) is None:
            continue
        try:
            if version(pin[1]) != pin[2]:
                other.append(pin[1])
        except PackageNotFoundError:
            missing.append(pin[1])
    return missing, other


def _secret(held: Path) -> Iterator[Path]:
    yield held
    yield from (one for one in held.rglob("*") if one.suffix != ".crt")


def _readable_by_others(path: Path) -> bool:
    return bool(path.stat().st_mode & _OTHERS)


def _stale(path: Path) -> bool:
    """Say whether a file is a leftover; what belongs to a transfer that may go on has a time of its own."""
    return path.is_file() and not belongs(path) and time.time() - path.stat().st_mtime > _STALE
