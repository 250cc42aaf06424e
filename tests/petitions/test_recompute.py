"""What a change of the calendar does to petitions: settling, suspending, extending, and the notice to the sender."""

from datetime import date

import pytest
import time_machine
from django.db.models import Q
from django.urls import reverse
from django.utils import translation

from audit.apart import is_apart
from audit.models import AuditEvent
from handling import recompute
from handling.due import explain
from handling.recompute import Change
from jobs.models import Job
from petitions.models import Petition
from petitions.models import PetitionState as State
from registers.models import CalendarDay, RuleParameter
from tests.jobs.helpers import run_jobs
from tests.petitions.petition_roads import DAY, C, D, R

pytestmark = pytest.mark.django_db

TODAY = date(2026, 10, 8)
#: Ten working days after Monday 05/10/2026, and the next one.
DECIDE, NEXT = date(2026, 10, 19), date(2026, 10, 20)
BEFORE = date(2026, 10, 13)


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2026-10-08 09:00+07:00", tick=False):
        yield


def count_anew(change, on=TODAY):
    return sum(one.renew(list(one.reached(change)), change, None, on) for one in recompute._all_dates())


def day_off(day):
    CalendarDay.objects.create(date=day, kind="holiday", label="Nghỉ đột xuất")
    return count_anew(Change(days=(day,)))


def day_on(day):
    CalendarDay.objects.filter(date=day).delete()
    return count_anew(Change(days=(day,)))


def dates(petition):
    found = Petition.objects.get(pk=petition.pk)
    return found.handling.due_on, found.notice_due_on


@pytest.mark.parametrize("kind", [C, D, R])
def test_due_date_and_notice_follow_the_calendar_and_go_back(kind, petition_road):
    petition = petition_road.registered(kind)
    due, notice = dates(petition)
    assert day_off(BEFORE) == 2
    moved = dates(petition)
    assert (moved[0] > due, moved[1]) == (True, NEXT)
    day_on(BEFORE)
    assert dates(petition) == (due, notice) == (due, DECIDE)


def test_a_day_off_after_them_moves_neither(petition_road):
    petition = petition_road.registered(R)
    assert day_off(date(2026, 10, 21)) == 0
    assert dates(petition) == (DECIDE, DECIDE)


def test_who_was_told_is_not_waited_for_anew(petition_road):
    told = petition_road.to(C, State.ACCEPTED)
    day_off(BEFORE)
    assert Petition.objects.get(pk=told.pk).notice_due_on == DECIDE


def test_what_is_closed_stays(petition_road):
    closed = petition_road.to(C, State.GUIDED)
    before = dates(closed)
    assert day_off(BEFORE) == 0
    assert dates(closed) == before


def reply_date(petition):
    return Petition.objects.get(pk=petition.pk).handling.reply_due_on


def test_the_day_from_which_a_reply_is_awaited_follows_the_calendar(petition_road):
    transferred = petition_road.to(R, State.TRANSFERRED)
    before = dates(transferred)
    assert (day_off(BEFORE), reply_date(transferred)) == (1, date(2026, 11, 5))
    assert (day_on(BEFORE), reply_date(transferred)) == (1, date(2026, 11, 4))
    assert dates(transferred) == before


@pytest.mark.parametrize("number", [1, 3])
def test_what_was_transferred_before_there_was_the_rule_waits_from_its_last_letter(
    number, petition_road, django_assert_num_queries
):
    rules = list(RuleParameter.objects.filter(key="petition.reply_awaited"))
    RuleParameter.objects.filter(key="petition.reply_awaited").delete()
    for _row in range(number):
        petition_road.make(petition_road.to(R, State.TRANSFERRED), "urge", on=date(2026, 10, 14))
    answered = petition_road.make(petition_road.to(R, State.TRANSFERRED), "record_reply")
    RuleParameter.objects.bulk_create(rules)
    change = Change(keys=("petition.reply_awaited",))
    first = recompute._others["petition.first_reply"]
    ids = list(first.reached(change))
    with django_assert_num_queries(8):
        assert first.renew(ids, change, None, TODAY) == number
    assert {reply_date(Petition.objects.get(pk=pk)) for pk in ids} == {date(2026, 11, 11)}
    assert reply_date(answered) is None
    assert list(first.reached(change)) == list(first.reached(Change(days=(BEFORE,)))) == []


def test_a_date_moved_by_a_pause_keeps_the_days_it_stood(petition_road):
    petition = petition_road.to(C, State.SUSPENDED)
    petition = petition_road.make(petition, "resume", on=date(2026, 10, 21))
    # Thirty days to 06/11, and 14 more.
    assert petition.handling.due_on == date(2026, 11, 20)
    day_off(date(2026, 11, 6))
    assert dates(petition)[0] == date(2026, 11, 23)
    day_on(date(2026, 11, 6))
    assert dates(petition)[0] == date(2026, 11, 20)
    # And where the last day of all is off, the next one that is worked.
    day_off(date(2026, 11, 20))
    assert dates(petition)[0] == date(2026, 11, 23)


def test_a_pause_before_an_extension_is_counted_once(petition_road):
    petition = petition_road.to(D, State.SUSPENDED)
    steps = [("resume", 19, {}), ("extend", 20, {"complexity": "complex"}), ("suspend", 22, {}), ("resume", 27, {})]
    for name, day, more in steps:
        petition = petition_road.make(petition, name, on=date(2026, 10, day), **more)
    due = petition.handling.due_on
    assert day_off(date(2026, 11, 3)) == 0
    assert dates(petition)[0] == due
    # The last day itself moves it, by one.
    day_off(due)
    assert dates(petition)[0] > due


def test_a_pause_of_the_day_of_an_extension_keeps_what_was_named(petition_road):
    petition = petition_road.to(R, State.IN_PROGRESS)
    with time_machine.travel("2026-10-20 09:00+07:00", tick=False):
        on = date(2026, 10, 20)
        petition = petition_road.make(petition, "extend", on=on, new_due_on=date(2026, 11, 26))
        decision = petition_road.document(date(2026, 10, 12))
        petition = petition_road.make(petition, "suspend", on=on, document=decision)
        petition = petition_road.make(petition, "resume", on=on)
    assert petition.handling.due_on == date(2026, 12, 4)
    day_off(date(2026, 11, 3))
    assert dates(petition)[0] == date(2026, 12, 4)
    sentences = explain(Petition.objects.get(pk=petition.pk).handling.due_basis)
    assert any("26/11/2026" in said for said in sentences) and any("8" in said for said in sentences)


def test_while_the_clock_stands_the_day_counts_on_which_it_was_stopped(petition_road):
    petition = petition_road.to(C, State.SUSPENDED)
    CalendarDay.objects.create(date=date(2026, 11, 6), kind="holiday", label="Nghỉ")
    assert count_anew(Change(days=(date(2026, 11, 6),)), on=date(2026, 12, 1)) == 1
    held = Petition.objects.get(pk=petition.pk).handling
    assert (held.due_on, held.missed_due_on) == (date(2026, 11, 9), None)


def test_a_longer_period_of_the_rule_is_counted_with_the_days_stood(petition_road):
    petition = petition_road.make(petition_road.to(C, State.SUSPENDED), "resume", on=date(2026, 10, 8))
    petition = petition_road.make(petition, "extend", on=date(2026, 10, 8))
    # 45 days to Saturday 21/11, so Monday 23/11, and one day that it stood, of which 24/11 is a holiday.
    assert petition.handling.due_on == date(2026, 11, 25)
    day_off(date(2026, 11, 23))
    assert dates(petition)[0] == date(2026, 11, 26)
    day_on(date(2026, 11, 23))
    assert dates(petition)[0] == date(2026, 11, 25)


def test_an_extension_of_a_denunciation_keeps_its_days(petition_road):
    petition = petition_road.to(D, State.ACCEPTED)
    petition = petition_road.make(petition, "extend", on=DAY, complexity="complex")
    due = petition.handling.due_on
    day_off(due)
    moved = dates(petition)[0]
    assert moved > due
    held = Petition.objects.get(pk=petition.pk).handling
    assert (held.due_basis["key"], held.original_due_on) == ("denunciation.extension", date(2026, 11, 6))
    day_on(due)
    assert dates(petition)[0] == due


def test_an_extension_to_a_named_day_stays(petition_road):
    petition = petition_road.make(petition_road.to(R, State.IN_PROGRESS), "extend", on=DAY)
    assert petition.handling.due_on == date(2026, 11, 30)
    day_off(date(2026, 11, 6))
    held = Petition.objects.get(pk=petition.pk).handling
    assert (held.due_on, held.original_due_on) == (date(2026, 11, 30), date(2026, 11, 9))


def test_a_changed_rule_moves_the_notice(petition_road):
    petition = petition_road.registered(R)
    RuleParameter.objects.filter(key="petition.notice").update(value=7)
    assert count_anew(Change(keys=("petition.notice",))) == 1
    assert dates(petition) == (DECIDE, date(2026, 10, 14))


def test_events_of_denunciations_stand_apart(petition_road):
    petition = petition_road.registered(D)
    before = AuditEvent.objects.latest("pk").pk
    day_off(BEFORE)
    written = AuditEvent.objects.filter(pk__gt=before)
    assert {event.object_id for event in written} == {str(petition.pk)}
    assert not written.exclude(is_apart()).exists()
    assert not written.filter(~Q(object_label=petition.code)).exists()


def test_the_page_says_why_the_notice_is_due_and_what_moved_it(petition_road, petition_officer, client_of):
    petition = petition_road.registered(R)
    day_off(BEFORE)
    page = client_of(petition_officer).get(reverse("petitions:petition", args=[petition.code]))
    assert "Nghỉ đột xuất" in page.content.decode()
    with translation.override("en"):
        words = explain(Petition.objects.get(pk=petition.pk).notice_basis)
    assert words[2] == (
        "Moved from 19/10/2026 to 20/10/2026 on 08/10/2026: the calendar was changed, 13/10/2026 Nghỉ đột xuất."
    )
    assert len(page.context["notice_sentences"]) == len(words)


def test_counting_twice_does_no_harm(petition_road):
    petition_road.registered(R)
    day_off(BEFORE)
    events = AuditEvent.objects.count()
    assert count_anew(Change(days=(BEFORE,))) == 0
    assert AuditEvent.objects.count() == events


@pytest.mark.parametrize("number", [1, 3])
def test_notices_ask_as_many_questions_for_many_petitions(number, petition_road, django_assert_num_queries):
    for _row in range(number):
        petition_road.registered(R)
    CalendarDay.objects.create(date=BEFORE, kind="holiday", label="Nghỉ")
    change = Change(days=(BEFORE,))
    notices = recompute._others["petition.notice"]
    ids = list(notices.reached(change))
    with django_assert_num_queries(7):
        assert notices.renew(ids, change, None, TODAY) == number


@pytest.mark.parametrize("kind", [R, D])
def test_the_job_tells_nobody_whether_there_are_denunciations(kind, petition_road, administrator):
    """Who changes a rule reads the same sentence and the same job whatever it reaches."""
    petition_road.registered(kind)
    said = recompute.ask((), ("denunciation.preliminary",), administrator)
    assert said
    run_jobs()
    job = Job.objects.get(kind=recompute.KIND)
    assert (job.state, job.message, job.progress_done, job.progress_total) == ("done", "", 0, 100)
