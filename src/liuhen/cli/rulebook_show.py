"""`rulebook show`: the packs there are, the rules of one beside their articles, one rule whole."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from liuhen.cli.books import loaded
from liuhen.cli.packs_given import packs_option
from liuhen.cli.regulation import require_regulation, roots_with
from liuhen.cli.shown import plain
from liuhen.cli.tables import show_table
from liuhen.cli.words import Verb
from liuhen.kernel.errors import BadInputError
from liuhen.rulebook import Rulebook
from liuhen.rulebook.approvals import Approval
from liuhen.rulebook.document import FORMS, MODALITIES
from liuhen.rulebook.frame import Choice, Labels, PackHead, Procedure
from liuhen.rulebook.packs import Pack, Written, read_heads
from liuhen.rulebook.parts import InForce
from liuhen.rulebook.wording import name_of, told
from liuhen.rulebook.words import Words

_FORMS = {**FORMS, "procedure": "环节", "choice": "择定", "approval": "审批"}


@click.command(cls=Verb)
@click.argument("name", required=False, metavar="[规程]")
@click.argument("rule", required=False, metavar="[规则]")
@click.option("--of", "kind", metavar="卷宗", help="只看这一种卷宗，如 penalty。")
@click.option("--all", "everything", is_flag=True, help="连所沿用的规程一并列出。")
@packs_option
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
def show(
    name: str | None, rule: str | None, folders: tuple[Path, ...], *, kind: str | None, everything: bool, as_json: bool
) -> None:
    """查看规程：不写规程名的列出各部规程；写规则编号的，列出该条全部内容、读法和示例。"""
    roots = roots_with(folders)
    if name is None:
        _packs(roots, as_json=as_json)
        return
    book = loaded(require_regulation(name, roots), roots)
    pack = next(one for one in book.packs if one.head.id == name)
    shown = [
        (each, written)
        for each in (book.packs if everything or rule else (pack,))
        for written in each.written
        if (rule is None or written.words.id == rule) and (kind is None or kind in _of(each, written))
    ]
    if rule and not shown:
        raise BadInputError(
            f"规程 {name} 没有规则“{rule[:40]}”。", remedy=f"请用 liuhen rulebook show {name} 查看编号。"
        )
    overridden = _overridden(book)
    if as_json:
        rules = [_rule(each, written, overridden) for each, written in shown]
        told_pack = {**_head(pack.head), "kinds": list(book.dossier_kinds), "rules": rules}
        click.echo(json.dumps(rules[0] if rule else told_pack, ensure_ascii=False, indent=2))
    elif rule:
        for line in _whole(*shown[0], book.labels, overridden):
            click.echo(plain(line))
    else:
        _table(pack, shown, overridden)


def _packs(roots: Sequence[Path], *, as_json: bool) -> None:
    heads, problems = read_heads(roots)
    if as_json:
        click.echo(json.dumps([_head(head) for head in heads], ensure_ascii=False, indent=2))
    else:
        rows = [
            (each.id, each.title, each.version, told(each.rank, Labels()), each.region, "、".join(each.extends))
            for each in heads
        ]
        show_table(("规程", "名称", "版本", "位阶", "地区", "沿用"), rows)
    for problem in problems:
        click.echo(plain(str(problem)), err=True)


def _overridden(book: Rulebook) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for pack in book.packs:
        for written in pack.written:
            base = getattr(written.words, "overrides", None)
            if base:
                found.setdefault(base, []).append(written.words.id)
    return found


def _of(pack: Pack, written: Written) -> Sequence[str]:
    words = written.words
    if isinstance(words, Words):
        return words.of or pack.head.of
    if isinstance(words, Choice):
        return pack.head.of
    return words.of if isinstance(words, Approval) else (words.of,)


def _head(head: PackHead) -> dict[str, Any]:
    return head.model_dump(mode="json", by_alias=True)


def _rule(pack: Pack, written: Written, overridden: dict[str, list[str]]) -> dict[str, Any]:
    words = written.words
    in_force = words.in_force if isinstance(words, Words) else InForce()
    return {
        "id": words.id,
        "pack": pack.head.id,
        "article": words.article,
        "cited": f"{pack.head.short}{words.article}",
        "asks": words.question if isinstance(words, Choice) else words.asks,
        "form": words.form,
        "of": list(_of(pack, written)),
        "rows": list(getattr(words, "rows", ())),
        "overrides": getattr(words, "overrides", None),
        "because": getattr(words, "because", None),
        "overridden_by": overridden.get(words.id, []),
        "in_force": {
            "from": str(in_force.first or pack.head.in_force.first or "") or None,
            "until": str(in_force.last or pack.head.in_force.last or "") or None,
        },
        "file": str(written.source.file),
        "line": written.source.line(written.place),
        "words": written.raw,
    }


def _table(pack: Pack, shown: Sequence[tuple[Pack, Written]], overridden: dict[str, list[str]]) -> None:
    head = pack.head
    click.echo(plain(f"{head.title}（{head.short}，{head.version}）{_span(head.in_force)}"))
    if head.note:
        click.echo(plain(head.note))
    rows = []
    for each, written in shown:
        rule = _rule(each, written, overridden)
        modality = (
            MODALITIES.get(str(written.raw.get("modality", "must")), "") if isinstance(written.words, Words) else ""
        )
        changes = f"改写 {rule['overrides']}：{rule['because']}" if rule["overrides"] else ""
        changes += f"　已由 {'、'.join(rule['overridden_by'])} 改写" if rule["overridden_by"] else ""
        rows.append((rule["id"], rule["cited"], rule["asks"], f"{_FORMS[rule['form']]} {modality}".strip(), changes))
    show_table(("规则", "条款", "要求", "类别", "改写"), rows)
    click.echo(f"共 {len(rows)} 条。")


def _whole(pack: Pack, written: Written, labels: Labels, overridden: dict[str, list[str]]) -> Iterator[str]:
    rule = _rule(pack, written, overridden)
    yield f"{rule['id']}　{rule['cited']}　{rule['asks']}"
    yield f"  规程：{pack.head.title}（{pack.head.version}）{_span(pack.head.in_force)}"
    yield f"  类别：{_FORMS[rule['form']]}"
    if rule["overridden_by"]:
        yield f"  已由 {'、'.join(rule['overridden_by'])} 改写"
    for word, value in written.raw.items():
        if word not in ("id", "form", "article", "asks", "examples"):
            yield f"  {name_of(word, labels)}：{_value(written, word, value, labels)}"
    for example in written.raw.get("examples", ()):
        yield f"  示例：{told(example, labels)}"
    yield f"  写在：{rule['file']}:{rule['line']}"


def _value(written: Written, word: str, value: Any, labels: Labels) -> str:
    if isinstance(written.words, Procedure) and word == "stages":
        return "、".join(stage.title for stage in written.words.stages)
    return told(value, labels, word=word)


def _span(span: InForce) -> str:
    first = f"自{span.first}起" if span.first else ""
    last = f"至{span.last}止" if span.last else ""
    return f"，{first}{last}施行" if first or last else ""
