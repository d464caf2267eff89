"""The routes that exist: read from the address table of the pages and from the operations of the API."""

import re
from collections.abc import Iterator, Sequence
from typing import Any, Final

from django.urls import URLPattern, URLResolver, get_resolver
from ninja import NinjaAPI

from liuhen.api.root import api

METHODS: Final = ("GET", "POST", "PUT", "PATCH", "DELETE")
_PLACE: Final = re.compile(r"<(?:\w+:)?(\w+)>")


def pages(patterns: Sequence[URLPattern | URLResolver] | None = None, before: str = "/") -> Iterator[str]:
    """Give the addresses of the pages, `/cases/{ref}`; those of the API are given by its operations."""
    for one in get_resolver().url_patterns if patterns is None else patterns:
        told = before + _PLACE.sub(r"{\1}", str(one.pattern))
        if isinstance(one, URLResolver):
            if getattr(one, "namespace", "") != api.urls_namespace:
                yield from pages(one.url_patterns, told)
        else:
            yield told


def operations(of: NinjaAPI = api) -> Iterator[tuple[str, str]]:
    """Give method and address of every operation of the API."""
    for path, told in of.get_openapi_schema(path_prefix="/api/")["paths"].items():
        yield from ((method.upper(), path) for method in told)


def beside_operations() -> set[str]:
    """Give the addresses of the API that are no operations, such as a page that describes it."""
    routes: Any = [one for one in get_resolver().url_patterns if getattr(one, "namespace", "") == api.urls_namespace]
    told = {"/api/" + _PLACE.sub(r"{\1}", str(one.pattern)) for each in routes for one in each.url_patterns}
    return told - {path for _, path in operations()}
