"""`doctor`: what is wrong with the installation, and what to do."""

import json
import sys
from typing import TYPE_CHECKING

import click
from django.conf import settings

from liuhen.cli.ready import load, say
from liuhen.cli.words import Verb
from liuhen.kernel.errors import UnusableError

if TYPE_CHECKING:
    from liuhen.upkeep.health.check import Check


@click.command(cls=Verb)
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
def doctor(*, as_json: bool) -> None:
    """体检：逐项检查安装，说明哪里有问题、怎么办；只看不改。退出码：0 没有问题，1 有问题。"""
    load()
    from liuhen.upkeep.doctor import examine, sound
    from liuhen.upkeep.snapshot import database

    if not database().is_file():  # asking would make one
        raise UnusableError(
            f"数据目录 {settings.LIUHEN_DATA} 中没有安装。",
            remedy="请先运行 liuhen init，或者用 LIUHEN_DATA 指定数据目录。",
        )
    checks = examine()
    if as_json:
        say(json.dumps([one.as_json() for one in checks], ensure_ascii=False, indent=2))
    else:
        _print(checks)
    sys.exit(0 if sound(checks) else 1)


def _print(checks: "list[Check]") -> None:
    for one in checks:
        say(f"[{one.state}] {one.name}：{one.found}")
        if one.remedy:
            say(f"        怎么办：{one.remedy}")
    counted = {state: sum(one.state == state for one in checks) for state in dict.fromkeys(one.state for one in checks)}
    say("，".join(f"{state} {number} 项" for state, number in counted.items()) + "。")
