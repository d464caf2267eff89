"""Tables and the note that they are there come together, or not at all."""

import os
import subprocess
import sys
from pathlib import Path

DIES = """
import os
from django.db.migrations.recorder import MigrationRecorder
noted = MigrationRecorder.record_applied
def dies(self, app, name):
    if app == os.environ["DIES_AT"]:
        os._exit(9)
    noted(self, app, name)
MigrationRecorder.record_applied = dies
import django
from django.core.management import call_command
django.setup()
call_command("migrate", verbosity=0, interactive=False)
"""


def started(words: list[str], data: Path, **more: str) -> subprocess.CompletedProcess[str]:
    env = os.environ | {"LIUHEN_DATA": str(data), "DJANGO_SETTINGS_MODULE": "liuhen.config.settings"} | more
    return subprocess.run([sys.executable, *words], env=env, capture_output=True, text=True, check=False)


def test_a_step_killed_before_it_is_noted_is_gone_through_again(tmp_path: Path) -> None:
    killed = started(["-c", DIES], tmp_path, DIES_AT="ledger")
    assert killed.returncode == 9
    again = started(["-m", "django", "migrate", "--verbosity", "0"], tmp_path)
    assert again.returncode == 0, again.stderr
    assert started(["-m", "django", "migrate", "--check"], tmp_path).returncode == 0
