"""`backup`, `restore` and `upgrade`."""

import json
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypedDict, Unpack

import click

from liuhen.cli.ready import load, migrate, require_installation, say
from liuhen.cli.words import Verb
from liuhen.kernel.clock import BEIJING, written
from liuhen.kernel.errors import BadInputError
from liuhen.media.space import spoken

if TYPE_CHECKING:
    from liuhen.upkeep.backup import Made
    from liuhen.upkeep.manifest import Manifest
    from liuhen.upkeep.thinning import Thinned

_FOLDER = click.Path(file_okay=False, path_type=Path)
_FILE = click.Path(dir_okay=False, path_type=Path)
_LAST: Final = 10  # how far this work steps back for others, as `nice` counts
_MEND: Final = "删去 objects 中所指的文件，原件还在的，下一次备份会重写；快照有问题的，用其他快照。请检查备份磁盘。"
_ALL: Final = 100  # per cent
_SHOWN: Final = 20  # problems; `liuhen verify` lists all
_EXPORT: Final = "请用 liuhen backup --export-key 文件 写出，保存到别处：机器没了，没有它就不能恢复。"


class _Told(TypedDict):
    """The options of `backup`."""

    check: bool
    key: Path | None
    sample: int | None
    keep: int | None
    recipients: tuple[str, ...]
    anew: bool
    export_key: Path | None
    forget_key: bool
    as_json: bool


@click.command(cls=Verb)
@click.argument("folder", metavar="[目录]", type=_FOLDER, required=False)
@click.option("--check", is_flag=True, help="不备份，只把目录中的备份重读一遍，核对校验值。")
@click.option("--key", type=_FILE, help="备份密钥文件；与 --check 同用时逐一解密核对原文。")
@click.option("--sample", type=click.IntRange(1), help="与 --check 同用：只抽查这么多份原件。")
@click.option("--keep", type=click.IntRange(1), help="备份之后只保留最近这么多个快照。")
@click.option("--recipient", "recipients", multiple=True, help="再加一个能打开备份的公钥（age1…），可以多次使用。")
@click.option("--anew", is_flag=True, help="目录里以前的备份不在了，从头开始。")
@click.option("--export-key", type=_FILE, help="把备份密钥写入文件，交本机之外保存。")
@click.option(
    "--forget-key", is_flag=True, help="把备份密钥从本机移走；须用 --key 或者 --export-key 指明保存在别处的那一份。"
)
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
def backup(folder: Path | None, **told: Unpack[_Told]) -> None:
    """备份到目录：不停机、只写新增、加密、写后读回核对。退出码：0 完好，1 有损坏，2 没有完成。"""
    if folder is None and not (told["export_key"] or told["forget_key"]):
        raise BadInputError("缺少备份目录。", remedy="例如 liuhen backup /mnt/backup。")
    load()
    if folder is not None and told["check"]:
        sys.exit(_check(folder.absolute(), key=told["key"], sample=told["sample"], as_json=told["as_json"]))
    require_installation()
    _handle_key(told["export_key"], forget_key=told["forget_key"], proof=told["export_key"] or told["key"])
    if folder is not None:
        sys.exit(_back_up(folder.absolute(), told))


def _back_up(folder: Path, told: _Told) -> int:
    from liuhen.upkeep.backup import backup as make
    from liuhen.upkeep.backup_keys import identity_here
    from liuhen.upkeep.thinning import thin

    os.nice(_LAST)  # whoever records an act goes first
    made = make(folder, recipients=told["recipients"], anew=told["anew"], said=_progress("正在备份"))
    thinned = thin(folder, keep=told["keep"]) if told["keep"] else None
    if told["as_json"]:
        gone = {"snapshots": thinned.snapshots, "objects": thinned.objects} if thinned else None
        say(json.dumps(_as_json(made) | {"removed": gone}, ensure_ascii=False, indent=2))
    else:
        for line in _told_of(made, thinned):
            say(line)
        if identity_here() is not None:
            say(f"注意：备份密钥还在本机。{_EXPORT}")
    return 1 if made.damaged else 0


def _told_of(made: "Made", thinned: "Thinned | None") -> Iterator[str]:
    last = made.last
    yield f"已备份到 {last.folder}，快照 {last.snapshot}。"
    sizes = f"共 {spoken(last.size)}，本次新写 {spoken(last.written)}"
    yield f"原件和文书 {last.objects} 份，{sizes}，用时 {last.took} 秒。"
    for organ, (entries, sha256) in last.heads.items():
        yield f"机关 {organ}：{entries} 条记录，最后一条 {sha256[:16]}…。"
    yield "写入的内容已全部读回核对。"
    if thinned:
        yield f"清理旧快照 {thinned.snapshots} 个、不再需要的内容 {thinned.objects} 份（{spoken(thinned.size)}）。"
    for path in made.damaged:
        yield f"没有备份：{path} 的内容与记录不符或者读不到。请执行 liuhen verify，并从以前的备份恢复它。"
    for caution in made.cautions:
        yield f"注意：{caution}"


def _check(folder: Path, *, key: Path | None, sample: int | None, as_json: bool) -> int:
    from liuhen.upkeep.backup_keys import read_identities
    from liuhen.upkeep.checking import check as examine

    identities = read_identities(key) if key else ()
    found = examine(folder, identities=identities, sample=sample, said=_progress("正在核对"))
    if as_json:
        problems = [{"where": where, "what": what} for where, what in found.problems]
        say(json.dumps({**asdict(found), "problems": problems, "intact": found.intact}, ensure_ascii=False, indent=2))
        return 0 if found.intact else 1
    for where, what in found.problems:
        say(f"{where}　{what}")
    say(f"已核对 {found.snapshots} 个快照、{found.objects} 份原件和文书，读了 {spoken(found.size)}。")
    if found.unread:
        say(f"未检：另有 {found.unread} 份没有抽到。")
    if not found.decrypted:
        say("未检：没有提供备份密钥，只核对了加密后的内容，没有解密。")
    if found.strays:
        say(f"另有 {found.strays} 份不属于任何快照（多半是没有做完的备份写下的），不影响恢复。")
    say("备份完好。" if found.intact else f"发现 {len(found.problems)} 处问题。{_MEND}")
    return 0 if found.intact else 1


def _handle_key(export_key: Path | None, *, forget_key: bool, proof: Path | None) -> None:
    from liuhen.upkeep.backup_keys import export_identity, forget_identity

    if export_key is not None:
        say(export_identity(export_key))
    if forget_key:
        if proof is None:
            raise BadInputError("没有移走备份密钥。", remedy="请用 --key 指明已经保存在别处的那一份。")
        say(forget_identity(proof))


def _as_json(made: "Made") -> dict[str, Any]:
    told = asdict(made.last)
    return {**told, "at": written(made.last.at), "damaged": list(made.damaged), "cautions": list(made.cautions)}


def _progress(what: str) -> Callable[[int, int], None]:
    """Return what shows how far the work has come: one line that changes on a terminal, a line a tenth elsewhere."""
    shown = [-1]
    live = sys.stderr.isatty()

    def tell(done: int, of: int) -> None:
        percent = done * 100 // of if of else 100
        if percent == shown[0] or (not live and percent // 10 == shown[0] // 10):
            return
        shown[0] = percent
        end = "" if live and percent < _ALL else "\n"
        click.echo(
            f"{chr(13) if live else ''}{what} {percent}%（{spoken(done)}／{spoken(of)}）{end}", nl=False, err=True
        )

    return tell


@click.command(cls=Verb)
@click.argument("folder", metavar="目录", type=_FOLDER)
@click.option("--key", type=_FILE, required=True, help="备份密钥文件。")
@click.option("--snapshot", help="恢复哪一个快照（例如 2026-11-22T180000Z），默认最近一个。")
@click.option("--into", type=_FOLDER, help="恢复到这个空目录；不填则恢复到 LIUHEN_DATA 指定的数据目录。")
@click.option("--without-damaged", is_flag=True, help="备份中有损坏的原件时，恢复其余内容。")
def restore(folder: Path, *, key: Path, snapshot: str | None, into: Path | None, without_damaged: bool) -> None:
    """从备份恢复到空的数据目录，并核验。中断后再执行一次即接着做。退出码：0 与备份时一致，1 不一致，2 没有完成。"""
    if into is not None:
        os.environ["LIUHEN_DATA"] = str(into.absolute())  # before anything reads where the data are
    load()
    from django.conf import settings

    from liuhen.upkeep.backup_keys import read_identities
    from liuhen.upkeep.restore import restore as bring_back
    from liuhen.upkeep.upgrade import known_steps

    brought = bring_back(
        folder.absolute(),
        identities=read_identities(key),
        into=settings.LIUHEN_DATA,
        snapshot=snapshot,
        known=known_steps(),
        without_damaged=without_damaged,
        said=_progress("正在恢复"),
    )
    say(f"快照 {brought.snapshot} 已恢复到 {settings.LIUHEN_DATA}，正在核验 ……")
    for path in brought.lost:
        say(f"没有恢复：{path}（备份中损坏或者缺失）。")
    migrate()
    sys.exit(0 if _same_as_before(brought.manifest) and not brought.lost else 1)


def _same_as_before(manifest: "Manifest") -> bool:
    """Verify what was restored; say organ by organ whether it ends where it ended in the backup."""
    from liuhen.ledger import verify

    report = verify()
    for problem in report.problems[:_SHOWN]:
        say(f"[{problem.code}] {problem.where}　{problem.what}")
    same = True
    for organ, told in sorted(manifest.chains.items()):
        found = report.heads.get(organ)
        ending = f"{told.end.entries} 条记录，最后一条 {told.end.digests.sha256[:16]}…"
        if found == (told.end.entries, told.end.digests):
            say(f"{told.name}：与备份时一致：{ending}。")
        else:
            same = False
            say(f"{told.name}：与备份时不一致：备份时 {ending}，现在 {found[0] if found else 0} 条。")
    if set(report.heads) - set(manifest.chains):
        same = False
        say("有备份时没有的机关。")
    say(f"核验{'未见改动' if report.intact else f'发现 {report.found} 处问题'}。")
    say(f"备份以后（{manifest.made.astimezone(BEIJING):%Y年%-m月%-d日 %H:%M} 之后）登记的内容不在其中。")
    say("各人须重新登录；音像预览请用 liuhen derive 补做。外部检查点请用 liuhen verify --checkpoint 核对。")
    return same and report.intact


@click.command(cls=Verb)
def upgrade() -> None:
    """升级数据库：先留副本，再升级，再核对记录与升级前一致。启动时也会自动进行。"""
    load()
    from liuhen.upkeep.upgrade import upgrade as bring_up

    done = bring_up()
    if done.copy is not None:
        say(f"升级前的副本：{done.copy}")
    say(f"数据库已升级（{done.steps} 步），记录与升级前一致。" if done.steps else "数据库已是最新，没有改动。")
