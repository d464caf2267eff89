"""docs/permissions.md says what the table of powers says, all of it, and no more."""

from pathlib import Path

import pytest

from liuhen.office.registry import OFFICE_ACTS
from liuhen.people.roles import POWERS, Reach, Role
from liuhen.process.case.registry import ACTS
from liuhen.queries.powers import KEEPING, REACHES, REGISTERING, SEEING, document, main


def test_the_page_is_fresh() -> None:
    assert main(["--check"]) == 0


def test_a_stale_page_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "permissions.md"
    for content in (None, "旧的"):
        if content:
            page.write_text(content, encoding="utf-8")
        assert main(["--check"], page=page) == 1
        assert "请重新生成" in capsys.readouterr().out
    assert main([], page=page) == 0
    assert main(["--check"], page=page) == 0


def test_every_power_stands_on_the_page() -> None:
    granted = {kind for powers in POWERS.values() for kind in powers}
    assert granted - {*ACTS, *OFFICE_ACTS, *SEEING, *REGISTERING, *KEEPING} == set()
    assert {kind for kind in (*ACTS, *OFFICE_ACTS, *SEEING, *REGISTERING, *KEEPING) if kind not in granted} == set()


def test_every_reach_is_explained() -> None:
    assert set(REACHES) == set(Reach)


@pytest.mark.parametrize(
    ("words", "cells"),
    [
        (SEEING["case.view"], ["本人", "本处", "本机关", "本机关", "送审", "送审", "结案"]),
        (SEEING["case.sealed"], ["本人", "", "", "", "", "", ""]),
        (SEEING["package.download"], ["", "", "", "本机关", "", "", "结案"]),
    ],
)
def test_a_line_says_how_far_each_role_reaches(words: str, cells: list[str]) -> None:
    line = next(line for line in document().splitlines() if line.startswith(f"| {words} |"))
    assert [cell.strip() for cell in line.strip("|").split("|")][1 : len(cells) + 1] == cells


def test_no_keeper_stands_in_a_table_of_cases() -> None:
    cases = document().partition("## 办案")[2].partition("## 单位")[0]
    assert [word for word in ("系统管理员", "安全员", "安全审计员") if word in cases] == []
    assert not any("case.view" in POWERS[role] for role in (Role.SYSADMIN, Role.SECURITY, Role.AUDITOR))
