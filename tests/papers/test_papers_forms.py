import pytest
from pydantic import ValidationError

from liuhen.kernel.errors import NotFoundError
from liuhen.papers import every_form, form
from liuhen.papers.forms import Asked


def test_the_catalogue_holds_the_four_papers_of_a_penalty_case():
    titles = {one.id: one.title for one in every_form().values()}
    assert titles == {
        "opening-approval": "立案审批表",
        "interview": "询问笔录",
        "decision": "行政处罚决定书",
        "service-receipt": "送达回证",
    }


def test_every_field_that_is_asked_for_names_its_article():
    for one in every_form().values():
        assert all(field.article for field in one.fields if field.required or field.when)
        assert all(signatory.article for signatory in one.signatories)


def test_the_interview_is_signed_on_every_page_by_the_person_questioned():
    assert [one.label for one in form("interview").signatories if one.every_page] == ["被询问人"]


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
