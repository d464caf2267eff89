"""A key that stays on its device signs papers that other programs find valid; here the device is SoftHSM."""

import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from liuhen.kernel.errors import BadInputError, UnusableError
from liuhen.papers import render
from liuhen.papers import seal as looks
from liuhen.papers.certificates import Identity, authority, issue
from liuhen.papers.signing import Mark, Spot, Trust, signed
from liuhen.papers.signing_found import found
from liuhen.papers.timestamps import own_clock
from liuhen.papers.tokens import Device, on_token, signing_on
from papers.sheets import DECISION, MOMENT
from papers.softhsm import made_device

NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
YEAR = timedelta(days=365)


@pytest.fixture(scope="module")
def root() -> Identity:
    return authority("示例第三方机构", since=NOW - YEAR, until=NOW + 20 * YEAR)


@pytest.fixture(scope="module")
def device(tmp_path_factory: pytest.TempPathFactory, root: Identity) -> Device:
    """A token 印章 with the key of the organ's seal, and a key 错配 under another one's certificate."""
    seal, other = (
        issue(root, name=name, organ="示例机关", use="organ", since=NOW - YEAR, until=NOW + YEAR)
        for name in ("示例机关", "别的机关")
    )
    return made_device(tmp_path_factory.mktemp("hsm"), keys={"公章": (seal, seal), "错配": (other, seal)}, above=root)


def test_a_paper_sealed_on_a_device_is_found_valid(device: Device, root: Identity) -> None:
    key = on_token(device, token="印章", key="公章")
    assert key.chain == (root.certificate,)
    look = looks.seal_seen("示例机关", None, width=119, height=74, note="", moment=NOW)
    clock = issue(root, name="示例时间戳", organ="", use="stamping", since=NOW - YEAR, until=NOW + YEAR)
    with signing_on(key) as signer:
        pdf = signed(
            render("decision", DECISION, moment=MOMENT).pdf, [Mark(Spot(3, 300, 120, 119, 74), look, "sign-1-1")],
            signer, name="示例机关", reason="盖章", moment=NOW, stamper=own_clock(clock, moment=NOW),
            trust=Trust((root.certificate,)),
        )  # fmt: skip
    assert all(one.intact and one.trusted for one in found(pdf, [root.certificate]))
    folder = device.pin_file.parent
    (folder / "paper.pdf").write_bytes(pdf)
    said = subprocess.run(["pdfsig", str(folder / "paper.pdf")], capture_output=True, text=True, check=False).stdout
    assert "Signature is Valid" in said


@pytest.mark.parametrize(
    ("token", "key", "field"), [("没有", "公章", "token"), ("印章", "没有", "key"), ("印章", "错配", "key")]
)
def test_what_is_not_on_the_device_or_does_not_fit_is_refused(device: Device, token: str, key: str, field: str) -> None:
    with pytest.raises(BadInputError) as refused:
        on_token(device, token=token, key=key)
    assert set(refused.value.fields) == {field}


def test_a_wrong_pin_and_one_that_others_may_read_sign_nothing(device: Device, tmp_path: Path) -> None:
    wrong = tmp_path / "pin"
    wrong.write_text("000000\n")
    wrong.chmod(0o600)
    with pytest.raises(UnusableError, match="密码设备"):
        on_token(Device(device.module, wrong), token="印章", key="公章")
    wrong.chmod(0o644)
    with pytest.raises(UnusableError, match="口令文件"):
        on_token(Device(device.module, wrong), token="印章", key="公章")
