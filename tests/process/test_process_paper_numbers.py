"""Codes of papers, papers made again and voided, and the numbers they use."""

import json
import os
import subprocess
import sys
from datetime import datetime
from itertools import permutations
from pathlib import Path

import pytest
from django.test import override_settings

from liuhen.kernel.errors import BadInputError, NotAllowedError, OutOfOrderError
from liuhen.papers import render
from liuhen.process.case import papers
from liuhen.process.case.models import NumberTaken, Paper
from liuhen.process.case.papers.codes import SIGNS, as_written, new_code
from liuhen.process.case.papers.making import packs_of
from process.bureau import ORGAN, Play


def body_of(case: Play, seq: int) -> papers.PaperFinalised:
    return case.case.at(seq, papers.PaperFinalised)[1]


def test_a_code_is_read_whatever_its_case_spaces_and_dashes(case: Play) -> None:
    code = new_code()
    typed = [
        code.lower(),
        code.replace("-", ""),
        f" {code.replace('-', ' ')} ",
        code.replace("-", "—").replace("0", "O"),
    ]
    wide = "".join(chr(ord(sign) + 0xFEE0) for sign in code)
    assert {as_written(one) for one in (*typed, wide, code.replace("1", "l").replace("8", "b"))} == {code}


def test_every_single_slip_and_every_exchange_is_told_from_an_unknown_code(case: Play) -> None:
    signs = new_code().replace("-", "")
    slips = [signs[:at] + other + signs[at + 1 :] for at in range(12) for other in SIGNS if other != signs[at]]
    for one, two in permutations(range(12), 2):
        swapped = list(signs)
        swapped[one], swapped[two] = swapped[two], swapped[one]
        slips += ["".join(swapped)] * (signs[one] != signs[two])
    for slip in slips:
        with pytest.raises(BadInputError):
            as_written(slip)


@pytest.mark.parametrize(("typed", "said"), [("", "12 位"), ("7Q4K", "现在是 4 位"), ("7Q4K-92MD-XF锟P", "锟")])
def test_what_is_no_code_is_said(typed: str, said: str) -> None:
    with pytest.raises(BadInputError) as caught:
        as_written(typed)
    assert said in caught.value.why


@override_settings(LIUHEN_PUBLIC_URL="https://ybj.example.gov.cn/")
def test_a_paper_carries_its_code_and_where_it_is_checked(case: Play) -> None:
    seq = case.to("opening.approved").do("zhou", "paper.finalised", form="opening-approval").seq
    body = body_of(case, seq)
    assert as_written(body.code) == body.code
    assert body.check_at == "https://ybj.example.gov.cn/check"
    assert Paper.objects.get(code=body.code).seq == seq


def test_the_same_entry_gives_the_same_bytes(case: Play) -> None:
    seq = case.to("interview.made").do("zhou", "paper.finalised", form="interview").seq
    body = body_of(case, seq)
    asked = papers.FinaliseForm(form=body.form, source_seq=body.source_seq, entered=body.entered)
    moment = case.entries[body.source_seq - 1].happened
    assert isinstance(moment, datetime)
    mark = {"check_code": body.code, "check_at": body.check_at}
    again = render(body.form, papers.sheet_of(case.case, asked), moment=moment, packs=packs_of(ORGAN), **mark)
    assert (again.digests.sha256, again.fields_sha256) == (body.file.sha256, body.fields_sha256)


def test_a_paper_made_again_names_the_one_it_stands_for(case: Play) -> None:
    case.to("interview.made")
    first = case.do("zhou", "paper.finalised", form="interview").seq
    again = case.do("zhou", "paper.finalised", form="interview").seq
    beside = case.do("zhou", "paper.finalised", form="interview", another=True).seq
    case.usual("interview.made")
    other = case.do("zhou", "paper.finalised", form="interview").seq
    assert [body_of(case, seq).replaces for seq in (first, again, beside, other)] == [None, first, None, None]


def test_a_voided_paper_stays_with_its_reason_and_is_voided_once(case: Play) -> None:
    seq = case.to("interview.made").do("zhou", "paper.finalised", form="interview").seq
    case.do("zhou", "paper.voided", paper_seq=seq, reason="时间录错。")
    row = Paper.objects.get(seq=seq)
    assert (row.voided_because, row.voided_at is None) == ("时间录错。", False)
    with pytest.raises(OutOfOrderError, match="已经作废"):
        case.do("zhou", "paper.voided", paper_seq=seq, reason="再作废一次。")
    assert body_of(case, case.do("zhou", "paper.finalised", form="interview").seq).replaces is None


def test_nobody_voids_the_paper_of_another(case: Play) -> None:
    seq = case.to("review.submitted").do("zhou", "paper.finalised", form="conclusion").seq
    with pytest.raises(NotAllowedError, match="不能作废"):
        case.do("wu", "paper.voided", paper_seq=seq, reason="不是我做的。")


def test_what_was_served_is_not_voided(case: Play) -> None:
    seq = case.to("decision.made").do("zhou", "paper.finalised", form="decision").seq
    other = case.do("zhou", "paper.finalised", form="interview").seq
    case.to("service.made")
    with pytest.raises(OutOfOrderError, match="已经送达，不能作废"):
        case.do("zhou", "paper.voided", paper_seq=seq, reason="写错。")
    assert case.do("zhou", "paper.voided", paper_seq=other, reason="写错。").seq > other


def test_a_number_says_which_entry_carries_it(case: Play) -> None:
    case.to("notice.given")
    taken = NumberTaken.objects.get(series="告")
    assert taken.printed.endswith("〔2026〕1号")
    assert case.entries[taken.seq - 1].kind == "notice.given"


def test_sixteen_processes_that_finalise_at_once_leave_no_gap_and_no_number_twice(tmp_path: Path) -> None:
    here = Path(__file__).parents[1]
    told = {
        "LIUHEN_DATA": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "liuhen.config.settings",
        "PYTHONPATH": f"{here}:{here.parent / 'src'}",
    }
    command = [sys.executable, str(here / "process" / "finalisers.py"), "16"]
    done = subprocess.run(command, env={**os.environ, **told}, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    assert sorted(json.loads(done.stdout)) == sorted(f"江医保检通〔2026〕{number}号" for number in range(1, 17))
