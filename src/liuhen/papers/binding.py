"""The steps of binding: leaves and papers joined into one file, numbered, bookmarked, with their originals attached."""

import io
import os
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, NamedTuple

import pikepdf
from pikepdf import Array, Dictionary, Name, OutlineItem, Page, Pdf

from liuhen.kernel.digests import Digests

JOINED: Final = "joined.pdf"


class Original(NamedTuple):
    """A paper as it lies in the store: signed or not, its bytes are attached as they are."""

    path: Path
    name: str
    title: str
    digests: Digests


class Starts(NamedTuple):
    """At which page each part of a volume begins, counted from 0."""

    catalogue: int
    papers: int
    last: int


def join(scratch: Path, leaves: Sequence[bytes], originals: Sequence[Original], *, moment: datetime) -> Starts:
    """Write leaves and papers into one file with the papers attached; return where each part begins.

    qpdf copies page by page from file to file; joining them as objects would hold all of them in memory. What is drawn
    where somebody signed becomes part of the page: the signature itself holds for the attached file alone.

    Args:
        scratch: a folder to write in; the outcome is `joined.pdf`.
        leaves: cover, catalogue and the last leaf.
        originals: the papers in their order.
        moment: the date of the attachments; aware.
    """
    files, counts = _written(scratch, leaves)
    inner = [str(one.path) for one in originals]
    listed = [part for file in (*files[:-1], *inner, files[-1]) for part in ("--file=" + file, "--range=1-z")]
    kept = ("--deterministic-id", "--remove-unreferenced-resources=no", "--flatten-annotations=all")
    attached = [part for one in originals for part in _attachment(one, moment)]
    joined = str(scratch / JOINED)
    pikepdf.Job(["qpdf", files[0], *kept, "--pages", *listed, "--", *attached, joined]).run()
    with Pdf.open(scratch / JOINED) as book:
        return Starts(counts[0], counts[0] + counts[1], len(book.pages) - counts[2])


def _written(scratch: Path, leaves: Sequence[bytes]) -> tuple[list[str], list[int]]:
    files, counts = [], []
    for number, leaf in enumerate(leaves):
        file = scratch / f"leaf-{number}.pdf"
        file.write_bytes(leaf)
        with Pdf.open(io.BytesIO(leaf)) as opened:
            counts.append(len(opened.pages))
        files.append(str(file))
    return files, counts


def _attachment(one: Original, moment: datetime) -> tuple[str, ...]:
    """Return what asks qpdf for an attachment; it reads the file only when it writes it."""
    day = moment.astimezone(UTC).strftime("D:%Y%m%d%H%M%SZ")
    return (
        "--add-attachment",
        str(one.path),
        f"--key={one.name}",
        f"--filename={one.name}",
        f"--creationdate={day}",
        f"--moddate={day}",
        "--mimetype=application/pdf",
        f"--description=SHA-256 {one.digests.sha256}",
        "--",
    )


def size(page: Page) -> tuple[float, float]:
    """Return width and height in points as a reader sees the page, turned where it is turned."""
    left, low, right, high = (float(edge) for edge in page.trimbox)
    turned = int(page.obj.get("/Rotate", 0)) % 180 != 0
    return (high - low, right - left) if turned else (right - left, high - low)


def number(book: Pdf, numbers: bytes, *, start: int) -> None:
    """Lay the numbers over the pages; pikepdf's own overlay draws a name by lot, and bytes would differ every time."""
    with Pdf.open(io.BytesIO(numbers)) as drawings:
        for place, drawing in enumerate(drawings.pages, start=1):
            page, name = book.pages[start + place - 1], Name(f"/LiuhenPage{place}")
            drawn = book.copy_foreign(drawing.as_form_xobject())
            page.add_resource(drawn, Name.XObject, name)
            placed = page.calc_form_xobject_placement(
                drawn,
                name,
                pikepdf.Rectangle(page.trimbox),
                invert_transformations=True,  # upright for the reader of a turned page
                allow_shrink=True,
                allow_expand=False,
            )
            page.contents_add(b"q\n", prepend=True)
            page.contents_add(b"\nQ\n" + placed)


def strip(book: Pdf) -> None:
    """Drop what of a leaf or a paper holds no more in the volume.

    The reading structure of one would contradict that of another, and half of one misleads; fields to sign, and what
    proves signatures later, belong to the file that was signed.
    """
    for name in ("/StructTreeRoot", "/MarkInfo", "/AcroForm", "/Perms", "/DSS"):
        if name in book.Root:
            del book.Root[name]
    for page in book.pages:
        for name in ("/StructParents", "/Tabs"):
            if name in page.obj:
                del page.obj[name]
        _drop_fields(page)


def _drop_fields(page: Page) -> None:
    """Drop fields that nobody sees, as a time stamp over the whole file is: what was seen is drawn on the page."""
    if Name.Annots not in page.obj:
        return
    left = [one for one in page.obj.Annots if one.get(Name.Subtype) != Name.Widget]
    if left:
        page.obj.Annots = Array(left)
    else:
        del page.obj[Name.Annots]


def relate(book: Pdf) -> None:
    """Say of every attachment that it is the source of what the pages show."""
    files = [book.attachments[name].obj for name in sorted(book.attachments)]
    for one in files:
        one.AFRelationship = Name.Source
    book.Root.AF = Array(files)


def bookmark(book: Pdf, titles: Sequence[str], counts: Sequence[int], *, starts: Starts) -> None:
    """Let a reader go to each paper."""
    with book.open_outline() as outline:
        outline.root.clear()
        outline.root.append(OutlineItem("卷宗封面", 0))
        outline.root.append(OutlineItem("卷内目录", starts.catalogue))
        place = starts.papers
        for at, (title, count) in enumerate(zip(titles, counts, strict=True), start=1):
            outline.root.append(OutlineItem(f"{at}　{title}", place))
            place += count
        outline.root.append(OutlineItem("所附原件清单", starts.last))
    book.Root.PageMode = Name.UseOutlines


def label(book: Pdf, *, starts: Starts) -> None:
    """Let a reader's page box say what is printed: 封面, 目录1 …, then the running number."""
    front = Dictionary(P=pikepdf.String("封面"))
    listed = Dictionary(P=pikepdf.String("目录"), S=Name.D)
    last = Dictionary(P=pikepdf.String("清单"), S=Name.D)
    running = Dictionary(S=Name.D)
    book.Root.PageLabels = Dictionary(
        Nums=Array([0, front, starts.catalogue, listed, starts.papers, running, starts.last, last])
    )


def date(book: Pdf, *, title: str, moment: datetime) -> None:
    """Write title and date of the volume into it."""
    stamp = moment.astimezone(UTC).replace(microsecond=0)
    with book.open_metadata(set_pikepdf_as_editor=False, update_docinfo=True) as told:
        told["dc:title"] = title
        told["dc:description"] = "行政处罚案卷"
        told["xmp:CreateDate"] = told["xmp:ModifyDate"] = told["xmp:MetadataDate"] = stamp.isoformat()


def save(book: Pdf, path: Path) -> None:
    """Write the volume, and wait until the disk has it."""
    book.save(path, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    with path.open("rb") as written:
        os.fsync(written.fileno())
