"""Reads that every act asks for: written as querysets, compiled once a process, so that asking costs what SQL costs."""

from collections.abc import Callable
from typing import Any, Final, NamedTuple

from django.db import connections, router
from django.db.models import Model, QuerySet

_MARK: Final = "\x02{}\x03"  # stands for a value while a queryset is compiled; no value of ours looks like it


class _Compiled(NamedTuple):
    sql: str
    given: tuple[Any, ...]  # parameters in their order, or a mark where a value goes
    places: tuple[tuple[int, int], ...]  # place among the parameters, number of the value
    converters: Any
    compiler: Any


class Prepared:
    """A read over `values_list`, with text in its filters.

    Args:
        model: the table asked.
        build: makes the queryset from as many texts as the read has values; called once for each number of values.
    """

    def __init__(self, model: type[Model], build: "Callable[..., QuerySet[Any, Any]]") -> None:
        self._model, self._build = model, build
        self._compiled: dict[tuple[str, int], _Compiled] = {}

    def __call__(self, *values: str) -> list[tuple[Any, ...]]:
        """Return the rows; values of columns are those that the queryset itself would give."""
        alias = router.db_for_read(self._model)
        connection = connections[alias]
        found = self._compiled.get((connection.vendor, len(values))) or self._compile(alias, len(values))
        given = list(found.given)
        for place, number in found.places:
            given[place] = values[number]
        with connection.cursor() as cursor:
            cursor.execute(found.sql, given)
            rows: list[tuple[Any, ...]] = cursor.fetchall()
        if found.converters:
            return [tuple(row) for row in found.compiler.apply_converters(rows, found.converters)]
        return rows

    def first(self, *values: str) -> tuple[Any, ...] | None:
        """Return the first row, or None."""
        return next(iter(self(*values)), None)

    def _compile(self, alias: str, number: int) -> _Compiled:
        marks = [_MARK.format(one) for one in range(number)]
        compiler = self._build(*marks).using(alias).query.get_compiler(using=alias)
        sql, given = compiler.as_sql()
        places = tuple((place, marks.index(one)) for place, one in enumerate(given) if one in marks)
        converters = compiler.get_converters([column for column, _sql, _alias in compiler.select])
        found = _Compiled(sql, tuple(given), places, converters, compiler)
        self._compiled[connections[alias].vendor, number] = found
        return found
