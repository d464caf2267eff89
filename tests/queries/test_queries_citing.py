"""Forms on the screen cite the regulation of the organ that uses them."""

import pytest

from liuhen.office import actions as office
from liuhen.papers.citing import foreign
from liuhen.process.case.papers.making import packs_of
from liuhen.process.case.registry import ACTS
from liuhen.queries.citing import cited
from liuhen.web.forms.shape import fields_of
from process.bureau import ORGAN

pytestmark = pytest.mark.usefixtures("people")


def test_an_organ_reads_its_own_article_where_the_form_was_written_by_another() -> None:
    assert cited("武汉办法第二十二条", ORGAN) == "武汉办法第二十二条"
    office.adopt(ORGAN, packs=["dongxihu-wlj"], by=office.SYSTEM, key="moved")
    assert cited("武汉办法第二十二条", ORGAN) == "东西湖制度第二十二条"


def test_no_act_cites_an_article_of_another_place() -> None:
    office.adopt(ORGAN, packs=["wenshang-ybj"], by=office.SYSTEM, key="moved")
    packs = packs_of(ORGAN)
    told = [cited(act.article, ORGAN) for act in ACTS.values()]
    told += [cited(field.article, ORGAN) for act in ACTS.values() for field in fields_of(act.form)]
    assert [one for one in told if foreign(one, packs)] == []
