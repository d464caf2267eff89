"""A disk that is all but full: files are refused first, acts last, each in words, and nothing is half there."""

from types import SimpleNamespace

import pytest

from api.caller import Caller
from liuhen.media import space
from liuhen.media.space import GIB, MIB
from process.bureau import CLUE, Play, entered_for, page


def free(monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    monkeypatch.setattr(space.shutil, "disk_usage", lambda _path: SimpleNamespace(total=100 * GIB, free=size))


def test_below_the_reserve_a_file_is_refused_and_an_act_is_not(case: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    free(monkeypatch, 5 * GIB)
    status, body = Caller("zhou").upload(page())
    assert (status, "存储空间不足" in body["why"]) == (503, True)
    assert Caller("zhou").act("clue.registered", CLUE)[0] == 200


def test_an_act_is_refused_when_next_to_nothing_is_left(case: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    case.usual("clue.registered")
    before = case.entries
    free(monkeypatch, 10 * MIB)
    for status, body in (
        Caller("zhou").act("clue.checked", entered_for("clue.checked"), no=case.ref),
        Caller("zhou").act("clue.registered", CLUE),
    ):
        assert (status, "几乎已满" in body["why"]) == (503, True)
    assert case.entries == before
