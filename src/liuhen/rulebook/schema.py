"""The JSON Schema of a pack, for editors and for whoever writes one by hand."""

from typing import Any, Final

from liuhen.rulebook.approvals import Approval
from liuhen.rulebook.assessment import DIALECT
from liuhen.rulebook.conditions import CONDITION_SCHEMA
from liuhen.rulebook.figures import Figures
from liuhen.rulebook.frame import Choice, Labels, PackHead, Procedure
from liuhen.rulebook.parts import Word
from liuhen.rulebook.words import Words

_OVERRIDING: Final = ("Words", "Procedure", "Approval")


class PackDocument(Word):
    """A pack as one document: what its files hold together."""

    head: PackHead
    labels: Labels = Labels()
    figures: Figures = Figures()
    rules: tuple[Words | Procedure | Choice | Approval, ...]


def pack_schema() -> dict[str, Any]:
    """Return the JSON Schema of a pack's files (head, labels, figures, rules), or of all of them as one document.

    A rule that overrides another takes over the words that it does not write itself.
    """
    document: dict[str, Any] = _pointed(PackDocument.model_json_schema())
    definitions = document.pop("$defs") | CONDITION_SCHEMA
    for name in _OVERRIDING:
        own = definitions[name]["required"]
        definitions[name] |= {
            "required": ["id"],
            "if": {"required": ["overrides"]},
            "then": {"required": ["because"]},
            "else": {"required": own},
        }
    definitions["PackDocument"] = document
    definitions["Rules"] = {"title": "规则文件", **document["properties"]["rules"]}
    files = [{"$ref": f"#/$defs/{name}"} for name in ("PackHead", "Labels", "Figures", "Rules", "PackDocument")]
    return {"$schema": DIALECT, "title": "留痕规程文件", "anyOf": files, "$defs": definitions}


def _pointed(schema: Any) -> Any:
    if isinstance(schema, dict):
        if schema.get("x-is") == "Condition":
            return {"$ref": "#/$defs/Condition"}
        return {name: _pointed(inner) for name, inner in schema.items()}
    return [_pointed(inner) for inner in schema] if isinstance(schema, list) else schema
