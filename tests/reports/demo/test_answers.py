import random
import re
import unicodedata
from datetime import date

import pytest

from reports.demo.answers import STEP_BY_STEP, AnswerWriter
from reports.demo.opinions import Draft
from reports.demo.places import commune_place

REASONS = {"capital", "policy", "waiting_superior", "dispute", "missing_file", "delay"}
DRAFT = Draft("", "0501", "commune", "nạo vét kênh tiêu trước mùa mưa lũ", "", "0501.3/")
NAMED = Draft("", "0601", "province", "nâng công suất trạm biến áp", "ngành điện", "0601.1/")


def about(seed=1, level="commune"):
    place = commune_place(random.Random(seed), "Xã Kim Liên", "xã", "Huyện Nam Đàn")
    return {"place": place, "level": level, "organisation": "UBND xã Kim Liên"}


def answers(draft, outcome, count=60):
    writer = AnswerWriter(random.Random(4))
    return [writer.answer(draft, outcome=outcome, answered_on=date(2022, 5, 9), **about()) for _time in range(count)]


@pytest.mark.parametrize("outcome", ["at_conference", "after_conference", "explained", "not_accepted", "forwarded_up"])
def test_answers_vary_and_are_clean(outcome):
    found = answers(DRAFT, outcome)
    assert len(set(found)) > 15
    for text in found:
        assert unicodedata.normalize("NFC", text) == text
        assert not re.search(r"[{}|~]|  |\s[,.;]|\.\.|đại diện đại diện", text), text
        assert text[0].isupper()
        assert text.endswith(".")


def test_an_answer_takes_up_what_was_asked():
    assert all(DRAFT.request in text for text in answers(DRAFT, "after_conference"))


def test_the_time_somebody_asked_for_is_not_that_of_the_answer():
    asked = Draft("", "0102", "commune", "mời đủ hai bên hòa giải trong tháng tới", "", "0102.4/")
    assert not any("trong tháng tới" in text for text in answers(asked, "after_conference"))


def test_who_was_to_act_is_who_acted():
    assert all("ngành điện đã nâng công suất" in text.lower() for text in answers(NAMED, "after_conference"))


def test_works_are_not_promised_within_a_week():
    assert not any(re.search(r"trong tuần tới|trong 1\d ngày tới", text) for text in answers(DRAFT, "at_conference"))


def test_a_promise_names_a_day_to_come_and_a_result_one_that_was():
    def days(texts):
        found = re.findall(r"(?:trước|chậm nhất|Đến|đến|hoàn thành) ngày (\d\d)/(\d\d)/(\d{4})", " ".join(texts))
        return [date(int(year), int(month), int(day)) for day, month, year in found]

    rubbish = Draft("", "0701", "commune", "rắc vôi khử mùi", "", "0701.1/")
    assert min(days(answers(rubbish, "at_conference", 200))) > date(2022, 5, 9)
    assert max(days(answers(rubbish, "after_conference", 200))) <= date(2022, 5, 9)


def test_what_stays_unresolved_has_a_reason_that_suits_its_field():
    writer = AnswerWriter(random.Random(2))
    found = {writer.unresolved(DRAFT, on=date(2022, 5, 9), **about())[0] for _time in range(60)}
    assert found == {"capital", "delay"}
    everywhere = {
        writer.unresolved(Draft("", f"{code:02d}01", "commune", "x", "", ""), on=date(2022, 5, 9), **about())[0]
        for code in range(1, 19)
        for _time in range(20)
    }
    assert everywhere == REASONS


def test_a_department_answers_without_naming_officials_of_the_commune():
    writer = AnswerWriter(random.Random(2))
    for _time in range(80):
        text = writer.answer(
            DRAFT, outcome="after_conference", answered_on=date(2022, 5, 9), **(about() | {"level": "province"})
        )
        assert "công chức" not in text


def test_the_provinces_two_matters_are_housing_and_welfare_works():
    assert ["nhà ở xã hội" in STEP_BY_STEP[0].subject, "phúc lợi" in STEP_BY_STEP[1].subject] == [True, True]
    assert all(matter.milestone and matter.next_review_on for matter in STEP_BY_STEP)
