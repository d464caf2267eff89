"""What is wrong with a pack, line by line: file, line, rule, sentence."""

import re
from typing import Final

from liuhen.rulebook.source import Problem

_RULE: Final = re.compile(r"^[-{\s]*id:\s*['\"]?([A-Z][A-Za-z0-9-]*)")
MOST: Final = 20


def pointed(problem: Problem) -> str:
    """Return a problem with the rule in which it stands."""
    rule = rule_at(problem)
    return f"{problem.file}:{problem.line}：{f'{rule}：' if rule else ''}{problem.message}"


def rule_at(problem: Problem) -> str:
    """Return the rule in which a problem stands; "" where it stands in none."""
    try:
        lines = problem.file.read_text("utf-8").splitlines()[: problem.line]
    except (OSError, UnicodeDecodeError):
        return ""
    return next((found[1] for line in reversed(lines) if (found := _RULE.match(line))), "")


def listed(problems: tuple[Problem, ...]) -> list[str]:
    """Return the first of them, and how many there are besides."""
    more = len(problems) - MOST
    return [*(pointed(one) for one in problems[:MOST]), *([f"另有 {more} 处有误。"] if more > 0 else [])]
