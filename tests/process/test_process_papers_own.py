"""A paper in the organ's own form: adopted by the legal department, filled with the paper, kept beside it."""

import io
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from docx import Document

from liuhen.kernel.errors import BadInputError, NotAllowedError, UnusableError
from liuhen.ledger import body_of
from liuhen.media.places import where
from liuhen.office.guard import perform
from liuhen.office.payloads.own_forms import OwnForm
from liuhen.people.models import Account
from liuhen.process.case.fixity import check_papers
from liuhen.process.case.uploads import receive
from process.bureau import Play

OPENING = ("案件：{{ case_title }}", "当事人：{{ party_name }}")


def own(*lines: str) -> bytes:
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def adopt(case: Play, content: bytes | None, who: str = "wu", key: str = "adopt") -> Any:
    by = case.people[who]
    sha256 = receive([content], name="立案审批表.docx", by=by).sha256 if content else None
    form = OwnForm(form="opening-approval", file=sha256, reason="局办公会通过的格式")
    return perform("form.adopted", form, by=by, key=key, channel="web")


def made(case: Play) -> Any:
    return body_of(case.do("zhou", "paper.finalised", form="opening-approval").entry)


def test_a_paper_is_also_made_in_the_form_of_the_organ_until_that_is_given_up(case: Play) -> None:
    assert body_of(adopt(case, own(*OPENING)).entry).named == ["case_title", "party_name"]
    paper = made(case.to("case.opened"))
    kept = where(Path(settings.LIUHEN_PAPERS), paper.own.sha256).read_bytes()
    assert "当事人：青禾药店（示例）" in [one.text for one in Document(io.BytesIO(kept)).paragraphs]
    adopt(case, None, key="give up")
    assert made(case).own is None


def test_it_is_handed_out_and_a_changed_one_is_found(case: Play) -> None:
    adopt(case, own(*OPENING, "本页随后被改动"))
    done = case.to("case.opened").do("zhou", "paper.finalised", form="opening-approval")
    client = Client()
    client.force_login(Account.objects.get(account="zhou"))
    path = f"/cases/{case.ref}/papers/{done.seq}"
    assert "本单位格式" in client.get(path).content.decode()
    answer: Any = client.get(f"{path}/own/docx")
    assert b"".join(answer.streaming_content).startswith(b"PK")
    kept = where(Path(settings.LIUHEN_PAPERS), body_of(done.entry).own.sha256)  # type: ignore[attr-defined]
    kept.chmod(0o600)
    kept.write_bytes(b"another")
    assert any("本单位格式的文书" in getattr(one, "where", "") for one in check_papers())


def test_a_pdf_is_not_promised_where_nothing_makes_one(case: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    adopt(case, own(*OPENING))
    done = case.to("case.opened").do("zhou", "paper.finalised", form="opening-approval")
    client = Client()
    client.force_login(Account.objects.get(account="zhou"))
    path = f"/cases/{case.ref}/papers/{done.seq}"
    assert "没有安装 LibreOffice" in client.get(path).content.decode()
    assert client.get(f"{path}/own/pdf").status_code >= 400


def test_a_form_that_names_what_the_paper_has_not_is_not_adopted(case: Play) -> None:
    with pytest.raises(BadInputError, match="没有这些栏：somebody"):
        adopt(case, own("{{ somebody }}"))
    with pytest.raises(BadInputError, match="没有选择文件"):
        adopt(case, None)
    with pytest.raises(NotAllowedError):
        adopt(case, own(*OPENING), who="zhou")


def test_a_form_that_is_gone_from_the_store_stops_the_paper_and_says_so(case: Play) -> None:
    body: Any = body_of(adopt(case, own(*OPENING)).entry)
    file = where(Path(settings.LIUHEN_ORIGINALS), body.file)
    file.unlink()
    with pytest.raises(UnusableError, match="本单位格式文件不在了"):
        made(case.to("case.opened"))
