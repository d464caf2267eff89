"""`python -m scenario.in_browser RESULTS FILE…`: a process of its own, with LIUHEN_DATA on an empty folder."""

import os
import sys
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command


def main(results: Path, files: list[Path]) -> None:
    """Found the bureau and play the files there."""
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # the browser keeps an event loop in this thread
    os.environ["DJANGO_SETTINGS_MODULE"] = "liuhen.config.settings"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    from scenario.served import perform_all  # noqa: PLC0415  # Django must be ready

    perform_all(results, files)


if __name__ == "__main__":
    main(Path(sys.argv[1]), [Path(one) for one in sys.argv[2:]])
