import random
import re
import unicodedata
from collections import Counter
from datetime import date

from reports.demo.opinions import OpinionWriter
from reports.demo.phrasebook import LEVELS
from reports.demo.places import commune_place

from .conftest import plan, write_record

SENTENCE = re.compile(r"(?<=[.?])\s+")


def windows(items, size=50):
    return (items[start : start + size] for start in range(len(items) - size + 1))


def most_often(items, size=50):
    """How often the most frequent item comes in the worst stretch of `size` in a row."""
    count, worst = Counter(), 0
    for index, item in enumerate(items):
        count[item] += 1
        worst = max(worst, count[item])
        if index >= size - 1:
            count[items[index - size + 1]] -= 1
    return worst


def test_the_record_has_23345_texts_and_hardly_one_twice(record):
    texts = [written.draft.text for written in record]
    assert len(texts) == 23_345
    assert len(texts) - len(set(texts)) < 0.005 * len(texts)


def test_nobody_reads_the_same_sentence_twice_among_fifty(record):
    sentences = [SENTENCE.split(written.draft.text) for written in record]
    for stretch in windows(sentences):
        flat = [sentence for text in stretch for sentence in text]
        assert len(flat) == len(set(flat))


def test_nor_among_fifty_of_one_field(record):
    by_field = {}
    for written in record:
        by_field.setdefault(written.draft.field_code, []).append(SENTENCE.split(written.draft.text))
    for texts in by_field.values():
        for stretch in windows(texts):
            flat = [sentence for text in stretch for sentence in text]
            assert len(flat) == len(set(flat))


def test_nor_in_the_list_of_one_commune(record):
    by_unit = {}
    for written in record:
        by_unit.setdefault(written.conference.unit, []).append(written.draft.text)
    repeated = sum(len(texts) - len(set(texts)) for texts in by_unit.values())
    assert repeated == 0


def test_one_situation_comes_thrice_at_most_among_fifty(record):
    situations = [written.draft.skeleton.split("/")[0] for written in record]
    assert most_often(situations) <= 3


def test_one_skeleton_comes_twice_at_most_among_fifty(record):
    assert most_often([written.draft.skeleton for written in record]) <= 2


def test_texts_are_clean_and_of_the_length_of_speech(record):
    for written in record:
        text = written.draft.text
        assert unicodedata.normalize("NFC", text) == text
        assert not re.search(r"[{}^|~]|  |\s[,.;?]|\.\.|,,", text), text
        assert text[0].isupper() or text[0].isdigit()
        assert text[-1] in ".?"
        assert 12 <= len(text.split()) <= 66, text


def test_dialogues_are_not_confused_with_voter_meetings(record):
    assert not any("cử tri" in written.draft.text.lower() for written in record)


def test_what_was_settled_at_the_conference_was_within_its_authority(record):
    for written in record:
        if written.outcome == "at_conference":
            assert LEVELS.index(written.draft.competent_level) <= LEVELS.index(written.conference.level)


def test_seasons_show(record):
    def share(field, months):
        matching = [written.draft.field_code for written in record if written.conference.day.month in months]
        return matching.count(field) / len(matching)

    assert share("1004", {9, 10}) > 2 * share("1004", {3, 4, 5})
    assert share("0503", {9, 10}) > share("0503", {2, 3, 4})
    assert share("0601", {6, 7}) > share("0601", {3, 4})
    assert share("0904", {2, 3}) > share("0904", {6, 7})


def test_levels_show(record):
    def share(prefix, level):
        codes = [written.draft.field_code for written in record if written.conference.level == level]
        return sum(code.startswith(prefix) for code in codes) / len(codes)

    assert share("02", "district") > share("02", "commune")
    assert share("0401", "commune") > share("0401", "district")


def test_the_two_matters_resolved_step_by_step_are_those_of_the_source(record):
    texts = [written.draft.text.lower() for written in record if written.outcome == "step_by_step"]
    assert len(texts) == 2
    assert "nhà lưu trú" in texts[0]
    assert "công trình phúc lợi" in texts[1]


def test_the_same_seed_gives_the_same_record(nghe_an, record):
    again = write_record(plan(nghe_an)[:300])
    assert [written.draft.text for written in again] == [written.draft.text for written in record[: len(again)]]
    assert [written.answer for written in again] == [written.answer for written in record[: len(again)]]


def test_a_field_can_be_asked_for():
    rng = random.Random(1)
    place = commune_place(rng, "Xã Kim Liên", "xã", "Huyện Nam Đàn")
    draft = OpinionWriter(rng).write(place, level="commune", day=date(2026, 11, 2), field_code="0701")
    assert draft.field_code == "0701"


def test_places_in_a_text_belong_to_its_commune(record):
    for written in record[:4000]:
        if written.conference.level == "commune" and written.conference.unit.kind == "phường":
            assert not re.search(r"\b(xóm|bản|thôn) \d", written.draft.text), written.draft.text


def test_since_districts_ended_nobody_asks_one():
    rng = random.Random(5)
    writer = OpinionWriter(rng)
    for number in range(1_500):
        place = commune_place(rng, "Xã Kim Liên", "xã", "Tỉnh Nghệ An")
        draft = writer.write(place, level="commune", day=date(2026, number % 12 + 1, 5))
        assert not re.search(r"\bhuyện\b", draft.text), draft.text
        assert draft.competent_level != "district"
        assert "Sở Giao thông vận tải" not in draft.text
