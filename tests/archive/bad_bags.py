"""Bags that are wrong as bags: lists, names, files. Each is a sound bag with one thing done to it afterwards."""

from collections.abc import Callable
from typing import NamedTuple

from archive.forge import Files, Forge, digests, retagged

VIDEO_PATH = "data/recordings/0002-现场.bin"
SHA256, SM3, TAGS = "manifest-sha256.txt", "manifest-sm3.txt", "tagmanifest-sha256.txt"


class Bad(NamedTuple):
    """One bad package: its code, how it is made, a word of the finding that says where, other codes that come along."""

    code: str
    make: Callable[[], Files]
    names: str = ""
    also: str = ""


def edited(change: Callable[[Files], object], *, tags: bool = True) -> Callable[[], Files]:
    """Return the maker of a bag changed after it was made; with `tags`, its tag manifest is made to fit."""

    def make() -> Files:
        files = Forge().files()
        change(files)
        return retagged(files) if tags else files

    return make


def without(path: str, *, tags: bool = True) -> Callable[[], Files]:
    return edited(lambda files: files.pop(path), tags=tags)


def holding(path: str, content: bytes, *, tags: bool = True) -> Callable[[], Files]:
    return edited(lambda files: files.__setitem__(path, content), tags=tags)


def swapped(path: str, old: bytes, new: bytes, *, tags: bool = True) -> Callable[[], Files]:
    def change(files: Files) -> None:
        assert old in files[path]
        files[path] = files[path].replace(old, new, 1)

    return edited(change, tags=tags)


def with_line(path: str, line: str) -> Callable[[], Files]:
    return edited(lambda files: files.__setitem__(path, files[path] + line.encode()))


def wrong_digest(path: str, which: str) -> Callable[[], Files]:
    """List another digest of the recording."""

    def change(files: Files) -> None:
        right, wrong = digests(files[VIDEO_PATH])[which], digests(b"")[which]
        files[path] = files[path].replace(right.encode(), wrong.encode())

    return edited(change)


def beside(path: str, other: str) -> Callable[[], Files]:
    """Add a file that no list knows under a name too close to another."""
    return edited(lambda files: files.__setitem__(other, files[path]))


def flipped(path: str) -> Callable[[], Files]:
    return edited(lambda files: files.__setitem__(path, bytes([files[path][0] ^ 1]) + files[path][1:]), tags=False)


def drop_line(files: Files, name: str, path: str = VIDEO_PATH) -> None:
    files[name] = b"".join(line for line in files[name].splitlines(keepends=True) if path.encode() not in line)


ZERO = "0" * 64
BAGS = [
    Bad("E101", without("bagit.txt"), "bagit.txt"),
    Bad("E102", swapped("bagit.txt", b"1.0", b"0.97"), "bagit.txt"),
    Bad("E103", without(SHA256), SHA256),
    Bad("E104", holding(SHA256, b"\n"), SHA256),
    Bad("E105", holding(SHA256, b"\xff\xfe"), SHA256),
    Bad("E106", without(SM3), SM3),
    Bad("E107", holding(SM3, b""), SM3),
    Bad("E108", with_line(SM3, "not a line\n"), SM3),
    Bad("E109", without(TAGS, tags=False), TAGS),
    Bad("E110", holding(TAGS, b"", tags=False), TAGS),
    Bad("E111", edited(lambda f: f.__setitem__(TAGS, f[TAGS][:-1]), tags=False), TAGS),
    Bad("E112", with_line(SHA256, f"{ZERO}  data/case.json\n"), "data/case.json"),
    Bad("E113", with_line(SHA256, f"{ZERO}  data/../../etc/passwd\n"), SHA256),
    Bad("E114", holding("data/a\\b", b"x"), "data/a", "E117 E132 E139 E604 E612"),
    Bad("E115", beside(VIDEO_PATH, VIDEO_PATH.replace(".bin", ".BIN")), "0002-现场", "E117 E132 E139 E605 E612"),
    Bad("E116", with_line(SHA256, f"{ZERO}  data/scans/none.bin\n"), "data/scans/none.bin"),
    Bad("E117", edited(lambda f: drop_line(f, SHA256)), VIDEO_PATH),
    Bad("E118", wrong_digest(SHA256, "sha256"), VIDEO_PATH),
    Bad("E119", wrong_digest(SM3, "sm3"), VIDEO_PATH),
    Bad("E120", without("说明.txt"), "说明.txt"),
    Bad("E121", edited(lambda f: f.__setitem__(TAGS, f[TAGS] + f"{ZERO}  x\n".encode()), tags=False), "x"),
    Bad("E122", holding("autorun.inf", b"x"), "autorun.inf"),
    Bad("E126", with_line(SM3, f"{ZERO}  data/scans/none.bin\n"), "data/scans/none.bin"),
    Bad("E132", edited(lambda f: drop_line(f, SM3)), VIDEO_PATH),
    Bad("E137", edited(lambda f: drop_line(f, TAGS, "bagit.txt"), tags=False), "bagit.txt"),
    Bad("E138", swapped("说明.txt", b"\n", b"!\n", tags=False), "说明.txt"),
    Bad("E139", swapped("bag-info.txt", b"Oxum: ", b"Oxum: 1"), "bag-info.txt"),
]

# The same faults in other clothes: they share a code with one above.
MORE_BAGS = [
    Bad("E104", holding(SHA256, b""), SHA256),
    Bad("E105", swapped(SHA256, b"  data", b" *data"), SHA256, "E117"),
    Bad("E105", edited(lambda f: f.__setitem__(SHA256, f[SHA256].upper())), SHA256, "E117"),
    Bad("E105", edited(lambda f: f.__setitem__(SHA256, b"\xef\xbb\xbf" + f[SHA256])), SHA256, "E117"),
    Bad("E113", edited(lambda f: f.__setitem__(SHA256, f[SHA256].replace(b"\n", b"\r\n"))), SHA256, "E117"),
    Bad("E108", edited(lambda f: f.__setitem__(SM3, f[SM3][:-1])), SM3),
    Bad("E113", with_line(SHA256, f"{ZERO}  /etc/passwd\n"), SHA256),
    Bad("E113", with_line(SHA256, f"{ZERO}  C:/boot.ini\n"), SHA256),
    Bad("E113", with_line(SHA256, f"{ZERO}  data//case.json\n"), SHA256),
    Bad("E113", with_line(SHA256, f"{ZERO}  data/./case.json\n"), SHA256),
    Bad("E113", with_line(SHA256, f"{ZERO}  data/a%0Ab\n"), SHA256),
    Bad("E113", with_line(SHA256, f"{ZERO}  data/e\u0301.bin\n"), SHA256),
    Bad("E113", with_line(SHA256, f"{ZERO}  data/end. \n"), SHA256),
    Bad("E114", holding("data/e\u0301.bin", b"x"), "data/e", "E117 E132 E139 E604 E612"),
    Bad("E114", holding("data/line\nbreak", b"x"), "data/line", "E117 E132 E139 E604 E612"),
    Bad("E118", flipped(VIDEO_PATH), VIDEO_PATH, "E119 E601 E604 E609"),
    Bad("E122", holding("fetch.txt", b"x"), "fetch.txt"),
    Bad("E122", holding("manifest-md5.txt", b"x"), "manifest-md5.txt"),
    Bad("E122", holding("tagmanifest-md5.txt", b"x"), "tagmanifest-md5.txt"),
    Bad("E138", flipped("verify_case.py"), "verify_case.py", "E525"),
]
