"""What the templates of a form take: leaves, groups and rows with their texts, options and faults."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from pydantic import BaseModel

from liuhen.web.forms.controls import control
from liuhen.web.forms.options import Option, Options, declared
from liuhen.web.forms.shape import Declared, fields_of
from liuhen.web.forms.typed import Part, from_values

FEW_OPTIONS = 6  # more than these become a list to choose from
LONG_OPTION = 24  # characters; longer labels stand one below the other
BLANK = "没有的，这一组全部留空。"
YES_NO = (Option("yes", "是"), Option("no", "否"))
ROW_INDEX, ROW_NUMBER = "__n__", "__row__"  # replaced in the browser when a row is added


@dataclass(frozen=True, slots=True)
class Leaf:
    """One field with its label."""

    path: str
    label: str
    help: str
    article: str
    required: bool
    texts: tuple[str, ...]
    error: str
    widget: str
    control: str
    type: str
    grouped: bool
    wide: bool
    lines: int
    file_name: str = ""
    options: tuple[Option, ...] = ()
    when: str = ""
    template: str = "web/form/leaf.html"

    @property
    def slug(self) -> str:
        """Return the name of the field in the page."""
        return slug(self.path)

    @property
    def text(self) -> str:
        """Return what stands in the field."""
        return self.texts[0] if self.texts else ""

    @property
    def about(self) -> str:
        """Return the names of the help and the fault, for screen readers."""
        parts = ["help"] * bool(self.help or self.article) + ["error"] * bool(self.error)
        return " ".join(f"{self.slug}-{part}" for part in parts)

    @property
    def long_options(self) -> bool:
        """Say whether the options need a line each."""
        return any(len(one.label) + len(one.second) > LONG_OPTION for one in self.options)


@dataclass(frozen=True, slots=True)
class Group:
    """Fields that belong together."""

    path: str
    label: str
    help: str
    article: str
    error: str
    sealed: bool
    nodes: "tuple[Node, ...]"
    when: str = ""
    template: str = "web/form/group.html"

    @property
    def slug(self) -> str:
        """Return the name of the group in the page."""
        return slug(self.path)


@dataclass(frozen=True, slots=True)
class Rows:
    """Groups of one kind, as many as are needed."""

    path: str
    label: str
    help: str
    article: str
    required: bool
    error: str
    groups: tuple[Group, ...]
    blank: Group
    when: str = ""
    template: str = "web/form/rows.html"

    @property
    def slug(self) -> str:
        """Return the name of the rows in the page."""
        return slug(self.path)


Node: TypeAlias = Leaf | Group | Rows


def _may_stay_blank(node: Node) -> Node:
    """Return a node of a part that may be left out: the browser must not ask for a field of what is not there."""
    return replace(node, required=False) if isinstance(node, Leaf) else node


def slug(path: str) -> str:
    """Return a path as the name of an element: `party.name` is `f-party-name`."""
    return "f-" + path.replace(".", "-")


def _when(field: Declared) -> str:
    """Return which choice calls for a field, as the page reads it: `kind_of=physical electronic`; empty for any."""
    told = field.told.get("when", {})
    return next((f"{name}={' '.join(values)}" for name, values in told.items()), "")


@dataclass(frozen=True, slots=True)
class Drawing:
    """What is the same for all nodes of one form."""

    errors: Mapping[str, str]
    options: Options
    file_names: Mapping[str, str]

    def nodes(self, model: type[BaseModel], typed: Part, prefix: str = "") -> tuple[Node, ...]:
        """Return the nodes of `model` filled with `typed`."""
        return tuple(self._node(field, typed[field.name], prefix + field.name) for field in fields_of(model))

    def _node(self, field: Declared, typed: Any, path: str) -> Node:
        if field.part is None:
            return self._leaf(field, typed, path)
        if field.many:
            return self._rows(field, field.part, typed, path)
        return self._group(field, field.part, typed, path)

    def _group(self, field: Declared, part: type[BaseModel], typed: Part, path: str) -> Group:
        inner = self.nodes(part, typed, f"{path}.")
        if field.widget == "points":
            inner = tuple(replace(one, template="web/form/check.html") for one in inner if isinstance(one, Leaf))
        told = field.help
        if field.optional and any(one.required for one in inner if isinstance(one, Leaf)):
            inner, told = tuple(map(_may_stay_blank, inner)), told or BLANK
        sealed = bool(field.told.get("sealed"))
        return Group(path, field.label, told, field.article, self.errors.get(path, ""), sealed, inner, _when(field))

    def _rows(self, field: Declared, part: type[BaseModel], typed: Sequence[Part], path: str) -> Rows:
        empty = from_values(part, {})
        rows = [*typed] or [empty]
        groups = tuple(self._row(field, part, row, path, str(at), str(at + 1)) for at, row in enumerate(rows))
        blank = self._row(field, part, empty, path, ROW_INDEX, ROW_NUMBER)
        error = self.errors.get(path, "")
        when = _when(field)
        return Rows(path, field.label, field.help, field.article, field.required, error, groups, blank, when)

    def _row(self, field: Declared, part: type[BaseModel], typed: Part, path: str, index: str, number: str) -> Group:
        inner = self.nodes(part, typed, f"{path}.{index}.")
        return Group(f"{path}.{index}", f"{field.label} 第 {number} 行", "", "", "", sealed=False, nodes=inner)

    def _leaf(self, field: Declared, texts: Sequence[str], path: str) -> Leaf:
        drawn = control(field.widget)
        leaf = Leaf(
            path=path,
            label=field.label,
            help=field.help,
            article=field.article,
            required=field.required,
            texts=tuple(texts),
            error=self.errors.get(path, ""),
            widget=field.widget,
            control=drawn.template,
            type=drawn.type,
            grouped=drawn.grouped,
            wide=drawn.wide,
            lines=int(field.told.get("rows", 4)),
            file_name=self.file_names.get(path, ""),
            options=tuple(self._options(field, texts)),
            when=_when(field),
        )
        if field.widget == "choice" and len(leaf.options) > FEW_OPTIONS and not any(one.second for one in leaf.options):
            return replace(leaf, control="web/form/select.html", grouped=False)
        return leaf

    def _options(self, field: Declared, texts: Sequence[str]) -> Iterator[Option]:
        known = YES_NO if field.widget == "yesno" else self.options(field.widget, field.told) or declared(field.told)
        for one in known:
            yield replace(one, picked=one.value in texts)
