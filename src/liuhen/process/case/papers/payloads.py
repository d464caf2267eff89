"""What entries about signatures and seals on papers hold, and what people enter for them."""

from typing import Annotated, Final

from liuhen.forms.fields import Form, choice, entry, file, line, parts, text, whole, yes
from liuhen.ledger import Body, Sealed
from liuhen.process.case.papers.making import FORMS
from liuhen.process.case.parts import Part, Scan

SIGNERS: Final = {
    "party": "当事人",
    "officer": "执法人员",
    "witness": "见证人",
    "leader": "负责人",
    "receiver": "受送达人",
    "reviewer": "法制审核人员",
    "participant": "参加讨论人员",
    "keeper": "立卷人",
}
WAYS: Final = {"scan": "纸上签名，上传照片或者扫描件", "glass": "在屏幕上手写签名", "certificate": "用本人数字证书签名"}
_HAND: Final = {"way": ["scan"]}
_GLASS: Final = {"way": ["glass"]}
_REFUSED: Final = {"refused": ["true"]}
MOST_STROKES: Final = 400_000  # characters


class SignForm(Form):
    """签名."""

    paper_seq: int = entry("文书", ("paper.finalised",))
    role: str = choice("签名人身份", SIGNERS)
    signer: str = line("签名人姓名")
    way: str = choice("签名方式", WAYS, default="scan")
    refused: bool = yes("拒绝签名", default=False)
    refusal: str = text("拒绝签名的情况", default="", min_length=0, rows=2)
    witness: str = line("见证人姓名", default="", min_length=0, description="拒绝签名时填写。")
    scan: str | None = file("签名页扫描件或者照片", default=None, when=_HAND)
    corners: str = line(
        "照片中纸张的四角", default="", min_length=0, when=_HAND,
        description="从左上角起顺时针，各角的横、纵位置占照片宽、高的千分数；留空表示照片不用拉正。",
        examples=["62,40 940,55 955,962 48,950"],
    )  # fmt: skip
    strokes: str = text("签名笔迹", default="", min_length=0, max_length=MOST_STROKES, when=_GLASS)


class Sm2(Part):
    """An SM2 signature over the SM3 digest of the file beside it; both halves in hexadecimal, with the organ's key."""

    signature: str
    key: str


class PaperSignedByHand(Body, kind="paper.signed", version=1):
    """Somebody signed a paper by hand; a scan or photo of the signed page stands beside it. As it was first kept."""

    paper_seq: int = whole("文书")
    form: str = choice("文书", FORMS)
    role: str = choice("签名人身份", SIGNERS)
    signer: str = line("签名人姓名")
    refused: bool = yes("拒绝签名")
    scan: Scan = parts("扫描件")


class PaperSigned(Body, kind="paper.signed", version=2):
    """Somebody signed a paper, or refused to.

    Signed on paper, `scan` is the page as it counts; where a photograph was straightened, `photo` is the original.
    Signed on the glass or by certificate, `revision` is the whole paper with this signature on it. `certificate` is the
    serial of the certificate under which it was sealed, `holder` whose that is: with a party's strokes the officer who
    held the device.
    """

    paper_seq: int = whole("文书")
    form: str = choice("文书", FORMS)
    role: str = choice("签名人身份", SIGNERS)
    signer: str = line("签名人姓名")
    way: str = choice("签名方式", WAYS)
    refused: bool = yes("拒绝签名")
    refusal: str = text("拒绝签名的情况", default="", min_length=0)
    witness: str = line("见证人姓名", default="", min_length=0)
    scan: Scan | None = parts("扫描件", default=None)
    photo: Scan | None = parts("原始照片", default=None)
    revision: Scan | None = parts("签名后的文书", default=None)
    certificate: str = line("证书序列号", default="", min_length=0)
    holder: str = line("证书持有人", default="", min_length=0)
    own_authority: bool = yes("自建机构签发，未经第三方认证", default=False)
    stamped_by: str = line("时间戳服务", default="", min_length=0)
    sm2: Sm2 | None = parts("SM2 签名", default=None)
    strokes: Annotated[str | None, Sealed] = None


class SealForm(Form):
    """盖章."""

    paper_seq: int = entry("文书", ("paper.finalised",))


class PaperSealed(Body, kind="paper.sealed", version=1):
    """The organ's seal stands on a paper: with its own picture, or in a plain frame where `picture` is empty."""

    paper_seq: int = whole("文书")
    form: str = choice("文书", FORMS)
    keeper: str = line("用印人")
    seal: str = line("印章", default="", min_length=0)
    revision: Scan = parts("盖章后的文书")
    certificate: str = line("证书序列号")
    own_authority: bool = yes("自建机构签发，未经第三方认证")
    stamped_by: str = line("时间戳服务", default="", min_length=0)
    sm2: Sm2 = parts("SM2 签名")
