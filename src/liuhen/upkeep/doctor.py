"""体检: what is wrong with an installation, and what to do about it. It reads, and changes nothing."""

from collections.abc import Callable
from typing import Final

from django.db import DatabaseError

from liuhen.kernel.errors import LiuhenError
from liuhen.upkeep.health import machine, originals, people, records, serving
from liuhen.upkeep.health.check import Check, State, unchecked

CHECKS: Final[tuple[tuple[str, Callable[[], Check]], ...]] = (
    ("程序", machine.program),
    ("数据目录", machine.folder),
    ("密钥", machine.keys),
    ("数据库", records.database),
    ("表结构", records.structure),
    ("磁盘", machine.disk),
    ("备份", records.backups),
    ("原件核查", originals.originals),
    ("对象存储", originals.store),
    ("检查点", records.checkpoint),
    ("访问", serving.access),
    ("HTTPS 证书", serving.certificate),
    ("后台处理", serving.background),
    ("字体和页面文件", serving.files),
    ("时钟", machine.time_of_day),
    ("三员", people.keepers),
    ("执法证", people.certificates),
    ("放假安排", people.calendar),
    ("规程期限", people.regulations),
    ("初始口令", people.first_codes),
    ("残留文件", machine.leftovers),
)


def examine() -> list[Check]:
    """Return every check; one that could not run says so and why, and never passes for a good one."""
    return [_run(name, check) for name, check in CHECKS]


def sound(checks: list[Check]) -> bool:
    """Say whether nothing is wrong; what is worth noting or could not be checked is no fault."""
    return not any(one.state is State.WRONG for one in checks)


def _run(name: str, check: Callable[[], Check]) -> Check:
    try:
        return check()
    except LiuhenError as err:
        return unchecked(name, str(err))
    except DatabaseError:
        return unchecked(name, "数据库读不出。")
    except (OSError, ValueError, LookupError) as err:
        return unchecked(name, f"没有查成：{getattr(err, 'strerror', None) or '读到的内容不对'}。")
