import random

import pytest

from reports.demo.grammar import PhraseError, alternatives, parse, read_lists


def words(source, seed=1, **slots):
    return parse(source).render(random.Random(seed), slots.__getitem__)


def test_plain_words_stay_as_they_are():
    assert words("kênh tiêu bồi lắng") == "kênh tiêu bồi lắng"


def test_a_slot_is_filled_in():
    assert words("{n} hộ ở {x}", n="12", x="xóm 3") == "12 hộ ở xóm 3"


def test_a_choice_gives_each_of_its_options_in_turn():
    phrase = parse("{nạo vét|khơi thông} kênh")
    rng = random.Random(1)
    found = {phrase.render(rng, None) for _time in range(40)}
    assert found == {"nạo vét kênh", "khơi thông kênh"}


def test_choices_nest_and_hold_slots():
    assert words("{từ năm {y}|từ năm {y}}", y="2019") == "từ năm 2019"


def test_bars_within_braces_do_not_part_alternatives():
    assert [phrase.source for phrase in alternatives("{a|b} c | d")] == ["{a|b} c", "d"]


@pytest.mark.parametrize("source", ["{a|b", "a}", "{a{b}", "{a}}"])
def test_braces_that_do_not_match_are_refused(source):
    with pytest.raises(PhraseError, match="brace"):
        parse(source)


def test_the_same_random_numbers_give_the_same_words():
    source = "{a|b|c|d}{a|b|c|d}{a|b|c|d}"
    assert words(source, seed=5) == words(source, seed=5)


def test_lists_run_over_lines_and_leave_out_what_stands_before_the_first(tmp_path):
    path = tmp_path / "lists.txt"
    path.write_text("# comment\n\n@ ask\nđề nghị |\nmong\n\n@ shapes\n2 | {S}.\n1 | {R}.\n", encoding="utf-8")
    lists = read_lists(path)
    assert [phrase.source for phrase in lists["ask"]] == ["đề nghị", "mong"]
    assert lists["shapes"] == ["2 | {S}.", "1 | {R}."]
