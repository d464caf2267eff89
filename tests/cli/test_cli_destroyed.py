"""What was lawfully destroyed is gone with its key; heads verify, tables rebuild, the case still exports and packs."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import Installation

DESTROY = """
import django; django.setup()
from liuhen.kernel import clock
from liuhen.ledger import destroy, entries
from liuhen.office.actions import SYSTEM
from liuhen.process.case.models import Case
dossier = Case.objects.get(ref="2026-0002").id
for entry in list(entries(dossier=dossier)):
    for part in {"interview.made": ("open", "sealed"), "inspection.made": ("open",)}.get(entry.kind, ()):
        destroy(entry.digest, part=part, reason="保管期满", basis="示例", approved_by=SYSTEM, by=SYSTEM,
                happened=clock.now(), channel="system", key=f"destroy-{part}-{entry.digest[:12]}")
"""


@pytest.fixture
def destroyed(installation: Installation, tmp_path: Path) -> Installation:
    copy = installation.copied_to(tmp_path / "data")
    subprocess.run([sys.executable, "-c", DESTROY], env=copy.environment, check=True, timeout=120)
    return copy


def test_heads_verify_without_what_was_destroyed(destroyed: Installation) -> None:
    answer = destroyed.run("verify", "--json")
    report = json.loads(answer.stdout)
    assert (answer.returncode, report["counted"]["destroyed"]) == (0, 3)


def test_tables_rebuild_over_tombstones(destroyed: Installation) -> None:
    assert destroyed.run("rebuild").returncode == 0
    assert destroyed.run("rebuild", "--check").returncode == 0


def test_the_case_still_exports_its_events(destroyed: Installation) -> None:
    file = json.loads(destroyed.run("export-case", "2026-0002").stdout)
    gone = next(event for event in file["events"] if event["kind"] == "interview.made")
    assert "questions" not in gone["fields"]
    assert gone["happened"]


def test_the_package_of_what_is_left_verifies(destroyed: Installation, tmp_path: Path) -> None:
    package = tmp_path / "case.zip"
    made = destroyed.run("package", "2026-0002", package)
    assert made.returncode == 0, made.stderr
    verifier = Path("src/liuhen/archive/verify_case.py").resolve()
    judged = subprocess.run([sys.executable, "-I", "-S", verifier, package], capture_output=True, check=False)
    assert judged.returncode == 0, judged.stdout.decode()
