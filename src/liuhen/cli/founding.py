"""`init`: set up an empty installation at the terminal, by questions or from a file."""

import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click
from django.conf import settings
from pydantic import ValidationError

from liuhen.cli.ready import load, migrate, require_installation, say
from liuhen.cli.words import Verb
from liuhen.kernel.errors import BadInputError, OutOfOrderError, UnusableError
from liuhen.upkeep.folder import FOR_OWNER

if TYPE_CHECKING:
    from liuhen.office.founding import Keeper

LEAST_SPACE: Final = 2 * 1024**3  # bytes
_OURS: Final = frozenset({"lost+found", "keys", "incoming", "originals", "papers", "derived", "upkeep"})
"""What a first start leaves in a folder that is still empty otherwise."""


@click.command("init", cls=Verb)
@click.option(
    "--from",
    "file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="从文件读取各项（YAML），见 examples/init.yaml；不写则逐项询问。",
)
@click.option("--codes-again", is_flag=True, help="重发三员的初始口令（三员都还没有登录过时才可以）。")
def init(file: Path | None, *, codes_again: bool) -> None:
    """初次安装：在空的数据目录里建立机关、三员、规程和文书编号。"""
    if codes_again:
        _renew()
        return
    load()
    _require_room(settings.LIUHEN_DATA)
    migrate()
    from liuhen.office.founding import founded, write_codes

    if founded():
        raise OutOfOrderError(
            f"数据目录 {settings.LIUHEN_DATA} 里已经有机关，不能再次安装。",
            remedy="另设机关的，请用 LIUHEN_DATA 指定另一个空的数据目录。",
        )
    name, keepers = _from_file(file) if file else _from_answers()
    write_codes(keepers)
    _say_done(name, keepers)


def _require_room(data: Path) -> None:
    """Refuse a folder that holds something else, cannot be written, or lies on a disk that is nearly full."""
    strange = sorted(one.name for one in data.iterdir() if one.name not in _OURS) if data.is_dir() else []
    if strange and not any(name.startswith("liuhen.sqlite3") for name in strange):
        raise BadInputError(
            f"数据目录 {data} 不是空的。",
            why=f"里面有 {'、'.join(strange[:5])}{' 等' if len(strange) > 5 else ''}。",  # noqa: PLR2004 - a few
            remedy="请用 LIUHEN_DATA 指定一个空目录。",
        )
    data.mkdir(parents=True, exist_ok=True)
    if not os.access(data, os.W_OK | os.X_OK):
        raise UnusableError(f"数据目录 {data} 不能写入。", remedy="请检查目录的所有者和权限。")
    free = shutil.disk_usage(data).free
    if free < LEAST_SPACE:
        raise UnusableError(
            f"数据目录所在的磁盘只剩 {free // 1024**2} MB。",
            why=f"至少要有 {LEAST_SPACE // 1024**3} GB，音像还需要更多。",
            remedy="请换一个磁盘，或者清理后再安装。",
        )
    data.chmod(FOR_OWNER)


def _from_answers() -> "tuple[str, tuple[Keeper, ...]]":
    """Ask until the answers can be used; only what is wrong is asked again."""
    from liuhen.cli.questions import ask_again, ask_all

    told = ask_all()
    while True:
        try:
            return _founded(told)
        except BadInputError as err:
            if not err.fields:
                raise
            ask_again(told, err)


def _from_file(file: Path) -> "tuple[str, tuple[Keeper, ...]]":
    import yaml

    try:
        told = yaml.safe_load(file.read_text("utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as err:
        raise BadInputError(f"{file} 无法读取。", why="YAML 写法有误。", remedy="请对照 examples/init.yaml。") from err
    if not isinstance(told, Mapping):
        raise BadInputError(f"{file} 里没有内容。", remedy="请对照 examples/init.yaml。")
    given = dict(told)
    if given.get("picture"):
        given["picture"] = str(file.parent / str(given["picture"]))
    return _founded(given)


def _founded(told: Mapping[str, Any]) -> "tuple[str, tuple[Keeper, ...]]":
    """Found an organ of what was told; return its name and the keepers.

    Raises:
        BadInputError: `fields` by dotted path.
    """
    from liuhen.cli.questions import label
    from liuhen.forms.wording import wrong_fields
    from liuhen.office.founding import found
    from liuhen.office.founding_form import FoundingForm

    given = dict(told)
    if given.get("picture"):
        given["picture"] = _stored(Path(str(given["picture"])))
    try:
        form = FoundingForm.model_validate(given)
    except ValidationError as err:
        fields = wrong_fields(err.errors())
        why = "\n".join(f"{label(path)}：{said}" for path, said in fields.items())
        raise BadInputError("有几项不能用。", fields=fields, why=why, remedy="请改正后再运行一次。") from err
    return form.organ.name, found(form)


def _stored(picture: Path) -> str:
    from liuhen.media.store import take_in
    from liuhen.office.founding_form import PICTURE

    try:
        content = picture.read_bytes()
    except OSError as err:
        raise BadInputError(
            f"印章图片 {picture} 不能读取。", fields={"picture": "读不出这个文件"}, remedy="请核对文件。"
        ) from err
    return take_in([content], root=settings.LIUHEN_ORIGINALS, limit=PICTURE, name=picture.name).digests.sha256


def _say_done(name: str, keepers: "tuple[Keeper, ...]") -> None:
    say(f"\n{name} 已经建立。")
    _say_codes(keepers)
    say("\n接下来：")
    say("  1. 启动：liuhen serve；供网络使用的，先运行 liuhen tls init，再运行 liuhen serve --host 0.0.0.0 --port 8443")
    say("  2. 安全员登录，设立处室，录入或者导入人员和执法证")
    say("  3. 法制审核人员核对规程、数额标准和审批流程，录入本年度放假安排")
    say("  4. 系统管理员安排备份（liuhen backup），并用 liuhen doctor 检查")


def _renew() -> None:
    require_installation()
    from liuhen.office.founding import codes_anew, write_codes

    keepers = codes_anew()
    write_codes(keepers)
    _say_codes(keepers)


def _say_codes(keepers: "tuple[Keeper, ...]") -> None:
    from liuhen.office.founding import CODE_DAYS, codes_file

    say(f"三员的初始口令（{CODE_DAYS} 天内有效，首次登录后作废，请当面交给本人）：\n")
    for one in keepers:
        say(f"  {one.role}　{one.name}　账号 {one.account}　口令 {one.code}")
    say(f"\n口令也写在 {codes_file()}，交给本人以后请删除。")
