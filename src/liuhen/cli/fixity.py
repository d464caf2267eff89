"""`fixity`: re-read originals and compare them with their records."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from liuhen.cli.ready import require_installation, say
from liuhen.cli.words import Verb
from liuhen.kernel.errors import BadInputError
from liuhen.media.space import spoken

if TYPE_CHECKING:
    from liuhen.upkeep.fixity import Checked


@click.command(cls=Verb)
@click.option("--all", "everything", is_flag=True, help="全部重读一遍。")
@click.option("--sample", type=click.IntRange(1), help="随机抽查这么多份。")
@click.option(
    "--restore",
    "copy",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="用这个文件恢复被隔离的原件。",
)
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
def fixity(*, everything: bool, sample: int | None, copy: Path | None, as_json: bool) -> None:
    """重读音像和扫描原件，与记录的 SHA-256、SM3 核对；不符的隔离、记录、告警，不重新计算校验值。

    不加选项的，核查到期的（LIUHEN_FIXITY_DAYS 日没有重读过的）。退出码：0 完好，1 发现问题。
    """
    if everything and sample:
        raise BadInputError("--all 和 --sample 只能选一个。", remedy="请去掉其中一个。")
    require_installation()
    from liuhen.upkeep.fixity import check_originals, restore

    if copy is not None:
        say(f"“{restore(copy).name}”已恢复，可以播放和下载。")
        return
    found = check_originals("full" if everything else "sample" if sample else "due", sample=sample or 0, said=_progress)
    if as_json:
        say(json.dumps([one.as_json() for one in found], ensure_ascii=False, indent=2))
    else:
        for one in found:
            _print(one)
    sys.exit(1 if any(one.problems for one in found) else 0)


def _progress(done: int, of: int) -> None:
    if sys.stderr.isatty():
        click.echo(f"\r已读 {spoken(done)} / {spoken(of)}", nl=done >= of, err=True)


def _print(told: "Checked") -> None:
    for one, bad in told.problems:
        say(f"[{bad.fault}] {one.what} “{one.name}”　{bad.message}已隔离（{one.sha256[:16]}…）。")
    result = (
        f"发现 {len(told.problems)} 份有问题。"
        if told.problems
        else "全部完好。"
        if told.checked
        else "没有到期要核查的。"
    )
    say(f"{told.organ}：记录在案 {told.known} 份，本次重读 {told.checked} 份 {spoken(told.size)}，{result}")
