"""Bad packages: each is found, under its own code, in the right place, and never passes."""

from pathlib import Path

import pytest

from archive.bad_bags import BAGS, MORE_BAGS, Bad
from archive.bad_contents import CONTENTS, MORE_CONTENTS
from archive.forge import to_folder
from liuhen.archive import verify_case

OWN = [*BAGS, *CONTENTS]
ALL = [*OWN, *MORE_BAGS, *MORE_CONTENTS]


def found(package: Path) -> verify_case.Report:
    return verify_case.verify(str(package))


@pytest.mark.parametrize("bad", ALL, ids=lambda bad: bad.code)
def test_a_bad_folder_is_found_under_its_code(bad: Bad, tmp_path: Path) -> None:
    report = found(to_folder(bad.make(), tmp_path / "包"))
    assert {finding.code for finding in report.findings} == {bad.code, *bad.also.split()}
    assert any(bad.names in finding.place + finding.text for finding in report.findings if finding.code == bad.code)
    assert report.exit_code() == (2 if bad.code.startswith("U") else 1)
