import io
import os
import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest

from liuhen.kernel.digests import Digests
from liuhen.kernel.errors import BadInputError, UnusableError
from liuhen.papers import Bound, form, render, volume
from papers.reading import pages_of, squeezed
from papers.sheets import ALL, COVER, MOMENT

COUNTED = {"papers", "pages", "recordings"}
FRONT = {name: value for name, value in COVER.items() if name not in COUNTED}
RECORDING = Bound(title="音像：A-07 现场检查.mp4", path=None, made="2026-09-09", note="音像")


@pytest.fixture(scope="module")
def papers(tmp_path_factory):
    """Three papers on disk, with a recording between them."""
    folder, parts = tmp_path_factory.mktemp("papers"), []
    for name in ("inspection", "decision", "service-receipt"):
        path = folder / f"{name}.pdf"
        path.write_bytes(render(name, ALL[name], moment=MOMENT).pdf)
        parts.append(Bound(form(name).title, path, str(ALL[name].get("document_no") or ""), "2026-11-13"))
    return [parts[0], RECORDING, *parts[1:]]


@pytest.fixture(scope="module")
def bound(papers, tmp_path_factory):
    return volume(papers, tmp_path_factory.mktemp("bound") / "卷宗.pdf", cover=FRONT, moment=MOMENT)


def originals(papers):
    for part in papers:
        if part.path:
            with pikepdf.open(part.path) as paper:
                yield from paper.pages


def test_a_volume_is_cover_catalogue_and_every_page(papers, bound):
    with pikepdf.open(bound.path) as book:
        assert len(book.pages) == bound.leaves == bound.pages + 3
        assert bound.pages == len(list(originals(papers)))


def test_pages_run_through_the_whole_volume(bound):
    pages = pages_of(bound.path.read_bytes())
    assert [f"第{n}页" in page for n, page in enumerate(pages[2:-1], start=1)] == [True] * bound.pages
    assert pages[2].count("第1页") == 2  # the paper's own foot, and the volume's number


def test_the_catalogue_gives_the_pages_on_which_papers_really_stand(bound):
    pages = pages_of(bound.path.read_bytes())
    assert "现场检查笔录2026年11月13日1–2" in pages[1]
    assert "音像：A-07现场检查.mp4" in pages[1]
    assert "行政处罚决定书江医保罚〔2026〕9号2026年11月13日3–5" in pages[1]
    assert "现场检查笔录" in pages[2]
    assert "行政处罚决定书" in pages[4]


def test_bookmarks_and_page_labels_lead_to_the_papers(bound):
    with pikepdf.open(bound.path) as book:
        with book.open_outline() as outline:
            found = [(one.title, book.pages.index(pikepdf.Page(one.destination[0]))) for one in outline.root]
        labels = [page.label for page in book.pages]
    assert found[:3] == [("卷宗封面", 0), ("卷内目录", 1), ("1　现场检查笔录", 2)]
    assert found[3:] == [("2　行政处罚决定书", 4), ("3　送达回证", 7), ("所附原件清单", 8)]
    assert labels == ["封面", "目录1", "1", "2", "3", "4", "5", "6", "清单1"]


def test_what_a_paper_draws_is_in_the_volume_byte_for_byte(papers, bound):
    def streams(page):
        content = page.obj.Contents
        return [one.read_raw_bytes() for one in (content if isinstance(content, pikepdf.Array) else [content])]

    with pikepdf.open(bound.path) as book:
        for page, original in zip(book.pages[2:-1], originals(papers), strict=True):
            drawn = streams(page)
            assert [one for one in streams(original) if one not in drawn] == []


def test_a_volume_says_that_it_is_pdf_a_2b_and_carries_what_that_asks(bound):
    with pikepdf.open(bound.path) as book, book.open_metadata() as told:
        assert told.pdfa_status == "2B"
        assert told["xmp:CreateDate"].startswith("2026-11-17T07:20:00")
        assert str(book.docinfo["/Title"]) == told["dc:title"] == f"{COVER['case_no']} {COVER['case_title']}"
        assert "/DestOutputProfile" in book.Root.OutputIntents[0]
        assert "/StructTreeRoot" not in book.Root
        assert not [page for page in book.pages if "/StructParents" in page.obj]


def test_every_face_in_a_volume_is_embedded(bound):
    with pikepdf.open(bound.path) as book:
        faces = [
            one for one in book.objects if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/FontDescriptor"
        ]
        assert faces
        assert all({"/FontFile", "/FontFile2", "/FontFile3"} & set(one.keys()) for one in faces)


def test_the_same_papers_give_the_same_bytes(papers, bound, tmp_path):
    again = volume(papers, tmp_path / "again.pdf", cover=FRONT, moment=MOMENT)
    assert again.digests == bound.digests
    assert again.path.read_bytes() == bound.path.read_bytes()


def test_papers_are_not_touched(papers, tmp_path):
    before = [part.path.read_bytes() for part in papers if part.path]
    volume(papers, tmp_path / "a.pdf", cover=FRONT, moment=MOMENT)
    assert [part.path.read_bytes() for part in papers if part.path] == before


def test_a_turned_and_a_wide_page_are_numbered_at_their_own_corner(tmp_path):
    path = tmp_path / "scan.pdf"
    with pikepdf.new() as scan:
        scan.add_blank_page(page_size=(842, 595))
        scan.add_blank_page(page_size=(595, 842)).rotate(90, relative=False)
        scan.save(path)
    made = volume([Bound("扫描件", path)], tmp_path / "out.pdf", cover=FRONT, moment=MOMENT)
    assert pages_of(made.path.read_bytes())[2:-1] == ["第1页", "第2页"]


def test_a_long_catalogue_runs_over_pages_and_the_bookmarks_follow(papers, tmp_path):
    parts = [papers[-1]._replace(title=f"送达回证之{n}") for n in range(1, 41)]
    made = volume(parts, tmp_path / "out.pdf", cover=FRONT, moment=MOMENT)
    assert made.leaves > made.pages + 2
    with pikepdf.open(made.path) as book, book.open_outline() as outline:
        last = outline.root[-2]
        place = book.pages.index(pikepdf.Page(last.destination[0]))
        assert last.title == "40　送达回证之40"
        assert book.pages[place].label == "40"
        assert book.pages[place + 1].label == "清单1"


def attached(book):
    return {name: book.attachments[name].get_file().read_bytes() for name in sorted(book.attachments)}


def test_the_file_of_every_paper_is_in_the_volume_as_it_was_signed(papers, bound):
    files = [part.path.read_bytes() for part in papers if part.path]
    with pikepdf.open(bound.path) as book:
        assert list(attached(book).values()) == files
        assert list(attached(book)) == ["001 现场检查笔录.pdf", "002 行政处罚决定书.pdf", "003 送达回证.pdf"]
        assert [one.AFRelationship for one in book.Root.AF] == ["/Source"] * 3
        assert {book.attachments[name].get_file().mime_type for name in book.attachments} == {"application/pdf"}


def test_the_last_leaf_names_the_digests_of_what_is_attached(bound):
    last = pages_of(bound.path.read_bytes())[-1]
    with pikepdf.open(bound.path) as book:
        for name, content in attached(book).items():
            assert squeezed(name) in last
            assert Digests.of(content).sha256 in last
            assert Digests.of(content).sm3 in last


def test_a_field_to_sign_lies_in_the_attachment_and_only_its_picture_on_the_page(tmp_path):
    path = tmp_path / "signed.pdf"
    with pikepdf.new() as paper:
        page = paper.add_blank_page(page_size=(595, 842))
        look = pikepdf.Stream(paper, b"0 0 50 20 re f", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form)
        look.BBox = pikepdf.Array([0, 0, 50, 20])
        field = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Widget, FT=pikepdf.Name.Sig, F=4)
        field.T, field.Rect, field.AP = "Sig", pikepdf.Array([100, 100, 150, 120]), pikepdf.Dictionary(N=look)
        stamped = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Widget, FT=pikepdf.Name.Sig, F=132)
        stamped.T, stamped.Rect = "Time", pikepdf.Array([0, 0, 0, 0])  # over the whole file: seen nowhere
        page.obj.Annots = pikepdf.Array([paper.make_indirect(field), paper.make_indirect(stamped)])
        paper.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array(list(page.obj.Annots)), SigFlags=3)
        paper.save(path)
    made = volume([Bound("笔录", path)], tmp_path / "out.pdf", cover=FRONT, moment=MOMENT)
    with pikepdf.open(made.path) as book:
        assert "/AcroForm" not in book.Root
        assert not book.pages[2].get("/Annots")
        assert any(one.read_bytes() == b"0 0 50 20 re f" for one in book.pages[2].resources.XObject.values())
        assert attached(book)["001 笔录.pdf"] == path.read_bytes()


def test_the_side_volume_says_on_its_cover_what_it_is(papers, tmp_path):
    made = volume(papers, tmp_path / "out.pdf", cover={**FRONT, "volume": "副卷（不对外）"}, moment=MOMENT)
    assert [page for page in pages_of(made.path.read_bytes()) if "副卷（不对外）" in page][1:]


MEASURED = """
import sys
from pathlib import Path
from papers.sheets import MOMENT
from papers.test_papers_volume import FRONT
from liuhen.papers import Bound, volume
many = [Bound("扫描件", one) for one in sorted(Path(sys.argv[1]).glob("*.pdf"))]
volume(many, Path(sys.argv[1]) / "out", cover=FRONT, moment=MOMENT)
print(Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0])
"""


def peak_of(count, size, folder):
    """Bind so many papers of one page with so many bytes each; return the most memory that it took."""
    folder.mkdir()
    for number in range(count):
        with pikepdf.new() as scan:
            image = pikepdf.Dictionary(Im=pikepdf.Stream(scan, os.urandom(size)))
            scan.add_blank_page().obj.Resources = pikepdf.Dictionary(XObject=image)
            scan.save(folder / f"{number:03d}.pdf")
    done = subprocess.run([sys.executable, "-c", MEASURED, folder], cwd="tests", capture_output=True, check=True)
    return int(done.stdout) * 1024


def test_memory_does_not_grow_with_the_size_of_papers(tmp_path):
    small, large = peak_of(1, 4_000_000, tmp_path / "few"), peak_of(8, 4_000_000, tmp_path / "many")
    assert large - small < 20_000_000


def test_as_many_papers_as_a_volume_takes_are_bound_in_little_memory(tmp_path):
    assert peak_of(500, 1_000, tmp_path / "many") < 400_000_000


@pytest.mark.parametrize("content", [None, b"", b"%PDF-1.7 nothing else"])
def test_a_paper_that_cannot_be_opened_is_named_and_nothing_is_left(papers, tmp_path, content):
    path = tmp_path / "store" / "lost.pdf"
    path.parent.mkdir()
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(UnusableError, match="现场检查笔录"):
        volume([Bound("现场检查笔录", path)], tmp_path / "out.pdf", cover=FRONT, moment=MOMENT)
    assert [one.name for one in tmp_path.iterdir()] == ["store"]


def test_a_volume_of_nothing_is_refused(tmp_path):
    with pytest.raises(BadInputError, match="还没有文书"):
        volume([RECORDING], tmp_path / "out.pdf", cover=FRONT, moment=MOMENT)


def test_a_cover_without_its_case_number_names_the_article(papers, tmp_path):
    with pytest.raises(BadInputError) as caught:
        volume(papers, tmp_path / "out.pdf", cover={**FRONT, "case_no": ""}, moment=MOMENT)
    assert "第五十七条" in caught.value.fields["case_no"]
    assert not (tmp_path / "out.pdf").exists()


def test_a_folder_that_is_none_is_answered_in_a_sentence(papers, tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(UnusableError, match="没有写成"):
        volume(papers, Path(tmp_path / "file" / "out.pdf"), cover=FRONT, moment=MOMENT)


def test_the_bytes_open_as_a_pdf_without_a_fault(bound):
    with pikepdf.open(io.BytesIO(bound.path.read_bytes())) as book:
        assert book.check_pdf_syntax() == []
