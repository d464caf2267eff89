"""The installation's own certificates: what they are for, how long they last, and what their keys may not do."""

import hashlib
import ssl
import stat
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID
from cryptography.x509.verification import PolicyBuilder, Store, VerificationError

from liuhen.kernel.errors import BadInputError, OutOfOrderError, UnusableError
from liuhen.upkeep.tls import Place, begin, handed_out, place, renew, require_pair, see

NOW = datetime(2026, 11, 22, 5, tzinfo=UTC)


@pytest.fixture
def at(tmp_path: Path) -> Place:
    made = place(tmp_path)
    begin(made, names=["liuhen.test"], addresses=["192.168.1.10"], now=NOW)
    return made


def loaded(file: Path) -> x509.Certificate:
    return x509.load_pem_x509_certificate(file.read_bytes())


def trusted(at: Place, subject: x509.GeneralName, certificate: Path, *, now: datetime = NOW) -> None:
    """Check a certificate as a browser does that trusts the authority."""
    told = PolicyBuilder().store(Store([loaded(at.authority)])).time(now)
    told.build_server_verifier(subject).verify(loaded(certificate), [])  # type: ignore[arg-type]


def test_a_device_that_trusts_the_authority_trusts_the_server_by_name_and_address(at: Place) -> None:
    trusted(at, x509.DNSName("liuhen.test"), at.server)
    trusted(at, x509.IPAddress(ip_network("192.168.1.10/32").network_address), at.server)


def test_the_server_is_not_trusted_under_another_name(at: Place) -> None:
    with pytest.raises(VerificationError):
        trusted(at, x509.DNSName("other.test"), at.server)


def test_phones_accept_how_long_the_server_s_certificate_lasts(at: Place) -> None:
    made = loaded(at.server)
    assert made.not_valid_after_utc - made.not_valid_before_utc <= timedelta(days=398)
    usage = made.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    assert list(usage) == [ExtendedKeyUsageOID.SERVER_AUTH]


def test_the_authority_is_an_elliptic_key_for_ten_years_that_signs_no_further_authority(at: Place) -> None:
    made = loaded(at.authority)
    key = made.public_key()
    assert isinstance(key, ec.EllipticCurvePublicKey)
    assert isinstance(key.curve, ec.SECP256R1)
    assert made.extensions.get_extension_for_class(x509.BasicConstraints).value.path_length == 0
    assert made.not_valid_after_utc.year == 2036


def test_a_stolen_authority_vouches_for_no_public_name_or_address(at: Place) -> None:
    told = loaded(at.authority).extensions.get_extension_for_class(x509.NameConstraints)
    permitted = told.value.permitted_subtrees or ()
    assert told.critical
    assert {one.value for one in permitted if isinstance(one, x509.DNSName)} == {"liuhen.test", "localhost"}
    assert all(ip_network(str(one.value)).is_private for one in permitted if isinstance(one, x509.IPAddress))


def test_keys_are_readable_by_their_owner_only(at: Place) -> None:
    modes = {stat.S_IMODE(one.stat().st_mode) for one in (at.authority_key, at.server_key)}
    assert modes == {0o600}
    assert stat.S_IMODE(at.folder.stat().st_mode) == 0o700


def test_what_devices_get_holds_no_private_key(at: Place) -> None:
    given = handed_out(at)
    assert given is not None
    assert x509.load_der_x509_certificate(given) == loaded(at.authority)
    assert b"PRIVATE" not in given


def test_a_second_authority_is_refused(at: Place) -> None:
    before = at.authority.read_bytes()
    with pytest.raises(OutOfOrderError, match="已有"):
        begin(at, names=["liuhen.test"], addresses=[], now=NOW)
    assert at.authority.read_bytes() == before


def test_renewal_keeps_the_authority_and_the_names_and_takes_a_fresh_key(at: Place) -> None:
    authority, key = at.authority.read_bytes(), at.server_key.read_bytes()
    later = NOW + timedelta(days=390)
    made = renew(at, names=["phone.liuhen.test"], now=later)
    assert made.names == ("liuhen.test", "phone.liuhen.test", "localhost")
    assert (at.authority.read_bytes() == authority, at.server_key.read_bytes() == key) == (True, False)
    trusted(at, x509.DNSName("phone.liuhen.test"), at.server, now=later)


def test_the_authority_does_not_vouch_for_a_name_it_was_not_made_for(at: Place) -> None:
    with pytest.raises(OutOfOrderError, match="www"):
        renew(at, names=["www.example.com"], now=NOW)
    with pytest.raises(OutOfOrderError, match="8"):
        renew(at, addresses=["8.8.8.8"], now=NOW)


def test_a_server_s_certificate_never_outlives_its_authority(at: Place) -> None:
    made = renew(at, now=NOW + timedelta(days=3600))
    assert made.last == loaded(at.authority).not_valid_after_utc


@pytest.mark.parametrize("name", ["", "https://liuhen.test", "liuhen.test:8443", "两江", "-a.test", "192.168.1.1"])
def test_what_is_no_host_name_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadInputError):
        begin(place(tmp_path), names=[name], addresses=[], now=NOW)
    assert not place(tmp_path).folder.exists()


def test_a_certificate_with_another_s_key_is_refused(at: Place, tmp_path: Path) -> None:
    other = place(tmp_path / "other")
    begin(other, names=["liuhen.test"], addresses=[], now=NOW)
    assert require_pair(at.server, at.server_key).is_for("liuhen.test")
    with pytest.raises(UnusableError, match="不能一起使用"):
        require_pair(at.server, other.server_key)


def test_a_broken_certificate_is_said_in_words(at: Place) -> None:
    at.server.write_text("no certificate")
    with pytest.raises(UnusableError, match="不能使用"):
        see(at.server)


def test_a_fingerprint_is_spoken_in_groups_of_four(at: Place) -> None:
    spoken = see(at.authority).spoken.split()
    assert [len(one) for one in spoken] == [4] * 16
    assert "".join(spoken).lower() == hashlib.sha256(ssl.PEM_cert_to_DER_cert(at.authority.read_text())).hexdigest()
