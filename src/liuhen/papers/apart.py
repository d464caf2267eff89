"""What pyHanko does asynchronously, done to its end: in a thread of its own, since the caller's may have a loop."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import Any, TypeVar

T = TypeVar("T")


def finished(work: Coroutine[Any, Any, T]) -> T:
    """Return what `work` gives; whatever it raises is raised here."""
    with ThreadPoolExecutor(max_workers=1) as own:
        return own.submit(copy_context().run, asyncio.run, work).result()
