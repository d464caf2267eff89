"""Promise 4: sixteen processes at once; one wins, no number is missing or given twice, a retry is one record."""

from collections import Counter

from house.installation import Installation
from promises.conftest import Keep
from promises.figures import rounds
from promises.races import RACERS
from promises.trials import tried


def test_sixteen_processes_at_once_have_one_winner_and_gap_free_numbers(
    bureau_copy: Installation, figure: Keep
) -> None:
    said = tried("races", bureau_copy.data, rounds=rounds(1, 25))
    for race in said["same_case"]:
        answers = Counter(one.get("refused", "won") for one in race)
        assert answers == {"won": 1, "StalePageError": RACERS - 1}
        assert all(one["remedy"] for one in race if "refused" in one)
    for race in said["same_request"]:
        assert len({one["entry"] for one in race}) == 1
    for race in (*said["clues"], *said["case_numbers"]):
        assert [one["says"] for one in race if "refused" in one] == []
        assert len({one["entry"] for one in race}) == len({one["ref"] for one in race}) == RACERS
    figure(4, f"{4 * len(said['clues'])} 场、每场 {RACERS} 个进程：每页一个胜者，编号不缺不重，重发只记一次")
