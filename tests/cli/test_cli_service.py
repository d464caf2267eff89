"""`liuhen service`: a unit that systemd accepts, with no more rights than the product needs."""

import configparser
import getpass
import shutil
import subprocess
from pathlib import Path

import pytest

from house.installation import Installation
from liuhen.upkeep.unit import Service


def read(text: str) -> configparser.ConfigParser:
    parser = configparser.ConfigParser(interpolation=None, strict=False)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read_string(text)
    return parser


@pytest.fixture
def printed(tmp_path: Path) -> str:
    words = ("--user", getpass.getuser(), "--name", "liuhen.test", "--backup-to", str(tmp_path / "disk"))
    answer = Installation(tmp_path / "data").run("service", *words)
    assert answer.returncode == 0, answer.stderr
    return answer.stdout


def test_the_unit_starts_the_product_on_these_data(printed: str, tmp_path: Path) -> None:
    unit = read(printed)["Service"]
    assert unit["ExecStart"].endswith("-m liuhen.cli serve --port 8443 --host 0.0.0.0 --name liuhen.test")
    assert str(tmp_path / "data") in unit["ReadWritePaths"].split()
    assert f"-{tmp_path / 'disk'}" in unit["ReadWritePaths"].split()


def test_the_unit_gives_no_right_that_is_not_needed(printed: str) -> None:
    unit = read(printed)["Service"]
    assert (unit["NoNewPrivileges"], unit["ProtectSystem"], unit["CapabilityBoundingSet"]) == ("yes", "strict", "")
    assert unit["Restart"] == "on-failure"
    assert unit["UMask"] == "0077"


def test_a_low_port_is_the_one_right_that_is_given() -> None:
    unit = read(Service("liuhen", Path("/data"), Path("/opt/liuhen"), 443).text)["Service"]
    assert unit["AmbientCapabilities"] == "CAP_NET_BIND_SERVICE"


def test_odd_paths_are_written_so_that_systemd_reads_them_back() -> None:
    text = Service("liuhen", Path("/数据/50% 满"), Path("/opt/liu hen"), 8443).text
    assert '"LIUHEN_DATA=/数据/50%% 满"' in text
    assert '"/数据/50%% 满" "/opt/liu hen/build"' in text


def test_systemd_itself_finds_nothing_wrong(printed: str, tmp_path: Path) -> None:
    unit = tmp_path / "liuhen.service"
    unit.write_text(printed, "utf-8")
    read(printed)
    if shutil.which("systemd-analyze"):
        judged = subprocess.run(["systemd-analyze", "verify", unit], capture_output=True, text=True, check=False)
        assert (judged.returncode, judged.stderr) == (0, "")


def test_a_user_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    answer = Installation(tmp_path / "data").run("service", "--user", "nobody-of-that-name")
    assert answer.returncode == 2
    assert "useradd" in answer.stderr
