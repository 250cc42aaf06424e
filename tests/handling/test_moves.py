"""The engine under the workflows, on the tables of conferences and opinions: its order, its transaction, its lock.

Which move is whose, from which state, is walked in `tests/conferences`.
"""

from dataclasses import replace
from datetime import date, timedelta
from threading import Barrier, Thread
from time import sleep

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import translation

from audit.models import AuditEvent
from conferences.conference_workflow import CONFERENCES
from conferences.models import (
    Answer,
    Conference,
    ConferenceMove,
    ConferenceNote,
    ConferenceStaff,
    DecisionRecord,
    FieldMonthTally,
    Opinion,
    OpinionMove,
    OpinionNote,
    OpinionTally,
)
from conferences.models.vocabulary import ConferenceState, Outcome
from conferences.models.vocabulary import OpinionState as State
from conferences.tallies import counted, differences
from conferences.workflow import OPINIONS, move
from handling.extensions import extend_due
from handling.models import Coordination, Handling
from handling.moves import MoveRefused, StaleVersion, perform

from .together import at_once

DAY = date(2026, 10, 12)

pytestmark = pytest.mark.django_db


class Broken(Exception):
    pass


def everything():
    """What any move of either table may write, down to the columns that moves change."""
    return [
        list(
            Opinion.objects.order_by("pk").values("state", "version", "outcome", "field", "competent_level", "master")
        ),
        list(Handling.objects.order_by("pk").values()),
        list(Coordination.objects.order_by("pk").values()),
        list(Answer.objects.order_by("pk").values()),
        list(DecisionRecord.objects.order_by("pk").values()),
        list(Conference.objects.order_by("pk").values()),
        *(list(model.objects.order_by("pk").values()) for model in (OpinionMove, OpinionNote)),
        *(list(model.objects.order_by("pk").values()) for model in (ConferenceMove, ConferenceNote)),
        *(list(model.objects.filter(count__gt=0).order_by("pk").values()) for model in (OpinionTally, FieldMonthTally)),
        AuditEvent.objects.count(),
    ]


def with_move(workflow, name, **changes):
    """The same workflow with one of its moves changed."""
    return replace(
        workflow, moves=tuple(replace(one, **changes) if one.name == name else one for one in workflow.moves)
    )


def fail(*args, **kwargs):
    raise Broken


@pytest.fixture
def to_decide(road, commission_leader):
    """An opinion in progress, and what deciding it takes."""
    opinion = road.to(State.IN_PROGRESS)
    data = {"outcome": Outcome.UNRESOLVED, "unresolved_reason": "capital", "reason": "Chưa bố trí được vốn"}
    return opinion, "decide", commission_leader, data


@pytest.fixture
def to_hold(held_conference, clerk):
    """An announced conference, and what recording that it was held takes."""
    Conference.objects.filter(pk=held_conference.pk).update(state="announced", participants=None)
    held_conference.refresh_from_db()
    return held_conference, "hold", clerk, {"participants": 96, "reason": "Đông hơn dự kiến"}


# --- what is asked, and in which order ---


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("vi", "Không thể “Phân loại” nữa: hồ sơ hiện ở trạng thái “Đang giải quyết”."),
        ("en", "“Classify” is not possible any more: the record is now “In progress”."),
    ],
)
def test_a_move_from_another_state_is_refused_with_a_sentence_and_writes_nothing(
    language, sentence, to_decide, clerk, field
):
    opinion, before = to_decide[0], everything()
    with translation.override(language), pytest.raises(MoveRefused) as refused:
        perform(OPINIONS, opinion, "classify", by=clerk, on=DAY, data={"field": field, "competent_level": "commune"})
    assert str(refused.value) == sentence
    assert not isinstance(refused.value, StaleVersion)
    assert everything() == before


def test_a_conference_is_refused_the_same_way(to_hold, clerk):
    conference, before = to_hold[0], everything()
    with translation.override("en"), pytest.raises(MoveRefused) as refused:
        perform(CONFERENCES, conference, "draft_minutes", by=clerk, on=DAY)
    assert str(refused.value) == "“Minutes are drafted” is not possible any more: the record is now “Announced”."
    assert everything() == before


def test_the_state_that_counts_is_that_of_the_row_not_of_the_object_in_hand(to_decide):
    opinion, name, by, data = to_decide
    perform(OPINIONS, opinion, name, by=by, on=DAY, data=data)
    assert opinion.state == State.IN_PROGRESS
    with pytest.raises(MoveRefused):
        perform(OPINIONS, opinion, name, by=by, on=DAY, data=data)


@pytest.mark.parametrize("who", ["focal_point", "clerk", "leader", "sibling_clerk", "outsider"])
def test_the_wrong_person_is_refused_and_nothing_is_written(who, to_decide, request):
    opinion, name, _by, data = to_decide
    person, before = request.getfixturevalue(who), everything()
    with pytest.raises(PermissionDenied):
        perform(OPINIONS, opinion, name, by=person, on=DAY, data=data)
    assert everything() == before


def test_what_a_move_needs_is_not_written_when_it_is_missing(to_decide, to_hold):
    before = everything()
    for workflow, (obj, name, by, _data), asked in (
        (OPINIONS, to_decide, ["outcome"]),
        (CONFERENCES, to_hold, ["participants"]),
    ):
        with pytest.raises(ValidationError) as refused:
            perform(workflow, obj, name, by=by, on=DAY)
        assert list(refused.value.message_dict) == asked
    assert everything() == before


def test_a_move_that_does_not_exist_is_an_error_of_the_program(to_decide):
    with pytest.raises(KeyError):
        perform(OPINIONS, to_decide[0], "approve", by=to_decide[2], on=DAY)


def test_another_version_is_said_before_anything_else(to_decide, outsider):
    """Whoever looks at an old page is told so, not that they lack a right or a field."""
    opinion, before = to_decide[0], everything()
    with pytest.raises(StaleVersion) as stale:
        perform(OPINIONS, opinion, "classify", by=outsider, on=DAY, version=opinion.version - 1)
    assert (stale.value.current, stale.value.current.version) == (opinion, opinion.version)
    assert str(stale.value) == "Người khác vừa thay đổi hồ sơ này. Nội dung bạn nhập vẫn được giữ nguyên."
    assert everything() == before


def test_the_state_is_said_before_the_right_and_the_right_before_the_needs(to_decide, outsider):
    opinion, name, _by, _data = to_decide
    with pytest.raises(MoveRefused):
        perform(OPINIONS, opinion, "classify", by=outsider, on=DAY, version=opinion.version)
    with pytest.raises(PermissionDenied):
        perform(OPINIONS, opinion, name, by=outsider, on=DAY, version=opinion.version)


def test_bulk_work_that_names_no_version_goes_by_the_row(to_decide):
    opinion, name, by, data = to_decide
    opinion.version = 99
    assert perform(OPINIONS, opinion, name, by=by, on=DAY, data=data).state == State.VERIFIED


@pytest.mark.parametrize("refusal", [MoveRefused("nein"), ValidationError({"outcome": "nein"})])
def test_the_effect_comes_only_after_the_check(refusal, to_decide):
    opinion, name, by, data = to_decide
    called, before = [], everything()

    def check(locked, given):
        called.append("check")
        raise refusal

    def effect(*args, **kwargs):
        called.append("effect")

    checked = with_move(OPINIONS, name, check=check, effect=effect)
    with pytest.raises(type(refusal)):
        perform(checked, opinion, name, by=by, on=DAY, data=data)
    assert (called, everything()) == (["check"], before)


def test_a_move_that_does_not_make_sense_for_the_row_is_neither_offered_nor_made(to_decide):
    opinion, name, by, data = to_decide
    assert name in [one.name for one in OPINIONS.open_moves(by, opinion)]
    senseless = with_move(OPINIONS, name, applies=lambda obj: False)
    assert name not in [one.name for one in senseless.open_moves(by, opinion)]
    with pytest.raises(MoveRefused):
        perform(senseless, opinion, name, by=by, on=DAY, data=data)


# --- what is written ---


def test_a_move_writes_row_history_note_trail_and_counts_together(to_decide):
    opinion, name, by, data = to_decide
    events, kept = AuditEvent.objects.count(), counted(opinion)
    moved = perform(OPINIONS, opinion, name, by=by, on=DAY, data=data, version=opinion.version)
    row = Opinion.objects.get(pk=opinion.pk)
    assert (row.state, row.outcome, row.version) == ("verified", "unresolved", opinion.version + 1)
    assert (moved.state, moved.version) == (row.state, row.version)
    entry = row.history.last()
    assert (entry.move, entry.from_state, entry.to_state, entry.on, entry.by, entry.version, entry.facts) == (
        "decide",
        "in_progress",
        "verified",
        DAY,
        by,
        row.version,
        {"outcome": "unresolved"},
    )
    assert entry.note.text == "Chưa bố trí được vốn"
    event = AuditEvent.objects.first()
    assert AuditEvent.objects.count() == events + 1
    assert (event.actor, event.action, event.object_label, event.fields, event.changes) == (
        by,
        "moved",
        opinion.code,
        ["outcome", "state"],
        {"state": ["in_progress", "verified"]},
    )
    assert counted(row) == replace(kept, outcome="unresolved")
    assert differences() == []


def test_a_move_without_words_leaves_no_note(to_decide):
    opinion, name, by, data = to_decide
    notes = OpinionNote.objects.count()
    perform(OPINIONS, opinion, name, by=by, on=DAY, data={**data, "reason": ""})
    assert OpinionNote.objects.count() == notes


def test_a_move_without_target_leaves_the_state_and_is_a_step_like_any_other(to_decide):
    opinion, name, by, data = to_decide
    staying = with_move(OPINIONS, name, target=None, effect=lambda locked, given, *, by, on: {"urged": 1})
    perform(staying, opinion, name, by=by, on=DAY, data=data, version=opinion.version)
    row = Opinion.objects.get(pk=opinion.pk)
    assert (row.state, row.version) == ("in_progress", opinion.version + 1)
    entry = row.history.last()
    assert (entry.from_state, entry.to_state, entry.facts) == ("in_progress", "in_progress", {"urged": 1})
    assert AuditEvent.objects.first().changes == {"state": ["in_progress", "in_progress"]}


def test_the_words_of_a_move_hang_where_the_workflow_says(to_decide):
    opinion, name, by, data = to_decide
    elsewhere = replace(OPINIONS, notes_field="opinion", notes_hang_on=lambda locked: Opinion.objects.get(pk=locked.pk))
    perform(elsewhere, opinion, name, by=by, on=DAY, data=data)
    assert OpinionNote.objects.get(record__move=name).opinion_id == opinion.pk
    nowhere = replace(OPINIONS, notes_hang_on=lambda locked: None)
    opinion = Opinion.objects.get(pk=opinion.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        perform(nowhere, opinion, "resume", by=by, on=DAY, data={"reason": "Có vốn"})


def test_only_the_columns_of_the_workflow_are_written(to_decide, province):
    """What an effect sets elsewhere on the object does not reach the row by accident."""
    opinion, name, by, data = to_decide

    def effect(locked, given, *, by, on):
        locked.unit, locked.raised_on = province, date(2020, 1, 1)
        return OPINIONS.move_named(name).effect(locked, given, by=by, on=on)

    before = Opinion.objects.get(pk=opinion.pk)
    perform(with_move(OPINIONS, name, effect=effect), opinion, name, by=by, on=DAY, data=data)
    row = Opinion.objects.get(pk=opinion.pk)
    assert (row.unit_id, row.raised_on) == (before.unit_id, before.raised_on)


#: Where a move may break: at the effect, and at each thing written after it.
STEPS = ("effect", "history", "notes", "trail", "recount")


def broken_at(step, workflow, name, monkeypatch):
    """The workflow that breaks at the step; an effect breaks after it wrote what it writes."""
    if step == "effect":
        effect = workflow.move_named(name).effect

        def late(*args, **kwargs):
            effect(*args, **kwargs)
            raise Broken

        return with_move(workflow, name, effect=late)
    if step == "trail":
        monkeypatch.setattr("handling.moves.record", fail)
    elif step == "recount":
        return replace(workflow, recount=fail)
    else:
        monkeypatch.setattr(getattr(workflow, step).objects, "create", fail)
    return workflow


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("case", ["to_decide", "to_hold"])
def test_a_failure_at_any_step_takes_everything_back(case, step, request, monkeypatch):
    obj, name, by, data = request.getfixturevalue(case)
    workflow = {"to_decide": OPINIONS, "to_hold": CONFERENCES}[case]
    before = everything()
    with monkeypatch.context() as patched, pytest.raises(Broken):
        perform(broken_at(step, workflow, name, patched), obj, name, by=by, on=DAY, data=data)
    assert everything() == before
    # The control: unbroken, the same move changes the row and adds history, note and event.
    perform(workflow, obj, name, by=by, on=DAY, data=data)
    assert everything() != before
    assert everything()[-1] == before[-1] + 1


def test_the_counts_are_told_what_was_and_what_is(to_decide):
    opinion, name, by, data = to_decide
    told = []
    was = counted(opinion)
    perform(
        replace(OPINIONS, recount=lambda before, after: told.append((before, after))),
        opinion,
        name,
        by=by,
        on=DAY,
        data=data,
    )
    assert told == [(was, replace(was, outcome="unresolved"))]


def test_people_are_told_after_the_commit_and_never_of_what_was_rolled_back(
    to_decide, django_capture_on_commit_callbacks
):
    opinion, name, by, data = to_decide
    told = []
    telling = replace(OPINIONS, notify=lambda obj, move, by: told.append((obj.state, move.name, by)))
    with django_capture_on_commit_callbacks(execute=True), pytest.raises(Broken), transaction.atomic():
        perform(telling, opinion, name, by=by, on=DAY, data=data)
        raise Broken
    assert told == []
    with django_capture_on_commit_callbacks(execute=True):
        perform(telling, opinion, name, by=by, on=DAY, data=data)
        assert told == []
    assert told == [("verified", "decide", by)]


# --- two people at the same moment ---


def pressed(workflow, obj, name, data, people, *, version):
    """One press of the same move per person."""
    return [
        lambda person=person: perform(workflow, obj, name, by=person, on=DAY, data=dict(data), version=version)
        for person in people
    ]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("seen", "refusal"), [(True, StaleVersion), (False, MoveRefused)])
def test_of_four_people_who_decide_at_once_exactly_one_wins(seen, refusal, to_decide, specialist):
    opinion, name, by, data = to_decide
    version = opinion.version if seen else None
    people = [by, specialist, by, specialist]
    found = at_once(*pressed(OPINIONS, opinion, name, data, people, version=version), expected=MoveRefused)
    assert sorted(type(one).__name__ for one in found) == sorted(["Opinion", *[refusal.__name__] * 3])
    assert OpinionMove.objects.filter(opinion=opinion, move=name).count() == 1
    assert (
        AuditEvent.objects.filter(object_label=opinion.code, changes={"state": ["in_progress", "verified"]}).count()
        == 1
    )
    assert opinion.decisions.count() == 1
    assert Opinion.objects.get(pk=opinion.pk).version == opinion.version + 1
    assert differences() == []


@pytest.mark.django_db(transaction=True)
def test_of_two_different_moves_at_once_one_wins(road, commission_leader, specialist, field, clerk):
    opinion = road.to(State.RECEIVED)
    asked = [
        lambda: perform(
            OPINIONS, opinion, "classify", by=clerk, on=DAY, data=road.data["classify"], version=opinion.version
        ),
        lambda: perform(
            OPINIONS,
            opinion,
            "refuse",
            by=specialist,
            on=DAY,
            data={"refusal_reason": "out_of_scope"},
            version=opinion.version,
        ),
    ]
    found = at_once(*asked, expected=MoveRefused)
    (winner,) = [one for one in found if isinstance(one, Opinion)]
    (loser,) = [one for one in found if isinstance(one, StaleVersion)]
    assert loser.current.state == winner.state == Opinion.objects.get(pk=opinion.pk).state
    assert opinion.history.count() == 2
    assert differences() == []


@pytest.mark.django_db(transaction=True)
def test_a_conference_is_held_once_by_whoever_is_first(to_hold, leader):
    conference, name, by, data = to_hold
    people = [by, leader, by, leader]
    found = at_once(
        *pressed(CONFERENCES, conference, name, data, people, version=conference.version), expected=MoveRefused
    )
    assert sorted(type(one).__name__ for one in found) == ["Conference", *["StaleVersion"] * 3]
    assert conference.history.filter(move=name).count() == 1
    row = Conference.objects.get(pk=conference.pk)
    assert (row.state, row.version, row.participants) == (ConferenceState.HELD, conference.version + 1, 96)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_control_without_the_lock_both_people_would_win(to_decide, specialist, monkeypatch):
    opinion, name, by, data = to_decide
    both_have_checked, check = Barrier(2), OPINIONS.move_named(name).check

    def check_together(locked, given):
        check(locked, given)
        both_have_checked.wait(timeout=20)

    monkeypatch.setattr(
        type(Opinion.objects.all()), "for_move", lambda rows: rows.select_related("handling", "unit", "conference")
    )
    # The counts, which the database keeps from falling below zero, are left alone.
    unlocked = replace(with_move(OPINIONS, name, check=check_together), recount=lambda before, after: None)
    found = at_once(*pressed(unlocked, opinion, name, data, [by, specialist], version=opinion.version))
    assert [one.state for one in found] == ["verified", "verified"]
    assert opinion.history.filter(move=name, version=opinion.version + 1).count() == 2
    assert opinion.decisions.count() == 2


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_while_a_move_runs_others_may_still_refer_to_the_row(held_conference, clerk):
    """The lock leaves the key free: naming staff of a conference does not wait for a move of it."""

    def refer():
        with connection.cursor() as cursor, transaction.atomic():
            cursor.execute("SET LOCAL lock_timeout = '2s'")
            return ConferenceStaff.objects.create(
                conference=held_conference, user=clerk, valid_from=date(2026, 9, 1)
            ).conference_id

    with transaction.atomic():
        Conference.objects.for_move().get(pk=held_conference.pk)
        assert at_once(refer) == [held_conference.pk]


def until_somebody_waits():
    """Return once another connection waits for a lock."""
    for _try in range(500):
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
        sleep(0.02)
    raise AssertionError("nobody waits")


def asked_meanwhile(work, change):
    """What `work` gave or raised when it had to wait for the lock under which `change` was made."""
    found = []

    def wait_for_it():
        try:
            found.append(work())
        except (PermissionDenied, MoveRefused) as refusal:
            found.append(refusal)
        finally:
            connection.close()

    waiting = Thread(target=wait_for_it)
    with transaction.atomic():
        change()
        waiting.start()
        until_somebody_waits()
    waiting.join(timeout=20)
    return found[0]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_after_waiting_for_a_move_the_lead_is_the_one_it_left(road, focal_point, other_department):
    """Who leads decides who may move, so the row of the work is held and read anew like the opinion itself."""
    opinion = road.to(State.ASSIGNED)

    def pass_on():
        held = Opinion.objects.for_move().get(pk=opinion.pk)
        held.handling.lead = other_department
        held.handling.save(update_fields=["lead"])
        # As every move does: whoever waited reads the newest version of this row.
        held.save(update_fields=["state"])

    found = asked_meanwhile(lambda: move(opinion, "acknowledge", by=focal_point, on=DAY), pass_on)
    assert isinstance(found, PermissionDenied)
    assert Opinion.objects.get(pk=opinion.pk).state == State.ASSIGNED


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_move_waits_for_an_extension_and_reads_the_date_it_left(road, specialist):
    opinion = road.to(State.IN_PROGRESS)
    later = opinion.handling.due_on + timedelta(days=14)

    def read():
        with transaction.atomic():
            return Opinion.objects.for_move().get(pk=opinion.pk).handling.due_on

    found = asked_meanwhile(
        read, lambda: extend_due(opinion.handling, new_due_on=later, reason="Chờ trích lục", by=specialist, on=DAY)
    )
    assert found == later
