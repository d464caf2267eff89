"""The JSON Schema of a pack, for editors and for whoever writes one by hand."""

from typing import Any

from liuhen.rulebook.approvals import Approval
from liuhen.rulebook.conditions import CONDITION_SCHEMA
from liuhen.rulebook.frame import Choice, Labels, PackHead, Procedure
from liuhen.rulebook.parts import Word
from liuhen.rulebook.words import Words


class PackDocument(Word):
    """A pack as one document: what its files hold together."""

    head: PackHead
    labels: Labels = Labels()
    rules: tuple[Words | Procedure | Choice | Approval, ...]


def pack_schema() -> dict[str, Any]:
    """Return the JSON Schema of a pack: `head` is pack.yaml, `labels` labels.yaml, `rules` all other files together."""
    schema: dict[str, Any] = _pointed(PackDocument.model_json_schema())
    schema["$defs"] |= CONDITION_SCHEMA
    return schema


def _pointed(schema: Any) -> Any:
    if isinstance(schema, dict):
        if schema.get("x-is") == "Condition":
            return {"$ref": "#/$defs/Condition"}
        return {name: _pointed(inner) for name, inner in schema.items()}
    return [_pointed(inner) for inner in schema] if isinstance(schema, list) else schema
