"""Due dates against a table counted by hand on the calendar of each year, and the sentences that explain them."""

import json
from datetime import date, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.utils import translation

from conferences.models.vocabulary import OpinionState as State
from handling.due import compute_due, date_of, explain
from handling.extensions import extend_due
from handling.models import ClockPause, Handling
from registers.calendar import WorkingCalendar
from registers.loading import load_calendar, load_rules
from registers.models import CalendarDay, RuleMissing, RuleParameter

pytestmark = pytest.mark.django_db


@pytest.fixture
def shipped_rules(db):
    """The rule parameters and calendar days as they ship (domain.md §2.5)."""
    load_rules()
    load_calendar()


def rule(key="x.y", value=5, unit="working", valid_from=date(2018, 1, 1), **values):
    return RuleParameter.objects.create(key=key, value=value, unit=unit, valid_from=valid_from, **values)


#: (key, level, starting day, due day), each counted by hand.
BY_HAND = [
    # Working days (domain.md §2.5; Civil Code 2015 Art. 147: the starting day is not counted).
    # Three weeks without a holiday.
    ("opinion.answer_after", "commune", date(2026, 10, 5), date(2026, 10, 26)),
    # The last Friday before Tết 2026 (off from 14/02 to 22/02): the three weeks from Monday 23/02 on.
    ("opinion.answer_after", "commune", date(2026, 2, 13), date(2026, 3, 13)),
    # Received on the second day of Tết: the first day counted is Monday 23/02.
    ("opinion.notify_speaker", "commune", date(2026, 2, 18), date(2026, 3, 6)),
    # 30 days end on Friday before Tết, because Saturday 10/01/2026 was worked.
    ("opinion.answer_after_complex", "commune", date(2026, 1, 5), date(2026, 2, 13)),
    # Over New Year: 01/01 is a holiday, Friday 02/01/2026 a day in lieu of the table.
    ("dialogue.minutes_after", "commune", date(2025, 12, 31), date(2026, 1, 7)),
    # The make-up Saturday of the table counts.
    ("petition.process", "", date(2026, 1, 5), date(2026, 1, 16)),
    # The make-up Saturday 22/08/2026 of the government's decision counts.
    ("denunciation.preliminary", "", date(2026, 8, 17), date(2026, 8, 25)),
    # Monday 31/08/2026 in lieu, then both days of the National Day.
    ("denunciation.transfer_if_not_competent", "", date(2026, 8, 27), date(2026, 9, 8)),
    # Hùng Kings on a Sunday (Monday in lieu), 30/4 and 1/5 within one period.
    ("petition.notice", "", date(2026, 4, 22), date(2026, 5, 11)),
    # 2025: Saturday 26/04 worked for Friday 02/05 off.
    ("denunciation.preliminary", "", date(2025, 4, 24), date(2025, 5, 7)),
    # Vietnamese Culture Day, entered in the table though not yet checked.
    ("dialogue.minutes_after", "commune", date(2026, 11, 23), date(2026, 11, 27)),
    # Nghệ An's programme ended on 04/08/2023; its conclusions came out on 29/08, two working days after this.
    ("conclusion.notice_after", "province", date(2023, 8, 4), date(2023, 8, 25)),
    # The general rule for a commune, the longer one for the province, from the same day.
    ("conclusion.notice_after", "commune", date(2026, 8, 6), date(2026, 8, 20)),
    ("conclusion.notice_after", "province", date(2026, 8, 6), date(2026, 8, 26)),
    # Starting on a Saturday or a Sunday is starting on the Friday before.
    ("denunciation.notify_acceptance", "", date(2026, 10, 10), date(2026, 10, 16)),
    ("denunciation.notify_acceptance", "", date(2026, 10, 11), date(2026, 10, 16)),
    # What no move computes: from a week without days off, and from a day before Tết.
    ("opinion.notify_speaker", "commune", date(2026, 10, 5), date(2026, 10, 19)),
    ("opinion.notify_speaker", "commune", date(2026, 2, 13), date(2026, 3, 6)),
    ("dialogue.minutes_after", "commune", date(2026, 10, 5), date(2026, 10, 8)),
    ("dialogue.minutes_after", "commune", date(2026, 2, 12), date(2026, 2, 24)),
    ("conclusion.notice_after", "commune", date(2026, 10, 5), date(2026, 10, 19)),
    ("conclusion.notice_after", "commune", date(2026, 2, 10), date(2026, 3, 3)),
    ("conclusion.notice_after", "province", date(2026, 2, 10), date(2026, 3, 10)),
    # Calendar days (Civil Code 2015 Art. 148: a last day off moves to the next working day).
    # A Thursday.
    ("dialogue.result_publication_after", "commune", date(2026, 10, 5), date(2026, 10, 15)),
    # A Sunday: Monday; and a day within Tết.
    ("dialogue.result_publication_after", "commune", date(2026, 10, 1), date(2026, 10, 12)),
    ("dialogue.result_publication_after", "commune", date(2026, 2, 9), date(2026, 2, 23)),
    # A Sunday: Monday.
    ("complaint.accept", "", date(2026, 10, 1), date(2026, 10, 12)),
    # The first day of Tết: the Monday after it.
    ("complaint.accept", "", date(2026, 2, 7), date(2026, 2, 23)),
    # Tết in the middle is counted like any other days.
    ("complaint.first.settle", "", date(2026, 1, 27), date(2026, 2, 26)),
    # A Saturday that is worked is a last day.
    ("complaint.accept", "", date(2026, 8, 12), date(2026, 8, 22)),
    # A Sunday before three days off.
    ("complaint.limitation", "", date(2026, 6, 1), date(2026, 9, 3)),
    # 1 May on a Friday: Monday.
    ("denunciation.settle", "", date(2026, 4, 1), date(2026, 5, 4)),
    # Over the end of February of a leap year, and of another.
    ("complaint.second.settle", "", date(2024, 1, 15), date(2024, 2, 29)),
    ("complaint.second.settle", "", date(2027, 1, 15), date(2027, 3, 1)),
]


@pytest.mark.parametrize(("key", "level", "start", "due"), BY_HAND)
def test_due_dates_are_those_counted_by_hand(key, level, start, due, shipped_rules):
    assert compute_due(key, start, level=level).on == due


@pytest.mark.parametrize("kind", ["holiday", "in_lieu"])
def test_a_day_entered_later_moves_only_what_is_computed_after_it(kind, db):
    rule(value=3)
    before = compute_due("x.y", date(2026, 10, 5))
    CalendarDay.objects.create(date=date(2026, 10, 7), kind=kind, label="Nghỉ bão")
    assert (before.on, compute_due("x.y", date(2026, 10, 5)).on) == (date(2026, 10, 8), date(2026, 10, 9))


def test_a_holiday_taken_back_and_a_saturday_worked_bring_the_date_forward(db):
    rule(value=5)
    assert compute_due("x.y", date(2026, 4, 29)).on == date(2026, 5, 8)
    CalendarDay.objects.create(date=date(2026, 4, 30), kind="working")
    CalendarDay.objects.create(date=date(2026, 5, 2), kind="makeup")
    assert compute_due("x.y", date(2026, 4, 29)).on == date(2026, 5, 6)


def test_the_calendar_is_read_far_enough_ahead_for_a_month_of_days_off(db):
    rule(value=1, unit="calendar")
    last_off = date(2026, 10, 6) + timedelta(days=29)
    CalendarDay.objects.bulk_create(
        CalendarDay(date=date(2026, 10, 6) + timedelta(days=offset), kind="holiday") for offset in range(30)
    )
    assert compute_due("x.y", date(2026, 10, 5)).on == last_off + timedelta(days=1)


# --- which rule ---


def test_the_rule_in_force_on_the_starting_day_decides_even_when_it_changes_before_the_due_day(db):
    rule(value=10, valid_until=date(2026, 6, 30))
    rule(value=3, valid_from=date(2026, 7, 1))
    assert [(due.on, due.basis["days"]) for due in (compute_due("x.y", date(2026, 6, day)) for day in (29, 30))] == [
        (date(2026, 7, 13), 10),
        (date(2026, 7, 14), 10),
    ]
    assert compute_due("x.y", date(2026, 7, 1)).on == date(2026, 7, 6)


def test_a_rule_of_the_level_comes_before_the_general_one_while_it_is_in_force(db):
    rule(value=10)
    rule(value=2, level="commune", valid_from=date(2025, 7, 1))
    found = [
        compute_due("x.y", date(2025, 6, 30), level="commune"),
        compute_due("x.y", date(2025, 7, 1), level="commune"),
        compute_due("x.y", date(2025, 7, 1), level="province"),
        compute_due("x.y", date(2025, 7, 1)),
    ]
    assert [due.basis["days"] for due in found] == [10, 2, 10, 10]


@pytest.mark.parametrize(
    ("key", "start", "level"),
    [
        # Not in force yet: Regulation 11-QĐi/TW is of 18/02/2019.
        ("petition.notice", date(2019, 2, 17), ""),
        # Not in force any more.
        ("x.ended", date(2025, 7, 1), ""),
        # Only for another level.
        ("x.communes", date(2026, 1, 5), "province"),
        # Nobody entered it.
        ("opinion.answer_befor", date(2026, 1, 5), ""),
    ],
)
def test_without_a_rule_in_force_there_is_no_due_date_but_a_sentence(key, start, level, shipped_rules):
    rule("x.ended", valid_until=date(2025, 6, 30))
    rule("x.communes", level="commune")
    with pytest.raises(RuleMissing) as missing:
        compute_due(key, start, level=level)
    assert key in str(missing.value) and f"{start:%d/%m/%Y}" in str(missing.value)


@pytest.mark.parametrize(
    ("key", "counted"),
    [
        ("dialogue.min_per_year", "lần"),
        ("reception.days", "ngày mỗi tháng"),
        ("reception.chair_commune", "ngày mỗi tuần"),
        ("report.closing_day", "ngày trong tháng"),
        ("petition.ineligible.keep", "năm"),
    ],
)
def test_a_rule_that_counts_no_days_gives_no_due_date_but_a_sentence(key, counted, shipped_rules):
    with pytest.raises(RuleMissing) as missing:
        compute_due(key, date(2026, 1, 5), level="province")
    assert str(missing.value) == f"Quy tắc “{key}” tính theo {counted} nên không cho hạn xử lý."


def test_a_due_date_takes_two_queries_and_one_with_the_calendar_at_hand(db, django_assert_num_queries):
    rule(value=30)
    with django_assert_num_queries(2):
        alone = compute_due("x.y", date(2026, 1, 5))
    calendar = WorkingCalendar.load(date(2026, 1, 1), date(2026, 12, 31))
    with django_assert_num_queries(1):
        assert compute_due("x.y", date(2026, 1, 5), calendar=calendar) == alone


# --- how it was computed ---


def test_the_basis_holds_all_that_the_date_was_computed_from(shipped_rules):
    due = compute_due("opinion.notify_speaker", date(2026, 8, 20), level="commune")
    assert json.loads(json.dumps(due.basis)) == {
        "key": "opinion.notify_speaker",
        "start": "2026-08-20",
        "days": 10,
        "unit": "working",
        "legal_basis": "Quy định 11-QĐi/TW ngày 18/02/2019 (tương tự)",
        "verified": False,
        "days_off": [
            ["2026-08-31", "Ngày nghỉ (thay cho ngày 22/08/2026)"],
            ["2026-09-01", "Quốc khánh"],
            ["2026-09-02", "Quốc khánh"],
        ],
        "makeup_days": ["2026-08-22"],
        "due": "2026-09-07",
    }


#: (key, level, start) → the sentences in each language.
EXPLAINED = [
    (
        ("petition.notice", "", date(2026, 8, 20)),
        [
            "10 ngày làm việc tính từ ngày kế tiếp ngày 20/08/2026, không tính thứ Bảy, Chủ nhật và ngày nghỉ lễ.",
            "Ngày nghỉ trong khoảng đó: 31/08/2026 Ngày nghỉ (thay cho ngày 22/08/2026); 01/09/2026 Quốc khánh; "
            "02/09/2026 Quốc khánh.",
            "Ngày làm bù trong khoảng đó: 22/08/2026.",
            "Căn cứ: Quy định 11-QĐi/TW ngày 18/02/2019.",
        ],
        [
            "10 working days counted from the day after 20/08/2026, without Saturdays, Sundays and public holidays.",
            "Days off in between: 31/08/2026 Day off (substituted from 08/22/2026); 01/09/2026 National Day; "
            "02/09/2026 National Day.",
            "Make-up working days in between: 22/08/2026.",
            "Basis: Quy định 11-QĐi/TW ngày 18/02/2019.",
        ],
    ),
    (
        ("opinion.answer_after", "commune", date(2026, 10, 5)),
        [
            "15 ngày làm việc tính từ ngày kế tiếp ngày 05/10/2026, không tính thứ Bảy, Chủ nhật và ngày nghỉ lễ.",
            "Quy tắc này chưa được đối chiếu với văn bản quy định.",
        ],
        [
            "15 working days counted from the day after 05/10/2026, without Saturdays, Sundays and public holidays.",
            "This rule has not been checked against the text of the regulation.",
        ],
    ),
    (
        ("dialogue.result_publication_after", "commune", date(2026, 10, 1)),
        [
            "10 ngày tính từ ngày kế tiếp ngày 01/10/2026; nếu ngày cuối là ngày nghỉ thì hạn chuyển sang ngày làm "
            "việc tiếp theo.",
            "Căn cứ: Luật Tổ chức chính quyền địa phương 2025, Điều 43.",
        ],
        [
            "10 calendar days counted from the day after 01/10/2026; a last day off moves to the next working day.",
            "Basis: Luật Tổ chức chính quyền địa phương 2025, Điều 43.",
        ],
    ),
]


@pytest.mark.parametrize(("asked", "vietnamese", "english"), EXPLAINED)
def test_a_due_date_says_how_it_was_computed_in_both_languages(asked, vietnamese, english, shipped_rules):
    key, level, start = asked
    basis = json.loads(json.dumps(compute_due(key, start, level=level).basis))
    with translation.override("vi"):
        assert explain(basis) == vietnamese
    with translation.override("en"):
        assert explain(basis) == english


@pytest.mark.parametrize(
    ("unit", "sentence"),
    [
        ("working", "1 working day counted from the day after 05/10/2026, without Saturdays, Sundays"),
        ("calendar", "1 calendar day counted from the day after 05/10/2026; a last day off moves"),
    ],
)
def test_one_day_is_said_in_the_singular(unit, sentence, db):
    rule(value=1, unit=unit, verified=True)
    with translation.override("en"):
        (said,) = explain(compute_due("x.y", date(2026, 10, 5)).basis)
    assert said.startswith(sentence)


def test_a_day_off_without_a_name_is_said_by_its_date(db):
    rule(value=1, verified=True)
    CalendarDay.objects.create(date=date(2026, 10, 6), kind="holiday")
    with translation.override("en"):
        assert explain(compute_due("x.y", date(2026, 10, 5)).basis)[1:] == ["Days off in between: 06/10/2026."]


def test_a_day_off_the_province_entered_is_told_in_the_language_of_the_reader(db):
    rule(value=2, verified=True)
    CalendarDay.objects.create(date=date(2026, 10, 6), kind="holiday", label="Nghỉ tránh bão", label_en="Storm day")
    basis = compute_due("x.y", date(2026, 10, 5)).basis
    assert basis["days_off"] == [["2026-10-06", "Nghỉ tránh bão"]]
    with translation.override("en"):
        assert explain(basis)[1] == "Days off in between: 06/10/2026 Storm day."
    with translation.override("vi"):
        assert explain(basis)[1] == "Ngày nghỉ trong khoảng đó: 06/10/2026 Nghỉ tránh bão."


def test_days_off_before_the_start_and_after_the_due_day_are_not_told(db):
    rule(value=2, verified=True)
    # Monday 31/08 to Wednesday 02/09/2026 are off: counted from the last of them, and up to the day before the first.
    assert compute_due("x.y", date(2026, 9, 2)).basis["days_off"] == []
    assert compute_due("x.y", date(2026, 8, 26)).basis["days_off"] == []


@pytest.mark.parametrize("basis", [{}, None])
def test_where_no_due_date_was_computed_there_is_nothing_to_explain(basis):
    assert explain(basis) == []


def test_a_basis_stored_before_make_up_days_were_kept_is_still_explained(db):
    rule(value=2, verified=True)
    basis = compute_due("x.y", date(2026, 10, 5)).basis
    del basis["makeup_days"]
    assert len(explain(basis)) == 1


# --- dates of before that were moved ---


def test_a_date_that_was_moved_before_says_by_which_steps(road, specialist):
    paused, extended, plain = (road.to(State.IN_PROGRESS).handling for _row in range(3))
    ClockPause.objects.create(handling=paused, started_on=date(2026, 10, 6), ended_on=date(2026, 10, 8), ground="x")
    Handling.objects.filter(pk=paused.pk).update(due_on=date(2026, 10, 28))
    extend_due(extended, new_due_on=date(2026, 11, 10), reason="Chờ", by=specialist, on=date(2026, 10, 7))
    extended.refresh_from_db()
    Handling.objects.filter(pk=extended.pk).update(due_basis=plain.due_basis)
    import_module("handling.migrations.0009_steps_of_due_dates").say_steps(apps, None)
    found = [Handling.objects.get(pk=one.pk) for one in (paused, extended, plain)]
    steps = [one.due_basis.get("steps") for one in found]
    assert steps == [[{"stood": 2}], [{"named": "2026-11-10"}], None]
    assert [date_of(one.due_basis, WorkingCalendar()) for one in found] == [one.due_on for one in found]
