"""Folding, width, printable text, counting, balance."""

import unicodedata

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsclf.text.characters import (
    balanced,
    codes_of,
    count_characters,
    display_width,
    fold,
    fold_codes,
    printable,
    text_of,
)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("１２月３日", "12月3日"),
        ("ＡＢｃ（甲）", "ABc(甲)"),
        ("，；：？！", ",;:?!"),
        ("甲\u3000乙\xa0丙", "甲 乙 丙"),
        ("阿不都‧卡德尔", "阿不都·卡德尔"),
        ("等等⋯⋯", "等等……"),
        ("本報記者攝", "本报记者摄"),
    ],
)
def test_fold_brings_variants_to_one_form(text, folded):
    assert fold(text) == folded


@pytest.mark.parametrize("text", ["。、“”‘’《》", "plain ASCII, 1.5%", ""])
def test_fold_leaves_alone_what_has_one_form(text):
    assert fold(text) == text


def test_fold_leaves_characters_above_the_basic_plane():
    assert fold("𠮷野家Ａ😀") == "𠮷野家A😀"


@given(st.text())
@settings(deadline=None, max_examples=100)
def test_fold_keeps_the_length(text):
    assert len(fold(text)) == len(text)


@given(st.text())
@settings(deadline=None, max_examples=100)
def test_fold_twice_is_fold_once(text):
    assert fold(fold(text)) == fold(text)


@given(st.text(), st.text())
@settings(deadline=None, max_examples=100)
def test_fold_of_a_sum_is_the_sum_of_folds(first, second):
    assert fold(first + second) == fold(first) + fold(second)


def test_fold_of_every_character_is_the_same_alone_and_in_a_long_text():
    text = "".join(map(chr, range(0x80, 0xD800)))
    assert "".join(map(fold, text)) == fold(text)


@given(st.text())
@settings(deadline=None, max_examples=100)
def test_codes_become_the_same_text_again(text):
    assert text_of(codes_of(text)) == text


def test_codes_are_code_points():
    assert codes_of("A工😀").tolist() == [0x41, 0x5DE5, 0x1F600]


def test_codes_survive_a_lone_surrogate():
    assert text_of(codes_of("甲\ud800乙")) == "甲\ud800乙"


def test_fold_codes_keeps_the_shape_of_no_text():
    assert fold_codes(codes_of("")).shape == (0,)


def test_fold_codes_does_not_change_its_input():
    codes = codes_of("Ａ，").copy()
    fold_codes(codes)
    assert np.array_equal(codes, [0xFF21, 0xFF0C])


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("", 0),
        ("abc", 3),
        ("工会", 4),
        ("工会abc", 7),
        ("（）", 4),
        ("“引”", 4),
        ("e\u0301", 1),
        ("a\u200bb", 2),
        ("ｱ", 1),
    ],
)
def test_display_width_counts_terminal_cells(text, cells):
    assert display_width(text) == cells


def test_display_width_of_every_character_is_that_of_unicode():
    for character in map(chr, range(0x20, 0x20000)):
        none = unicodedata.combining(character) or unicodedata.category(character) in (
            "Mn",
            "Me",
            "Cf",
        )
        wide = unicodedata.east_asian_width(character) in "WF"
        assert display_width(character) == (0 if none and not character.isascii() else 1 + wide)


@pytest.mark.parametrize(
    "hidden",
    ["\x00", "\x07", "\x1b", "\x0b", "\r", "\x7f", "\x9b", "\u200b", "\u202e", "\u2066", "\ufeff"],
)
def test_printable_removes_what_can_forge_text(hidden):
    assert printable(f"工{hidden}会") == "工会"


def test_printable_takes_the_sting_out_of_an_escape_sequence():
    assert printable("\x1b[31m红\x1b[0m") == "[31m红[0m"


@pytest.mark.parametrize("odd", "\ufffe\uffff\ud800\x0b")
def test_printable_removes_what_xml_cannot_hold(odd):
    assert printable(f"工{odd}会") == "工会"


def test_printable_keeps_tabs_line_feeds_and_chinese():
    text = "一\t二\n三　四，“五”😀"
    assert printable(text) == text


@given(st.text())
@settings(deadline=None, max_examples=100)
def test_printable_output_has_no_control_characters(text):
    odd = {c for c in printable(text) if unicodedata.category(c) == "Cc"}
    assert odd <= {"\t", "\n"}


@given(st.text())
@settings(deadline=None, max_examples=100)
def test_printable_only_leaves_characters_out(text):
    rest = iter(text)
    assert all(character in rest for character in printable(text))


@pytest.mark.parametrize(
    ("text", "count"),
    [("", 0), ("工会，好。", 5), ("工 会\u3000好\t了\n吧\xa0", 5), ("12.5%", 5), ("   ", 0)],
)
def test_count_characters_counts_punctuation_but_no_spaces(text, count):
    assert count_characters(text) == count


@pytest.mark.parametrize(
    "text", ["", "没有标记", "“甲‘乙’丙”", "《书》(上)", "[1]{2}【3】", 'say "yes"', "『甲「乙」』"]
)
def test_balanced_text(text):
    assert balanced(text)


@pytest.mark.parametrize("text", ["“甲", "甲”", "(甲]", "“甲‘乙”丙’", "》《", 'say "no', "((甲)"])
def test_unbalanced_text(text):
    assert not balanced(text)
