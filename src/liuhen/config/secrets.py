"""The installation's own secret for sessions, made once and kept beside the keys."""

import os
import secrets
from pathlib import Path


def session_secret(data: Path) -> str:
    """Return the secret that signs sessions; make it on the first start, readable by its owner only."""
    path = data / "keys" / "session.secret"
    try:
        return path.read_text("ascii")
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = secrets.token_urlsafe(48)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
        file.write(fresh)
    try:
        os.link(draft, path)  # the first process to arrive wins; the others read what it wrote
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return path.read_text("ascii")
