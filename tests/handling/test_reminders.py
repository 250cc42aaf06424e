"""Reminders: who gets them, when, once each, in the portal and by one letter a day."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.utils import timezone

from accounts.models import Membership
from conferences.models.vocabulary import OpinionState as State
from handling import reminders
from handling.kinds import kinds
from handling.models import Handling, Reminder
from jobs import running, schedule
from jobs.models import Job
from jobs.registry import PartAway

pytestmark = pytest.mark.django_db
HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
#: Assigned on 05/10/2026, fifteen working days: due on 26/10.
DUE = date(2026, 10, 26)


@pytest.fixture
def assigned(road, focal_point):
    focal_point.email = "dau.moi@example.vn"
    focal_point.save()
    opinion = road.to(State.ASSIGNED)
    Handling.objects.filter(pk=opinion.handling_id).update(due_on=DUE, original_due_on=DUE)
    opinion.refresh_from_db()
    return opinion


def one_day(day):
    """The schedule of a day, and every job it asks for."""
    reminders.ask_for_reminders(timezone.datetime(day.year, day.month, day.day, 6, tzinfo=HANOI))
    running.run_waiting()


def written():
    return list(Reminder.objects.order_by("pk").values_list("to__username", "about", "due_on"))


def test_the_lead_is_reminded_three_days_before_and_once_it_is_late(assigned):
    one_day(DUE - timedelta(days=4))
    assert written() == []
    one_day(DUE - timedelta(days=3))
    before = ("department", "before", DUE)
    assert written() == [before]
    one_day(DUE)
    assert written() == [before]
    one_day(DUE + timedelta(days=1))
    one_day(DUE + timedelta(days=2))
    assert written() == [before, ("department", "after", DUE)]
    assert [len(mail.outbox), *(one.subject for one in mail.outbox)] == [
        2,
        "Nhắc việc: 1 sắp đến hạn",
        "Nhắc việc: 1 quá hạn",
    ]


def test_a_letter_holds_codes_and_days_alone(assigned, settings):
    settings.SITE_URL = "https://portal.example.vn"
    one_day(DUE + timedelta(days=2))
    letter = mail.outbox[0]
    assert letter.to == ["dau.moi@example.vn"]
    assert letter.body.splitlines() == [
        "Những việc sắp đến hạn hoặc đã quá hạn:",
        "",
        f"- {assigned.code}: 26/10/2026 (quá hạn 2 ngày)",
        "",
        "https://portal.example.vn/",
    ]


def test_done_work_is_not_reminded_of(assigned):
    Handling.objects.filter(pk=assigned.handling_id).update(done_on=DUE - timedelta(days=5))
    one_day(DUE)
    assert written() == []


def test_an_extended_date_is_reminded_of_anew(assigned):
    one_day(DUE)
    later = DUE + timedelta(days=10)
    Handling.objects.filter(pk=assigned.handling_id).update(due_on=later)
    one_day(later)
    assert written() == [("department", "before", DUE), ("department", "before", later)]


def test_only_those_whose_membership_is_valid_are_reminded(assigned, focal_point):
    Membership.objects.filter(user=focal_point).update(valid_until=DUE - timedelta(days=10))
    one_day(DUE)
    assert written() == []


def test_the_clerk_of_a_commune_that_leads_is_reminded(assigned, commune_body, clerk):
    Handling.objects.filter(pk=assigned.handling_id).update(lead=commune_body)
    one_day(DUE)
    assert written() == [("clerk", "before", DUE)]


def test_a_job_that_runs_twice_reminds_once(assigned):
    """As after a worker that died when its work was done and its job not yet marked so."""
    one_day(DUE)
    Job.objects.update(state="queued", finished_at=None)
    running.run_waiting()
    assert (len(written()), len(mail.outbox)) == (1, 1)


def test_a_letter_that_could_not_be_sent_is_sent_the_next_day(assigned, settings):
    settings.EMAIL_BACKEND = "tests.handling.test_reminders.NoServer"
    with pytest.raises(PartAway):
        one_day(DUE)
    assert Reminder.objects.get().mailed_at is None
    # The sweeper begins it anew.
    assert Job.objects.get(kind=reminders.LETTER).state == "running"
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    one_day(DUE + timedelta(days=1))
    assert len(mail.outbox) == 1
    assert Reminder.objects.filter(mailed_at=None).count() == 0


@pytest.mark.parametrize(("moved_to", "told"), [(DUE, 1), (DUE + timedelta(days=30), 0)])
def test_a_day_that_was_moved_since_is_not_reminded_of(moved_to, told, assigned, focal_point):
    of_opinions = next(kind for kind in kinds() if kind.key == "opinion")
    reminders._write(reminders.due_reminders(of_opinions, DUE), DUE)
    Handling.objects.filter(pk=assigned.handling_id).update(due_on=moved_to)
    assert len(reminders.unseen(focal_point, DUE)) == told


def NoServer(*args, **kwargs):
    raise ConnectionRefusedError


def test_who_has_no_address_is_reminded_in_the_portal(assigned, focal_point, client_of):
    focal_point.email = ""
    focal_point.save()
    one_day(timezone.localdate())
    client = client_of(focal_point)
    assert [line.code for line in client.get("/").context["reminders"]] == [assigned.code]
    assert mail.outbox == []
    assert client.post("/reminders/seen/").status_code == 302
    assert client.get("/").context["reminders"] == []


def test_reminders_of_what_somebody_handles_no_more_are_not_shown(assigned, focal_point, client_of):
    one_day(timezone.localdate())
    Membership.objects.filter(user=focal_point).update(withdrawn_at=timezone.now())
    assert client_of(focal_point).get("/").context["reminders"] == []


def test_the_schedule_asks_every_day():
    assert "reminders" in schedule._schedules
