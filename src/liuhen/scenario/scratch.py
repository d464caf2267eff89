"""An installation of its own for the length of a command: in a temporary folder, gone afterwards."""

import logging
import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from liuhen.scenario.bureau import People


@contextmanager
def scratch(packs: Sequence[Path] = ()) -> "Iterator[People]":
    """Yield the people of a fresh invented bureau; called before Django is set up, never on anybody's data.

    Args:
        packs: folders with more regulations.
    """
    with tempfile.TemporaryDirectory(prefix="liuhen-scenario-") as folder:
        os.environ["LIUHEN_DATA"] = folder
        os.environ["LIUHEN_PACKS"] = os.pathsep.join(str(one.resolve()) for one in packs)
        _load()
        yield _founded()


def _load() -> None:
    import django  # noqa: PLC0415 - where the data lie is settled before
    from django.conf import settings  # noqa: PLC0415

    # Accounts live as long as the command: the product's own hasher is slow on purpose.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    kept: dict[str, str] = settings.DATABASES["default"]["OPTIONS"]  # type: ignore[assignment]
    kept["init_command"] = "PRAGMA synchronous=OFF; PRAGMA foreign_keys=ON;"
    django.setup()
    logging.getLogger("django.request").setLevel(logging.ERROR)  # refusals are answers here


def _founded() -> "People":
    from django.core.management import call_command  # noqa: PLC0415

    from liuhen.scenario.bureau import set_up  # noqa: PLC0415

    call_command("migrate", verbosity=0, interactive=False)
    return set_up()
