"""Promise 9: the verifier's tests notice wrong versions of the verifier."""

import json
import os
import subprocess
import sys

from promises.conftest import Keep
from promises.figures import rounds
from promises.trials import PATIENCE, TESTS


def test_wrong_versions_of_the_verifier_are_noticed(figure: Keep) -> None:
    words = [sys.executable, "-m", "promises.mutants", str(rounds(6, 0)), "9"]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(TESTS), str(TESTS.parent / "src")])}
    told = {"cwd": TESTS, "env": environment, "timeout": 4 * PATIENCE}
    ran = subprocess.run(words, capture_output=True, text=True, check=False, **told)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    said = json.loads(ran.stdout.splitlines()[-1])
    figure(9, f"{said['tried']} 个错误版本（共 {said['every']} 个），未被发现 {len(said['survivors'])} 个")
    assert said["survivors"] == []
