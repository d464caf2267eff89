"""Small wrong versions of a program: one comparison, number, condition, statement or sign changed in each."""

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

_COMPARED: Final[dict[type[ast.cmpop], type[ast.cmpop]]] = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
_RECKONED: Final[dict[type[ast.operator], type[ast.operator]]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Add, ast.FloorDiv: ast.Mult, ast.LShift: ast.RShift,
    ast.RShift: ast.LShift, ast.BitAnd: ast.BitOr, ast.BitXor: ast.BitAnd,
}  # fmt: skip
_DROPPED: Final = (ast.Raise, ast.Continue, ast.Break, ast.AugAssign)


@dataclass(frozen=True)
class Mutant:
    """One wrong version: in which function and line, what was there and what is there now."""

    function: str
    line: int
    was: str
    now: str
    place: int
    change: int

    @property
    def name(self) -> str:
        return f"{self.function}: {self.was} -> {self.now}"

    def tree(self, source: str) -> ast.Module:
        """Return the whole program with this one thing changed."""
        tree = ast.parse(source)
        node, _ = next(islice(_places(tree), self.place, None))
        _replace(tree, node, _changed(node, self.change))
        return ast.fix_missing_locations(tree)


def mutants(source: str) -> Iterator[Mutant]:
    """Give every wrong version of a program, in the order of its text."""
    for place, (node, function) in enumerate(_places(ast.parse(source))):
        for change in range(_changes(node)):
            was, now = _spoken(node), _spoken(_changed(node, change))
            yield Mutant(function, node.lineno, was, now, place, change)  # type: ignore[attr-defined]


def _spoken(node: ast.AST) -> str:
    return f"if {ast.unparse(node.test)}" if isinstance(node, ast.If) else ast.unparse(node)


def _places(tree: ast.Module) -> Iterator[tuple[ast.AST, str]]:
    """Give the nodes that can be changed, with the function they stand in; annotations and docstrings are left out."""
    stack: list[tuple[ast.AST, str]] = [(tree, "")]
    while stack:
        node, function = stack.pop()
        if _changes(node):
            yield node, function
        inside = node.name if isinstance(node, ast.FunctionDef | ast.ClassDef) else ""
        here = f"{function}.{inside}".strip(".") if inside else function
        below = [child for name, child in _children(node) if name not in {"annotation", "returns", "decorator_list"}]
        stack += [(child, here) for child in reversed(below)]


def _children(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    for name, value in ast.iter_fields(node):
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST):
                yield name, child


def _changes(node: ast.AST) -> int:
    """Return in how many ways a node can be changed."""
    if isinstance(node, ast.Compare):
        return len(node.ops)
    if isinstance(node, ast.Constant):
        return type(node.value) in (int, bool)
    if isinstance(node, ast.BinOp):
        return type(node.op) in _RECKONED and not isinstance(node.left, ast.Constant | ast.JoinedStr)
    if isinstance(node, ast.Expr):
        return isinstance(node.value, ast.Call)
    if isinstance(node, ast.UnaryOp):
        return isinstance(node.op, ast.Not)
    return isinstance(node, (*_DROPPED, ast.BoolOp, ast.If))


def _changed(node: ast.AST, change: int) -> ast.AST:
    """Return what stands in the place of a node."""
    fresh = copy.deepcopy(node)
    if isinstance(fresh, ast.Compare):
        fresh.ops[change] = _COMPARED[type(fresh.ops[change])]()
    elif isinstance(fresh, ast.Constant):
        fresh.value = not fresh.value if isinstance(fresh.value, bool) else int(fresh.value) + 1  # type: ignore[arg-type]
    elif isinstance(fresh, ast.BinOp):
        fresh.op = _RECKONED[type(fresh.op)]()
    elif isinstance(fresh, ast.BoolOp):
        fresh.op = ast.Or() if isinstance(fresh.op, ast.And) else ast.And()
    elif isinstance(fresh, ast.If):
        fresh.test = ast.UnaryOp(ast.Not(), fresh.test)
    elif isinstance(fresh, ast.UnaryOp):
        return fresh.operand
    else:
        return ast.copy_location(ast.Pass(), node)
    return fresh


def _replace(tree: ast.Module, old: ast.AST, new: ast.AST) -> None:
    for parent in ast.walk(tree):
        for name, value in ast.iter_fields(parent):
            if value is old:
                setattr(parent, name, new)
            elif isinstance(value, list):
                value[:] = [new if one is old else one for one in value]
