import pytest
from pydantic import ValidationError

from liuhen.kernel.errors import NotFoundError
from liuhen.papers import every_form, form, wrong_fields
from liuhen.papers.forms import Asked


def test_the_catalogue_holds_the_papers_of_the_whole_line():
    titles = {one.title for one in every_form().values()}
    assert {
        "立案审批表", "现场检查笔录", "询问笔录", "权利告知书", "调查终结报告", "法制审核意见书", "行政处罚事先告知书",
        "陈述申辩笔录", "集体讨论记录", "行政处罚决定书", "送达回证", "结案审批表", "卷内目录", "卷内备考表", "催告书",
        "先行登记保存证据通知书", "封存决定书", "听证通知书", "责令改正通知书", "当场行政处罚决定书", "案件移送函",
    } <= titles  # fmt: skip
    assert len(titles) >= 100


def test_no_two_papers_have_one_name():
    titles = [one.title for one in every_form().values()]
    assert len(titles) == len(set(titles))


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
    signed = {one.id: [who for who in one.signatories if who.every_page] for one in every_form().values()}
    assert [who.label for who in signed["interview"]] == ["被询问人"]
    assert [who.label for who in signed["inspection"]] == ["当事人"]
    assert [who.label for who in signed["hearing-record"]] == ["当事人或者代理人", "主持人"]
    assert [who.label for each in signed.values() for who in each if not who.article] == []


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
