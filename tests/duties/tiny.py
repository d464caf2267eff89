"""A tiny pack of the tests' own, in a folder that the installation is told of; its second version asks otherwise."""

from pathlib import Path
from typing import Final

ID: Final = "tiny-rules"
_HEAD: Final = """id: tiny-rules
title: 小规程（示例）
short: 小规程
version: {version}
rank: normative_document
of: penalty
region: 江汉湖区
extends: [nhsa-order-4]
in_force: {{}}
"""
_FIRST: Final = """
- id: X1-1
  form: deadline
  article: 第一条
  asks: 登记线索后五个工作日内核查
  holder: 基金监管处
  on: clue.registered
  owes: clue.checked
  within: 5 workdays
- id: X2-1
  form: deadline
  article: 第二条
  asks: 登记线索后的内部通报，期限由本机关规定
  on: clue.registered
  owes: clue.reported
  fields: [to_whom]
  within: {organ: 线索通报}
"""
_SECOND: Final = """
- id: X1-1
  form: deadline
  article: 第一条
  asks: 登记线索后三个工作日内核查
  holder: 基金监管处
  on: clue.registered
  owes: clue.checked
  within: 3 workdays
- id: X2-1
  form: deadline
  article: 第二条
  asks: 登记线索后的内部通报，期限由本机关规定
  on: clue.registered
  owes: clue.reported
  fields: [to_whom]
  within: {organ: 线索通报}
- id: X3-1
  form: gate
  article: 第三条
  asks: 立案以前须有核查
  on: clue.registered
  before: case.opened
  owes: clue.checked
  lacking: 缺线索核查
- id: X4-1
  form: record
  article: 第四条
  asks: 线索登记载明处室
  on: clue.registered
  fields: [department]
"""
LABELS: Final = "kinds:\n  clue.reported: 线索内部通报\nfields:\n  to_whom: 通报对象\n"


def write(shelf: Path, *, second: bool = False, rules: str = "") -> None:
    """Put the pack on the shelf, in its first or second version."""
    folder = shelf / ID
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "pack.yaml").write_text(_HEAD.format(version="2.0.0" if second else "1.0.0"), "utf-8")
    (folder / "rules.yaml").write_text((rules or (_SECOND if second else _FIRST)).lstrip(), "utf-8")
    (folder / "labels.yaml").write_text(LABELS, "utf-8")
