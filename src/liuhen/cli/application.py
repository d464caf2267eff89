"""The product as the server's child runs it: it does not outlive the process that answers for it."""

import os
import signal
import threading
import time
from collections.abc import Callable
from typing import Any, Final

_LOOK: Final = 1.0  # seconds between looks
_PATIENCE: Final = 10.0  # seconds for answers that are under way


def application() -> Callable[..., Any]:
    """Return the WSGI application; from now on this process ends soon after its parent, however that died.

    Otherwise a server that was killed would leave its child holding the port.
    """
    threading.Thread(target=_follow, args=(os.getppid(),), name="parent", daemon=True).start()
    from django.core.wsgi import get_wsgi_application

    return get_wsgi_application()


def _follow(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_LOOK)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(_PATIENCE)
    os._exit(1)
