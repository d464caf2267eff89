"""Papers are signed on the glass, by certificate or by hand, in their order, and sealed last, a revision each."""

import io
import json
import math
import subprocess
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from PIL import Image, ImageDraw

from liuhen.kernel import clock
from liuhen.kernel.errors import BadInputError, NotAllowedError, OutOfOrderError, UnusableError
from liuhen.ledger import Counted, Entry, Problem, body_of
from liuhen.office.guard import perform as settle
from liuhen.office.models import DigitalCertificate
from liuhen.office.registry import office_act_type
from liuhen.papers import form
from liuhen.papers.certificates import authority, issue, told
from liuhen.papers.signing import fields_of
from liuhen.process.case.fixity import check_papers
from liuhen.process.case.models import Paper
from liuhen.process.case.papers import PaperSealed, PaperSigned
from liuhen.process.case.papers.order import owed
from liuhen.process.case.papers.payloads import PaperSignedByHand
from liuhen.process.case.papers.proofs import check_signatures
from liuhen.process.case.papers.revising import sm2_holds
from liuhen.process.case.volume import build
from papers.softhsm import TOKEN, made_device
from process.bureau import AT, Play, bring, page

WAVE = [[40 + 5 * step, 90 + 50 * math.sin(step / 4), 12 * step] for step in range(90)]
DRAWN = json.dumps({"width": 600, "height": 200, "lines": [WAVE, [[80, 30, 2000], [130, 170, 2200]]]})


def settled(case: Play, kind: str, **told: Any) -> Entry:
    """Let the security officer do an act on the bureau."""
    form = office_act_type(kind).form.model_validate({"reason": "局办公会决定（示例）。", **told})
    return settle(kind, form, by=case.people["jiang"], key=f"{kind}-{told}", channel="web").entry


@pytest.fixture
def ready(case: Play) -> Play:
    """A bureau whose officers and seal have certificates and whose seal has a keeper."""
    ids = [case.people[one].id for one in ("zhou", "he", "sun", "chen", "qian")]
    settled(case, "digital_certificate.issued", officers=ids)
    settled(case, "seal_certificate.issued")
    settled(case, "seal_keepers.named", officers=[case.people["zhou"].id])
    return case


def made(case: Play, name: str) -> int:
    return case.do("zhou", "paper.finalised", form=name).seq


def row(case: Play, seq: int) -> Paper:
    return Paper.objects.get(dossier=case.case.dossier, seq=seq)


def file_of(digest: str) -> bytes:
    return (settings.LIUHEN_PAPERS / digest[:2] / digest).read_bytes()


def signed(case: Play, who: str, paper: int, role: str, signer: str, way: str = "glass", **more: Any) -> PaperSigned:
    told = {"strokes": DRAWN} if way == "glass" else {}
    done = case.do(who, "paper.signed", paper_seq=paper, role=role, signer=signer, way=way, **told, **more)
    return body_of(done.entry, sealed=True)


def test_a_record_is_signed_on_the_glass_by_the_party_and_then_by_both_officers(ready):
    paper = made(ready.to("interview.made"), "interview")
    body = signed(ready, "zhou", paper, "party", "许某")
    assert (body.holder, body.own_authority) == ("周明远", True)
    assert json.loads(body.strokes)["lines"][0][0] == [40, 90, 0]
    signed(ready, "zhou", paper, "officer", "周明远")
    signed(ready, "he", paper, "officer", "何静", "certificate")
    told = row(ready, paper)
    assert [one["way"] for one in told.revisions] == ["glass", "glass", "certificate"]
    before = file_of(told.sha256)
    for revision in told.revisions:
        assert file_of(revision["sha256"]).startswith(before)
        before = file_of(revision["sha256"])
    pages = {one["page"] for one in told.places if one["every"]}
    assert len(fields_of(before)) == 3 + 2 * len(pages)  # party and the first officer sign each page, too


def test_the_party_signs_a_record_before_the_officers(ready):
    paper = made(ready.to("interview.made"), "interview")
    with pytest.raises(OutOfOrderError) as refused:
        signed(ready, "zhou", paper, "officer", "周明远")
    assert "被询问人签名（国家医疗保障局令第4号第二十四条）" in refused.value.why
    assert row(ready, paper).revisions == []


def test_a_refusal_in_words_with_a_witness_lets_the_officers_sign(ready):
    paper = made(ready.to("interview.made"), "interview")
    with pytest.raises(BadInputError) as asked:
        ready.do("zhou", "paper.signed", paper_seq=paper, role="party", signer="许某", refused=True)
    assert set(asked.value.fields) == {"refusal", "witness"}
    told = {"refusal": "阅后拒绝签名，未说明理由。", "witness": "社区工作人员（示例）"}
    ready.do("zhou", "paper.signed", paper_seq=paper, role="party", signer="许某", refused=True, **told)
    assert signed(ready, "zhou", paper, "officer", "周明远").revision is not None


def test_nobody_of_the_organ_signs_for_another(ready):
    paper = made(ready.to("inquiry.concluded"), "conclusion")
    with pytest.raises(NotAllowedError, match="不能替何静签名"):
        signed(ready, "zhou", paper, "officer", "何静")


def test_nobody_signs_twice_and_nothing_is_signed_without_strokes(ready):
    paper = made(ready.to("inquiry.concluded"), "conclusion")
    with pytest.raises(BadInputError, match="还没有签名"):
        ready.do(
            "zhou", "paper.signed", paper_seq=paper, role="officer", signer="周明远", way="glass",
            strokes='{"width":10,"height":10,"lines":[[[1,1,0]]]}',
        )  # fmt: skip
    signed(ready, "zhou", paper, "officer", "周明远")
    with pytest.raises(BadInputError, match="已经签过"):
        signed(ready, "zhou", paper, "officer", "周明远")


def test_a_decision_is_sealed_by_the_keeper_only(ready):
    paper = made(ready.to("decision.made"), "decision")
    with pytest.raises(NotAllowedError) as refused:
        ready.do("he", "paper.sealed", paper_seq=paper)
    assert "保管人是周明远" in refused.value.why
    done = ready.do("zhou", "paper.sealed", paper_seq=paper)
    body = ready.case.at(done.seq, PaperSealed)[1]
    assert fields_of(file_of(body.revision.sha256)) == ["sign-1-1", "sign-1-1-time"]
    assert sm2_holds(body.sm2, body.revision.sm3)
    assert not sm2_holds(body.sm2, "0" * 64)
    assert row(ready, paper).revisions[-1]["sm3"] == body.revision.sm3
    with pytest.raises(OutOfOrderError, match="已经盖章"):
        ready.do("zhou", "paper.sealed", paper_seq=paper)


def test_whoever_receives_a_notice_signs_it_when_it_is_sealed(ready):
    paper = made(ready.to("notice.given"), "prior-notice")
    with pytest.raises(OutOfOrderError, match="还不能"):
        signed(ready, "zhou", paper, "receiver", "许某")
    ready.do("zhou", "paper.sealed", paper_seq=paper)
    signed(ready, "zhou", paper, "receiver", "许某")
    assert [one["role"] for one in row(ready, paper).signatures] == ["organ", "receiver"]


def test_a_paper_that_nobody_seals_is_not_sealed(ready):
    paper = made(ready.to("inquiry.concluded"), "conclusion")
    with pytest.raises(OutOfOrderError, match="不加盖"):
        ready.do("zhou", "paper.sealed", paper_seq=paper)


def test_everybody_who_took_part_in_a_discussion_signs_its_record(ready):
    there = [{"name": name, "opinion": "同意。", "signed": True} for name in ("陈国栋", "孙曼", "钱立新")]
    paper = made(ready.to("discussion.held", discussion_held={"participants": there}), "discussion")
    signed(ready, "sun", paper, "participant", "孙曼", "certificate")
    told = row(ready, paper)
    left = owed(form("discussion"), told.places, told.signatures)
    assert [one.name for one in left] == ["陈国栋", "钱立新"]
    signed(ready, "chen", paper, "participant", "陈国栋")
    signed(ready, "qian", paper, "participant", "钱立新")
    told = row(ready, paper)
    assert owed(form("discussion"), told.places, told.signatures) == ()


def test_a_revoked_certificate_signs_nothing_more(ready):
    paper = made(ready.to("inquiry.concluded"), "conclusion")
    serial = DigitalCertificate.objects.get(holder=ready.people["zhou"].id).serial
    settled(ready, "digital_certificate.revoked", serial=serial, why="key_compromise")
    with clock.at(AT + timedelta(hours=1)), pytest.raises(OutOfOrderError, match="还没有有效的个人数字证书"):
        signed(ready, "zhou", paper, "officer", "周明远")


def test_a_photograph_is_straightened_and_kept_as_it_came(ready, photo):
    paper = made(ready.to("inquiry.concluded"), "conclusion")
    scan = bring(ready.people["zhou"], photo, "签名页.jpg")
    done = ready.do(
        "zhou", "paper.signed", paper_seq=paper, role="officer", signer="周明远", scan=scan,
        corners="200,100 850,150 900,900 100,850",
    )  # fmt: skip
    body = ready.case.at(done.seq, PaperSigned)[1]
    assert body.photo.sha256 == scan
    assert body.scan.name == "签名页（已拉正）.jpg"
    assert body.revision is None


@pytest.fixture
def photo() -> bytes:
    seen = Image.new("RGB", (800, 1000), "#554433")
    ImageDraw.Draw(seen).polygon([(160, 100), (680, 150), (720, 900), (80, 850)], fill="white")
    out = io.BytesIO()
    seen.save(out, "JPEG")
    return out.getvalue()


def test_what_was_signed_by_hand_before_stays_readable(ready):
    scan = bring(ready.people["zhou"], page())
    told = {"sha256": scan, "sm3": "0" * 64, "size": 3, "name": "签名页.pdf", "media_type": "application/pdf"}
    said = {"paper_seq": 4, "form": "interview", "role": "party", "signer": "许某", "refused": False, "scan": told}
    assert PaperSignedByHand.read(said).scan.sha256 == scan


def test_signatures_and_seals_are_checked_against_their_entries(ready):
    paper = made(ready.to("notice.given"), "prior-notice")
    ready.do("zhou", "paper.sealed", paper_seq=paper)
    signed(ready, "zhou", paper, "receiver", "许某")
    assert list(check_signatures()) == [Counted("paper-signatures", 2)]


def test_a_revision_that_was_changed_is_found(ready):
    paper = made(ready.to("decision.made"), "decision")
    done = ready.do("zhou", "paper.sealed", paper_seq=paper)
    digest = ready.case.at(done.seq, PaperSealed)[1].revision.sha256
    path = settings.LIUHEN_PAPERS / digest[:2] / digest
    path.chmod(0o600)
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    assert "papers.changed" in {one.code for one in check_papers() if isinstance(one, Problem)}


def test_the_seal_can_be_a_key_that_never_leaves_its_device(ready, tmp_path, settings):
    year = timedelta(days=365)
    root = authority("示例第三方机构", since=AT - year, until=AT + 20 * year)
    seal = issue(root, name="示例机关", organ="示例机关", use="organ", since=AT - year, until=AT + year)
    device = made_device(tmp_path, keys={"公章": (seal, seal)}, above=root)
    settings.LIUHEN_PKCS11, settings.LIUHEN_PKCS11_PIN = str(device.module), str(device.pin_file)
    for own in DigitalCertificate.objects.filter(holder=""):
        settled(ready, "digital_certificate.revoked", serial=own.serial, why="superseded")
    settled(ready, "digital_certificate.on_token", token=TOKEN, key="公章")
    paper = made(ready.to("notice.given"), "prior-notice")
    body = body_of(ready.do("zhou", "paper.sealed", paper_seq=paper).entry)
    assert (body.own_authority, body.certificate) == (False, told(seal.certificate).serial)
    assert list(check_signatures()) == [Counted("paper-signatures", 1)]
    device.pin_file.unlink()
    with pytest.raises(UnusableError, match="密码设备"):
        ready.do("zhou", "paper.sealed", paper_seq=made(ready, "prior-notice"))


def test_a_signed_original_taken_out_of_the_volume_is_valid_to_another_reader(ready, tmp_path):
    paper = made(ready.to("interview.made"), "interview")
    signed(ready, "zhou", paper, "party", "许某")
    bound = build(ready.case, tmp_path / "卷宗.pdf").path
    subprocess.run(["pdfdetach", "-saveall", "-o", str(tmp_path), str(bound)], check=True)
    original = next(tmp_path.glob("* 询问笔录.pdf"))
    assert original.read_bytes() == file_of(row(ready, paper).revisions[-1]["sha256"])
    said = subprocess.run(["pdfsig", str(original)], capture_output=True, text=True, check=False).stdout
    assert "Signature is Valid." in said
