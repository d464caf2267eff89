"""A 密码卡 in software (SoftHSM) with keys and certificates on it."""

import os
import subprocess
from pathlib import Path

import pkcs11
from cryptography.hazmat.primitives.serialization import load_der_private_key
from pkcs11.util.ec import encode_named_curve_parameters
from pkcs11.util.x509 import decode_x509_certificate

from liuhen.papers.certificates import Identity
from liuhen.papers.tokens import Device

MODULES = (Path("/usr/lib/softhsm/libsofthsm2.so"), Path("/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so"))
TOKEN, PIN = "印章", "246810"


def made_device(folder: Path, *, keys: dict[str, tuple[Identity, Identity]], above: Identity) -> Device:
    """Return a device with keys by label, each the key of the first identity under the certificate of the second."""
    (folder / "tokens").mkdir()
    (folder / "softhsm2.conf").write_text(f"directories.tokendir = {folder / 'tokens'}\nobjectstore.backend = file\n")
    os.environ["SOFTHSM2_CONF"] = str(folder / "softhsm2.conf")
    module = next(one for one in MODULES if one.exists())
    made = ["softhsm2-util", "--init-token", "--free", "--label", TOKEN, "--so-pin", PIN, "--pin", PIN]
    subprocess.run(made, check=True, capture_output=True)
    lib = pkcs11.lib(str(module))
    lib.reinitialize()
    with lib.get_token(token_label=TOKEN).open(user_pin=PIN, rw=True) as session:
        for label, (key, certificate) in keys.items():
            session.create_object(private(key) | named(label))
            session.create_object(decode_x509_certificate(certificate.certificate) | named(label))
        session.create_object(decode_x509_certificate(above.certificate) | named("机构"))
    pin = folder / "pin"
    pin.write_text(PIN + "\n")
    pin.chmod(0o600)
    return Device(module, pin)


def private(key: Identity) -> dict[pkcs11.Attribute, object]:
    number = load_der_private_key(key.key, None).private_numbers().private_value
    return {
        pkcs11.Attribute.KEY_TYPE: pkcs11.KeyType.EC,
        pkcs11.Attribute.CLASS: pkcs11.ObjectClass.PRIVATE_KEY,
        pkcs11.Attribute.EC_PARAMS: encode_named_curve_parameters("secp256r1"),
        pkcs11.Attribute.VALUE: number.to_bytes(32),
        pkcs11.Attribute.SIGN: True,
    }


def named(label: str) -> dict[pkcs11.Attribute, object]:
    return {pkcs11.Attribute.LABEL: label, pkcs11.Attribute.TOKEN: True}
