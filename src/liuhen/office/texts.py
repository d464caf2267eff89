"""The very text of an adopted pack is kept under its own digest, so that an old version can be read for ever."""

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from django.conf import settings

from liuhen.kernel.canonical import canonical
from liuhen.kernel.digests import sha256
from liuhen.kernel.errors import UnusableError
from liuhen.ledger import Counted, Problem, checks
from liuhen.media.places import where
from liuhen.media.store import take_in
from liuhen.office.models import Adopted
from liuhen.rulebook.place import WORDS, find, shelves

FORMAT: Final = "liuhen-pack/1"


def shelf() -> tuple[Path, ...]:
    """Return where this installation looks for packs to adopt: the shipped ones, then its own folders."""
    return shelves(tuple(settings.LIUHEN_PACKS))


def kept() -> Path:
    """Return the folder of adopted texts."""
    return Path(settings.LIUHEN_DATA) / "packs"


def keep(ids: Iterable[str]) -> dict[str, str]:
    """Keep the packs `ids` and the shared words as they stand on the shelf now; return name -> SHA-256.

    Raises:
        UnusableError: the disk refuses.
    """
    roots = shelf()
    folders = {one: find(one, roots) for one in ids}
    texts = {one: sorted(folder.glob("*.yaml")) for one, folder in folders.items()}
    words = next((root / WORDS for root in reversed(roots) if (root / WORDS).exists()), None)
    if words is not None:
        texts[WORDS] = [words]
    return {one: _kept(one, files) for one, files in sorted(texts.items())}


def _kept(name: str, files: Iterable[Path]) -> str:
    told = canonical({"format": FORMAT, "name": name, "files": {file.name: file.read_text("utf-8") for file in files}})
    digest = sha256(told).hex()
    place = where(kept(), digest)
    if not place.exists() or sha256(place.read_bytes()).hex() != digest:
        place.unlink(missing_ok=True)  # damaged: the same bytes are at hand
        take_in([told], root=kept(), name=f"规程 {name}")
    return digest


@contextmanager
def unpacked(texts: Mapping[str, str]) -> Iterator[Path]:
    """Give a folder from which `rulebook.load` reads these texts; it is gone after the block.

    Raises:
        UnusableError: one of them is not there any more, or was changed.
    """
    with TemporaryDirectory(prefix="liuhen-packs-") as made:
        root = Path(made)
        for name, digest in texts.items():
            folder = root if name == WORDS else root / name
            folder.mkdir(exist_ok=True)
            for file, text in read(name, digest).items():
                (folder / file).write_text(text, "utf-8")
        yield root


def read(name: str, digest: str) -> dict[str, str]:
    """Return the files of a kept text: file name -> content.

    Raises:
        UnusableError: it is not there any more, or was changed.
    """
    place = where(kept(), digest)
    try:
        told = place.read_bytes()
    except OSError as err:
        raise _lost(name, "保存的规程文本读不出来。") from err
    if sha256(told).hex() != digest:
        raise _lost(name, "保存的规程文本与启用时的摘要不符。")
    files: dict[str, str] = json.loads(told)["files"]
    return files


@checks("packs")
def check_texts() -> Iterator[Problem | Counted]:
    """Re-read the text of every adopted pack; name each that is missing or changed."""
    number = 0
    for row in Adopted.objects.order_by("organ", "since"):
        for name, digest in sorted(row.texts.items()):
            number += 1
            try:
                read(name, digest)
            except UnusableError as err:
                yield Problem(
                    code="packs.changed", where=f"规程“{name}”（自{row.since}启用）", what=err.why, file=digest
                )
    yield Counted("packs", number)


def _lost(name: str, why: str) -> UnusableError:
    return UnusableError(
        f"规程“{name}”启用时的文本不可用。", why=why, remedy="请由系统管理员从备份恢复数据目录中的 packs。"
    )
