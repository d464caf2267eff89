"""Signed papers: other programs find the signatures valid, one changed byte is found, and PDF/A-2b is still kept."""

import io
import json
import math
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pikepdf
import pytest
from PIL import Image, ImageDraw

from liuhen.kernel.errors import BadInputError
from liuhen.papers import form, render
from liuhen.papers import seal as looks
from liuhen.papers.certificates import Identity, authority, from_pkcs12, issue, revoked_list, told
from liuhen.papers.signing import Mark, Spot, Trust, signed
from liuhen.papers.signing_found import found
from liuhen.papers.straightening import corners_in, straight
from liuhen.papers.timestamps import own_clock, signer_of
from liuhen.papers.typesetting import places_of
from papers.sheets import ALL, DECISION, MOMENT

NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
YEAR = timedelta(days=365)
WAVE = [[50 + 5 * step, 100 + 60 * math.sin(step / 4), 10 * step] for step in range(90)]


@pytest.fixture(scope="module")
def root() -> Identity:
    return authority("示例签名机构", since=NOW - YEAR, until=NOW + 20 * YEAR)


@pytest.fixture(scope="module")
def paper(root: Identity) -> bytes:
    """A decision, signed on the glass and sealed."""
    return sealed(drawn(render("decision", DECISION, moment=MOMENT).pdf, root), root)


def of(root: Identity, name: str, use: str = "person") -> Identity:
    return issue(root, name=name, organ="示例机关", use=use, since=NOW - YEAR, until=NOW + YEAR)


def drawn(pdf: bytes, root: Identity) -> bytes:
    strokes = looks.strokes_in(json.dumps({"width": 600, "height": 200, "lines": [WAVE]}))
    look = looks.strokes_seen(strokes, width=120, height=30, note="周明远　2026年11月20日", moment=NOW)
    mark = Mark(Spot(1, 400, 60, 120, 30), look, "sign-1-1")
    return with_mark(pdf, mark, of(root, "周明远"), root, name="周明远")


def sealed(pdf: bytes, root: Identity) -> bytes:
    look = looks.seal_seen("江汉湖区医疗保障局（示例）", None, width=119, height=74, note="未经第三方认证", moment=NOW)
    mark = Mark(Spot(3, 300, 120, 119, 74), look, "sign-2-1")
    return with_mark(pdf, mark, of(root, "江汉湖区医疗保障局（示例）", "organ"), root, name="本机关", last=True)


def with_mark(pdf: bytes, mark: Mark, who: Identity, root: Identity, *, name: str, last: bool = False) -> bytes:
    trust = Trust((root.certificate,), (revoked_list(root, [], at=NOW),))
    stamper = own_clock(of(root, "示例时间戳", "stamping"), moment=NOW)
    return signed(
        pdf, [mark], signer_of(who), name=name, reason="签名", moment=NOW, stamper=stamper, trust=trust, last=last
    )


def pdfsig(path: Path, *more: str) -> str:
    return subprocess.run(["pdfsig", *more, str(path)], capture_output=True, text=True, check=False).stdout


def database(folder: Path, root: Identity) -> str:
    """Return a certificate database in which the authority is trusted."""
    (folder / "root.cer").write_bytes(root.certificate)
    (folder / "nss").mkdir()
    where = f"sql:{folder / 'nss'}"
    subprocess.run(["certutil", "-N", "-d", where, "--empty-password"], check=True)
    added = ["certutil", "-A", "-d", where, "-n", "root", "-t", "C,C,C", "-i", str(folder / "root.cer")]
    subprocess.run(added, check=True)
    return where


def test_pdfsig_finds_each_signature_valid_and_with_our_authority_trusted(paper, root, tmp_path):
    path = tmp_path / "decision.pdf"
    path.write_bytes(paper)
    assert pdfsig(path).count("Signature is Valid.") == 2
    said = pdfsig(path, "-nssdir", database(tmp_path, root))
    assert said.count("Signature is Valid.") == 2
    assert said.count("Certificate is Trusted.") == 2


def test_pyhanko_finds_each_signature_whole_trusted_and_stamped(paper, root):
    assert [(one.intact, one.trusted, one.stamped) for one in found(paper, [root.certificate])] == [
        (True, True, NOW),
        (True, True, NOW),
    ]


def test_another_authority_is_not_trusted(paper):
    other = authority("别的签名机构", since=NOW - YEAR, until=NOW + YEAR)
    assert [(one.intact, one.trusted) for one in found(paper, [other.certificate])] == [(True, False)] * 2


def test_one_changed_byte_is_found(paper, root, tmp_path):
    at = paper.index(b"/MediaBox") + 12
    changed = paper[:at] + bytes([paper[at] ^ 1]) + paper[at + 1 :]
    path = tmp_path / "changed.pdf"
    path.write_bytes(changed)
    assert "Signature is Valid." not in pdfsig(path)
    assert not any(one.intact for one in found(changed, [root.certificate]))


def test_a_signature_adds_and_changes_nothing_before_it(paper):
    assert paper.startswith(render("decision", DECISION, moment=MOMENT).pdf)


def test_a_signed_paper_still_keeps_what_pdf_a_2b_asks(paper):
    with pikepdf.open(io.BytesIO(paper)) as document:
        with document.open_metadata() as metadata:
            assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "B")
        assert document.Root.OutputIntents[0].S == "/GTS_PDFA1"
        assert "/OpenAction" not in document.Root
        assert "/NeedAppearances" not in document.Root.AcroForm
        assert document.docinfo["/ModDate"] is not None
        for field in document.Root.AcroForm.Fields:
            assert int(field.F) & 0b110 == 0b100  # printed, not hidden
            assert "/AP" in field or [float(one) for one in field.Rect] == [0, 0, 0, 0]
        names = {str(one.get("/S", "")) for one in document.objects if isinstance(one, pikepdf.Dictionary)}
        assert not names & {"/JavaScript", "/Launch", "/URI"}
        fonts = [one for one in document.objects if isinstance(one, pikepdf.Dictionary) and "/FontDescriptor" in one]
        assert len(fonts) > 5
        assert all({"/FontFile2", "/FontFile3"} & set(one.FontDescriptor.keys()) for one in fonts)


def test_validation_data_are_inside(paper):
    with pikepdf.open(io.BytesIO(paper)) as document:
        assert len(document.Root.DSS.CRLs) >= 1
        assert len(document.Root.DSS.Certs) >= 3


def test_a_signature_of_somebody_revoked_before_is_not_trusted(root):
    who = of(root, "周明远")
    gone = revoked_list(root, [(told(who.certificate).serial, NOW - timedelta(days=2), "key_compromise")], at=NOW)
    assert told(who.certificate).serial in f"{int.from_bytes(gone):x}"


@pytest.mark.parametrize("name", sorted(ALL))
def test_every_place_to_sign_lies_on_its_page(name):
    for place in places_of(form(name), ALL[name]):
        assert 0 < place["x"] < place["x"] + place["width"] < 595
        assert 0 < place["y"] < place["y"] + place["height"] < 842


def test_a_seal_without_a_picture_is_a_frame_and_a_picture_is_laid_as_it_is():
    seen = Image.new("RGBA", (300, 300), (0, 0, 0, 0))
    ImageDraw.Draw(seen).ellipse((5, 5, 295, 295), outline="red", width=8)
    out = io.BytesIO()
    seen.save(out, "PNG")
    look = looks.seal_seen("示例机关", out.getvalue(), width=119, height=119, note="", moment=NOW)
    with pikepdf.open(io.BytesIO(look)) as document:
        assert len(document.pages[0].get_images()) == 1
    frame = looks.seal_seen("示例机关", None, width=119, height=74, note="", moment=NOW)
    with pikepdf.open(io.BytesIO(frame)) as document:
        assert len(document.pages[0].get_images()) == 0


@pytest.mark.parametrize(
    "told",
    ["", "[]", '{"width": 9, "height": 9, "lines": []}', '{"width": 10, "height": 9, "lines": [[[11, 1, 0]]]}',
     json.dumps({"width": 600, "height": 200, "lines": [WAVE[:5]]}), '{"width": 1e999, "height": 1, "lines": [[1]]}'],
)  # fmt: skip
def test_what_nobody_drew_is_refused(told):
    with pytest.raises(BadInputError, match="签名"):
        looks.strokes_in(told)


def test_a_wrong_password_does_not_open_a_certificate():
    with pytest.raises(BadInputError, match="没有打开"):
        from_pkcs12(b"not one", "x")


def test_a_photograph_of_a_page_becomes_the_page(tmp_path):
    seen = Image.new("RGB", (800, 1000), "black")
    ImageDraw.Draw(seen).polygon([(160, 100), (680, 150), (720, 900), (80, 850)], fill="white")
    path = tmp_path / "photo.jpg"
    seen.save(path)
    page = Image.open(io.BytesIO(straight(path, corners_in("200,100 850,150 900,900 100,850"))))
    assert page.size == (1240, 1754)
    middle, corner = page.getpixel((620, 877)), page.getpixel((20, 20))
    assert min(*middle, *corner) > 230


@pytest.mark.parametrize(
    "corners", ["1,2 3,4", "a,b c,d e,f g,h", "0,0 0,900 900,900 900,0", "500,500 501,500 501,501 500,501"]
)
def test_corners_that_are_no_page_are_refused(corners):
    with pytest.raises(BadInputError, match="四角"):
        corners_in(corners)
