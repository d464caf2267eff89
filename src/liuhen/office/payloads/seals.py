"""数字证书、电子印章保管人: who may sign and seal papers electronically, with which certificates."""

from typing import Final

from pydantic import BaseModel, ConfigDict, Field

from liuhen.forms.fields import Form, choice, file, line, officers, text, whole
from liuhen.ledger import Body

WHY_REVOKED: Final = {
    "superseded": "已更换",
    "key_compromise": "密钥泄露或者可能泄露",
    "affiliation_changed": "人员离岗或者调动",
    "cessation_of_operation": "不再使用",
}
_ARTICLE: Final = "电子签名法第十三条"


class Issued(BaseModel):
    """One certificate: whose it is, its serial (hexadecimal), the certificate itself (DER, base64), when it holds."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    holder: str  # an officer's id; "" is the organ's seal
    name: str
    serial: str
    certificate: str
    chain: list[str] = []  # who vouches for it, DER, base64
    since: str
    until: str


class CertifyOfficersForm(Form):
    """签发个人数字证书."""

    officers: list[str] = officers("人员", description="每人签发一张；已有有效证书的，旧证书继续有效到期。")
    years: int = whole("有效期（年）", default=3, ge=1, le=5)
    reason: str = text("理由或者依据", rows=2)


class CertifySealForm(Form):
    """签发电子印章证书."""

    years: int = whole("有效期（年）", default=3, ge=1, le=5)
    reason: str = text("理由或者依据", rows=2)


class BringCertificateForm(Form):
    """导入第三方签发的数字证书."""

    officer: str = line("持有人编号（留空为本机关电子印章）", default="", min_length=0)
    file: str = file("证书文件（PKCS#12，.p12 或 .pfx）")
    password: str = line("文件口令", min_length=0, default="", description="只用来打开文件，不保存。")
    reason: str = text("理由或者依据", rows=2)


class TakeTokenForm(Form):
    """启用密码设备里的数字证书."""

    officer: str = line("持有人编号（留空为本机关电子印章）", default="", min_length=0)
    token: str = line("设备标签", description="插在服务器上的密码卡、USB Key 的标签（Token Label）。")
    key: str = line("密钥标签", description="设备里私钥和证书共用的标签（Label）。")
    reason: str = text("理由或者依据", rows=2)


class CertificatesIssued(Body, kind="digital_certificate.issued", version=1):
    """Personal certificates issued by the installation's own authority: no third party vouches for them."""

    certificates: list[Issued]
    issuer: str = Field(title="签发机构证书", description="DER, base64")
    reason: str = text("理由或者依据")


class SealCertificateIssued(Body, kind="seal_certificate.issued", version=1):
    """The organ's seal has a certificate of the installation's own authority: no third party vouches for it."""

    certificates: list[Issued]
    issuer: str = Field(title="签发机构证书", description="DER, base64")
    reason: str = text("理由或者依据")


class CertificateBrought(Body, kind="digital_certificate.brought", version=1):
    """A certificate that another authority issued is used from now on."""

    certificates: list[Issued]
    reason: str = text("理由或者依据")


class TokenTaken(Body, kind="digital_certificate.on_token", version=1):
    """A certificate of another authority, whose key stays on a device at the server, is used from now on."""

    certificates: list[Issued]
    token: str = line("设备标签")
    key: str = line("密钥标签")
    reason: str = text("理由或者依据")


class RevokeDigitalForm(Form):
    """吊销数字证书."""

    serial: str = line("证书序列号", max_length=64)
    why: str = choice("吊销原因", WHY_REVOKED)
    reason: str = text("情况说明", rows=2)


class DigitalRevoked(Body, kind="digital_certificate.revoked", version=1):
    """Nothing is signed with a certificate any more; what was signed before stays as it was."""

    serial: str = line("证书序列号")
    name: str = line("持有人")
    why: str = choice("吊销原因", WHY_REVOKED)
    reason: str = text("情况说明")


class SealKeepersForm(Form):
    """电子印章保管人."""

    officers: list[str] = officers("保管人", description="只有保管人能在文书上加盖电子印章；名单整体替换。")
    reason: str = text("理由或者依据", rows=2, article=_ARTICLE)


class SealKeepersNamed(Body, kind="seal_keepers.named", version=1):
    """Who seals the organ's papers from now on."""

    officers: list[str] = officers("保管人")
    names: list[str] = Field(title="姓名")
    reason: str = text("理由或者依据")
