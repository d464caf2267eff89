"""What a reader cannot see is found wherever Unicode has it, though printable text is let pass at once."""

import sys
import unicodedata

from liuhen.forms.wellformed import unseen

_UNSEEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}


def test_no_sign_that_prints_is_one_that_nobody_sees():
    every = map(chr, range(sys.maxunicode + 1))
    assert [sign for sign in every if sign.isprintable() and unicodedata.category(sign) in _UNSEEN] == []


def test_a_sign_that_nobody_sees_is_named_among_printable_ones():
    assert [unseen(f"案{sign}卷") for sign in "\u200b\u202e\ufeff\uffff"] == ["\u200b", "\u202e", "\ufeff", "\uffff"]


def test_a_wide_space_a_break_and_rare_characters_are_seen():
    assert unseen("甲\u3000乙\n丙\t𠮷〇①") == ""
