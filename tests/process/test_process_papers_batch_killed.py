"""A worker that is killed in the middle of a batch: what it made stays, the rest is made once, no number is lost."""

import json
import os
import random
import subprocess
import sys
from pathlib import Path
from time import sleep
from typing import Any

PAPERS, KILLS = 12, 4
HERE = Path(__file__).parents[1]


def begin(data: Path, *words: str) -> subprocess.Popen[str]:
    told = {
        "LIUHEN_DATA": str(data),
        "DJANGO_SETTINGS_MODULE": "liuhen.config.settings",
        "PYTHONPATH": f"{HERE}:{HERE.parent / 'src'}",
    }
    command = [sys.executable, str(HERE / "process" / "batch_worker.py"), *words]
    return subprocess.Popen(
        command, env={**os.environ, **told}, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def done(data: Path, *words: str) -> Any:
    worker = begin(data, *words)
    out, err = worker.communicate(timeout=240)
    assert worker.returncode == 0, err[-2000:]
    return json.loads(out)


def papers_now(data: Path, name: str) -> int:
    """How many are made, by the file of the batch, which any other process may read meanwhile."""
    told = json.loads((data / "batches" / f"{name}.json").read_text("utf-8"))
    return sum(one["state"] == "made" for one in told["items"])


def killed_after(data: Path, name: str, more: int, rest: float) -> None:
    """Let a worker make so many papers, and kill it `rest` seconds later, in the middle of the next."""
    wanted = papers_now(data, name) + more
    worker = begin(data, "work", name)
    while papers_now(data, name) < wanted and worker.poll() is None:
        sleep(0.002)
    sleep(rest)
    worker.kill()
    worker.communicate()


def test_a_batch_whose_worker_is_killed_again_and_again_is_made_whole_and_once(tmp_path: Path) -> None:
    lot = random.Random(20261123)
    name = done(tmp_path, "prepare", str(PAPERS))
    for _ in range(KILLS):
        killed_after(tmp_path, name, lot.randint(1, 2), lot.uniform(0, 0.06))
    before = done(tmp_path, "tell", name)
    assert "waiting" in before["states"]
    assert len(before["papers"]) >= KILLS
    while "waiting" in done(tmp_path, "tell", name)["states"]:
        done(tmp_path, "work", name)
    told = done(tmp_path, "tell", name)
    assert (told["states"], told["words"]) == (["made"] * PAPERS, [])
    assert sorted(number for number, _ in told["papers"]) == sorted(
        f"江医保检通〔2026〕{number}号" for number in range(1, PAPERS + 1)
    )
    assert sorted(map(tuple, told["said"])) == sorted(map(tuple, told["papers"]))
