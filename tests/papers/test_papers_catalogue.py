"""Every form of the catalogue, and of every pack that has forms of its own, held to the same things."""

import re
import subprocess
from functools import cache

import pytest

from liuhen.kernel.errors import BadInputError
from liuhen.kernel.place import regulations
from liuhen.papers import form, render, wrong_fields
from liuhen.papers.forms import CATALOGUE, every_form
from liuhen.papers.sheet import printed
from papers.archival import faults_of, undrawn
from papers.generated import RARE, Filler, bare, turns
from papers.reading import pages_of, squeezed
from papers.sheets import MOMENT

OWN = sorted(
    {(file.stem, (file.parts[-3],)) for file in regulations().glob(f"*/{CATALOGUE}/*.yaml")}
)  # forms that a pack has, or has otherwise
EVERY = [*((name, ()) for name in sorted(every_form())), *OWN]
every_paper = pytest.mark.parametrize(("name", "packs"), EVERY, ids=["-".join((name, *packs)) for name, packs in EVERY])


@cache
def made(name, packs, turn=0):
    told = form(name, packs)
    sheet = Filler(told, turn=turn).sheet()
    return sheet, render(name, sheet, moment=MOMENT, packs=packs).pdf


@cache
def text(name, packs, turn=0):
    return "".join(pages_of(made(name, packs, turn)[1]))


WHICH_CASE = frozenset({"case_title", "case_no"})
"""Fields that say which case a paper belongs to, for those who look for it: a letter to a party need not print them."""


def said(fields, words, *, only_required=False):
    """Yield (name, what must stand there) for all that is written and not chosen."""
    for field in fields:
        value = words.get(field.name)
        if value is None or field.name in WHICH_CASE or (only_required and not field.required):
            continue
        if field.kind == "text":
            yield field.name, value
        elif field.kind == "paragraphs":
            yield from ((field.name, line) for line in value)
        elif field.kind in {"date", "moment"}:
            yield field.name, value["day"]
        elif field.kind == "fen":
            yield field.name, value["figures"]
        elif field.kind in {"group", "rows"}:
            for row in value if field.kind == "rows" else [value]:
                yield from said(field.fields, row, only_required=only_required)


def asked(fields, sheet, prefix=""):
    """Yield the path of every field that is asked for, down to those in a row."""
    for field in fields:
        value = sheet.get(field.name)
        if field.required:
            yield prefix + field.name, field
        if field.kind == "group" and value:
            yield from asked(field.fields, value, f"{prefix}{field.name}.")
        if field.kind == "rows" and value:
            yield from asked(field.fields, value[0], f"{prefix}{field.name}.0.")


def without(value, path):
    """Return a copy of a sheet with one field empty."""
    first, _, rest = path.partition(".")
    if isinstance(value, list):
        return [without(one, rest) if at == int(first) else one for at, one in enumerate(value)]
    return {**value, first: without(value[first], rest) if rest else None}


@every_paper
def test_a_generated_sheet_is_right(name, packs):
    told = form(name, packs)
    assert [wrong_fields(told, Filler(told, turn=turn).sheet()) for turn in range(turns(told))] == [{}] * turns(told)
    assert wrong_fields(told, bare(told)) == {}


@every_paper
def test_each_field_that_is_asked_for_blocks_when_empty_and_names_its_article(name, packs):
    told = form(name, packs)
    sheet = Filler(told).sheet()
    for path, field in asked(told.fields, sheet):
        wrong = wrong_fields(told, without(sheet, path))
        assert field.label in wrong[path], path
        assert field.article in wrong[path], path


@every_paper
def test_an_empty_sheet_makes_no_paper(name, packs):
    with pytest.raises(BadInputError) as caught:
        render(name, {}, moment=MOMENT, packs=packs)
    told = form(name, packs)
    assert caught.value.fields.keys() >= {one.name for one in told.fields if one.required}


@every_paper
def test_what_is_asked_for_stands_on_the_paper_whatever_is_chosen(name, packs):
    told = form(name, packs)
    for turn in range(turns(told)):
        words = printed(told, made(name, packs, turn)[0])
        there = text(name, packs, turn)
        lost = [one for one in said(told.fields, words, only_required=True) if squeezed(one[1]) not in there]
        assert lost == [], turn


@every_paper
def test_every_field_stands_on_the_paper_in_some_case(name, packs):
    told = form(name, packs)
    found, whole = set(), set()
    for turn in range(turns(told)):
        for field, words in said(told.fields, printed(told, made(name, packs, turn)[0])):
            whole.add(field)
            if squeezed(words) in text(name, packs, turn):
                found.add(field)
    assert whole - found == set()


@every_paper
def test_nothing_is_promised_that_is_empty(name, packs):
    told = form(name, packs)
    sheet = bare(told)
    pdf = render(name, sheet, moment=MOMENT, packs=packs).pdf
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    lines = [squeezed(line) for line in done.stdout.decode().splitlines()]
    signed = {one.label for one in told.signatories}
    empty = {one.label for one in told.fields if one.name not in sheet} - signed
    assert [line for line in lines if line.endswith("：") and line[:-1] in empty] == []


@every_paper
def test_a_place_for_the_seal_is_printed_where_the_organ_seals_and_nowhere_else(name, packs):
    seals = [one for one in form(name, packs).signatories if one.role == "organ"]
    assert all(one.seal for one in seals)
    assert ("（印章）" in text(name, packs)) == bool(seals)


@every_paper
def test_a_paper_is_pdf_a_2b_by_claim_and_by_list_and_draws_every_character(name, packs):
    pdf = made(name, packs)[1]
    assert faults_of(pdf) == []
    assert undrawn(pdf) == 0
    assert render(name, made(name, packs)[0], moment=MOMENT, packs=packs).pdf == pdf


@every_paper
def test_a_hard_sheet_stays_on_the_page(name, packs):
    told = form(name, packs)
    sheet = Filler(told, hard=True).sheet()
    paper = render(name, sheet, moment=MOMENT, packs=packs)
    assert outside(paper.pdf) == []
    pages = pages_of(paper.pdf)
    there = "".join(pages)
    lost = [words for _, words in said(told.fields, printed(told, sheet), only_required=True) if lacks(words, there)]
    assert len(lost) <= len(pages)  # what runs over a page has its foot between
    if any(one.kind == "text" and one.required for one in told.fields):
        assert RARE in there


def lacks(words, there):
    """A long passage runs over pages: each of its sentences is looked for, and a page break may fall into one."""
    sentences = re.findall(r"[^。]+", squeezed(words))
    return sum(one not in there for one in sentences) > len(sentences) // 20


def outside(pdf):
    """Words that reach over the edge of their page."""
    done = subprocess.run(["pdftotext", "-bbox", "-", "-"], input=pdf, capture_output=True, check=True)
    found, width, height = [], 0.0, 0.0
    for page, sides, words in re.findall(
        r'(<page width="[\d.]+" height="[\d.]+">)|<word (xMin="[^>]+)>([^<]*)', done.stdout.decode(errors="replace")
    ):
        if page:
            width, height = map(float, re.findall(r'"([\d.]+)"', page))
            continue
        left, top, right, bottom = map(float, re.findall(r'"(-?[\d.]+)"', sides))
        if left < 0 or top < 0 or right > width or bottom > height:
            found.append(words)
    return found
