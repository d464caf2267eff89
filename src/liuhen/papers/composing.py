"""A filled sheet as the general layout draws it: sentences with their words in place, cells, columns, who signs."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from liuhen.papers.blocks import PLACE, Block, holds
from liuhen.papers.forms import Asked, Form, Signatory
from liuhen.papers.sheet import Sheet, printed

Drawn = dict[str, Any]

_STOPS: Final = "。；：，、！？）》”…"
_OPINION: Final = frozenset({"text", "name", "at"})


def composed(form: Form, sheet: Sheet, words: Mapping[str, Any] | None = None) -> Drawn:
    """Return what `general.typ` draws of a filled form.

    Args:
        words: what stands in its fields where that is not simply the sheet in words: a preview names what is missing.
    """
    words = printed(form, sheet) if words is None else words
    blocks = [drawn for block in form.body if holds(block.when, sheet) for drawn in _block(form, block, words)]
    dated = words.get(form.dated) if form.dated else None
    return {
        "style": form.style,
        "blocks": blocks,
        "dated": dated["day"] if isinstance(dated, Mapping) else None,
        "signers": [_signer(form, one, words) for one in form.signatories if _stands(one, words)],
    }


def _block(form: Form, block: Block, words: Mapping[str, Any]) -> Iterator[Drawn]:
    drawn = _SHAPES[block.shape](form, block, words)
    if drawn is not None:
        yield {"shape": block.shape, **drawn}


def _to(_form: Form, block: Block, words: Mapping[str, Any]) -> Drawn | None:
    return {"text": words[block.to]} if words[block.to] else None


def _say(form: Form, block: Block, words: Mapping[str, Any]) -> Drawn | None:
    text = sentence(form, block.say, words) or sentence(form, block.otherwise, words)
    return {"text": _ended(text)} if text else None


def _ended(text: str) -> str:
    """Return a sentence with its full stop, which what was filled in last may lack."""
    return text if text[-1] in _STOPS else text + "。"


def _lines(form: Form, block: Block, words: Mapping[str, Any]) -> Drawn | None:
    told = [(form.field(name), words[name]) for name in block.lines]
    items = [{"label": field.label, "text": plain(field, value)} for field, value in told if _is_told(value)]
    return {"items": items} if items else None


def _part(form: Form, block: Block, words: Mapping[str, Any]) -> Drawn | None:
    lines = [line for name in block.fields for line in _as_lines(form.field(name), words[name])]
    said = [text for one in block.sentences if (text := sentence(form, one, words))]
    return {"title": block.part, "lines": lines + said} if lines or said else None


def _grid(form: Form, block: Block, words: Mapping[str, Any]) -> Drawn | None:
    rows: list[list[Drawn]] = []
    for names in block.grid:
        cells = [_cell(form, form.field(name), words[name]) for name in names]
        if told := [cell for cell in cells if cell["told"]]:
            rows += _spread(form, told)
    return {"rows": rows} if rows else None


def _spread(form: Form, cells: list[Drawn]) -> list[list[Drawn]]:
    """Give each opinion of a field of opinions a row of its own, under the name of its level."""
    if len(cells) == 1 and cells[0]["is"] == "opinions":
        each = {"is": "opinion", "told": True, "role": cells[0]["role"]}
        named = [(form.words.get(one["level"], one["level"]), one) for one in cells[0]["value"]]
        return [[{"label": level, "value": one, **each}] for level, one in named]
    return [cells]


def _cell(form: Form, field: Asked, value: Any) -> Drawn:
    told = _is_told(value)
    cell: Drawn = {"label": field.label, "told": told, "is": "text", "value": None}
    if field.kind in {"choice", "choices"}:
        return cell | {"is": "options", "value": value}
    if not told:
        return cell
    if _is_opinion(field):
        role = next((one.role for one in form.signatories if one.names == field.name), "leader")
        return cell | {"is": "opinions" if field.kind == "rows" else "opinion", "value": value, "role": role}
    if field.kind in {"date", "moment"}:
        return cell | {"is": "moment", "value": value}
    return cell | {"is": "lines", "value": _as_lines(field, value)}


def _is_opinion(field: Asked) -> bool:
    """Say whether whoever is named in the field signs under what he wrote there."""
    return {one.name for one in field.fields} >= _OPINION


def _table(form: Form, block: Block, words: Mapping[str, Any]) -> Drawn | None:
    field, rows = form.field(block.table), words[block.table]
    if not rows:
        return None
    columns = [{"label": one.label, "width": one.width, "is": one.kind} for one in field.fields]
    cells = [[_in_column(one, row[one.name]) for one in field.fields] for row in rows]
    return {"columns": columns, "rows": cells, "label": field.label, "total": _total(field, rows)}


def _in_column(field: Asked, value: Any) -> str:
    """Return a value as a column has it: an amount in figures, its unit in the head."""
    return str(value["figures"]) if field.kind == "fen" and _is_told(value) else plain(field, value)


def _total(field: Asked, rows: Sequence[Mapping[str, Any]]) -> list[str] | None:
    """Return the sums of the columns that hold amounts, or None where none does."""
    if not any(one.kind == "fen" for one in field.fields) or not rows:
        return None
    return [_sum(one, rows) if one.kind == "fen" else "" for one in field.fields]


def _sum(field: Asked, rows: Sequence[Mapping[str, Any]]) -> str:
    fen = sum(row[field.name]["fen"] for row in rows if row[field.name])
    return f"{fen // 100:,}.{fen % 100:02d}"


def _boxes(form: Form, block: Block, words: Mapping[str, Any]) -> Drawn | None:
    return {"label": form.field(block.boxes).label, "options": words[block.boxes]}


def _passage(form: Form, block: Block, words: Mapping[str, Any]) -> Drawn | None:
    field = form.field(block.passage)
    lines = _as_lines(field, words[block.passage])
    return {"title": field.label, "lines": lines} if lines else None


def _listed(form: Form, block: Block, words: Mapping[str, Any]) -> Drawn | None:
    lines = _as_lines(form.field(block.listed), words[block.listed])
    return {"lines": lines} if lines else None


def _talk(_form: Form, block: Block, words: Mapping[str, Any]) -> Drawn | None:
    return {"turns": words[block.talk]} if words[block.talk] else None


def _fixed(form: Form, block: Block, _words: Mapping[str, Any]) -> Drawn | None:
    return {"lines": [line for line in form.texts[block.fixed].splitlines() if line.strip()]}


_SHAPES: Final = {
    "to": _to,
    "say": _say,
    "lines": _lines,
    "part": _part,
    "grid": _grid,
    "table": _table,
    "boxes": _boxes,
    "passage": _passage,
    "listed": _listed,
    "talk": _talk,
    "fixed": _fixed,
}


def sentence(form: Form, text: str, words: Mapping[str, Any]) -> str:
    """Return `text` with the words of its fields in place, or "" where one of them is empty."""
    names = PLACE.findall(text)
    if not all(_is_told(words[name]) for name in names):
        return ""
    return PLACE.sub(lambda found: plain(form.field(found[1]), words[found[1]]), text)


def plain(field: Asked, value: Any) -> str:
    """Return a printed value in one line."""
    if not _is_told(value):
        return ""
    if field.kind in {"choice", "choices"}:
        return "、".join(one["label"] for one in value if one["picked"])
    if field.kind == "yesno":
        return "是" if value else "否"
    if field.kind == "fen":
        return f"人民币{value['capitals']}（¥{value['figures']}）"
    if field.kind in {"date", "moment"}:
        return str(value["full"])
    lines = _as_lines(field, value)
    ended = _STOPS if field.kind == "paragraphs" else ""
    return "".join(line if line[-1] in ended else line + "；" for line in lines[:-1]) + lines[-1]


def _as_lines(field: Asked, value: Any) -> list[str]:
    if not _is_told(value):
        return []
    if field.kind == "paragraphs":
        return [str(line) for line in value]
    if field.kind == "rows":
        return [_row(field, row) for row in value]
    if field.kind == "group":
        return [_row(field, value)]
    if field.kind in {"text", "count"}:
        return [str(value)]
    return [plain(field, value)]


def _row(field: Asked, row: Mapping[str, Any]) -> str:
    """Return a row in one line: an officer with his certificate, or what the row holds side by side."""
    inner = {one.name: one for one in field.fields}
    if inner.keys() == {"name", "certificate"}:
        return f"{row['name']}（执法证件编号 {row['certificate']}）" if row["certificate"] else str(row["name"])
    return "　".join(plain(one, row[one.name]) for one in field.fields if _is_told(row[one.name]))


def _is_told(value: Any) -> bool:
    if isinstance(value, list) and value and isinstance(value[0], Mapping) and "picked" in value[0]:
        return any(one["picked"] for one in value)
    return value not in (None, [], "")


def _stands(one: Signatory, words: Mapping[str, Any]) -> bool:
    return not one.optional or _is_told(words[one.names])


def _signer(form: Form, one: Signatory, words: Mapping[str, Any]) -> Drawn:
    return {
        "role": one.role,
        "label": one.label,
        "least": one.least,
        "every_page": one.every_page,
        "seal": one.seal,
        "names": _names(form, one, words),
        "inside": bool(one.names) and _is_opinion(form.field(one.names)),
    }


def _names(form: Form, one: Signatory, words: Mapping[str, Any]) -> list[str]:
    if not one.names or not words[one.names]:
        return []
    told, kind = words[one.names], form.field(one.names).kind
    rows = told if kind == "rows" else [told]
    return [str(row["name"] if isinstance(row, Mapping) else row) for row in rows]
