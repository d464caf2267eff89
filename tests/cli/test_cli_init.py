"""`liuhen init`: an empty folder becomes an installation, by a file or by questions."""

import shutil
import subprocess
from pathlib import Path

import pytest

from house.installation import LIUHEN, Installation

EXAMPLE = Path(__file__).parents[2] / "examples" / "init.yaml"
ANSWERS = [
    *("江汉湖区医疗保障局（示例）", "武汉市江汉湖区（示例）", "江医保", "", "", ""),
    *("1", "", "关于启用的通知（示例）"),
    *("冯一鸣", "信息中心", "fengyiming", "蒋宁", "办公室", "jiangning", "沈默言", "机关党委", "shenmoyan"),
    *("", "", "", "", "医保罚", "9", "", "", ""),
]


@pytest.fixture
def empty(tmp_path: Path) -> Installation:
    return Installation(tmp_path / "data")


def test_the_example_file_makes_an_installation_that_verifies(empty: Installation) -> None:
    made = empty.run("init", "--from", EXAMPLE)
    assert made.returncode == 0, made.stderr
    assert made.stdout.count("口令 ") == 3
    assert "liuhen serve" in made.stdout
    assert empty.run("verify").returncode == 0
    assert empty.run("rebuild", "--check").returncode == 0


def test_a_second_init_is_refused(empty: Installation) -> None:
    empty.run("init", "--from", EXAMPLE)
    again = empty.run("init", "--from", EXAMPLE)
    assert again.returncode == 2
    assert "已经有机关" in again.stderr


def answered(empty: Installation, *answers: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [LIUHEN, "init"],
        env=empty.environment,
        input="\n".join([*answers, ""]),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_questions_lead_to_the_same(empty: Installation) -> None:
    made = answered(empty, *ANSWERS)
    assert made.returncode == 0, made.stdout + made.stderr
    assert "shenmoyan" in made.stdout
    assert empty.run("verify").returncode == 0


def test_what_cannot_be_used_is_asked_again_and_nothing_else(empty: Installation) -> None:
    wrong = ["Feng Yiming" if one == "fengyiming" else "fengyiming" if one == "shenmoyan" else one for one in ANSWERS]
    made = answered(empty, *wrong, "fengyiming", "shenmoyan")
    assert made.returncode == 0, made.stdout + made.stderr
    assert "系统管理员 账号：格式不对" in made.stdout
    assert "安全审计员 账号：与系统管理员的账号相同" in made.stdout
    assert made.stdout.count("机关名称:") == 1


def test_numbers_are_asked_for_in_chinese(empty: Installation) -> None:
    at = ANSWERS.index("9")
    made = answered(empty, *ANSWERS[:at], "第九号", *ANSWERS[at:])
    assert "请填写整数" in made.stdout
    assert made.returncode == 0, made.stderr


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("organ: {name: 局", "无法读取"),
        ("", "没有内容"),
        ("organ: {name: 局}\n", "机关 行政区域：请填写"),
        ("colour: red\n", "没有这一栏"),
    ],
)
def test_a_file_that_cannot_be_used_is_named_and_nothing_is_founded(
    empty: Installation, tmp_path: Path, written: str, said: str
) -> None:
    file = tmp_path / "init.yaml"
    file.write_text(written, "utf-8")
    answer = empty.run("init", "--from", file)
    assert answer.returncode == 2
    assert "Traceback" not in answer.stderr
    assert said in answer.stderr
    assert not list(empty.data.glob("keys/organ-*"))


def test_a_folder_with_something_else_in_it_is_refused(empty: Installation) -> None:
    empty.data.mkdir()
    (empty.data / "照片.zip").write_bytes(b"x")
    answer = empty.run("init", "--from", EXAMPLE)
    assert answer.returncode == 2
    assert "不是空的" in answer.stderr
    shutil.rmtree(empty.data)
