"""Make an installation without people in LIUHEN_DATA and let previews of the files named wait; print their SHA-256."""

import sys
from pathlib import Path

import django

django.setup()

from django.conf import settings  # noqa: E402  # after the applications are there

from liuhen.cli.ready import migrate  # noqa: E402
from liuhen.media.store import take_in  # noqa: E402
from liuhen.process.case.previews import want  # noqa: E402

migrate()
for name in sys.argv[1:]:
    with Path(name).open("rb") as file:
        stored = take_in(file, root=settings.LIUHEN_ORIGINALS, name=name)
    want(stored.digests.sha256)
    sys.stdout.write(stored.digests.sha256 + "\n")
