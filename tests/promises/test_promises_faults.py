"""Promise 2: a disk that is full, failing, short or silent costs no record and leaves none half."""

from house.installation import Installation
from promises.conftest import Keep
from promises.figures import rounds
from promises.trials import tried

PATHS = {"append", "transition", "paper", "upload", "checkpoint"}


def test_every_write_and_sync_of_the_database_may_fail(bureau_copy: Installation, figure: Keep) -> None:
    said = tried("faults", bureau_copy.data, rounds=rounds(5, 0))
    assert said["intact"] is True
    assert set(said["faults"]) == PATHS
    assert all(said["faults"].values())
    answer = bureau_copy.run("verify")
    assert answer.returncode == 0, answer.stdout
    struck = sum(said["faults"].values())
    figure(2, f"数据库写入路径 {len(PATHS)} 条，故障 {struck} 次：未写成的都没有确认，没有半截记录，重发只记一次")


def test_a_package_stops_at_every_size_the_disk_has_left(bureau_copy: Installation, figure: Keep) -> None:
    said = tried("tight", bureau_copy.data, rounds=rounds(10, 300), seed=1)
    assert said["refused"] > 0
    assert said["left"] == []
    figure(2, f"案卷包在 {said['refused']} 种剩余空间下均未留下半截，另 {said['whole']} 次完整")
