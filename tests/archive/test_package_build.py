"""A package made from a real ledger and real stores passes the verifier; what is wrong in the stores stops it."""

import errno
import json
import os
import tracemalloc
from pathlib import Path
from typing import Any

import bagit
import pytest

from archive.acts import CASE, ORGAN, VIDEO, Noted, Stored, act, kept, sealed_now
from archive.conftest import Shop
from liuhen.archive import verify_case
from liuhen.archive.package import build
from liuhen.kernel.digests import Digests
from liuhen.kernel.errors import BadInputError, OutOfOrderError, UnusableError
from liuhen.ledger import checkpoint, destroy
from liuhen.media.places import where


def made(shop: Shop, target: Path, **more: Any) -> Path:
    sealed = more.pop("seal", None) or sealed_now()
    return build(sealed, checkpoint(ORGAN), target, roots=shop.roots, **more).path


def findings(package: Path, **more: Any) -> list[verify_case.Finding]:
    return verify_case.verify(str(package), **more).findings


def left_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name not in {"data", "originals", "papers"})


@pytest.mark.parametrize("name", ["包", "包.zip"])
def test_a_package_passes_the_verifier(shop: Shop, tmp_path: Path, name: str) -> None:
    assert findings(made(shop, tmp_path / name)) == []


def test_the_bagit_tools_agree_on_a_package(shop: Shop, tmp_path: Path) -> None:
    assert bagit.Bag(str(made(shop, tmp_path / "包"))).validate()


def test_files_have_names_that_people_read(shop: Shop, tmp_path: Path) -> None:
    package = made(shop, tmp_path / "包")
    assert [path.name.rpartition("-")[0] for path in sorted(package.glob("data/recordings/*"))] == ["0002-检查"]
    assert [path.name.rpartition("-")[0] for path in sorted(package.glob("data/papers/*"))] == ["0003-询问笔录"]
    assert [path.suffix for path in sorted(package.glob("data/scans/*"))] == [".jpg"]


def test_the_original_is_in_it_byte_for_byte(shop: Shop, tmp_path: Path) -> None:
    (recording,) = made(shop, tmp_path / "包").glob("data/recordings/*")
    assert recording.read_bytes() == VIDEO


def test_what_is_sealed_is_not_in_it(shop: Shop, tmp_path: Path) -> None:
    package = made(shop, tmp_path / "包")
    assert [path for path in package.rglob("*.json") if "某某" in path.read_text("utf-8")] == []
    assert verify_case.verify(str(package)).facts.get("disclosed") is None


def test_what_is_sealed_can_be_disclosed_and_checked(shop: Shop, tmp_path: Path) -> None:
    package = made(shop, tmp_path / "包", disclosed=frozenset({shop.case[0].digest}))
    entry = json.loads((package / "data/entries/0001.json").read_text("utf-8"))
    assert entry["sealed"]["shown"]["informant"]["value"] == "某某"
    assert findings(package) == []


def test_a_correction_names_what_it_corrects(shop: Shop, tmp_path: Path) -> None:
    case = json.loads((made(shop, tmp_path / "包") / "data/case.json").read_text("utf-8"))
    assert [event["corrects"] for event in case["events"]] == [None, None, None, None, 1]


def test_the_same_seal_and_checkpoint_make_the_same_bytes(shop: Shop, tmp_path: Path) -> None:
    sealed = sealed_now()
    first = made(shop, tmp_path / "a.zip", seal=sealed).read_bytes()
    assert made(shop, tmp_path / "b.zip", seal=sealed).read_bytes() == first


def test_it_tells_the_digests_and_size_of_the_archive(shop: Shop, tmp_path: Path) -> None:
    package = build(sealed_now(), checkpoint(ORGAN), tmp_path / "包.zip", roots=shop.roots)
    content = package.path.read_bytes()
    assert (package.digests, package.size) == (Digests.of(content), len(content))


def test_what_came_after_the_seal_is_not_in_it(shop: Shop, tmp_path: Path) -> None:
    sealed = sealed_now()
    act(Noted(text="封包以后"))
    package = made(shop, tmp_path / "包", seal=sealed)
    assert findings(package) == []
    assert len(list(package.glob("data/entries/*"))) == 5


def test_a_destroyed_part_leaves_a_package_that_passes(shop: Shop, tmp_path: Path) -> None:
    destroy(
        shop.case[1].digest,
        part="open",
        reason="保存期满",
        basis="档案管理规定",
        approved_by=shop.case[0].by,
        by=shop.case[0].by,
        happened=shop.case[0].recorded,
        key="destroy-2",
        channel="web",
    )
    package = made(shop, tmp_path / "包")
    assert findings(package) == []
    assert list(package.glob("data/recordings/*")) == []


def test_a_file_named_by_two_entries_is_in_it_once(shop: Shop, tmp_path: Path) -> None:
    act(Stored(file=kept(VIDEO, "再次入库.mp4", "video/mp4", root=shop.originals)))
    package = made(shop, tmp_path / "包")
    assert findings(package) == []
    assert len(list(package.glob("data/recordings/*"))) == 1


def test_a_case_without_files_makes_a_package(shop: Shop, tmp_path: Path) -> None:
    entry = act(Noted(text="线索"), dossier="case-2")
    sealed = sealed_now(dossier="case-2", entries=1, last=entry.digests.as_json(), number="")
    assert findings(made(shop, tmp_path / "包", seal=sealed)) == []


def test_an_earlier_checkpoint_kept_outside_is_enough(shop: Shop, tmp_path: Path) -> None:
    kept_outside = checkpoint(ORGAN)
    (tmp_path / "checkpoint.json").write_text(json.dumps(kept_outside.as_json()))
    act(Noted(text="别的案件"), dossier="case-2")
    package = made(shop, tmp_path / "包", earlier=(kept_outside.size,))
    report = verify_case.verify(str(package), trust=str(tmp_path / "checkpoint.json"))
    assert (report.findings, report.trusted) == ([], True)


def test_progress_reaches_the_whole(shop: Shop, tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    made(shop, tmp_path / "包", progress=lambda done, total: seen.append((done, total)))
    assert seen[-1][0] == seen[-1][1] == sum(path.stat().st_size for path in (tmp_path / "包").glob("data/*/*.*[!n]"))


@pytest.mark.parametrize("name", ["包", "包.zip"])
@pytest.mark.parametrize("damage", ["flip", "cut", "grow", "gone"])
def test_a_damaged_original_stops_it_by_name_and_leaves_nothing(
    shop: Shop, tmp_path: Path, damage: str, name: str
) -> None:
    original = where(shop.originals, Digests.of(VIDEO).sha256)
    original.chmod(0o644)
    content = {"flip": b"\x00" + VIDEO[1:], "cut": VIDEO[:-1], "grow": VIDEO + b"x", "gone": b""}[damage]
    original.unlink() if damage == "gone" else original.write_bytes(content)
    with pytest.raises(UnusableError) as refused:
        made(shop, tmp_path / name)
    assert "检查" in str(refused.value)
    assert left_in(tmp_path) == []


def test_a_full_disk_stops_it_and_leaves_nothing(shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sealed, signed = sealed_now(), checkpoint(ORGAN)

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(UnusableError, match="存储空间不足"):
        build(sealed, signed, tmp_path / "包.zip", roots=shop.roots)
    assert left_in(tmp_path) == []


@pytest.mark.parametrize("name", ["包", "包.zip"])
def test_something_already_there_is_not_overwritten(shop: Shop, tmp_path: Path, name: str) -> None:
    made(shop, tmp_path / name)
    before = left_in(tmp_path)
    with pytest.raises(BadInputError, match="已经存在"):
        made(shop, tmp_path / name)
    assert left_in(tmp_path) == before


def test_a_checkpoint_older_than_the_seal_is_refused(shop: Shop, tmp_path: Path) -> None:
    old = checkpoint(ORGAN)
    with pytest.raises(OutOfOrderError):
        build(sealed_now(), old, tmp_path / "包", roots=shop.roots)


def test_an_entry_that_is_no_seal_is_refused(shop: Shop, tmp_path: Path) -> None:
    with pytest.raises(OutOfOrderError):
        build(shop.case[0], checkpoint(ORGAN), tmp_path / "包", roots=shop.roots)


def test_memory_stays_flat_over_a_long_recording(shop: Shop, tmp_path: Path) -> None:
    long = b"0123456789abcdef" * (4 << 20)
    act(Stored(file=kept(long, "长.mp4", "video/mp4", root=shop.originals)))
    size = len(long)
    del long
    sealed, signed = sealed_now(), checkpoint(ORGAN)
    tracemalloc.start()
    build(sealed, signed, tmp_path / "包.zip", roots=shop.roots)
    assert verify_case.verify(str(tmp_path / "包.zip")).findings == []
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 16 << 20 < size


def test_a_seal_that_counts_wrongly_is_found_by_the_verifier(shop: Shop, tmp_path: Path) -> None:
    package = made(shop, tmp_path / "包", seal=sealed_now(entries=4))
    assert [finding.code for finding in findings(package)] == ["E522"]


def test_the_case_is_the_one_of_the_seal(shop: Shop, tmp_path: Path) -> None:
    case = json.loads((made(shop, tmp_path / "包") / "data/case.json").read_text("utf-8"))
    assert (case["dossier"], case["number"]) == (CASE, "江医保案〔2026〕1号")
