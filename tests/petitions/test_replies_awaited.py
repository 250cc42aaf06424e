"""After a transfer the reply is waited for: from which day, on which lists, and who is reminded."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.utils import timezone

from handling import reminders, worklist
from handling.kinds import kinds
from handling.models import Reminder
from jobs import running
from jobs.models import Job
from petitions.models import PetitionState as State
from petitions.work import waiting
from registers.models import RuleParameter
from tests.petitions.petition_roads import DAY, C, D, R

pytestmark = pytest.mark.django_db
HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
#: Twenty working days after the 7th of October.
AWAITED = date(2026, 11, 4)


def one_day(day):
    reminders.ask_for_reminders(timezone.datetime(day.year, day.month, day.day, 6, tzinfo=HANOI))
    running.run_waiting()


@pytest.mark.parametrize("kind", [C, D, R])
def test_from_the_day_of_the_rule_it_waits_for_the_officer_and_is_not_late(kind, petition_road, petition_officer):
    petition = petition_road.to(kind, State.TRANSFERRED)
    assert petition.handling.reply_due_on == AWAITED
    assert list(waiting(petition_officer, AWAITED - timedelta(days=1))) == []
    assert list(waiting(petition_officer, AWAITED)) == [petition]
    [of_petitions] = [one for one in kinds() if one.key == "petition"]
    assert list(worklist.part(of_petitions, "overdue", petition_officer, AWAITED + timedelta(days=90))) == []
    assert worklist.waiting_counts(petition_officer, AWAITED) == (1, 0)


@pytest.mark.parametrize("name", ["urge", "record_letter"])
def test_a_letter_gives_the_time_of_the_rule_once_more(name, petition_road):
    petition = petition_road.make(petition_road.to(R, State.TRANSFERRED), name, on=AWAITED)
    assert petition.handling.reply_due_on == date(2026, 12, 3)


@pytest.mark.parametrize("name", ["record_reply", "close"])
def test_what_has_its_reply_or_is_closed_waits_no_more(name, petition_road, petition_officer):
    petition = petition_road.make(petition_road.to(R, State.TRANSFERRED), name)
    assert petition.handling.reply_due_on is None
    assert list(waiting(petition_officer, AWAITED)) == []


def test_without_the_rule_a_petition_is_transferred_all_the_same(petition_road):
    RuleParameter.objects.filter(key="petition.reply_awaited").delete()
    assert petition_road.to(R, State.TRANSFERRED).handling.reply_due_on is None


def test_the_list_shows_what_is_waited_for(petition_road, petition_officer, client_of, monkeypatch):
    petition_road.to(R, State.TRANSFERRED)
    client, found = client_of(petition_officer), []
    for day in (AWAITED - timedelta(days=1), AWAITED):
        monkeypatch.setattr(timezone, "localdate", lambda value=None, tz=None, day=day: day)
        found.append(client.get("/petitions/?due=reply").context["page_obj"].object_list)
    assert [len(rows) for rows in found] == [0, 1]


def test_the_officer_is_reminded_once_in_the_portal_and_by_letter(petition_road, petition_officer, settings):
    petition_officer.email = "can.bo@example.vn"
    petition_officer.save()
    petition, secret = petition_road.to(R, State.TRANSFERRED), petition_road.to(D, State.TRANSFERRED)
    one_day(AWAITED - timedelta(days=1))
    assert not Reminder.objects.exists()
    for days in range(3):
        one_day(AWAITED + timedelta(days=days))
    about = Reminder.objects.values_list("to", "about", "due_on")
    assert list(about) == [(petition_officer.pk, "reply", AWAITED)] * 2
    [letter] = mail.outbox
    assert petition.code in letter.body and secret.code not in letter.body
    assert "quá hạn)" not in letter.body
    shown = reminders.lines(reminders.unseen(petition_officer, AWAITED))
    assert [(line.code, line.is_reply) for line in shown] == sorted([(petition.code, True), (secret.code, True)])


def test_no_letter_is_asked_for_where_there_is_none_to_write(petition_road, petition_officer):
    """Of a denunciation the officer is reminded in the portal alone, however long it is not read."""
    petition_officer.email = "can.bo@example.vn"
    petition_officer.save()
    petition_road.to(D, State.TRANSFERRED)
    for days in range(5):
        one_day(AWAITED + timedelta(days=days))
    assert Reminder.objects.count() == 1
    letters = Job.objects.filter(kind=reminders.LETTER)
    assert not letters.exists()
    petition_road.to(R, State.TRANSFERRED)
    for days in range(5, 8):
        one_day(AWAITED + timedelta(days=days))
    assert (letters.count(), len(mail.outbox)) == (1, 1)


def test_reminders_of_the_work_before_are_not_shown_as_of_the_reply(petition_road, petition_officer):
    petition = petition_road.to(R, State.TRANSFERRED)
    Reminder.objects.create(handling=petition.handling, to=petition_officer, about="after", due_on=DAY)
    assert reminders.unseen(petition_officer, AWAITED) == []
