"""Promise 1: killed at random moments, nothing acknowledged is lost and nothing is half there."""

import shutil
from pathlib import Path

from house.installation import Installation
from promises.conftest import Keep
from promises.figures import rounds
from promises.trials import tried

AT_ONCE = 60  # kills on one installation before a fresh copy is taken


def test_killed_at_random_moments_nothing_acknowledged_is_lost(
    bureau_folder: Path, tmp_path: Path, figure: Keep
) -> None:
    wanted, killed, acknowledged = rounds(30, 1020), 0, 0
    for seed in range(-(-wanted // AT_ONCE)):
        copy = Installation(bureau_folder).copied_to(tmp_path / "data")
        said = tried("kills", copy.data, rounds=min(AT_ONCE, wanted - killed), seed=seed)
        killed, acknowledged = killed + min(AT_ONCE, wanted - killed), acknowledged + said["acknowledged"]
        for words in (["verify"], ["rebuild", "--check"]):
            answer = copy.run(*words)
            assert answer.returncode == 0, answer.stdout + answer.stderr
        shutil.rmtree(copy.data)
    assert acknowledged > killed
    figure(1, f"{killed} 次终止，{acknowledged} 条已确认的记录，丢失 0 条")
