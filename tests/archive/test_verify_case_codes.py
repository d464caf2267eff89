"""Every code has a bad package of its own, and the table of them is long enough."""

import re

from archive.bad_bags import BAGS
from archive.bad_contents import CONTENTS
from archive.forge import VERIFIER
from archive.test_verify_case_places import ZIPS
from archive.test_verify_case_trust import REFUSED

# Folders with links and devices, unreadable files and missing packages are made in test_verify_case_places.py;
# E317 and E801 say that something else could not be read, and come with the code of that.
ELSEWHERE = {"E124", "E317", "E801", *(f"U0{number:02d}" for number in range(1, 11)), "U099"}


def test_every_code_has_a_bad_package_of_its_own() -> None:
    spoken = set(re.findall(r'"([EU]\d{3})"', VERIFIER.read_text("utf-8")))
    made = {bad.code for bad in [*BAGS, *CONTENTS]} | {row[0] for row in ZIPS} | {row[0] for row in REFUSED}
    assert spoken == made | ELSEWHERE


def test_no_two_packages_of_the_table_share_a_code() -> None:
    codes = [bad.code for bad in [*BAGS, *CONTENTS]]
    assert len(codes) == len(set(codes))
    assert len(codes) > 100
