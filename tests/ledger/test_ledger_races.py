"""Several processes on one file; processes killed in the middle. Real processes, a real file."""

import json
import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ledger.acts import CASE, ORGAN, note
from liuhen.ledger import entries, last_seq, verify
from liuhen.ledger.models import Head

TESTS = Path(__file__).parents[1]
RACERS = 8


def start(folder, *, rounds, how, name):
    environment = {**os.environ, "LIUHEN_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "ledger.settings"}
    words = [sys.executable, "-m", "ledger.racer", str(rounds), how, name]
    return subprocess.Popen(words, cwd=TESTS, env=environment, stdout=subprocess.PIPE, text=True)


def race(folder, *, rounds, how):
    racers = [start(folder, rounds=rounds, how=how, name=f"r{number}") for number in range(RACERS)]
    answers = []
    for racer in racers:
        out, _ = racer.communicate(timeout=240)
        assert racer.returncode == 0
        answers += [json.loads(line) for line in out.splitlines()]
    return answers


def test_eight_processes_never_fork_a_chain(ledger):
    answers = race(ledger.parent, rounds=6, how="free")
    assert sorted(one["seq"] for one in answers) == list(range(1, 6 * RACERS + 1))
    assert last_seq(CASE) == 6 * RACERS
    assert verify().intact


def test_of_processes_that_saw_the_same_page_one_wins(ledger):
    note()
    answers = race(ledger.parent, rounds=6, how="expect")
    won = [one["seq"] for one in answers if "seq" in one]
    stale = [one["stale"] for one in answers if "stale" in one]
    assert sorted(won) == list(range(2, 2 + len(won)))
    assert len(won) + len(stale) == 6 * RACERS
    assert verify().intact


def test_the_same_request_from_eight_processes_is_one_entry(ledger):
    answers = race(ledger.parent, rounds=5, how="same")
    assert len({(one["key"], one["digest"]) for one in answers}) == 5
    assert Head.objects.count() == 5


@pytest.mark.parametrize("seed", range(6))
def test_a_killed_process_loses_nothing_it_answered_and_leaves_nothing_half(ledger, seed):
    racer = start(ledger.parent, rounds=10_000, how="free", name="killed")
    answered = [json.loads(racer.stdout.readline())]
    time.sleep(random.Random(seed).uniform(0.0, 0.25))
    racer.kill()
    answered += [json.loads(line) for line in racer.communicate()[0].splitlines(keepends=True) if line.endswith("\n")]
    kept = {one.digest for one in entries(organ=ORGAN)}
    assert {one["digest"] for one in answered} <= kept
    assert verify().intact
    assert note().organ_seq == len(kept) + 1
