"""Due dates of open work counted anew when the calendar or a rule changes: what moves, what stays, and who is told."""

from datetime import date, timedelta

import pytest
import time_machine
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone, translation

from audit.models import AuditEvent
from conferences.models import Opinion
from conferences.models.vocabulary import OpinionState as State
from handling import recompute
from handling.due import explain
from handling.extensions import extend_due
from handling.models import Handling
from handling.recompute import KIND, Change
from jobs.models import Job
from registers import loading
from registers.changes import announce
from registers.models import CalendarDay, RuleParameter
from tests.conferences.opinion_roads import DAY
from tests.jobs.helpers import run_jobs

pytestmark = pytest.mark.django_db

#: 15 working days after Monday 05/10/2026, and the next one.
DUE, NEXT = date(2026, 10, 26), date(2026, 10, 27)
BEFORE, AFTER = date(2026, 10, 13), date(2026, 10, 28)


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2026-10-12 09:00+07:00", tick=False):
        yield


@pytest.fixture
def admin(client_of, administrator):
    return client_of(administrator)


@pytest.fixture
def opinion(road):
    return road.to(State.IN_PROGRESS)


def add(admin, day, kind="holiday"):
    form = {"date": f"{day:%d/%m/%Y}", "kind": kind, "label": "Nghỉ đột xuất"}
    return admin.post(reverse("admin:registers_calendarday_add"), form)


def remove(admin, day):
    row = CalendarDay.objects.get(date=day)
    return admin.post(reverse("admin:registers_calendarday_delete", args=[row.pk]), {"post": "yes"})


def change_in_table(day=BEFORE):
    """A day off that nobody has announced to the rooms above."""
    CalendarDay.objects.create(date=day, kind="holiday", label="Nghỉ đột xuất")
    return Change(days=(day,))


def held(opinion):
    return Handling.objects.get(pk=opinion.handling_id)


def dates(opinion):
    found = held(opinion)
    return found.due_on, found.original_due_on, found.missed_due_on


def count_anew(change, by=None, on=date(2026, 10, 12)):
    return sum(one.renew(list(one.reached(change)), change, by, on) for one in recompute._all_dates())


@pytest.mark.parametrize(("day", "due"), [(BEFORE, NEXT), (DUE, NEXT), (AFTER, DUE), (DAY, DUE)])
def test_a_day_off_moves_the_dates_that_run_over_it(day, due, admin, opinion):
    add(admin, day)
    run_jobs()
    assert dates(opinion) == (due, due, None)


def test_a_day_off_taken_back_moves_the_date_back(admin, opinion):
    add(admin, BEFORE)
    run_jobs()
    remove(admin, BEFORE)
    run_jobs()
    assert dates(opinion) == (DUE, DUE, None)
    with translation.override("en"):
        assert explain(held(opinion).due_basis)[1:3] == [
            "Moved from 26/10/2026 to 27/10/2026 on 12/10/2026: the calendar was changed, 13/10/2026 Nghỉ đột xuất.",
            "Moved from 27/10/2026 to 26/10/2026 on 12/10/2026: the calendar was changed, "
            "13/10/2026 counts as its weekday says.",
        ]


def test_a_day_that_is_put_elsewhere_counts_on_both(admin, opinion):
    add(admin, AFTER)
    row = CalendarDay.objects.get()
    form = {"date": f"{BEFORE:%d/%m/%Y}", "kind": "holiday", "label": "Nghỉ"}
    admin.post(reverse("admin:registers_calendarday_change", args=[row.pk]), form)
    job = Job.objects.filter(kind=KIND).latest("pk")
    assert job.arguments["days"] == [BEFORE.isoformat(), AFTER.isoformat()]
    run_jobs()
    assert held(opinion).due_on == NEXT


def test_a_make_up_saturday_brings_the_date_forward(admin, opinion):
    add(admin, date(2026, 10, 17), "makeup")
    run_jobs()
    assert held(opinion).due_on == date(2026, 10, 23)


def test_a_changed_rule_moves_the_dates_that_it_gave(admin, road, opinion):
    rule = RuleParameter.objects.get(key="opinion.answer_after")
    form = {"key": rule.key, "value": 16, "unit": "working", "valid_from": "01/01/2018", "verified": ""}
    admin.post(reverse("admin:registers_ruleparameter_change", args=[rule.pk]), form)
    assert Job.objects.get(kind=KIND).arguments["keys"] == ["opinion.answer_after"]
    run_jobs()
    assert held(opinion).due_on == NEXT
    assert held(opinion).due_basis["verified"] is False
    with translation.override("en"):
        words = explain(held(opinion).due_basis)
    assert words[1] == "Moved from 26/10/2026 to 27/10/2026 on 12/10/2026: the rule was changed."


def test_another_rule_moves_nothing(admin, opinion):
    rule = RuleParameter.objects.get(key="opinion.answer_after_complex")
    form = {"key": rule.key, "value": 31, "unit": "working", "valid_from": "01/01/2018"}
    before = dates(opinion)
    admin.post(reverse("admin:registers_ruleparameter_change", args=[rule.pk]), form)
    run_jobs()
    assert dates(opinion) == before


def test_what_was_done_stays(admin, road):
    done = road.to(State.ANSWERED)
    before = dates(done)
    assert add(admin, BEFORE).status_code == 302
    run_jobs()
    assert dates(done) == before


def test_a_date_named_by_an_extension_stays_and_the_original_moves(admin, opinion, specialist):
    later = date(2026, 11, 10)
    extend_due(opinion.handling, new_due_on=later, reason="Chờ", by=specialist, on=DAY)
    add(admin, BEFORE)
    run_jobs()
    assert dates(opinion) == (later, NEXT, None)


def test_a_day_that_is_off_moves_a_named_date_to_the_next(admin, opinion, specialist):
    later = date(2026, 11, 10)
    extend_due(opinion.handling, new_due_on=later, reason="Chờ", by=specialist, on=DAY)
    add(admin, later)
    run_jobs()
    assert dates(opinion)[0] == date(2026, 11, 11)
    remove(admin, later)
    run_jobs()
    assert dates(opinion)[0] == later


def test_what_people_let_pass_stays_missed(opinion, specialist):
    extend_due(opinion.handling, new_due_on=date(2026, 11, 10), reason="Chờ", by=specialist, on=NEXT)
    assert dates(opinion)[2] == DUE
    count_anew(change_in_table(date(2026, 11, 10)))
    assert dates(opinion)[2] == DUE


def test_a_mistake_in_the_calendar_leaves_nothing_missed(opinion):
    worked = CalendarDay.objects.create(date=date(2026, 10, 10), kind="makeup", label="Làm bù")
    change = Change(days=(worked.date,))
    assert count_anew(change, on=date(2026, 10, 24)) == 1
    # By then the date has passed, if that Saturday was worked.
    assert dates(opinion)[0] == date(2026, 10, 23)
    worked.delete()
    assert count_anew(change, on=date(2026, 10, 24)) == 1
    assert dates(opinion) == (DUE, DUE, None)


def test_a_day_off_that_is_entered_late_takes_no_date_for_missed(opinion):
    count_anew(change_in_table(DUE), on=NEXT)
    assert dates(opinion) == (NEXT, NEXT, None)


def test_what_changed_is_said_whichever_job_comes_first(opinion):
    RuleParameter.objects.filter(key="opinion.answer_after").update(value=16)
    assert count_anew(change_in_table()) == 1
    assert count_anew(Change(keys=("opinion.answer_after",))) == 0
    [moved] = held(opinion).due_basis["moved"]
    assert (moved["rule"], [day for day, _name in moved["days"]]) == ("opinion.answer_after", [BEFORE.isoformat()])
    with translation.override("en"):
        assert any("the rule and the calendar were changed" in said for said in explain(held(opinion).due_basis))


def test_the_job_of_the_rule_names_the_days_that_changed_too(opinion):
    RuleParameter.objects.filter(key="opinion.answer_after").update(value=16)
    change_in_table()
    assert count_anew(Change(keys=("opinion.answer_after",))) == 1
    [moved] = held(opinion).due_basis["moved"]
    assert (moved["rule"], [day for day, _name in moved["days"]]) == ("opinion.answer_after", [BEFORE.isoformat()])


def test_counting_twice_does_no_harm(opinion, specialist):
    change = change_in_table()
    assert count_anew(change, specialist) == 1
    before, events = held(opinion).due_basis, AuditEvent.objects.count()
    assert count_anew(change, specialist) == 0
    assert (held(opinion).due_basis, AuditEvent.objects.count()) == (before, events)


@pytest.mark.parametrize(("later", "due"), [({"minutes": 30}, DUE), ({"hours": 20}, NEXT), ({"days": 3}, DUE)])
def test_what_was_written_by_the_old_calendar_is_found_the_next_day(later, due, admin, opinion):
    """The job of a change passes by what was under way; what is older than two days was looked through already."""
    add(admin, BEFORE)
    run_jobs()
    old = {"key": "opinion.answer_after", "rule": "15 working", "start": DAY.isoformat(), "due": DUE.isoformat()}
    basis = {**held(opinion).due_basis, **old, "days_off": []}
    basis.pop("moved")
    Handling.objects.filter(pk=opinion.handling_id).update(due_on=DUE, original_due_on=DUE, due_basis=basis)
    recompute.ask_again(timezone.now() + timedelta(**later))
    run_jobs()
    assert dates(opinion) == (due, due, None)


def test_a_change_is_looked_through_once_more_and_no_more(admin, opinion):
    add(admin, BEFORE)
    for hours in (20, 30, 40):
        recompute.ask_again(timezone.now() + timedelta(hours=hours))
    assert Job.objects.filter(kind=KIND).count() == 2


def test_each_date_that_moved_leaves_an_event_of_who_changed_the_calendar(admin, administrator, opinion):
    add(admin, BEFORE)
    run_jobs()
    event = AuditEvent.objects.filter(object_type="conferences.opinion").latest("pk")
    assert (event.actor, event.action, event.object_label) == (administrator, "changed", opinion.code)
    assert event.changes == {"due_on": [DUE.isoformat(), NEXT.isoformat()]}


def test_the_page_says_what_moved_the_date(admin, client_of, specialist, opinion):
    add(admin, BEFORE)
    run_jobs()
    page = client_of(specialist).get(reverse("conferences:opinion", args=[opinion.code]))
    assert "Nghỉ đột xuất" in page.content.decode()
    assert len(page.context["due_sentences"]) > len(explain(opinion.handling.due_basis))


def test_the_administrator_is_told_that_a_job_does_it(admin, opinion):
    response = add(admin, BEFORE)
    assert Job.objects.get(kind=KIND).created_by.username == "admin"
    # Beside what the administration itself says of the saved row.
    assert len(list(get_messages(response.wsgi_request))) == 2


def test_where_there_is_no_work_nothing_is_asked_for(admin):
    response = add(admin, BEFORE)
    assert len(list(get_messages(response.wsgi_request))) == 1
    assert not Job.objects.exists()


def test_rules_and_days_that_are_loaded_move_dates_too(opinion, tmp_path):
    path = tmp_path / "calendar.csv"
    path.write_text(f"date,kind,label,label_en,verified\n{BEFORE},holiday,Nghỉ,,1\n", encoding="utf-8")
    loading.load_calendar(path)
    run_jobs()
    assert held(opinion).due_on == NEXT
    loading.load_calendar(path)
    assert Job.objects.filter(kind=KIND).count() == 1


def test_a_rule_that_gives_no_date_any_more_leaves_the_date(opinion):
    RuleParameter.objects.filter(key="opinion.answer_after").delete()
    assert count_anew(change_in_table()) == 0
    assert held(opinion).due_on == DUE


def test_a_change_of_nothing_is_not_announced():
    assert announce() == []


@pytest.mark.parametrize("number", [1, 3])
def test_a_batch_asks_as_many_questions_for_many_rows(number, road, django_assert_num_queries):
    for _row in range(number):
        road.to(State.IN_PROGRESS)
    change = change_in_table()
    [dates_of_opinions] = [one for one in recompute._all_dates() if one.reached(change).exists()]
    ids = list(dates_of_opinions.reached(change))
    with django_assert_num_queries(7):
        assert dates_of_opinions.renew(ids, change, None, date(2026, 10, 12)) == number


def test_many_rows_are_done_in_batches(road, monkeypatch, admin):
    monkeypatch.setattr(recompute, "BATCH", 2)
    for _row in range(5):
        road.to(State.IN_PROGRESS)
    add(admin, BEFORE)
    [job] = [one for one in run_jobs() if one.kind == KIND]
    assert (job.state, job.progress_done) == ("done", 66)
    assert set(Opinion.objects.values_list("handling__due_on", flat=True)) == {NEXT}
