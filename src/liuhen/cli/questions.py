"""The questions of `liuhen init`: one for each field of the founding form, and again for what cannot be used."""

from typing import Any

import click
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from liuhen.cli.ready import say
from liuhen.kernel.errors import BadInputError
from liuhen.office.founding import pack_choices
from liuhen.office.founding_form import FoundingForm


def ask_all() -> dict[str, Any]:
    """Ask every question once; return the answers as they were given."""
    say("初次安装。逐项填写后按回车；方括号内是缺省值，直接回车即取用；可不填的项目直接回车。\n")
    told: dict[str, Any] = {}
    for name, field in FoundingForm.model_fields.items():
        part = field.annotation
        if isinstance(part, type) and issubclass(part, BaseModel):
            say(f"— {field.title} —")
            given = None if field.is_required() else field.default
            told[name] = {
                inner: _ask(one, getattr(given, inner) if given else _start(one))
                for inner, one in part.model_fields.items()
            }
        elif name == "pack":
            told[name] = _pick()
        elif name != "picture" or told["seal"]:
            _put(told, name, _ask(field, _start(field)))
    return told


def ask_again(told: dict[str, Any], err: BadInputError) -> None:
    """Say what cannot be used and ask for it again; everything else stays as it was given."""
    say(f"\n{err.message}")
    for path, said in err.fields.items():
        say(f"{label(path)}：{said}")
        *above, name = path.split(".")
        place = told[above[0]] if above else told
        if name == "pack":
            told[name] = _pick()
        else:
            _put(place, name, _ask(_field(path), place.get(name, "")))


def label(path: str) -> str:
    """Return the words for a dotted path, such as `安全员 账号`; a path of no field stays as it is."""
    model: Any = FoundingForm
    words = []
    for step in path.split("."):
        if step not in getattr(model, "model_fields", {}):
            return path
        words.append(model.model_fields[step].title or step)
        model = model.model_fields[step].annotation
    return " ".join(words)


def _field(path: str) -> FieldInfo:
    model: Any = FoundingForm
    *above, name = path.split(".")
    for step in above:
        model = model.model_fields[step].annotation
    found: FieldInfo = model.model_fields[name]
    return found


def _start(field: FieldInfo) -> Any:
    return None if field.is_required() else field.default or ""


def _put(told: dict[str, Any], name: str, value: Any) -> None:
    if value == "" and name == "since":
        told.pop(name, None)
    else:
        told[name] = value


def _ask(field: FieldInfo, default: Any) -> Any:
    while True:
        optional = default == ""
        words = f"{field.title}{'（可不填）' if optional else ''}"
        given = click.prompt(words, default=default, show_default=not optional, type=str)
        if field.annotation is not int:
            return given.strip()
        if given.strip().isdecimal():
            return int(given)
        say("请填写整数。")


def _pick() -> str:
    say("— 执行的规程 —")
    choices = pack_choices()
    for at, (_, title, region) in enumerate(choices, start=1):
        say(f"  {at}. {title}（{region}）")
    while True:
        given = click.prompt("选择第几部", default="1", type=str).strip()
        if given.isdecimal() and 0 < int(given) <= len(choices):
            return choices[int(given) - 1][0]
        say(f"请填写 1 到 {len(choices)}。")
