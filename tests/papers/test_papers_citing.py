"""Under each regulation papers cite what binds there, and no article of another place."""

import re

import pytest

from liuhen.kernel.place import regulations
from liuhen.papers import every_form, render
from liuhen.papers.citing import foreign, own
from liuhen.rulebook.packs import read_heads
from papers.generated import Filler
from papers.reading import pages_of
from papers.sheets import MOMENT

HEADS = {head.id: head for head in read_heads([regulations()])[0]}
LOCAL = sorted(one for one, head in HEADS.items() if head.region)


def binding(pack):
    """Return the packs that an organ under this one uses, base packs first."""
    below = [one for base in HEADS[pack].extends for one in binding(base)]
    return tuple(dict.fromkeys([*below, pack]))


def texts(told):
    if isinstance(told, str):
        yield told
    elif isinstance(told, dict):
        for one in told.values():
            yield from texts(one)
    elif isinstance(told, (list, tuple)):
        for one in told:
            yield from texts(one)


each_place = pytest.mark.parametrize("pack", LOCAL)


@each_place
def test_no_form_says_an_article_of_a_regulation_that_does_not_bind(pack):
    packs = binding(pack)
    wrong = {
        (form.id, said)
        for form in every_form(packs).values()
        for said in texts(form.model_dump())
        if foreign(said, packs)
    }
    assert wrong == set()


@each_place
@pytest.mark.parametrize(
    "name", ["extension-notice", "release-decision", "resumption-notice", "registration-settlement"]
)
def test_no_paper_prints_an_article_of_another_place(pack, name):
    packs = binding(pack)
    told = every_form(packs)[name]
    paper = "".join(pages_of(render(name, Filler(told).sheet(), moment=MOMENT, packs=packs).pdf))
    assert foreign(re.sub(r"\s", "", paper), packs) == []


@each_place
def test_every_field_that_is_asked_for_still_says_what_asks(pack):
    asked = [field for form in every_form(binding(pack)).values() for field in form.fields if field.required]
    assert all(one.article for one in asked)


@pytest.mark.parametrize(
    ("text", "pack", "told"),
    [
        ("《武汉市医疗保障局行政执法全过程记录办法》第十二条第二款", "wuhan-ybj", None),
        (
            "《武汉市医疗保障局行政执法全过程记录办法》第十三条第二款",
            "dongxihu-wlj",
            "《东西湖区文旅局行政执法全过程记录制度》第十三条第二款",
        ),
        ("《武汉市医疗保障局行政执法全过程记录办法》第十三条第二款", "baofeng-ybj", "国家医疗保障局令第4号第十四条"),
        ("国家医疗保障局令第4号第五十七条", "dongxihu-wlj", "《东西湖区文旅局行政执法全过程记录制度》第二十七条"),
        (
            "国家医疗保障局令第4号第十四条、第十五条",
            "dongxihu-wlj",
            "《东西湖区文旅局行政执法全过程记录制度》第十三条第一款、第十二条第二款",
        ),
        ("武汉办法第二十二条", "wenshang-ybj", "汶上办法第十七条"),
        ("武汉办法第二十五条；强制法第五十五条", "fujian-ybj", "强制法第五十五条"),
        ("《医疗保障基金使用监督管理条例》第三十条", "dongxihu-wlj", "本机关文书格式"),
    ],
)
def test_an_article_is_said_as_the_organ_may_cite_it(text, pack, told):
    assert own(text, binding(pack)) == (told or text)


def test_the_common_catalogue_alone_is_as_it_is_written():
    assert (
        own("《武汉市医疗保障局行政执法全过程记录办法》第六条", ())
        == "《武汉市医疗保障局行政执法全过程记录办法》第六条"
    )
