"""卷宗: what a case holds, bound; the same case gives the same bytes, and a changed paper is never bound."""

import subprocess
from pathlib import Path

import pikepdf
import pytest
from click.testing import CliRunner
from django.conf import settings

from liuhen.cli.root import root
from liuhen.kernel.errors import BadInputError, UnusableError
from liuhen.process.case.filing import lacking
from liuhen.process.case.models import Paper
from liuhen.process.case.volume import build, has_side
from liuhen.queries.packages import package_page
from process.bureau import Play

MADE = ("inspection", "interview", "decision")


@pytest.fixture
def filed(case: Play) -> Play:
    """A case that is filed, with three papers and the catalogue made after filing."""
    case.to("decision.made")
    for form in MADE:
        case.do("zhou", "paper.finalised", form=form)
    case.to("archive.filed").do("zheng", "paper.finalised", form="catalogue")
    return case


def text_of(path: Path, *more: str) -> str:
    done = subprocess.run(["pdftotext", "-raw", *more, str(path), "-"], capture_output=True, check=True)
    return "".join(done.stdout.decode().split())


def test_a_filed_case_is_bound_as_it_was_filed(filed: Play, tmp_path: Path) -> None:
    made = build(filed.case, tmp_path / "卷宗.pdf")
    pages = sum(
        Paper.objects.filter(dossier=filed.case.dossier).exclude(form="catalogue").values_list("pages", flat=True)
    )
    with pikepdf.open(made.path) as book:
        assert len(book.pages) == made.leaves == made.pages + 3 == pages + 3
        with book.open_outline() as outline:
            titles = [one.title for one in outline.root]
    assert titles == ["卷宗封面", "卷内目录", "1　现场检查笔录", "2　询问笔录", "3　行政处罚决定书", "所附原件清单"]


def test_the_cover_says_whose_case_it_is_and_how_it_ended(filed: Play, tmp_path: Path) -> None:
    cover = text_of(build(filed.case, tmp_path / "卷宗.pdf").path, "-l", "1")
    for words in (filed.case.case_no, "青禾药店涉嫌串换药品案", "串换药品", "给予行政处罚（江医保罚", "郑小雨", "30年"):
        assert words in cover
    assert "尚未归档" not in cover


def test_the_catalogue_of_the_volume_and_the_finalised_one_agree(filed: Play, tmp_path: Path) -> None:
    bound = text_of(build(filed.case, tmp_path / "卷宗.pdf").path, "-f", "2", "-l", "2").replace("正卷", "")
    digest = Paper.objects.get(dossier=filed.case.dossier, form="catalogue").sha256
    finalised = text_of(settings.LIUHEN_PAPERS / digest[:2] / digest)
    assert finalised.partition("校验码")[0] == bound.partition("第1页共1页")[0]


def test_the_same_case_gives_the_same_bytes(filed: Play, tmp_path: Path) -> None:
    first, second = (build(filed.case, tmp_path / f"{n}.pdf") for n in "ab")
    assert first.digests == second.digests
    assert first.path.read_bytes() == second.path.read_bytes()


def test_before_filing_it_says_that_it_is_a_draft(case: Play, tmp_path: Path) -> None:
    case.to("interview.made").do("zhou", "paper.finalised", form="interview")
    assert "尚未归档" in text_of(build(case.case, tmp_path / "卷宗.pdf").path, "-l", "1")


def test_a_case_without_papers_is_not_bound(case: Play, tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="还没有文书"):
        build(case.to("case.opened").case, tmp_path / "卷宗.pdf")
    assert list(tmp_path.iterdir()) == []


def test_a_changed_paper_is_named_and_not_bound(filed: Play, tmp_path: Path) -> None:
    digest = Paper.objects.get(dossier=filed.case.dossier, form="interview").sha256
    stored = settings.LIUHEN_PAPERS / digest[:2] / digest
    whole = stored.read_bytes()
    stored.chmod(0o644)
    stored.write_bytes(whole[:-9] + bytes([whole[-9] ^ 1]) + whole[-8:])
    with pytest.raises(UnusableError, match="询问笔录"):
        build(filed.case, tmp_path / "卷宗.pdf")
    assert list(tmp_path.iterdir()) == []
    stored.write_bytes(whole)


def test_the_command_writes_the_volume_and_says_how_many_pages(
    filed: Play, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("liuhen.cli.cases.require_installation", lambda: None)
    done = CliRunner().invoke(root, ["volume", str(filed.ref), str(tmp_path / "out.pdf")], catch_exceptions=False)
    assert done.exit_code == 0
    assert "连同封面和目录共" in done.output
    assert (tmp_path / "out.pdf").read_bytes().startswith(b"%PDF-")


def attached(path: Path) -> list[str]:
    with pikepdf.open(path) as book:
        return sorted(book.attachments)


def test_papers_lie_in_the_order_of_the_file_and_not_in_that_of_their_making(case: Play, tmp_path: Path) -> None:
    case.to("decision.made")
    for form in ("decision", "conclusion", "interview", "inspection", "opening-approval"):
        case.do("zhou", "paper.finalised", form=form)
    assert attached(build(case.case, tmp_path / "正卷.pdf").path) == [
        "001 立案审批表.pdf",
        "002 现场检查笔录.pdf",
        "003 询问笔录.pdf",
        "004 调查终结报告.pdf",
        "005 行政处罚决定书.pdf",
    ]


def test_the_page_lists_them_in_the_same_order_and_the_side_volume_after(case: Play) -> None:
    case.to("decision.made")
    for who, form in (("wu", "review-opinion"), ("zhou", "decision"), ("zhou", "interview"), ("zhou", "inspection")):
        case.do(who, "paper.finalised", form=form)
    listed = package_page(case.people["zhou"], str(case.ref)).catalogue
    assert [one[0] for one in listed] == ["现场检查笔录", "询问笔录", "行政处罚决定书", "法制审核意见书（副卷）"]


def test_review_and_discussion_lie_in_the_side_volume_and_in_no_other(case: Play, tmp_path: Path) -> None:
    case.to("decision.made")
    for who, form in (("zhou", "discussion"), ("wu", "review-opinion"), ("zhou", "decision")):
        case.do(who, "paper.finalised", form=form)
    assert has_side(case.case)
    main = build(case.case, tmp_path / "正卷.pdf")
    side = build(case.case, tmp_path / "副卷.pdf", side=True)
    assert attached(main.path) == ["001 行政处罚决定书.pdf"]
    assert attached(side.path) == ["001 法制审核意见书.pdf", "002 集体讨论记录.pdf"]
    assert "副卷（不对外）" in text_of(side.path, "-l", "1")
    assert "集体讨论" not in text_of(main.path, "-l", "2")


def test_what_the_file_lacks_is_said_with_its_article(case: Play) -> None:
    case.to("decision.made")
    paper = case.do("zhou", "paper.finalised", form="decision")
    found = lacking(case.case)
    assert ("paper", "interview") in {(one.kind, one.form) for one in found}
    assert all(one.article and one.words for one in found)
    mine = {one.kind: one for one in found if one.form == "decision"}
    assert mine.keys() == {"signature", "service"}
    assert mine["service"].seq == paper.seq
    assert "盖章" in mine["signature"].words


def test_a_paper_that_was_served_or_signed_is_missed_no_more(case: Play) -> None:
    case.to("decision.made").do("zhou", "paper.finalised", form="decision")
    case.to("service.made")
    assert ("service", "decision") not in {(one.kind, one.form) for one in lacking(case.case)}
