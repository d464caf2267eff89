"""提取证据: each kind with its formalities, and what does not belong to it."""

from datetime import timedelta
from typing import Any

import pytest

from liuhen.kernel.errors import BadInputError, OutOfOrderError
from liuhen.process.inquiry.payloads.evidence import KINDS, EvidenceCollected
from process.bureau import AT, MINUTE, TODAY, Play, bring, page

COPY: dict[str, Any] = {
    "kind_of": "documentary",
    "name": "进销存台账复印件",
    "source": "青禾药店财务室",
    "taken_on": TODAY,
    "original": False,
    "same_as_original": True,
    "provider": "许某",
    "provider_signed": True,
}
DATA: dict[str, Any] = {
    "kind_of": "electronic",
    "name": "结算明细",
    "source": "收银电脑",
    "taken_on": TODAY,
    "original": False,
    "fixing": "copied",
    "method": "只读接口",
    "made_on": AT - 10 * MINUTE,
    "maker": "何静",
}


def collect(case: Play, **entered: Any) -> EvidenceCollected:
    done = case.do("zhou", "evidence.collected", officer_ids=case.two, **entered)
    return case.case.at(done.seq, EvidenceCollected)[1]


def refused(case: Play, field: str, **entered: Any) -> str:
    before = case.case.seq
    with pytest.raises(BadInputError) as caught:
        collect(case, **entered)
    assert case.case.seq == before
    return caught.value.fields[field]


def test_a_copy_is_its_own_list_where_none_is_given(case: Play) -> None:
    case.to("case.opened")
    assert collect(case, **COPY).items == ["进销存台账复印件"]
    assert collect(case, **COPY, items=["一月", "二月"]).items == ["一月", "二月"]


def test_evidence_may_come_before_the_case_is_opened_or_from_another_organ(case: Play) -> None:
    case.to("clue.registered")
    collect(case, **COPY, origin="before")
    assert "文号" in refused(case, "letter", **COPY, origin="transferred")
    assert collect(case, **COPY, origin="transferred", letter="示市监移〔2026〕3号").letter == "示市监移〔2026〕3号"
    case.to("case.opened")
    late = {**COPY, "taken_on": TODAY}
    assert collect(case, **late, origin="before").origin == "before"


@pytest.mark.parametrize("kind", [one for one in KINDS if one != "electronic"])
def test_what_another_kind_asks_is_refused_by_name(case: Play, kind: str) -> None:
    case.to("case.opened")
    said = refused(case, "fixing", **{**DATA, "kind_of": kind})
    assert said == f"{KINDS[kind]}不填这一项"


def test_originals_and_copies_are_told_apart(case: Play) -> None:
    case.to("case.opened")
    assert "原件" in refused(case, "original", **{**COPY, "original": None})
    assert "原件" in refused(case, "same_as_original", **{**COPY, "original": True})


def test_a_record_of_the_scene_names_the_inspection_that_it_is(case: Play) -> None:
    case.to("inspection.made")
    scene = {"kind_of": "scene_record", "name": "现场检查笔录", "source": "现场", "taken_on": TODAY}
    assert "选择" in refused(case, "came_from", **scene)
    assert "本案没有" in refused(case, "came_from", **scene, came_from=1)
    inspection = case.case.events("inspection.made")[-1].seq
    assert collect(case, **scene, came_from=inspection).came_from == inspection


def test_days_that_have_not_come_are_refused(case: Play) -> None:
    case.to("case.opened")
    assert "晚于" in refused(case, "taken_on", **{**COPY, "taken_on": TODAY + timedelta(days=1)})
    assert "还没有到" in refused(case, "made_on", **{**DATA, "made_on": AT + MINUTE})


def test_electronic_data_are_kept_with_their_digest(case: Play) -> None:
    case.to("case.opened")
    sha256 = bring(case.people["zhou"], b"row;amount\n1;10087\n", name="明细.csv")
    kept = collect(case, **DATA, data=sha256)
    assert kept.data is not None
    assert (kept.data.sha256, kept.digest) == (sha256, f"SHA-256 {sha256}")
    assert kept.method == "拷贝；只读接口"
    assert "不符" in refused(case, "digest", **DATA, data=sha256, digest="0" * 64)
    assert collect(case, **DATA, data=sha256, digest=kept.data.sm3).digest == kept.data.sm3


def test_a_scan_must_be_a_picture_or_a_paper(case: Play) -> None:
    case.to("case.opened")
    sha256 = bring(case.people["zhou"], page("台账"), name="台账.pdf")
    kept = collect(case, **COPY, scan=sha256)
    assert kept.scan is not None and kept.scan.media_type == "application/pdf"
    assert refused(case, "scan", **COPY, scan=bring(case.people["zhou"], b"no picture", name="台账.txt"))


def test_who_provided_it_stays_sealed(case: Play) -> None:
    case.to("case.opened")
    kept = collect(case, **COPY, identity={"identity_no": "42XXXXXXXXXXXXXX1X", "phone": "139XXXX0000"})
    assert kept.identity is None
    assert "42XXXX" not in str(kept.open_fields())


def test_evidence_is_put_right_and_not_taken_again_when_the_inquiry_is_over(case: Play) -> None:
    case.to("case.opened")
    seq = case.do("zhou", "termination.requested", ground="party_gone", reason="单位已经注销。").seq
    case.do("qian", "approval.endorsed", request=seq, opinion="同意。")
    case.do("sun", "inquiry.terminated", request=seq, opinion="同意。")
    with pytest.raises(OutOfOrderError, match="不能再"):
        collect(case, **COPY)
