"""`service`: the systemd unit that starts the product with the machine."""

import os
import pwd
from pathlib import Path
from typing import Final

import click
from django.conf import settings

from liuhen.cli.ready import say
from liuhen.cli.words import Verb
from liuhen.kernel.errors import BadInputError, NotAllowedError, UnusableError

_NOBODY_ELSE: Final = "liuhen"
"""The user of a service that root sets up: the product never needs to be root."""


def _own_name() -> str:
    return pwd.getpwuid(os.geteuid()).pw_name if os.geteuid() else _NOBODY_ELSE


@click.command(cls=Verb)
@click.option("--user", default=_own_name, help="以哪个用户运行；默认当前用户，root 则为 liuhen。")
@click.option("--host", default="0.0.0.0", help="监听地址，默认供网络使用。")  # noqa: S104  # said in the help
@click.option("--port", type=click.IntRange(1, 65535), default=8443, help="端口，默认 8443。")
@click.option("--name", "names", multiple=True, metavar="主机名", help="浏览器里使用的主机名，可以写几次。")
@click.option("--backup-to", type=click.Path(path_type=Path), help="每夜自动备份的目录。")
@click.option("--install", is_flag=True, help="写入 /etc/systemd/system/liuhen.service（须以 root 运行）。")
def service(user: str, host: str, port: int, names: tuple[str, ...], backup_to: Path | None, *, install: bool) -> None:
    """输出开机自动启动的系统服务（systemd），只给必要的权限。"""
    from liuhen.upkeep.folder import PROJECT
    from liuhen.upkeep.unit import UNIT, Service

    _require_user(user)
    options = ["--host", host, *(word for name in names for word in ("--name", name))]
    unit = Service(
        user,
        settings.LIUHEN_DATA,
        PROJECT,
        port,
        options,
        also=[backup_to.resolve()] if backup_to else [],
        told={"LIUHEN_BACKUP_TO": str(backup_to.resolve())} if backup_to else {},
    )
    if not install:
        say(unit.text)
        return
    if os.geteuid() != 0:
        raise NotAllowedError("没有权限写入系统服务。", remedy="请以 root 运行：sudo liuhen service --install …")
    try:
        UNIT.write_text(unit.text, "utf-8")
    except OSError as err:
        raise UnusableError(f"{UNIT} 没有写成。", why=err.strerror or "", remedy="请确认本机使用 systemd。") from err
    say(f"已写入 {UNIT}。")
    say(f"请确认数据目录属于运行的用户：chown -R {user} {settings.LIUHEN_DATA}")
    say("然后运行：systemctl daemon-reload && systemctl enable --now liuhen")


def _require_user(user: str) -> None:
    try:
        pwd.getpwnam(user)
    except KeyError as err:
        raise BadInputError(
            f"本机没有用户 {user}。", remedy=f"请先建立：useradd --system --create-home {user}；或者用 --user 指定。"
        ) from err
