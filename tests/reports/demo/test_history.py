"""The record is written in bulk with the rows the services would have left: samples are walked through them."""

import random
from datetime import date

import pytest
from django.utils import timezone

from accounts.demo import load_demo_accounts
from accounts.models import User
from audit.models import AuditEvent
from conferences import tallies
from conferences.conference_workflow import move as move_conference
from conferences.models import Conference, Opinion, Outcome
from conferences.services.conferences import plan_conference
from conferences.services.opinions import ContentItem, SpeakerData, TurnData, register_turn
from conferences.workflow import move
from dialogue_portal.text import fold_words
from registers.calendar import WorkingCalendar
from registers.loading import load_all
from registers.models import AdministrativeUnit, OfficialDocument
from registers.services import record_document
from reports.demo.conference_history import PLANNED, ROAD
from reports.demo.history import HistoryLoader
from reports.demo.load import PEOPLE
from reports.demo.plan import FIRST, PlannedConference

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

#: One conference per level, with every outcome the record has.
PLANS = (
    ("40", "province", date(2022, 11, 8), [Outcome.AFTER, Outcome.STEP_BY_STEP]),
    ("415", "district", date(2021, 5, 12), [Outcome.AT_CONFERENCE, Outcome.AFTER, Outcome.UNRESOLVED]),
    ("16732", "commune", date(2019, 4, 23), [Outcome.UNRESOLVED, Outcome.AT_CONFERENCE, Outcome.AFTER]),
)


@pytest.fixture
def people(db):
    load_all()
    load_demo_accounts()
    return {role: User.objects.get(username=name) for role, name in PEOPLE.items()}


@pytest.fixture
def bulk(people):
    """The planned conferences as the bulk loader leaves them, oldest first."""
    planned = [_planned(*plan) for plan in PLANS]
    calendar = WorkingCalendar.load(FIRST, date(2024, 1, 1))
    assert HistoryLoader(random.Random(1), people, calendar, timezone.localdate()).load(planned) == 8
    tallies.rebuild()
    # As on the day of entering, which is today.
    User.objects.filter(username="to.nhaphoso").update(is_active=True)
    return list(Conference.objects.order_by("pk"))


def _planned(code, level, day, outcomes):
    units = AdministrativeUnit.objects.on(day)
    unit = units.filter(code=code).first() or units.filter(level=level, code__startswith="4").first()
    return PlannedConference(level, unit, day, 120, outcomes)


def test_conferences_opinions_and_trail_are_what_the_services_leave(bulk, people):
    marks = AuditEvent.objects.order_by("-pk").first().pk
    walked = [_walk(conference, people) for conference in bulk]
    for model, twin in zip(bulk, walked, strict=True):
        assert _conference(twin) == _conference(model)
        assert _history(twin) == _history(model)
        assert _trail(twin, after=marks) == _trail(model, until=marks)
        pairs = list(zip(model.opinions.order_by("pk"), twin.opinions.order_by("pk"), strict=True))
        assert pairs
        for opinion, other in pairs:
            assert _opinion(other) == _opinion(opinion)
            assert _history(other) == _history(opinion)
            assert _rows(other.answers, ANSWER) == _rows(opinion.answers, ANSWER)
            assert _rows(other.decisions, DECISION) == _rows(opinion.decisions, DECISION)
            assert _trail(other, after=marks) == _trail(opinion, until=marks)
    # The tallies kept move by move equal a count of bulk and walked rows together.
    assert tallies.differences() == []


def test_the_comparison_sees_a_difference(bulk, people):
    opinion = Opinion.objects.filter(outcome=Outcome.AFTER).first()
    before = _opinion(opinion), _history(opinion), _trail(opinion)
    reopened = {"reason": "Làm lại", "lead": opinion.handling.lead}
    move(opinion, "reopen", by=people["leader"], on=date(2023, 1, 1), data=reopened)
    opinion.refresh_from_db()
    after = _opinion(opinion), _history(opinion), _trail(opinion)
    assert all(one != other for one, other in zip(before, after, strict=True))


# --- walking ---


def _walk(model, people):
    """The same conference and opinions through the services, on the same days by the same people."""
    steps = {row.move: row for row in model.history.all()}
    values = {name: getattr(model, name) for name in PLANNED}
    twin = plan_conference(by=steps["plan"].by, on=steps["plan"].on, values=values, is_demo=True)
    for name in ROAD[:4]:
        twin = _step(twin, model, steps[name])
    for opinion in model.opinions.order_by("pk"):
        _walk_opinion(opinion, twin)
    for name in ROAD[4:]:
        twin = _step(twin, model, steps[name])
    return twin


def _step(twin, model, row):
    data = {}
    for paper in ("plan", "minutes", "notice"):
        if paper in row.facts:
            data["document"] = _copy(getattr(model, paper), row.by)
    if row.move == "announce":
        data["announced_on"] = model.announced_on
    if row.move == "hold":
        data["participants"] = model.participants
    return move_conference(twin, row.move, by=row.by, on=row.on, data=data)


def _copy(paper, by):
    names = ("type", "date", "number", "mark", "symbol", "issuer_name")
    return record_document(by=by, **{name: getattr(paper, name) for name in names})


def _walk_opinion(opinion, conference):
    speaker = opinion.turn.speaker
    turn = TurnData(
        unit=conference.unit,
        conference=conference,
        taken_on=conference.held_on,
        speaker=SpeakerData(full_name=speaker.full_name, capacity=speaker.capacity, address=speaker.address),
        items=(ContentItem(opinion.current_text.text),),
    )
    rows = list(opinion.history.order_by("pk"))
    twin = register_turn(turn, by=rows[0].by, on=rows[0].on, is_demo=True)[0]
    for row in rows[1:]:
        twin = move(twin, row.move, by=row.by, on=row.on, data=_data(opinion, row.move))
    return twin


def _data(opinion, name):
    """What the people gave to the move, read off what it left."""
    decision, answer = opinion.decisions.get(), opinion.answers.first()
    handling = opinion.handling
    decided = {
        "outcome": decision.outcome,
        "confirmed_by": decision.confirmed_by,
        "milestone": decision.milestone,
        "next_review_on": decision.next_review_on,
        "unresolved_reason": decision.reason,
    }
    return {
        "classify": lambda: {"field": opinion.field, "competent_level": opinion.competent_level},
        "assign": lambda: {"lead": handling.lead, "assigner": handling.assigner},
        "answer": lambda: {"text": answer.text},
        "answer_in_hall": lambda: {
            "answerer": answer.answerer,
            "text": answer.text,
            "organisation": answer.organisation,
        },
        "verify": lambda: decided,
        "decide": lambda: decided,
    }.get(name, dict)()


# --- comparing: everything but keys, codes and the moment of writing ---

ANSWER = ("organisation", "answerer", "in_hall", "text", "document", "answered_on", "accepted", "by")
DECISION = (
    *("outcome", "document", "attachment", "confirmed_by", "milestone", "next_review_on", "reason"),
    *("addressee", "withdrawn", "on", "by"),
)
HANDLING = (
    *("kind", "unit", "lead", "assigner", "forwarded_to", "assigned_on", "acknowledged_on"),
    *("due_on", "original_due_on", "due_basis", "done_on"),
)


def _rows(related, names):
    return list(related.order_by("pk").values_list(*names))


def _columns(row, leaving_out):
    return {
        field.name: getattr(row, field.attname) for field in row._meta.concrete_fields if field.name not in leaving_out
    }


def _conference(row):
    row = Conference.objects.get(pk=row.pk)
    own = {"id", "code", "words", "created_at", "plan", "minutes", "notice"}
    papers = [_columns(getattr(row, name), {"id", "created_at"}) for name in ("plan", "minutes", "notice")]
    return _columns(row, own), papers


def _opinion(row):
    row = Opinion.objects.select_related("turn__speaker", "handling", "current_text").get(pk=row.pk)
    speaker = row.turn.speaker
    return (
        _columns(row, {"id", "code", "turn", "conference", "handling", "current_text", "created_at"}),
        _columns(row.turn, {"id", "conference"}),
        _columns(speaker, {"id", "turn"}),
        [getattr(row.handling, name) for name in HANDLING],
        (row.current_text.text, row.current_text.gloss_en, row.current_text.by_id),
        row.search.words.removeprefix(" ".join(fold_words(row.code))),
    )


def _history(row):
    return _rows(row.history, ("move", "from_state", "to_state", "on", "by", "version", "facts"))


def _trail(row, *, after=0, until=10**12):
    events = AuditEvent.objects.filter(
        object_type=row._meta.label_lower, object_id=str(row.pk), pk__gt=after, pk__lte=until
    )
    return _rows(events, ("action", "actor", "fields", "changes"))


def test_papers_have_their_audit_rows(bulk):
    papers = OfficialDocument.objects.filter(pk__in=[key for row in bulk for key in (row.plan_id, row.minutes_id)])
    for paper in papers:
        assert [(action, fields) for action, _by, fields, _changes in _trail(paper)] == [
            ("created", ["date", "number", "symbol", "type"])
        ]
