"""Names inside a package are readable and safe on every file system."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liuhen.archive.names import file_path, safe
from liuhen.archive.verify_case import unsafe


@given(title=st.text(), name=st.text(), seq=st.integers(1, 99_999))
def test_every_name_is_one_that_the_verifier_takes(title: str, name: str, seq: int) -> None:
    path = file_path(kind="paper.finalised", seq=seq, name=name, media_type="", sha256="0" * 64)
    assert unsafe(path) is None
    assert max(len(part.encode()) for part in path.split("/")) <= 255
    assert "/" not in safe(title)


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("现场.MP4", "data/scans/0001-现场-00000000.mp4"),
        ("../../etc/passwd", "data/scans/0001-passwd-00000000.jpg"),
        ("C:\\影像\\一.jpeg", "data/scans/0001-一-00000000.jpeg"),
        ("", "data/scans/0001-无题-00000000.jpg"),
        ("江医保罚〔2026〕3号", "data/scans/0001-江医保罚〔2026〕3号-00000000.jpg"),
    ],
)
def test_a_name_keeps_what_people_read(name: str, path: str) -> None:
    assert file_path(kind="paper.signed", seq=1, name=name, media_type="image/jpeg", sha256="0" * 64) == path


def test_copies_of_recordings_lie_apart_from_the_originals() -> None:
    told = {"seq": 9, "name": "询问（片段，副本）.mp4", "media_type": "video/mp4", "sha256": "a" * 64}
    assert file_path(kind="copy.derived", **told).startswith("data/copies/0009-")
    assert file_path(kind="recording.stored", **told).startswith("data/recordings/")
