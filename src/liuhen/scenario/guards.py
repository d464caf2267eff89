"""`docs/guards.md`, generated: every rule that refuses acts, by which ways each was tried, and with which scenario.

`python -m liuhen.scenario.guards` writes the page; with `--check` it says whether the page is stale.
"""

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import django
import yaml
from pydantic import BaseModel, ConfigDict

from liuhen.rulebook.loading import load
from liuhen.rulebook.place import regulations

if TYPE_CHECKING:
    from liuhen.rulebook.plan import Plan

PACKS: Final = ("wuhan-ybj",)
PATHS: Final = ("表单", "接口", "剧本")
"""The ways in which an act can come; tests/guards tries each."""
_FORMS: Final = {"gate": "先后", "access": "调阅", "forbid": "禁止", "duty-split": "分离", "retention": "保存"}
_HEAD: Final = """# 把关表

本页由规程和试验剧本生成（python -m liuhen.scenario.guards），请勿手工修改。

武汉办法和它所依据的各部规定里，凡是会拒绝一个事项的规则，都列在这里；每一条都由 `tests/guards` 用所列的剧本去试：
网页表单、接口、直接办（`liuhen scenario run`）三条路，一条也不能通过，拒绝时写明条款，不留记录。
三条路走的是同一道关，没有绕过它的写入途径。

- **先被拒绝**：还轮不到这条规则，表单或者办案次序已经先把关；原因写在末栏。
- 没有专门表单的事项（末尾标“其他记录”），试的是“登记其他记录”的表单和接口。

| 规则 | 条款 | 种类 | 要求 | 事项 | 表单 | 接口 | 剧本 | 用什么试 |
|---|---|---|---|---|---|---|---|---|"""


class Attack(BaseModel):
    """How a guard is tried.

    Args:
        file: the scenario, below `tests`.
        sooner: why something else refuses before the rule is asked.
        none: why there is nothing that could be tried.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    file: str = ""
    sooner: str = ""
    none: str = ""


def attacks() -> Mapping[str, Attack]:
    """Return how each guard is tried, by rule."""
    told = yaml.safe_load((_tests() / "guards" / "attacks.yaml").read_text(encoding="utf-8"))
    return {rule: Attack.model_validate(one) for rule, one in told.items()}


def guards() -> tuple["Plan", ...]:
    """Return every rule of the packs that may refuse an act."""
    book = load(PACKS)
    return tuple(plan for plan in book.every_plan() if plan.words.form in _FORMS and _refuses(plan))


def _refuses(plan: "Plan") -> bool:
    return bool(plan.words.refuses or plan.words.bars)


def document() -> str:
    """Return the page: Markdown in Chinese. The registries must have been filled."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    known, rules = attacks(), guards()
    yield _HEAD
    for plan in sorted(rules, key=lambda one: (one.rule.pack, one.rule.id)):
        yield _row(plan, known.get(plan.rule.id, Attack()))
    tried = [one for rule in rules if (one := known.get(rule.rule.id, Attack())).file]
    sooner = sum(bool(one.sooner) for one in tried)
    yield f"\n共 {len(rules)} 条，试过 {len(tried)} 条（其中先被拒绝的 {sooner} 条），三条路都被拒绝。"


def _row(plan: "Plan", attack: Attack) -> str:
    mark = "先被拒绝" if attack.sooner else "拒绝" if attack.file else "没有这样的事项" if attack.none else "尚未试"
    words = plan.words
    acts = "任何事项" if words.bars else "、".join(_named(kind) for kind in words.refuses)
    told = "；".join(part for part in (attack.sooner or attack.none, _linked(attack.file)) if part)
    cells = [plan.rule.id, plan.rule.cited, _FORMS[words.form], words.asks, acts, *[mark] * len(PATHS), told]
    return f"| {' | '.join(cell.replace('|', '／') for cell in cells)} |"


def _linked(file: str) -> str:
    return f"[{file}](../tests/{file})" if file else ""


def _named(kind: str) -> str:
    from liuhen.process.case.registry import ACTS  # noqa: PLC0415  # filled when Django is set up

    return f"{ACTS[kind].label}" if kind in ACTS else f"{_word(kind)}（其他记录）"


def _word(kind: str) -> str:
    return load(PACKS).labels.kinds.get(kind, kind)


def _tests() -> Path:
    return regulations().parent / "tests"


def main(arguments: Sequence[str], *, page: Path | None = None) -> int:
    """Write the page, or with `--check` compare it; return how the command ends."""
    page = page or regulations().parent / "docs" / "guards.md"
    made = document()
    if "--check" not in arguments:
        page.write_text(made, encoding="utf-8")
        return 0
    if page.exists() and page.read_text(encoding="utf-8") == made:
        return 0
    sys.stdout.write(f"{page} 与规程或者试验剧本不一致，请重新生成：python -m liuhen.scenario.guards\n")
    return 1


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "liuhen.config.settings")
    django.setup()
    sys.exit(main(sys.argv[1:]))
