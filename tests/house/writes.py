"""Finds writes to the database in source text: Django ORM calls that write, and SQL that is not a plain read."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ALWAYS = frozenset({"create", "bulk_create", "bulk_update", "get_or_create", "update_or_create", "_raw_delete"})
BARE = frozenset({"save", "delete"})  # with a positional argument it is a file, a form or a storage
ROWS = "liuhen.ledger.rows"  # its functions write, under whatever name they are taken
SQL = frozenset({"execute", "executemany", "executescript"})
PROJECTING = frozenset({"projects", "projects_every", "projects_last"})
Function = ast.FunctionDef | ast.AsyncFunctionDef
READS = re.compile(
    r"\s*(SELECT|PRAGMA\s+[\w.]+\s*;?\s*$|EXPLAIN|VALUES|WITH\b(?!.*\b(INSERT|UPDATE|DELETE)\b))",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True)
class Write:
    """One call that writes: where it stands, in which function, and what it calls."""

    path: str
    line: int
    function: str
    call: str

    @property
    def place(self) -> str:
        """Return `file:function`, which stays when lines move."""
        return f"{self.path}:{self.function}"

    def __str__(self) -> str:
        return f"{self.path}:{self.line} {self.function} calls {self.call}"


class Spelled(ast.NodeTransformer):
    """Puts the text of a file's constants in the place of their names, so that a named statement is read as well."""

    def __init__(self, tree: ast.Module) -> None:
        bound = [one.id for one in ast.walk(tree) if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store)]
        bound += [one.arg for one in ast.walk(tree) if isinstance(one, ast.arg)]
        self._texts = {
            name: node.value
            for node in tree.body
            if isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(node.value, ast.Constant)
            for name in [ast.unparse(node.target if isinstance(node, ast.AnnAssign) else node.targets[0])]
            if bound.count(name) == 1
        }

    def visit_Name(self, node: ast.Name) -> ast.expr:  # the transformer's own spelling
        return self._texts.get(node.id, node) if isinstance(node.ctx, ast.Load) else node


def writes_under(root: Path) -> list[Write]:
    """Return every write under `root`, migrations and projectors apart."""
    found: list[Write] = []
    for file in sorted(root.rglob("*.py")):
        if "migrations" not in file.parts:
            found += writes_in(file.read_text(encoding="utf-8"), path=file.relative_to(root).as_posix())
    return found


def writes_in(source: str, *, path: str) -> list[Write]:
    """Return every write in one file outside projectors and the private functions that only projectors call."""
    tree = ast.parse(source)
    Spelled(tree).visit(tree)
    found = _walk(tree, path=path, function="<module>", free=_projecting(tree), rows=_rows_taken(tree))
    return list(found)


def _rows_taken(tree: ast.Module) -> frozenset[str]:
    """Return the names under which a file takes what writes rows, or the module it is in."""
    package, module = ROWS.rsplit(".", 1)
    taken = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == ROWS:
            taken |= {alias.asname or alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module == package:
            taken |= {alias.asname or alias.name for alias in node.names if alias.name == module}
        elif isinstance(node, ast.Import):
            taken |= {alias.asname or alias.name for alias in node.names if alias.name == ROWS}
    return frozenset(taken)


def _projecting(tree: ast.Module) -> frozenset[str]:
    """Return the names of the projectors of a file and of the private functions that nothing but they call."""
    functions = {node.name: node for node in tree.body if isinstance(node, Function)}
    free = {name for name, node in functions.items() if _projects(node)}
    spoken = {name: _names_in(tree, apart=name) for name in functions}
    while True:
        more = {
            name for name in functions.keys() - free if name.startswith("_") and spoken[name] and spoken[name] <= free
        }
        if not more:
            return frozenset(free)
        free |= more


def _names_in(tree: ast.Module, *, apart: str) -> set[str]:
    """Return where the function `apart` is spoken of: names of top-level functions, or "<module>"."""
    places = set()
    for node in tree.body:
        where = node.name if isinstance(node, Function) else "<module>"
        if where != apart and any(isinstance(one, ast.Name) and one.id == apart for one in ast.walk(node)):
            places.add(where)
    return places


def _walk(node: ast.AST, *, path: str, function: str, free: frozenset[str], rows: frozenset[str]) -> Iterator[Write]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, Function):
            if not (function == "<module>" and child.name in free):
                yield from _walk(child, path=path, function=child.name, free=free, rows=rows)
            continue
        if isinstance(child, ast.Call) and (_of_rows(child.func, rows) or _writes(child)):
            yield Write(path, child.lineno, function, ast.unparse(child.func))
        yield from _walk(child, path=path, function=function, free=free, rows=rows)


def _of_rows(called: ast.expr, rows: frozenset[str]) -> bool:
    return ast.unparse(called) in rows or (isinstance(called, ast.Attribute) and ast.unparse(called.value) in rows)


def _projects(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    marks = [mark.func if isinstance(mark, ast.Call) else mark for mark in function.decorator_list]
    return any(
        (mark.attr if isinstance(mark, ast.Attribute) else getattr(mark, "id", "")) in PROJECTING for mark in marks
    )


def _writes(call: ast.Call) -> bool:
    if not isinstance(call.func, ast.Attribute):
        return False
    name = call.func.attr
    name = name.removeprefix("a") if name.removeprefix("a") in ALWAYS | BARE | {"update"} else name
    positional = [word for word in call.args if not isinstance(word, ast.Starred)]
    if name in ALWAYS:
        return True
    if name in BARE:
        return not positional
    if name == "update":  # a queryset takes names only; a dictionary or a digest takes a value
        return not positional and bool(call.keywords)
    return name in SQL and not (call.args and _reads_only(call.args[0]))


def _reads_only(argument: ast.expr) -> bool:
    if isinstance(argument, ast.JoinedStr):
        argument = argument.values[0]
    return isinstance(argument, ast.Constant) and bool(READS.match(str(argument.value)))
