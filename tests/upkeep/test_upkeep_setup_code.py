"""安装码: who cannot read it guesses in vain."""

import stat
from pathlib import Path

import pytest

from liuhen.upkeep.setup_code import MOST_TRIES, current, drop, issue, matches


def test_the_code_lets_in_however_it_is_typed(tmp_path: Path) -> None:
    code = issue(tmp_path)
    assert matches(tmp_path, code)
    assert matches(tmp_path, f" {code.upper().replace('-', ' ')} ")


@pytest.mark.parametrize("told", ["", "aaaa-aaaa-aaaa", "安装码", "\x00", "a" * 10_000])
def test_anything_else_does_not(tmp_path: Path, told: str) -> None:
    issue(tmp_path)
    assert not matches(tmp_path, told)


def test_after_too_many_guesses_even_the_right_code_is_refused(tmp_path: Path) -> None:
    code = issue(tmp_path)
    assert not any(matches(tmp_path, f"guess-{at}") for at in range(MOST_TRIES))
    assert current(tmp_path) is None
    assert not matches(tmp_path, code)


def test_a_new_start_gives_a_new_code_and_new_tries(tmp_path: Path) -> None:
    old = issue(tmp_path)
    for at in range(MOST_TRIES):
        matches(tmp_path, f"guess-{at}")
    fresh = issue(tmp_path)
    assert not matches(tmp_path, old)
    assert matches(tmp_path, fresh)


def test_nobody_but_the_owner_reads_the_code_and_it_can_be_dropped(tmp_path: Path) -> None:
    code = issue(tmp_path)
    assert stat.S_IMODE((tmp_path / "keys" / "setup.code").stat().st_mode) == 0o600
    drop(tmp_path)
    assert not matches(tmp_path, code)
