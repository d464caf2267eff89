"""The form of one act: its own fields, when it happened, and what ties it to the page it came from."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import QueryDict
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from liuhen.kernel.errors import BadInputError, LiuhenError
from liuhen.web.forms.nodes import Drawing, Node, slug
from liuhen.web.forms.options import Options, no_options
from liuhen.web.forms.shape import fields_of
from liuhen.web.forms.typed import Part, from_post, from_values, to_values
from liuhen.web.forms.words import wrong_fields

MOST_DIGITS = 9


class Circumstances(BaseModel):
    """What every act is asked beside its own fields."""

    model_config = ConfigDict(str_strip_whitespace=True)

    happened: datetime | None = Field(
        None,
        title="发生时间",
        description="北京时间；不填就是现在，表中写有结束时间的就是那时。",
        json_schema_extra={"widget": "moment"},
    )
    late_reason: str = Field(
        "",
        title="补录或者逾期的原因",
        description="发生在今天以前，或者超过期限才办的，须写明。",
        max_length=2000,
        json_schema_extra={"widget": "textarea", "rows": 2},
    )


class Correcting(Circumstances):
    """What is asked beside that when an earlier entry is put right."""

    corrects_because: str = Field(
        "",
        title="更正理由",
        description="写明哪里有误、为什么更正；原记录保留。",
        max_length=2000,
        json_schema_extra={"widget": "textarea", "rows": 2},
    )


@dataclass(frozen=True, slots=True)
class Entered:
    """A form that could be read."""

    value: BaseModel
    happened: datetime | None
    late_reason: str
    corrects_because: str


class ActForm:
    """A form in one of two lives: freshly opened with what the case knows, or sent and kept as it was typed."""

    def __init__(
        self,
        model: type[BaseModel],
        *,
        typed: Part,
        when: Part,
        key: str,
        expect: int | None,
        options: Options = no_options,
        corrects: int | None = None,
    ) -> None:
        self.model, self.typed, self.when_typed, self.corrects = model, typed, when, corrects
        self.key, self.expect, self._options = key, expect, options
        self.errors: dict[str, str] = {}
        self.file_names: dict[str, str] = {}

    @classmethod
    def fresh(
        cls,
        model: type[BaseModel],
        *,
        known: Mapping[str, Any],
        expect: int | None,
        options: Options = no_options,
        corrects: int | None = None,
    ) -> "ActForm":
        """Open a form with a request key of its own; `known` is what the case already says, by field name."""
        return cls(
            model,
            typed=from_values(model, known),
            when=from_values(_around(corrects), {}),
            key=fresh_key(),
            expect=expect,
            options=options,
            corrects=corrects,
        )

    @classmethod
    def sent(cls, model: type[BaseModel], post: QueryDict, *, options: Options = no_options) -> "ActForm":
        """Take a form as it was sent, every word of it kept."""
        corrects = number_of(post.get("corrects"))
        form = cls(
            model,
            typed=from_post(model, post),
            when=from_post(_around(corrects), post),
            key=(post.get("key") or "")[:64] or fresh_key(),
            expect=number_of(post.get("expect")),
            options=options,
            corrects=corrects,
        )
        for name in form.file_fields:  # an emptied file input sends nothing under the same name
            form.typed[name] = [text for text in form.typed[name] if text]
        form.file_names = {name: (post.get(f"{name}-name") or "")[:255] for name in form.file_fields}
        return form

    def read(self) -> Entered:
        """Return the value that was entered.

        Raises:
            BadInputError: by field, what cannot be accepted; the form has taken note of it.
        """
        wrong: dict[str, str] = {}
        value = _judged(self.model, to_values(self.model, self.typed, wrong), wrong)
        around = _around(self.corrects)
        when = _judged(around, to_values(around, self.when_typed, wrong), wrong)
        if wrong or value is None or not isinstance(when, Circumstances):
            raise BadInputError(
                "有几处还要改一下，都标在下面。", fields=wrong, remedy="改好后再提交，已填的内容都还在。"
            )
        because = when.corrects_because if isinstance(when, Correcting) else ""
        return Entered(value, when.happened, when.late_reason, because)

    def keep_file(self, field: str, sha256: str, name: str) -> None:
        """Remember a file that was received for `field`; its digest stands for it from now on."""
        self.typed[field], self.file_names[field] = [sha256], name

    def add_row(self, path: str) -> None:
        """Add an empty row where one is asked for without the help of a script."""
        rows = next(
            (field for field in fields_of(self.model) if field.name == path and field.many and field.part), None
        )
        if rows is not None and rows.part is not None:
            self.typed[path] = [*(self.typed[path] or [from_values(rows.part, {})]), from_values(rows.part, {})]

    def note(self, err: LiuhenError) -> None:
        """Remember which fields an error names, so that they say so."""
        if isinstance(err, BadInputError):
            self.errors.update(err.fields)
            for name in self.file_names.keys() & err.fields.keys():
                self.typed[name] = []  # a file at fault is not kept: another one must be chosen

    @property
    def nodes(self) -> tuple[Node, ...]:
        """Return the act's own fields for the templates."""
        return Drawing(self.errors, self._options, self.file_names).nodes(self.model, self.typed)

    def drawn(self, typed: Part) -> tuple[Node, ...]:
        """Return the same fields as they look with something else typed in them."""
        return Drawing({}, self._options, {}).nodes(self.model, typed)

    @property
    def when(self) -> tuple[Node, ...]:
        """Return the fields about time for the templates."""
        return Drawing(self.errors, self._options, {}).nodes(_around(self.corrects), self.when_typed)

    @property
    def when_told(self) -> bool:
        """Say whether anything was entered about time."""
        return any(text.strip() for texts in self.when_typed.values() for text in texts)

    @property
    def file_fields(self) -> tuple[str, ...]:
        """Return the names of the fields that take a file."""
        return tuple(field.name for field in fields_of(self.model) if field.widget == "file")

    @property
    def multipart(self) -> bool:
        """Say whether a file is asked for."""
        return bool(self.file_fields)

    def faults(self) -> list[tuple[str, str]]:
        """Return (name of the element, sentence) for every field at fault, in words with the field's label."""
        labels = {**labels_of(self.model), **labels_of(Correcting)}
        order = list(labels)
        found = sorted(self.errors.items(), key=lambda one: _place(order, one[0]))
        return [(_target(labels, path), f"{_label(labels, path)}{text}") for path, text in found]


def fresh_key() -> str:
    """Return a name for a request that has none yet."""
    return uuid.uuid4().hex


def number_of(text: str | None) -> int | None:
    """Return the number of an entry as it stands in an address or a hidden field; None for anything else."""
    return int(text) if text and text.isdecimal() and len(text) <= MOST_DIGITS else None


def _around(corrects: int | None) -> type[Circumstances]:
    return Circumstances if corrects is None else Correcting


def labels_of(model: type[BaseModel], prefix: str = "") -> dict[str, str]:
    """Return dotted path -> label; rows are named without their index."""
    labels: dict[str, str] = {}
    for field in fields_of(model):
        labels[prefix + field.name] = field.label
        if field.part is not None:
            labels |= labels_of(field.part, f"{prefix}{field.name}.")
    return labels


def _unnumbered(path: str) -> str:
    return ".".join(step for step in path.split(".") if not step.isdecimal())


def _place(order: Sequence[str], path: str) -> int:
    name = _unnumbered(path)
    return order.index(name) if name in order else -1


def _target(labels: Mapping[str, str], path: str) -> str:
    return slug(path) if _unnumbered(path) in labels else ""


def _label(labels: Mapping[str, str], path: str) -> str:
    steps = path.split(".")
    row = next((int(step) + 1 for step in steps if step.isdecimal()), None)
    label = labels.get(_unnumbered(path), "")
    place = f"第 {row} 行" if row else ""
    return f"{place}{label}：" if label or place else ""


def _judged(model: type[BaseModel], values: Mapping[str, Any], wrong: dict[str, str]) -> BaseModel | None:
    try:
        return model.model_validate(values)
    except ValidationError as err:
        for path, text in wrong_fields(err).items():
            wrong.setdefault(path, text)
        return None
