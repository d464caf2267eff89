"""Real recordings, made once: H.264 and AAC with a running clock, one of them interrupted."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from liuhen.media.samples import make_sample
from media.clips import SECONDS

STARTED = datetime(2026, 11, 19, 1, 2, 3, tzinfo=UTC)


@pytest.fixture(scope="session")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("clip")
    return make_sample(folder / "clip.mp4", seconds=SECONDS, started=STARTED, title="现场检查 云杉门诊部")


@pytest.fixture(scope="session")
def interrupted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("interrupted")
    return make_sample(folder / "clip.mp4", seconds=12, started=STARTED, title="询问 青禾药店", gap=(4, 9))
