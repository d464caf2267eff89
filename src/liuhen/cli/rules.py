"""`lint` and `schema`: for those who write packs and case files."""

import json
import sys
from pathlib import Path

import click

from liuhen.cli.ready import say
from liuhen.cli.words import Verb
from liuhen.rulebook import case_schema, pack_schema
from liuhen.rulebook.lint import lint as examine


@click.command(cls=Verb)
@click.argument("root", type=click.Path(exists=True, file_okay=False, path_type=Path), required=False)
def lint(root: Path | None) -> None:
    """检查规程文件，指出文件和行号。"""
    problems = examine(root)
    for one in problems:
        say(str(one))
    say(f"{len(problems)} 处问题。" if problems else "规程文件没有问题。")
    sys.exit(1 if problems else 0)


@click.command(cls=Verb)
@click.argument("what", type=click.Choice(["case", "pack"]))
def schema(what: str) -> None:
    """输出案件文件（case）或者规程（pack）的 JSON Schema。"""
    say(json.dumps(case_schema() if what == "case" else pack_schema(), ensure_ascii=False, indent=2))
