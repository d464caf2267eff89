"""A backup that was cut, changed, mixed up or robbed of a file: each is found and named."""

import random
import shutil
from pathlib import Path

import pytest
from pyrage import x25519

from liuhen.kernel.errors import BadInputError, UnusableError
from liuhen.upkeep.backup_folder import DATABASE, LIST, LIST_SUM, MANIFEST, MARK, sum_line
from liuhen.upkeep.backup_keys import read_identities
from liuhen.upkeep.checking import check
from upkeep.copies import Copies, flip, new_original, tree

FLIPS = 40  # a file, beside its first and its last bit


def found(copies: Copies, *, key: bool) -> list[str]:
    """Return the places that a check names; a mark that is not ours is refused by name."""
    try:
        return [where for where, _ in copies.checked(key=key).problems]
    except BadInputError as error:
        return [MARK] if MARK in error.message else []


def test_an_untouched_backup_has_nothing_to_say(copies: Copies) -> None:
    for key in (True, False):
        said = copies.checked(key=key)
        assert (said.problems, said.snapshots, said.unread, said.strays, said.decrypted) == ([], 1, 0, 0, key)


@pytest.mark.parametrize("key", [True, False])
def test_a_flipped_bit_in_any_file_is_found_and_named(copies: Copies, key: bool) -> None:
    chance = random.Random(11)
    for path in copies.files():
        name = path.relative_to(copies.folder).as_posix()
        for bit in (0, path.stat().st_size * 8 - 1, *chance.choices(range(path.stat().st_size * 8), k=FLIPS)):
            flip(path, bit=bit)
            places = found(copies, key=key)
            assert any(name.startswith(place) for place in places), (name, bit, places)
            flip(path, bit=bit)
    assert copies.checked(key=key).intact


def test_a_missing_file_is_found_and_named(copies: Copies, tmp_path: Path) -> None:
    for path in copies.files():
        shutil.move(path, tmp_path / "away")
        places = found(copies, key=False) if path.name != MARK else [MARK]
        assert any(path.relative_to(copies.folder).as_posix().startswith(place) for place in places)
        shutil.move(tmp_path / "away", path)


@pytest.mark.parametrize("cut", [0, 100, -1])
def test_a_file_that_was_cut_is_found_and_named(copies: Copies, cut: int) -> None:
    for path in [one for one in copies.files() if one.suffix == ".age"]:
        whole = path.read_bytes()
        path.write_bytes(whole[:cut])
        assert found(copies, key=True) == [path.relative_to(copies.folder).as_posix()]
        path.write_bytes(whole)


def test_two_objects_that_changed_places_are_found(copies: Copies) -> None:
    new_original(copies.used, 50_000)
    copies.backup()
    first, second, *_ = sorted(copies.layout.objects.glob("??/*.age"))
    first.rename(copies.folder / "x")
    second.rename(first)
    (copies.folder / "x").rename(second)
    assert len(found(copies, key=False)) == 2


def test_a_manifest_of_another_snapshot_under_an_honest_list_is_found_with_the_key(copies: Copies) -> None:
    new_original(copies.used, 5_000)
    copies.backup()
    old, new = map(copies.layout.snapshot, copies.layout.names())
    shutil.copy(old / MANIFEST, new / MANIFEST)
    listing, other = copies.layout.listing(new.name), copies.layout.listing(old.name)
    content = type(listing)(
        made=listing.made,
        version=listing.version,
        recipients=listing.recipients,
        heads=listing.heads,
        files={**listing.files, MANIFEST: other.files[MANIFEST]},
        objects=listing.objects,
    ).as_bytes()
    (new / LIST).write_bytes(content)
    (new / LIST_SUM).write_bytes(sum_line(content))
    assert copies.checked(key=False).intact
    assert found(copies, key=True) != []


def test_another_key_is_said_to_be_another_key(copies: Copies, tmp_path: Path) -> None:
    other = tmp_path / "other.key"
    other.write_text(f"{x25519.Identity.generate()}\n")
    said = check(copies.folder, identities=read_identities(other))
    (place,) = [where for where, what in said.problems if "密钥不是备份时的那一把" in what]
    assert place.endswith(MANIFEST)


def test_a_damaged_object_that_is_taken_away_is_written_anew(copies: Copies) -> None:
    victim = max(copies.layout.objects.glob("??/*.age"), key=lambda path: path.stat().st_size)
    flip(victim, bit=4000)
    assert not copies.checked().intact
    victim.unlink()
    copies.backup()
    assert copies.checked().intact


def test_an_object_that_only_an_old_snapshot_names_is_found_again(copies: Copies) -> None:
    name = new_original(copies.used, 40_000)
    copies.backup()
    path = copies.used.data / "originals" / name[:2] / name
    away = path.with_name("away")
    path.rename(away)
    copies.backup()
    away.rename(path)
    before = tree(copies.layout.objects)
    copies.backup()
    assert tree(copies.layout.objects) == before


def test_a_sample_says_what_it_left_out(copies: Copies) -> None:
    for _ in range(4):
        new_original(copies.used, 100)
    copies.backup()
    said = copies.checked(sample=2)
    assert (said.intact, said.objects, said.unread) == (True, 2, len(copies.latest.objects) - 2)


def test_every_object_comes_into_a_sample_at_some_time(copies: Copies) -> None:
    victim = next(copies.layout.objects.glob("??/*.age"))
    flip(victim, bit=3000)
    assert any(not copies.checked(sample=1).intact for _ in range(60))


def test_what_no_snapshot_names_is_counted_and_is_no_damage(copies: Copies) -> None:
    stray = copies.layout.object("ab" * 32)
    stray.parent.mkdir(exist_ok=True)
    stray.write_bytes(b"x")
    said = copies.checked()
    assert (said.intact, said.strays) == (True, 1)


def test_a_folder_without_a_snapshot_is_no_backup_to_rely_on(copies: Copies) -> None:
    shutil.rmtree(copies.layout.snapshot(copies.layout.names()[0]))
    with pytest.raises(UnusableError, match="没有完整的快照"):
        copies.checked()


def test_the_command_names_the_place_and_answers_with_one(copies: Copies) -> None:
    victim = copies.layout.snapshot(copies.layout.names()[0]) / DATABASE
    flip(victim, bit=5000)
    answer = copies.used.run("backup", copies.folder, "--check")
    assert answer.returncode == 1
    assert DATABASE in answer.stdout
    assert "没有解密" in answer.stdout
