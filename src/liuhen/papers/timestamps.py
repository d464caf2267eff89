"""时间戳 (RFC 3161): from an authority at an address, or from the installation's own clock where there is none."""

import secrets
from datetime import datetime
from typing import Final
from urllib.error import URLError
from urllib.request import Request, urlopen

from asn1crypto import cms, tsp, x509
from asn1crypto.keys import PrivateKeyInfo
from pyhanko.sign.signers import SimpleSigner
from pyhanko.sign.timestamps import TimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from liuhen.kernel.clock import require_aware
from liuhen.kernel.errors import BadInputError, UnusableError
from liuhen.papers.certificates import Identity

_POLICY: Final = "2.25.283019283947502938475029384750293847"  # of an own clock; nobody else's rules are claimed
_TIMEOUT: Final = 20  # seconds
_LARGEST: Final = 256 * 1024  # bytes of an answer


def own_clock(identity: Identity, *, moment: datetime) -> TimeStamper:
    """Return a stamper with the installation's own key that says `moment`; no third party vouches for its time."""
    return _Own(identity, require_aware(moment))


def authority_at(address: str) -> TimeStamper:
    """Return a stamper that asks the authority at an http(s) address.

    Raises:
        BadInputError: the address is none.
    """
    if not address.startswith(("https://", "http://")):
        raise BadInputError("时间戳服务的地址不能用。", remedy="请填写以 https:// 或者 http:// 开头的地址。")
    return _Asked(address)


class _Own(TimeStamper):
    def __init__(self, identity: Identity, moment: datetime) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._signer = signer_of(identity)
        self._moment = moment.replace(microsecond=0)

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        imprint = req["message_imprint"]
        algorithm = imprint["hash_algorithm"]["algorithm"].native
        content = cms.EncapsulatedContentInfo(
            {"content_type": "tst_info", "content": cms.ParsableOctetString(self._said(req).dump())}
        )
        token = await self._signer.async_sign_general_data(content, algorithm, detached=False)
        granted = tsp.PKIStatusInfo({"status": tsp.PKIStatus("granted")})
        return tsp.TimeStampResp({"status": granted, "time_stamp_token": token})

    def _said(self, req: tsp.TimeStampReq) -> tsp.TSTInfo:
        subject = self._signer.signing_cert.subject if self._signer.signing_cert else None
        said = {
            "version": "v1",
            "policy": _POLICY,
            "message_imprint": req["message_imprint"],
            "serial_number": secrets.randbits(120),
            "gen_time": self._moment,
            "tsa": x509.GeneralName(name="directory_name", value=subject),
        }
        if req["nonce"].native is not None:
            said["nonce"] = req["nonce"]
        return tsp.TSTInfo(said)


class _Asked(TimeStamper):
    def __init__(self, address: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._address = address

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        headers = {"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"}
        asked = Request(self._address, req.dump(), headers)  # noqa: S310 - the scheme was looked at
        try:
            with urlopen(asked, timeout=_TIMEOUT) as answer:  # noqa: S310
                return tsp.TimeStampResp.load(answer.read(_LARGEST))
        except (URLError, OSError, ValueError) as err:
            raise UnusableError(
                "没有取得时间戳，文书没有签成。",
                why="设定的时间戳服务没有回答，或者答非所问。",
                remedy="请稍后重试；一直如此的，请告知系统管理员核对时间戳服务的地址。",
            ) from err


def signer_of(identity: Identity) -> SimpleSigner:
    """Return a signer with the key and the certificates of `identity`."""
    store = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    chain = [x509.Certificate.load(one) for one in identity.chain]
    store.register_multiple(chain)
    return SimpleSigner(
        signing_cert=x509.Certificate.load(identity.certificate),
        signing_key=PrivateKeyInfo.load(identity.key),
        cert_registry=store,
    )
