"""A file made to take much is read or refused: in a second or so, in little memory, in the words of every refusal."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from media.bombs import hostile

LOOK = """
import json, resource, sys, time
from pathlib import Path
from liuhen.kernel.errors import LiuhenError
from liuhen.media.limits import Limits, confine
from liuhen.media.probe import probe

confine(Limits(memory=700 << 20, processor=30, file=0))
for path in map(Path, sys.argv[1:]):
    began = time.process_time()
    try:
        said = {"seen": probe(path, name=path.name).noticed}
    except LiuhenError as refused:
        said = {"refused": str(refused), "remedy": refused.remedy}
    told = {"name": path.stem, "seconds": time.process_time() - began, **said}
    sys.stdout.write(json.dumps(told) + "\\n")
"""


@pytest.fixture(scope="module")
def looked(tmp_path_factory: pytest.TempPathFactory, clip: Path) -> dict[str, dict[str, str | float]]:
    """Return what is said of each, by one process that may take 700 MiB and 30 seconds for all of them."""
    files = [str(path) for path in hostile(clip, tmp_path_factory.mktemp("bombs"))]
    answer = subprocess.run(
        [sys.executable, "-c", LOOK, *files], capture_output=True, text=True, check=True, timeout=120
    )
    told = [json.loads(line) for line in answer.stdout.splitlines()]
    assert len(told) == len(files) == 13
    return {one["name"]: one for one in told}


def test_none_of_them_takes_long(looked: dict[str, dict[str, float]]) -> None:
    assert not [name for name, one in looked.items() if one["seconds"] > 5]


def test_whatever_is_refused_says_what_to_do(looked: dict[str, dict[str, str]]) -> None:
    assert all(one["remedy"] for one in looked.values() if "refused" in one)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("jumps-a-century", "一天以上"),
        ("one-stamp-is-wild", "1 个数据包的时间标记明显不对"),
        ("leaps-for-ever", "反复跳动"),
        ("years-in-all", "天，没有设备会录这样长"),
        ("boxes-within-boxes", "无法读取"),
    ],
)
def test_what_is_wrong_is_said(looked: dict[str, dict[str, str]], name: str, said: str) -> None:
    assert said in looked[name].get("seen", "") + looked[name].get("refused", "")
