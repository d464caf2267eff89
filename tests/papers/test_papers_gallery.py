"""The gallery: files that can be read, every common form in one of them, and a page to look at what was made."""

import subprocess

import pikepdf
import pytest
import yaml

from house.installation import Installation
from liuhen.demo.gallery import FILES
from liuhen.demo.gallery.playing import Shown, missing, owed
from liuhen.demo.gallery.showing import pictured, write_index
from liuhen.kernel.errors import UnusableError
from liuhen.papers import every_form
from liuhen.papers.signing import fields_of
from liuhen.scenario.reading import read_scenario

BESIDE = {"file-cover", "volume-originals", "deadlines", "evidence-disc"}
"""Papers that no step makes: the leaves of a volume, the table of terms, the list on a disc."""
USUAL = ("wuhan-ybj",)
"""What the bureau of the gallery has adopted where a file names no packs."""


@pytest.mark.parametrize("file", sorted(FILES.glob("*.yaml")), ids=lambda file: file.stem)
def test_every_file_of_the_gallery_can_be_read(file):
    assert read_scenario(file).steps


def test_every_form_of_the_catalogue_is_made_in_the_gallery():
    told = [yaml.safe_load(file.read_text("utf-8")) for file in FILES.glob("*.yaml")]
    steps = [step for one in told for step in one["steps"]]
    made = {step["form"]["form"] for step in steps if step.get("does") == "paper.finalised" and not step.get("refused")}
    assert set(every_form()) - made == BESIDE


def test_every_form_that_a_pack_has_of_its_own_is_made_under_that_pack():
    told = [yaml.safe_load(file.read_text("utf-8")) for file in FILES.glob("*.yaml")]
    made = {
        f"{step['form']['form']}@{pack}"
        for one in told
        for pack in one.get("packs", USUAL)
        for step in one["steps"]
        if step.get("does") == "paper.finalised" and not step.get("refused")
    }
    assert {name for name in owed() if "@" in name} - made == set()


def test_papers_of_the_gallery_are_signed_and_sealed(tmp_path):
    out = tmp_path / "out"
    done = Installation(tmp_path / "data").run("gallery", out, FILES / "decision-hearing-refused.yaml")
    assert done.returncode == 0, done.stdout + done.stderr
    papers = {path.name: fields_of(path.read_bytes()) for path in out.glob("*.pdf")}
    assert any(one.startswith("sign-1-") for one in papers["hearing-refusal.pdf"])


def test_the_list_on_a_disc_is_shown_as_well(tmp_path):
    out = tmp_path / "out"
    done = Installation(tmp_path / "data").run("gallery", out, FILES / "inquiry-disc.yaml")
    assert done.returncode == 0, done.stdout + done.stderr
    told = subprocess.run(["pdftotext", "-raw", out / "evidence-disc.pdf", "-"], capture_output=True, check=True)
    assert "收银台和货架.mp4" in "".join(told.stdout.decode().split())


def test_what_is_not_shown_is_missed_and_a_variant_shows_the_common_form(tmp_path):
    first, *rest = owed()
    shown = [Shown(name.partition("@")[0], name, "", name.partition("@")[2], "one", tmp_path) for name in rest]
    assert missing(shown) == (first,)
    assert missing([*shown, Shown(first, first, "", "wuhan-ybj", "one", tmp_path)]) == ()


def test_every_page_is_drawn_and_stands_in_the_index(tmp_path):
    path = tmp_path / "paper.pdf"
    with pikepdf.new() as paper:
        paper.add_blank_page()
        paper.add_blank_page()
        paper.save(path)
    done = list(pictured([Shown("interview", "询问<笔录>", "", "", "course", path)]))
    assert [one.name for one in done[0].pages] == ["paper-1.png", "paper-2.png"]
    page = write_index(done, ["目录里有“x”，样张里没有"], tmp_path).read_text("utf-8")
    assert page.count("<img") == 2
    assert "询问&lt;笔录&gt;" in page
    assert "样张里没有" in page


def test_a_paper_that_cannot_be_drawn_is_named(tmp_path):
    path = tmp_path / "broken.pdf"
    path.write_bytes(b"%PDF-1.7 nothing")
    with pytest.raises(UnusableError, match="broken"):
        list(pictured([Shown("interview", "询问笔录", "", "", "course", path)]))
