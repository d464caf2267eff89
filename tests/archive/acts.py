"""Acts invented for these tests, and a case of them: a recording, a paper, a signed page, a note with an informant."""

from pathlib import Path
from typing import Annotated, Any

from liuhen.archive.payloads import PackageMade
from liuhen.kernel import clock
from liuhen.kernel.digests import Digests
from liuhen.ledger import Actor, Body, Entry, Sealed, append, entries
from liuhen.ledger import body as registry
from liuhen.media.store import take_in

OFFICER = Actor("officer", "o-1", "周明远")
ORGAN, CASE = "organ-jianghan", "case-1"
VIDEO, PDF, PAGE = b"moving pictures" * 9_000, b"%PDF-1.7 paper" * 900, b"\xff\xd8 page"


class Noted(Body, kind="archive_test.noted", version=1):
    text: str
    informant: Annotated[str | None, Sealed] = None


class Stored(Body, kind="recording.stored", version=99):
    file: dict[str, str | int]


class Finalised(Body, kind="paper.finalised", version=99):
    title: str
    file: dict[str, str | int]


class Signed(Body, kind="paper.signed", version=99):
    scan: dict[str, str | int]


KINDS: dict[str, dict[int, type[Body]]] = {}
for _body in (Noted, Stored, Finalised, Signed):
    KINDS[_body.kind] = {_body.version: _body}
    registry._types[_body.kind].pop(_body.version)  # nothing of ours stays registered unless a fixture says so
    if not registry._types[_body.kind]:
        registry._types.pop(_body.kind)


def act(body: Body, *, dossier: str | None = CASE, **more: Any) -> Entry:
    """Append an act as an officer would."""
    key = f"request-{sum(1 for _ in entries())}"
    return append(body, organ=ORGAN, dossier=dossier, by=OFFICER, happened=clock.now(), key=key, channel="web", **more)


def kept(content: bytes, name: str, media_type: str, *, root: Path) -> dict[str, str | int]:
    """Put a file into a store; return how an entry refers to it."""
    stored = take_in(iter([content]), root=root, name=name)
    return {**stored.digests.as_json(), "size": stored.size, "name": name, "media_type": media_type}


def small_case(originals: Path, papers: Path) -> list[Entry]:
    """A case of five entries; entry 5 corrects entry 1."""
    first = act(Noted(text="群众举报重复收费", informant="某某"))
    page = kept(PAGE, "签名页.JPG", "image/jpeg", root=originals)
    return [
        first,
        act(Stored(file=kept(VIDEO, "A-07 现场/检查.mp4", "video/mp4", root=originals))),
        act(Finalised(title="询问笔录", file=kept(PDF, "x.pdf", "application/pdf", root=papers))),
        act(Signed(scan=page)),
        act(Noted(text="群众举报超量开药"), corrects=first.digest),
    ]


def sealed_now(**changes: Any) -> Entry:
    """Seal the case as it stands."""
    last = list(entries(dossier=CASE))[-1]
    program = Path(registry.__file__).parents[1] / "archive" / "verify_case.py"
    said: dict[str, Any] = {
        "dossier": CASE,
        "entries": last.dossier_seq,
        "last": last.digests.as_json(),
        "case_kind": "penalty",
        "number": "江医保案〔2026〕1号",
        "title": "云杉门诊部涉嫌重复收费案",
        "organ_name": "江汉湖区医疗保障局（示例）",
        "demo": True,
        "verifier": Digests.of(program.read_bytes()).as_json(),
        "choices": {},
        "purpose": "归档",
    }
    return act(PackageMade(**{**said, **changes}), dossier=None)
