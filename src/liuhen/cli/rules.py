"""`schema`: the published shapes of case files, packs, findings; for those who write or read them."""

import json
from collections.abc import Callable
from typing import Any, Final

import click

from liuhen.cli.words import Verb
from liuhen.rulebook import case_schema, pack_schema
from liuhen.rulebook.assessment import assessment_schema, finding_schema

SCHEMAS: Final[dict[str, Callable[[], dict[str, Any]]]] = {
    "case": case_schema,
    "finding": finding_schema,
    "assessment": assessment_schema,
    "pack": pack_schema,
}


@click.command(cls=Verb)
@click.argument("what", type=click.Choice(list(SCHEMAS)))
def schema(what: str) -> None:
    """输出 JSON Schema：案件文件 case、规程 pack、一项结论 finding、assess 输出的一个案件 assessment。"""
    click.echo(json.dumps(SCHEMAS[what](), ensure_ascii=False, indent=2))
