"""A changed original is found, and it is said how it changed."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from liuhen.kernel.errors import NotFoundError
from liuhen.media.fixity import Fault, Problem, check
from liuhen.media.store import Stored, take_in
from media.originals import flip_bit, noise

CLIP = b"".join(noise(1)) + b"the last bytes"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "originals"


@pytest.fixture
def stored(root: Path) -> Stored:
    return take_in([CLIP], root=root, name="现场.mp4")


def checked(root: Path, stored: Stored) -> Problem | None:
    return check(root, sha256=stored.digests.sha256, sm3=stored.digests.sm3, size=stored.size)


def fault(root: Path, stored: Stored) -> Fault | None:
    problem = checked(root, stored)
    return problem and problem.fault


def test_an_untouched_original_passes(root: Path, stored: Stored) -> None:
    assert checked(root, stored) is None


def test_a_missing_original_is_found(root: Path, stored: Stored) -> None:
    stored.path.unlink()
    assert fault(root, stored) is Fault.MISSING


def test_an_original_without_its_folder_is_missing(tmp_path: Path, stored: Stored) -> None:
    assert fault(tmp_path / "elsewhere", stored) is Fault.MISSING


def test_a_truncated_original_is_found(root: Path, stored: Stored) -> None:
    stored.path.chmod(0o600)
    with stored.path.open("r+b") as file:
        file.truncate(stored.size - 1)
    problem = checked(root, stored)
    assert problem is not None
    assert problem.fault is Fault.SHORTER
    assert f"应为 {stored.size} 字节，现为 {stored.size - 1} 字节" in problem.message


def test_an_original_with_something_added_is_found(root: Path, stored: Stored) -> None:
    stored.path.chmod(0o600)
    with stored.path.open("ab") as file:
        file.write(b"\0")
    assert fault(root, stored) is Fault.LONGER


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(at=st.integers(0, len(CLIP) - 1))
def test_one_flipped_bit_anywhere_is_found(root: Path, stored: Stored, at: int) -> None:
    flip_bit(stored.path, at=at)
    assert fault(root, stored) is Fault.CHANGED
    flip_bit(stored.path, at=at)
    assert fault(root, stored) is None


def test_a_changed_sm3_in_the_record_is_found(root: Path, stored: Stored) -> None:
    problem = check(root, sha256=stored.digests.sha256, sm3="0" * 64, size=stored.size)
    assert problem is not None
    assert "SM3" in problem.message


def test_a_folder_in_the_place_of_an_original_is_found(root: Path, stored: Stored) -> None:
    stored.path.unlink()
    stored.path.mkdir()
    assert fault(root, stored) is Fault.UNREADABLE


def test_a_record_without_a_digest_is_refused(root: Path) -> None:
    with pytest.raises(NotFoundError):
        check(root, sha256="", sm3="", size=0)


@pytest.mark.parametrize(("error", "says"), [(OSError(5, "EIO"), "磁盘"), (PermissionError(13, "EACCES"), "权限")])
def test_an_original_the_disk_will_not_give_is_unreadable_not_passed(
    root: Path, stored: Stored, monkeypatch: pytest.MonkeyPatch, error: OSError, says: str
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(Path, "open", refuse)
    problem = checked(root, stored)
    assert problem is not None
    assert problem.fault is Fault.UNREADABLE
    assert says in problem.message
