"""数字证书、电子印章保管人."""

from base64 import b64encode
from datetime import datetime, timedelta
from typing import Any, Final

from liuhen.kernel.clock import written
from liuhen.kernel.errors import BadInputError
from liuhen.office.models import DigitalCertificate
from liuhen.office.originals import original
from liuhen.office.payloads.seals import (
    BringCertificateForm,
    CertificateBrought,
    CertificatesIssued,
    CertifyOfficersForm,
    CertifySealForm,
    DigitalRevoked,
    Issued,
    RevokeDigitalForm,
    SealCertificateIssued,
    SealKeepersForm,
    SealKeepersNamed,
    TakeTokenForm,
    TokenTaken,
)
from liuhen.office.registry import Doing, office_act
from liuhen.office.seals.keys import device, keep, own_authority
from liuhen.papers.certificates import Identity, Told, from_pkcs12, issue, told
from liuhen.papers.tokens import KeyOnToken, on_token
from liuhen.people.models import Organ
from liuhen.people.officers import Officer, officers_in

_YEAR: Final = timedelta(days=365)
_LARGEST: Final = 100 * 1024  # bytes of a PKCS#12 file
_OWN: Final = (
    "由本系统自建的签名机构签发，没有第三方认证；是否可靠由使用它的机关自行举证（电子签名法第十三条、第十六条）。"
)


@office_act(
    CertificatesIssued, section="numbering", label="个人数字证书", verb="签发个人数字证书",
    article="电子签名法第十三条", help=_OWN,
)  # fmt: skip
def certify_officers(form: CertifyOfficersForm, doing: Doing) -> CertificatesIssued:
    """Give officers a certificate each, with which they sign papers."""
    known = _present(form.officers, doing)
    names = {one.id: one.name for one in known}
    made = [_issued(who, names[who], "person", form.years, doing) for who in form.officers]
    return CertificatesIssued(certificates=made, issuer=_authority(doing.happened), reason=form.reason)


@office_act(
    SealCertificateIssued, section="numbering", label="电子印章证书", verb="签发电子印章证书",
    article="电子签名法第十三条", help=_OWN,
)  # fmt: skip
def certify_seal(form: CertifySealForm, doing: Doing) -> SealCertificateIssued:
    """Give the organ's seal a certificate."""
    name = Organ.objects.values_list("name", flat=True).get(id=doing.organ)
    made = _issued("", name, "organ", form.years, doing)
    return SealCertificateIssued(certificates=[made], issuer=_authority(doing.happened), reason=form.reason)


@office_act(
    CertificateBrought, section="numbering", label="第三方数字证书", verb="导入数字证书",
    article="电子签名法第十六条", help="由依法设立的电子认证服务提供者签发的证书，用于个人签名或者本机关电子印章。",
)  # fmt: skip
def bring_certificate(form: BringCertificateForm, doing: Doing) -> CertificateBrought:
    """Take a certificate that another authority issued, with its key, into use."""
    brought = from_pkcs12(original(form.file, largest=_LARGEST), form.password)
    says = _require_in_force(brought.certificate, "file", doing)
    name = _present([form.officer], doing)[0].name if form.officer else says.subject
    keep(brought)
    return CertificateBrought(certificates=[_written(brought, form.officer, name)], reason=form.reason)


@office_act(
    TokenTaken, section="numbering", label="密码设备里的数字证书", verb="启用密码设备里的证书",
    article="电子签名法第十三条",
    help="私钥不离开插在服务器上的密码卡、USB Key；启用时先试签一次，核对证书与私钥成对。",
)  # fmt: skip
def take_token(form: TakeTokenForm, doing: Doing) -> TokenTaken:
    """Take a certificate into use whose key stays on a device."""
    found = on_token(device(), token=form.token, key=form.key)
    says = _require_in_force(found.certificate, "key", doing)
    name = _present([form.officer], doing)[0].name if form.officer else says.subject
    written = _written(found, form.officer, name)
    return TokenTaken(certificates=[written], token=form.token, key=form.key, reason=form.reason)


def _require_in_force(certificate: bytes, field: str, doing: Doing) -> Told:
    says = told(certificate)
    if not says.since <= doing.happened <= says.until:
        raise BadInputError("这张证书不在有效期内。", fields={field: "不在有效期内"}, remedy="请换一张有效的证书。")
    return says


def _numbered(by: Officer, of: str) -> dict[str, Any]:
    del by
    return {"serial": of}


@office_act(
    DigitalRevoked, section="numbering", label="吊销数字证书", verb="吊销数字证书", prefill=_numbered,
    article="电子签名法第十五条", help="吊销后不能再用它签名；吊销前签好的文书不受影响。",
)  # fmt: skip
def revoke(form: RevokeDigitalForm, doing: Doing) -> DigitalRevoked:
    """Take a certificate out of use."""
    row = DigitalCertificate.objects.filter(organ=doing.organ, serial=form.serial, revoked_at=None).first()
    if row is None:
        raise BadInputError(
            "没有这张在用的证书。", fields={"serial": "序列号不对，或者已经吊销"}, remedy="请从证书列表中选择。"
        )
    return DigitalRevoked(name=row.name, **dict(form))


@office_act(
    SealKeepersNamed, section="numbering", label="电子印章保管人", verb="指定电子印章保管人",
    article="电子签名法第十五条", help="电子印章由指定的人保管使用，每次用印都有记录。",
)  # fmt: skip
def name_keepers(form: SealKeepersForm, doing: Doing) -> SealKeepersNamed:
    """Say who seals the organ's papers."""
    known = _present(form.officers, doing)
    return SealKeepersNamed(officers=form.officers, names=[one.name for one in known], reason=form.reason)


def _present(ids: list[str], doing: Doing) -> list[Officer]:
    here = {one.id: one for one in officers_in(doing.organ)}
    if not ids or len(set(ids)) < len(ids) or not set(ids) <= here.keys():
        raise BadInputError(
            "人员没有选对。", fields={"officers": "请从在岗人员中选择，每人一次"}, remedy="请刷新页面后重新选择。"
        )
    return [here[one] for one in ids]


def _issued(holder: str, name: str, use: Any, years: int, doing: Doing) -> Issued:
    organ = Organ.objects.values_list("name", flat=True).get(id=doing.organ)
    until = doing.happened + years * _YEAR
    made = issue(own_authority(doing.happened), name=name, organ=organ, use=use, since=doing.happened, until=until)
    keep(made)
    return _written(made, holder, name)


def _written(made: Identity | KeyOnToken, holder: str, name: str) -> Issued:
    says = told(made.certificate)
    return Issued(
        holder=holder,
        name=name,
        serial=says.serial,
        certificate=b64encode(made.certificate).decode(),
        chain=[b64encode(one).decode() for one in made.chain],
        since=written(says.since),
        until=written(says.until),
    )


def _authority(now: datetime) -> str:
    return b64encode(own_authority(now).certificate).decode()
