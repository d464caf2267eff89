"""安全密钥 (WebAuthn): the two ceremonies, by the fido2 library; keys are kept in allauth's table of authenticators."""

import ipaddress
from collections.abc import Mapping
from typing import Any

from allauth.mfa.models import Authenticator
from django.utils.crypto import salted_hmac
from fido2.server import Fido2Server
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    RegistrationResponse,
    UserVerificationRequirement,
)

from liuhen.ledger.storage import whole
from liuhen.people.errors import WrongCodeError
from liuhen.people.models import Account
from liuhen.people.second_factors import KEY, name_of_factor

Begun = tuple[dict[str, Any], Any]
"""What the browser is asked, and the state to be kept until it answers."""


def usable_at(host: str) -> bool:
    """Say whether browsers allow security keys under this host: a name they do, a bare address they do not."""
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return bool(host)
    return False


def begin_adding(account: str, *, name: str, host: str) -> Begun:
    """Return what a browser is asked to make a key."""
    handle = salted_hmac(__name__, str(Account.objects.get(account=account).pk), algorithm="sha256").digest()
    user = PublicKeyCredentialUserEntity(name=account, id=handle, display_name=name)
    asked, state = _server(host).register_begin(
        user, _keys(account), user_verification=UserVerificationRequirement.DISCOURAGED
    )
    return dict(asked), state


@whole()
def add_key(account: str, told: Mapping[str, Any], state: Any, *, name: str, host: str) -> str:
    """Keep the key a browser made; return its name.

    Raises:
        WrongCodeError: the answer does not belong to what was asked, or cannot be read.
    """
    try:
        made = _server(host).register_complete(state, RegistrationResponse.from_dict(told))
    except (ValueError, TypeError, KeyError, AttributeError) as err:
        raise WrongCodeError from err
    called = name_of_factor(name, account)
    data = {"name": called, "credential": dict(told), "count": made.counter}
    Authenticator(user=Account.objects.get(account=account), type=KEY, data=data).save()
    return called


def begin_proving(account: str, *, host: str) -> Begun | None:
    """Return what a browser is asked to prove with a key, or None where the account has none."""
    known = _keys(account)
    if not known:
        return None
    asked, state = _server(host).authenticate_begin(known, user_verification=UserVerificationRequirement.DISCOURAGED)
    return dict(asked), state


@whole()
def prove_key(account: str, told: Mapping[str, Any], state: Any, *, host: str) -> bool:
    """Say whether a browser's answer proves a key of the account; a key that was copied counts backwards and fails."""
    try:
        used = _server(host).authenticate_complete(state, _keys(account), told)
        count = _counter(told)
    except (ValueError, TypeError, KeyError, AttributeError):
        return False
    row = next((one for one in _rows(account) if _credential(one).credential_id == used.credential_id), None)
    if row is None or (count and count <= row.data.get("count", 0)):
        return False
    row.data["count"] = count
    row.save()
    row.record_usage()
    return True


def _server(host: str) -> Fido2Server:
    return Fido2Server(PublicKeyCredentialRpEntity(name="留痕", id=host))


def _rows(account: str) -> list[Any]:
    return list(Authenticator.objects.filter(user__account=account, type=KEY))


def _keys(account: str) -> list[AttestedCredentialData]:
    return [_credential(row) for row in _rows(account)]


def _credential(row: Any) -> AttestedCredentialData:
    made = RegistrationResponse.from_dict(row.data["credential"]).response.attestation_object.auth_data
    found: AttestedCredentialData | None = made.credential_data
    if found is None:
        raise ValueError("a kept key without a credential")
    return found


def _counter(told: Mapping[str, Any]) -> int:
    return AuthenticationResponse.from_dict(told).response.authenticator_data.counter
