"""Summaries: built by a job, frozen, numbered, and able to say what moved since the edition before."""

import json
from datetime import date, datetime, timedelta
from threading import Barrier
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError
from django.utils import translation

from audit.models import AuditEvent
from conferences.models import Conference
from conferences.workflow import move
from jobs import running, schedule
from jobs.models import Job
from registers.levels import Level
from registers.models import AdministrativeUnit, UnitSuccession
from registers.reach import rebuild_reach
from reports import summaries
from reports.models import Summary
from reports.rates import rates
from reports.scope import Scope
from tests.conftest import make_unit
from tests.handling.together import at_once
from tests.jobs.helpers import run_jobs
from tests.reports.conftest import DAY, hold

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2026, 10, 1), date(2026, 10, 31)
HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=HANOI)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


def ask(unit, by=None, token=None, **values):
    asked = {"first": FIRST, "last": LAST, "level": ""} | values
    return summaries.ask_for_summary(unit=unit, by=by, token=token or uuid4(), **asked)


def build(unit, by=None, **values):
    """A summary as the job stores it."""
    job = ask(unit, by, **values)
    run_jobs()
    return Summary.objects.get(job=job)


def line(key, conferences, participants, **counts):
    return {"key": key, "conferences": conferences, "participants": participants, "counts": counts}


#: One opinion closed as resolved, one answered, one just received: what has no outcome yet stands under "".
WALKED = {"after_conference": 1, "awaiting": 1, "": 1}


@pytest.fixture
def road(conference, road_of):
    return road_of(conference)


@pytest.fixture
def record(conference, commune_b, road):
    """October 2026: commune A with three opinions, commune B with a conference where nobody spoke."""
    for state in ("received", "answered", "closed"):
        road.to(state)
    hold(commune_b, DAY + timedelta(days=4), participants=40)
    return conference


# --- one edition ---


def test_the_job_stores_the_figures_of_the_unit_and_period(province, record, commune_a, commune_b):
    hold(commune_a, FIRST - timedelta(days=1))
    hold(commune_a, LAST + timedelta(days=1))
    found = build(province).figures
    part = {"level": "commune"}
    assert found == {
        "total": line("total", 2, 140, **WALKED),
        "levels": [line("commune", 2, 140, **WALKED)],
        "own": line("own", 0, 0),
        "parts": [
            {**line(commune_a.pk, 1, 100, **WALKED), "label": "Xã Kim Liên", **part},
            {**line(commune_b.pk, 1, 40), "label": "Xã Vạn An", **part},
        ],
        "on_time": [2, 2],
    }


def test_its_rates_are_those_of_the_frozen_counts_the_strict_one_first(province, record):
    assert [
        (rate.key, rate.numerator, rate.denominator, str(rate.percent)) for rate in summaries.rates_of(build(province))
    ] == [
        ("resolution", 1, 3, "33.3"),
        ("at_conference", 0, 3, "0.0"),
        ("settlement", 1, 3, "33.3"),
        ("own_authority", 1, 3, "33.3"),
        ("at_conference_share", 0, 1, "0.0"),
        ("answered", 2, 3, "66.7"),
        ("on_time", 2, 2, "100.0"),
    ]


def test_it_says_of_which_unit_and_days_it_is_from_when_and_for_whom(province, record, commission_leader):
    summary = build(province, commission_leader, level=Level.COMMUNE)
    assert (summary.unit, summary.first, summary.last, summary.level) == (province, FIRST, LAST, "commune")
    assert (summary.edition, summary.as_of) == (1, NOW)
    assert (summary.requested_by, summary.is_scheduled) == (commission_leader, False)
    assert summary.checksum == summaries.checksum(summary.figures)


def test_its_building_is_in_the_audit_trail(province, record, commission_leader):
    summary = build(province, commission_leader)
    events = AuditEvent.objects.filter(object_type="reports.summary")
    assert [
        (event.actor, event.action, event.object_id, event.object_label, event.fields, event.changes)
        for event in events
    ] == [(commission_leader, "built", str(summary.pk), "40/1", ["figures"], {})]


def test_the_job_leads_to_it_and_is_named_after_it(province, record, commission_leader):
    summary = build(province, commission_leader)
    job = Job.objects.get()
    assert (job.state, job.result_url, job.created_by) == ("done", f"/reports/{summary.pk}/", commission_leader)
    assert job.title == "Tỉnh Nghệ An, 01/10/2026 – 31/10/2026"


def test_a_level_leaves_out_the_others(province, record, commune_a):
    hold(province, participants=300)
    assert build(province).figures["total"] == line("total", 3, 440, **WALKED)
    assert build(province, level=Level.PROVINCE).figures["total"] == line("total", 1, 300)
    assert build(province, level=Level.COMMUNE).figures["total"] == line("total", 2, 140, **WALKED)


def test_the_parts_and_the_unit_itself_add_up_to_the_total(province, record, commune_a):
    """Also across 01/07/2025, when the districts ended."""
    district = make_unit("423", "Huyện Nam Đàn", Level.DISTRICT, province, kind="huyện", valid_until=date(2025, 6, 30))
    village = make_unit("17000", "Xã Nam Anh", Level.COMMUNE, district, kind="xã", valid_until=date(2025, 6, 30))
    hold(province, participants=300)
    hold(district, date(2024, 3, 1), participants=80)
    hold(village, date(2024, 5, 1), participants=20)
    found = build(province, first=date(2024, 1, 1)).figures
    lines = [found["own"], *found["parts"]]
    assert sum(part["conferences"] for part in lines) == found["total"]["conferences"] == 5
    assert sum(part["participants"] for part in lines) == found["total"]["participants"] == 540
    assert {level["key"]: level["conferences"] for level in found["levels"]} == {
        "province": 1,
        "district": 1,
        "commune": 3,
    }


def test_a_unit_without_any_record_has_a_summary_of_zeros(commune_b):
    summary = build(commune_b)
    assert summary.figures == {
        "total": line("total", 0, 0),
        "levels": [],
        "own": line("own", 0, 0),
        "parts": [],
        "on_time": [0, 0],
    }
    assert [rate.percent for rate in summaries.rates_of(summary)] == [None] * 7


def test_a_stored_line_comes_back_as_it_was_gathered(province, record):
    stored = build(province).figures["total"]
    thawed = summaries.thaw(json.loads(json.dumps(stored)))
    assert (thawed.conferences, thawed.participants, dict(thawed.counts)) == (2, 140, WALKED)
    assert [rate.numerator for rate in rates(thawed.counts)] == [1, 0, 1, 1, 0, 2]


# --- asked once, stored once ---


def test_the_same_token_gives_the_same_job_and_one_summary(province, record, commission_leader):
    token = uuid4()
    jobs = {ask(province, commission_leader, token).pk for _again in range(3)}
    assert jobs == {Job.objects.get().pk}
    run_jobs()
    assert ask(province, commission_leader, token).pk in jobs
    assert run_jobs() == []
    assert Summary.objects.count() == 1


def test_a_token_sent_again_with_other_wishes_asks_for_those(province, commune_a, clerk, commission_leader):
    """The browser's back button brings up the form with its token."""
    token = uuid4()
    first = ask(province, commission_leader, token)
    others = [
        ask(commune_a, commission_leader, token),
        ask(province, clerk, token),
        ask(province, commission_leader, token, first=FIRST - timedelta(days=1)),
        ask(province, commission_leader, token, last=LAST - timedelta(days=1)),
        ask(province, commission_leader, token, level=Level.COMMUNE),
    ]
    assert len({job.pk for job in (first, *others)}) == 6
    assert ask(province, commission_leader, token) == first


def test_another_token_asks_for_another_edition(province, record, commission_leader):
    jobs = {ask(province, commission_leader).pk for _again in range(2)}
    run_jobs()
    assert (len(jobs), sorted(Summary.objects.values_list("edition", flat=True))) == (2, [1, 2])


def test_a_job_that_ran_already_stores_nothing_more(province, record):
    job = ask(province)
    running.run(job.pk)
    running.run(job.pk)
    assert Summary.objects.get().job == job


def test_what_a_run_gathered_is_not_stored_before_the_job_ends(province, record):
    """The figures alone are no summary: edition, row and audit event come with the job's last state."""
    result = summaries.run(ask(province), lambda done, total: None)
    assert (Summary.objects.count(), AuditEvent.objects.filter(action="built").count()) == (0, 0)
    result.apply()
    assert Summary.objects.count() == 1


def test_the_progress_is_told_in_two_steps(province, record):
    told = []
    summaries.run(ask(province), lambda done, total: told.append((done, total)))
    assert told == [(0, 2), (1, 2)]


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("vi", "Đơn vị của báo cáo này không còn trong danh mục."),
        ("en", "The unit of this summary is no longer in the register."),
    ],
)
def test_a_unit_that_is_gone_is_said_in_the_words_of_whoever_asked(province, language, sentence):
    unit = make_unit("17999", "Xã Thử", Level.COMMUNE, province, kind="xã")
    with translation.override(language):
        ask(unit)
    AdministrativeUnit.objects.filter(pk=unit.pk).delete()
    (job,) = run_jobs()
    assert (job.state, job.error) == ("failed", sentence)
    assert Summary.objects.count() == 0


def test_whoever_asked_may_be_gone_before_it_is_built(province, record, commission_leader):
    job = ask(province, commission_leader)
    Job.objects.filter(pk=job.pk).update(arguments=job.arguments | {"by": 999_999})
    run_jobs()
    assert Summary.objects.get().requested_by is None


# --- frozen ---


def test_a_summary_does_not_change_when_the_records_do(province, record, road):
    summary = build(province)
    before = (summary.figures, summary.checksum, summary.as_of)
    road.to("closed")
    Conference.objects.update(participants=1)
    AdministrativeUnit.objects.filter(pk=record.unit_id).update(name="Xã Khác")
    summary.refresh_from_db()
    assert (summary.figures, summary.checksum, summary.as_of) == before
    # The control: the figures of the records themselves are others by now.
    assert summaries.freeze(Scope(province, FIRST, LAST), NOW.date()) != before[0]


def test_the_cut_off_is_the_moment_of_building_not_of_asking(province, record, road, clock):
    ask(province)
    road.to("received")
    clock.move_to(NOW + timedelta(hours=3))
    run_jobs()
    summary = Summary.objects.get()
    assert (summary.as_of, summaries.thaw(summary.figures["total"]).counts.received) == (NOW + timedelta(hours=3), 4)


def test_the_checksum_depends_on_the_figures_alone(province, record, commission_leader):
    first, second = build(province), build(province, commission_leader)
    assert first.checksum == second.checksum
    assert len(first.checksum) == 64
    stored = json.loads(json.dumps(first.figures))
    assert summaries.checksum(dict(reversed(stored.items()))) == first.checksum
    stored["total"]["conferences"] += 1
    assert summaries.checksum(stored) != first.checksum


def test_the_checksum_is_the_same_on_every_machine():
    assert (
        summaries.checksum({"total": {"key": "total", "counts": {"": 2}}, "own": {"label": "Xã Vạn An"}})
        == "c5142e6fef65bdf041051969f45c99cb2817a48f0da33164fef5b281c2c2ad88"
    )


# --- editions ---


def test_the_next_edition_says_what_moved_and_where(province, record, road, commune_b):
    first = build(province)
    move(road.to("answered"), "verify", by=road.chief, on=DAY, data=dict(road.data["verify"]))
    Conference.objects.filter(unit=commune_b).update(participants=55)
    second = build(province)
    assert (first.edition, second.edition) == (1, 2)
    assert summaries.moved_since(first, second) == [
        ("participants", 140, 155),
        ("received", 3, 4),
        ("after_conference", 1, 2),
    ]
    assert summaries.moved_units(first, second) == [
        ("Xã Kim Liên", "received", 3, 4),
        ("Xã Kim Liên", "after_conference", 1, 2),
        ("Xã Vạn An", "participants", 40, 55),
    ]


def test_what_has_no_outcome_is_one_figure_of_which_some_were_answered(province, record, road):
    """The tables print one row for both; a move between them changes the answered rate alone."""
    waiting = road.to("in_progress")
    first = build(province)
    move(waiting, "answer", by=road.focal_point, on=DAY, data={"text": "Đã sửa."})
    second = build(province)
    road.to("answered")
    assert summaries.moved_since(first, second) == [("awaiting", 1, 2)]
    assert summaries.moved_since(first, build(province)) == [("received", 4, 5), ("", 3, 4), ("awaiting", 1, 3)]


def test_nothing_moved_between_editions_of_the_same_records(province, record):
    first, second = build(province), build(province)
    assert (summaries.moved_since(first, second), summaries.moved_units(first, second)) == ([], [])


def test_a_unit_that_came_or_went_moved_from_or_to_nothing(province, record, commune_b):
    first = build(province)
    Conference.objects.filter(unit=commune_b).update(state="cancelled")
    second = build(province)
    gone = [("Xã Vạn An", "conferences", 1, 0), ("Xã Vạn An", "participants", 40, 0)]
    assert summaries.moved_units(first, second) == gone
    back = [(name, measure, after, before) for name, measure, before, after in gone]
    assert summaries.moved_units(second, first) == back


def test_an_edition_knows_the_one_before_and_the_newest_after(province, record):
    editions = [build(province) for _number in range(3)]
    assert [summaries.previous_edition(summary) for summary in editions] == [None, *editions[:2]]
    assert [summaries.next_edition(summary) for summary in editions] == [editions[2], editions[2], None]


def test_editions_are_numbered_by_unit_period_and_level(province, record, commune_a):
    build(province)
    others = [
        build(commune_a),
        build(province, first=FIRST + timedelta(days=1)),
        build(province, last=LAST - timedelta(days=1)),
        build(province, level=Level.COMMUNE),
    ]
    assert [(summary.edition, summaries.previous_edition(summary)) for summary in others] == [(1, None)] * 4
    assert build(province).edition == 2


def test_the_database_keeps_an_edition_from_being_stored_twice(province, record):
    summary = build(province)
    summary.pk, summary.job = None, None
    with pytest.raises(IntegrityError, match=r"summary_edition_once_per_period|UNIQUE constraint failed"):
        summary.save(force_insert=True)


def two_together(province):
    """Two jobs of one unit and period, ended at the same moment; what became of them."""
    jobs = [ask(province) for _number in range(2)]
    return at_once(*[lambda pk=job.pk: running.run(pk) for job in jobs], expected=IntegrityError)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_built_at_once_are_two_editions(province, commune_a, monkeypatch):
    """Both have their figures before either stores them."""
    both_gathered, freeze = Barrier(2), summaries.freeze

    def freeze_together(scope, today):
        found = freeze(scope, today)
        both_gathered.wait(timeout=20)
        return found

    monkeypatch.setattr(summaries, "freeze", freeze_together)
    assert two_together(province) == [None, None]
    assert sorted(Summary.objects.values_list("edition", flat=True)) == [1, 2]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_control_without_the_lock_one_of_two_would_be_lost(province, monkeypatch):
    both_counted, create = Barrier(2), Summary.objects.create

    def create_together(**values):
        both_counted.wait(timeout=20)
        return create(**values)

    unlocked = lambda **options: AdministrativeUnit.objects.all()  # noqa: E731
    monkeypatch.setattr(AdministrativeUnit.objects, "select_for_update", unlocked)
    monkeypatch.setattr(Summary.objects, "create", create_together)
    ended = two_together(province)
    assert sorted(type(end).__name__ for end in ended) == ["IntegrityError", "NoneType"]
    assert Summary.objects.get().edition == 1


# --- every month ---


@pytest.fixture
def october(province, commune_a, commune_b, rules):
    """Commune A held two conferences in October, commune B one on the last day; others lie outside the month."""
    hold(commune_a, date(2026, 10, 1))
    hold(commune_a, date(2026, 10, 20))
    hold(commune_b, date(2026, 10, 31))
    hold(province, date(2026, 9, 30))
    quiet = make_unit("17900", "Xã Yên Lặng", Level.COMMUNE, province, kind="xã")
    hold(quiet, date(2026, 11, 1))
    cancelled = make_unit("17901", "Xã Hoãn", Level.COMMUNE, province, kind="xã")
    Conference.objects.filter(pk=hold(cancelled, date(2026, 10, 15)).pk).update(state="cancelled")
    return [commune_a, commune_b]


def test_the_schedule_builds_one_for_every_unit_that_held_conferences_in_the_month_before(october):
    summaries.queue_monthly(NOW)
    run_jobs()
    built = Summary.objects.order_by("unit")
    assert [
        (summary.unit, summary.first, summary.last, summary.level, summary.edition, summary.is_scheduled)
        for summary in built
    ] == [(unit, FIRST, LAST, "", 1, True) for unit in october]
    assert [(summary.requested_by, summary.job.created_by) for summary in built] == [(None, None)] * 2
    assert [event.actor for event in AuditEvent.objects.filter(action="built")] == [None, None]


def test_a_second_run_of_the_schedule_adds_nothing(october):
    summaries.queue_monthly(NOW)
    summaries.queue_monthly(NOW + timedelta(days=3))
    run_jobs()
    summaries.queue_monthly(NOW + timedelta(days=6))
    assert run_jobs() == []
    assert (Job.objects.count(), Summary.objects.count()) == (2, 2)


def test_the_schedule_runs_at_the_first_tick_of_a_month(october, monkeypatch):
    monkeypatch.setattr(schedule, "_schedules", {"summaries": schedule._schedules["summaries"]})
    for days in (0, 1, 7):
        schedule.run_due(NOW + timedelta(days=days))
    assert sorted(Job.objects.values_list("key", flat=True)) == sorted(
        f"reports.summary:monthly:{unit.pk}:2026-10" for unit in october
    )
    schedule.run_due(NOW + timedelta(days=8))
    # December asks for November, of which the quiet commune has one.
    assert Job.objects.filter(key__endswith=":2026-11").count() == 1


@pytest.mark.parametrize(
    ("moment", "month"),
    [
        (datetime(2027, 1, 1, 0, 1, tzinfo=HANOI), (date(2026, 12, 1), date(2026, 12, 31))),
        (datetime(2026, 12, 31, 23, 59, tzinfo=HANOI), (date(2026, 11, 1), date(2026, 11, 30))),
        (datetime(2028, 3, 1, 6, tzinfo=HANOI), (date(2028, 2, 1), date(2028, 2, 29))),
        # Still November in Greenwich, December in Hà Nội already.
        (datetime(2026, 11, 30, 18, tzinfo=ZoneInfo("UTC")), (date(2026, 11, 1), date(2026, 11, 30))),
    ],
)
def test_the_month_before_is_that_of_the_portals_time_zone(commune_a, moment, month):
    hold(commune_a, month[0])
    hold(commune_a, month[1])
    summaries.queue_monthly(moment)
    arguments = Job.objects.get().arguments
    assert (arguments["first"], arguments["last"]) == (month[0].isoformat(), month[1].isoformat())


def test_a_month_without_conferences_asks_for_nothing(province, commune_a):
    summaries.queue_monthly(NOW)
    assert Job.objects.count() == 0


def test_one_asked_for_beside_the_scheduled_one_is_another_edition(october, commune_a, clerk):
    summaries.queue_monthly(NOW)
    run_jobs()
    asked = build(commune_a, clerk)
    assert (asked.edition, asked.is_scheduled, summaries.previous_edition(asked).is_scheduled) == (2, False, True)


# --- who sees which ---


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("clerk", {"17971"}),
        ("leader", {"17971"}),
        ("sibling_clerk", {"17950"}),
        ("specialist", {"40", "17971", "17950"}),
        ("commission_leader", {"40", "17971", "17950"}),
        ("supervisor", {"40", "17971", "17950"}),
        ("auditor", {"40", "17971", "17950"}),
        ("focal_point", set()),
        ("registry_clerk", set()),
        ("secretary", set()),
        ("petition_officer", set()),
        ("administrator", set()),
        ("outsider", set()),
    ],
)
def test_people_see_summaries_of_the_units_they_read(who, seen, request, province, commune_a, commune_b):
    for unit in (province, commune_a, commune_b):
        ask(unit)
    run_jobs()
    user = request.getfixturevalue(who)
    assert set(Summary.objects.visible_to(user).values_list("unit__code", flat=True)) == seen


def test_nobody_without_an_account_sees_one(province):
    build(province)
    assert list(Summary.objects.visible_to(AnonymousUser())) == []


def test_a_successor_sees_the_summaries_of_its_forerunners(province, commune_a, clerk):
    before = make_unit("17999", "Xã Nam Giang", Level.COMMUNE, province, kind="xã", valid_until=date(2025, 6, 30))
    UnitSuccession.objects.create(
        old=before, new=commune_a, effective=date(2025, 7, 1), change="merged", whole=True, is_default=True
    )
    rebuild_reach()
    summary = build(before)
    assert list(Summary.objects.visible_to(clerk)) == [summary]
