"""体检：数据库、表结构、检查点、备份."""

from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection

from liuhen.kernel import clock
from liuhen.ledger import latest_checkpoint, missing_triggers
from liuhen.people.models import Organ
from liuhen.upkeep.backup import last_backup
from liuhen.upkeep.health.check import Check, fine, notice, wrong
from liuhen.upkeep.health.words import day_words, size_words
from liuhen.upkeep.upgrade import pending, require_known

CHECKPOINT = timedelta(days=30)
"""Age from which a checkpoint says little about the latest records."""
_BACKUP = timedelta(days=7)


def database() -> Check:
    """Look whether the database opens and still refuses change."""
    name, size = "数据库", Path(str(settings.DATABASES["default"]["NAME"])).stat().st_size
    if missing := missing_triggers(connection):
        return wrong(
            name,
            f"缺少 {len(missing)} 个防改触发器，系统不再写入。",
            "请先执行 liuhen verify 核验，再执行 make setup 恢复触发器。",
        )
    return fine(name, f"可以打开，防改触发器齐全，{size_words(size)}。全部记录的核验请用 liuhen verify。")


def structure() -> Check:
    """Look whether the tables are those of this program."""
    name = "表结构"
    require_known()
    if steps := pending():
        return wrong(name, f"有 {len(steps)} 步升级还没有做。", "请运行 liuhen upgrade，或者重新启动服务。")
    return fine(name, "与本程序一致。")


def checkpoint() -> Check:
    """Look at the age of the last checkpoint; whether it was taken out of the house nobody here can know."""
    name, now = "检查点", clock.now()
    kept = {one.name: latest_checkpoint(one.id) for one in Organ.objects.order_by("id")}
    if none := [organ for organ, one in kept.items() if one is None]:
        return notice(
            name, f"{'、'.join(none)}还没有签发过检查点。", "请运行 liuhen checkpoint --out 文件，存到本机之外。"
        )
    oldest = min((one.at for one in kept.values() if one is not None), default=None)
    if oldest is None:
        return fine(name, "还没有机关。")
    said = f"最近一次签发于 {day_words(oldest)}"
    if now - oldest > CHECKPOINT:
        return notice(
            name,
            f"{said}，已超过 {CHECKPOINT.days} 天。",
            "请运行 liuhen checkpoint --out 文件，交上级机关或者打印留存：没有外部检查点，整体重算就发现不了。",
        )
    return fine(name, f"{said}；请确认已存到本机之外。")


def backups() -> Check:
    """Look at the last backup and at what came in since."""
    name, told = "备份", last_backup()
    if told.failure is not None:
        return wrong(name, f"最近一次备份没有做成：{told.failure.message}{told.failure.why}", told.failure.remedy)
    if told.set_back:
        return wrong(
            name,
            "现在的数据不是从最近一次备份接续下来的。",
            "数据可能被人退回或者调换：请用 liuhen verify --checkpoint 核验，并向安全审计员说明。",
        )
    if told.last is None:
        return _none(name)
    said = f"最近一次 {day_words(told.last.at)}，其后新增记录 {told.entries} 条、文件 {told.files} 个"
    if told.late or clock.now() - told.last.at > _BACKUP:
        return wrong(name, f"{said}，间隔太久。", "请运行 liuhen backup，并检查备份磁盘和每夜自动备份。")
    if not told.nightly:
        return notice(name, f"{said}；没有设定每夜自动备份。", "请设定 LIUHEN_BACKUP_TO=备份目录 后重新启动服务。")
    return fine(name, f"{said}。")


def _none(name: str) -> Check:
    if not Organ.objects.filter(demo=False).exists():
        return fine(name, "示例单位，没有需要备份的记录。")
    return wrong(name, "还没有做过备份。", "请运行 liuhen backup 目录，并设定 LIUHEN_BACKUP_TO 每夜自动备份。")
