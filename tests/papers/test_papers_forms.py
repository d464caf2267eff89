import pytest
from pydantic import ValidationError

from liuhen.kernel.errors import NotFoundError
from liuhen.papers import every_form, form, wrong_fields
from liuhen.papers.forms import Asked


def test_the_catalogue_holds_the_papers_of_the_whole_line():
    assert {one.id: one.title for one in every_form().values()} == {
        "opening-approval": "立案审批表",
        "inspection": "现场检查笔录",
        "interview": "询问笔录",
        "rights-notice": "权利告知书",
        "conclusion": "调查终结报告",
        "review-opinion": "法制审核意见书",
        "prior-notice": "行政处罚事先告知书",
        "defence": "陈述申辩笔录",
        "discussion": "集体讨论记录",
        "decision": "行政处罚决定书",
        "service-receipt": "送达回证",
        "closing-approval": "结案审批表",
        "catalogue": "卷内目录",
        "file-cover": "行政处罚案卷",
        "deadlines": "期限计算表",
    }


@pytest.mark.parametrize("form_id", sorted(every_form()))
def test_an_empty_sheet_of_any_form_names_the_article_for_each_field(form_id):
    asked = {field.name: field.article for field in form(form_id).fields if field.required}
    wrong = wrong_fields(form(form_id), {})
    assert {name: article in wrong[name] for name, article in asked.items()} == dict.fromkeys(asked, True)
    assert len(asked) > 3


def test_every_field_that_is_asked_for_names_its_article():
    for one in every_form().values():
        assert all(field.article for field in one.fields if field.required or field.when)
        assert all(signatory.article for signatory in one.signatories)


def test_records_are_signed_on_every_page_by_whom_they_are_about():
    signed = {one.id: [who.label for who in one.signatories if who.every_page] for one in every_form().values()}
    assert {name: who for name, who in signed.items() if who} == {"interview": ["被询问人"], "inspection": ["当事人"]}


def test_the_decision_bears_the_seal_of_the_organ():
    assert any(one.seal for one in form("decision").signatories)


def test_a_field_asked_for_without_an_article_is_refused():
    with pytest.raises(ValidationError, match="names its article"):
        Asked(name="facts", label="事实", kind="text", required=True)


def test_a_form_that_is_not_there_is_refused():
    with pytest.raises(NotFoundError):
        form("nothing")
    with pytest.raises(KeyError):
        form("decision").field("nothing")
