"""Every due date of a petition, by rule, with dated examples; one of each kind of counting lies across Tết.

Tết 2026: 16/02 to 20/02 are days off by rule; the table of the province adds what each year decides.
"""

from datetime import date, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import translation
from django.utils.html import escape

from handling.due import compute_due, explain
from handling.moves import MoveRefused
from petitions.deadlines import kept_until
from petitions.models import Direction, Petition, Round
from petitions.models import PetitionState as State
from petitions.workflow import move
from registers.loading import load_rules
from registers.models import RuleParameter
from tests.petitions.conftest import RULES
from tests.petitions.petition_roads import C, D, R

pytestmark = pytest.mark.django_db


def due(petition):
    return Petition.objects.get(pk=petition.pk).handling.due_on


# --- receipt and classification: ten, seven and five working days, ten calendar days ---


@pytest.mark.parametrize(
    ("kind", "received", "expected"),
    [
        (C, date(2026, 10, 5), date(2026, 10, 19)),
        (R, date(2026, 9, 25), date(2026, 10, 9)),
        # Off: 31/08 (exchanged for 22/08), 01/09 and 02/09.
        (R, date(2026, 8, 24), date(2026, 9, 10)),
        # Off: Tết.
        (C, date(2026, 2, 9), date(2026, 3, 2)),
        (D, date(2026, 10, 5), date(2026, 10, 14)),
        (D, date(2026, 9, 25), date(2026, 10, 6)),
        (D, date(2026, 2, 11), date(2026, 2, 27)),
        (D, date(2026, 4, 23), date(2026, 5, 7)),
    ],
)
def test_what_becomes_of_it_is_decided_in_working_days(kind, received, expected, petition_road):
    assert due(petition_road.registered(kind, received_on=received)) == expected


@pytest.mark.parametrize(
    ("received", "expected"),
    [
        (date(2026, 10, 5), date(2026, 10, 12)),
        (date(2026, 10, 1), date(2026, 10, 8)),
        (date(2026, 9, 25), date(2026, 10, 2)),
        # Across Tết.
        (date(2026, 2, 12), date(2026, 2, 26)),
    ],
)
def test_a_denunciation_of_others_is_transferred_within_five_working_days(received, expected, petition_road):
    petition = petition_road.to(D, State.CLASSIFIED, Direction.TRANSFER, received_on=received)
    assert due(petition) == expected


@pytest.mark.parametrize(
    ("received", "expected"),
    [
        (date(2026, 10, 5), date(2026, 10, 15)),
        # The tenth day is a Saturday, so the period ends on Monday.
        (date(2026, 9, 30), date(2026, 10, 12)),
        (date(2026, 10, 1), date(2026, 10, 12)),
        # The tenth day lies within Tết.
        (date(2026, 2, 9), date(2026, 2, 23)),
    ],
)
def test_a_complaint_of_ones_own_is_accepted_or_declined_within_ten_days(received, expected, petition_road):
    assert due(petition_road.to(C, State.CLASSIFIED, received_on=received)) == expected


@pytest.mark.parametrize(
    ("came_again", "expected"),
    [
        (date(2026, 10, 7), date(2026, 10, 21)),
        # Off: 31/08, 01/09 and 02/09; 22/08, a Saturday, is worked.
        (date(2026, 8, 20), date(2026, 9, 7)),
        # Off: Tết.
        (date(2026, 2, 9), date(2026, 3, 2)),
    ],
)
@pytest.mark.parametrize("kind", [C, R])
def test_a_letter_written_anew_has_ten_working_days_from_the_day_it_came(kind, came_again, expected, petition_road):
    petition = petition_road.to(kind, State.REWRITING, received_on=came_again - timedelta(days=7))
    again = petition_road.make(petition, "resubmit", received_on=came_again)
    assert (again.handling.due_on, again.notice_due_on) == (expected, expected)


# --- settlement ---


def accepted(road, kind, on, **facts):
    petition = road.to(kind, State.APPROVED, received_on=date(2026, 1, 5))
    Petition.objects.filter(pk=petition.pk).update(**facts)
    return move(petition, "accept", by=road.people["officer"], on=on, data={"document": road.document(on)})


#: By days of the rule: (accepted on, settled by). The last of each ends on 17/02/2026 or 19/02/2026, within Tết.
SETTLED = {
    30: [
        (date(2026, 10, 7), date(2026, 11, 6)),
        (date(2026, 3, 2), date(2026, 4, 1)),
        (date(2026, 1, 20), date(2026, 2, 23)),
    ],
    # 21/11 is a Saturday.
    45: [
        (date(2026, 10, 7), date(2026, 11, 23)),
        (date(2026, 3, 2), date(2026, 4, 16)),
        (date(2026, 1, 5), date(2026, 2, 23)),
    ],
    # 06/12 is a Sunday, 01/05 a holiday before a weekend.
    60: [
        (date(2026, 10, 7), date(2026, 12, 7)),
        (date(2026, 3, 2), date(2026, 5, 4)),
        (date(2025, 12, 19), date(2026, 2, 23)),
    ],
    70: [
        (date(2026, 10, 7), date(2026, 12, 16)),
        (date(2026, 3, 2), date(2026, 5, 11)),
        (date(2025, 12, 9), date(2026, 2, 23)),
    ],
}
REMOTE, COMPLEX, SECOND = {"is_remote": True}, {"complexity": "complex"}, {"round": Round.SECOND}


def complaint_accepted(road, on, *, is_remote=False, round=Round.FIRST, complexity="ordinary"):
    """A complaint accepted on a day; what decides its period is said with the moves that ask for it."""
    petition = road.registered(C, received_on=on - timedelta(days=7), is_remote=is_remote)
    petition = road.make(petition, "classify", round=round, first_decided_elsewhere=round == Round.SECOND)
    petition = road.make(petition, "propose", complexity=complexity)
    return road.make(road.make(petition, "approve"), "accept", on=on)


@pytest.mark.parametrize(
    ("facts", "days"),
    [
        ({}, 30),
        (COMPLEX, 45),
        (REMOTE, 45),
        (REMOTE | COMPLEX, 60),
        (SECOND, 45),
        (SECOND | COMPLEX, 60),
        (SECOND | REMOTE, 60),
        (SECOND | REMOTE | COMPLEX, 70),
    ],
)
def test_a_complaint_is_settled_by_round_place_and_complexity(facts, days, petition_road):
    found = [(on, complaint_accepted(petition_road, on, **facts).handling.due_on) for on, _due in SETTLED[days]]
    assert found == SETTLED[days]


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2026, 10, 7), date(2026, 11, 6)),
        (date(2026, 10, 2), date(2026, 11, 2)),
        (date(2026, 1, 19), date(2026, 2, 23)),
    ],
)
@pytest.mark.parametrize("kind", [D, R])
def test_denunciations_and_recommendations_have_thirty_days(kind, on, expected, petition_road):
    assert accepted(petition_road, kind, on).handling.due_on == expected


# --- extensions and suspensions ---


def test_a_very_complex_denunciation_is_extended_twice_and_no_more(petition_road):
    petition = petition_road.to(D, State.ACCEPTED)
    Petition.objects.filter(pk=petition.pk).update(complexity="very_complex")
    days = [petition.handling.due_on]
    for _time in range(2):
        petition = petition_road.make(petition, "extend")
        days.append(petition.handling.due_on)
    assert days == [date(2026, 11, 6), date(2026, 12, 7), date(2027, 1, 6)]
    with pytest.raises(Exception, match="2"):
        petition_road.make(petition, "extend")
    assert petition.handling.original_due_on == date(2026, 11, 6)


@pytest.mark.parametrize(("facts", "days"), [({}, 45), (REMOTE, 60), (SECOND, 60), (SECOND | REMOTE, 70)])
def test_a_complaint_is_extended_once_by_becoming_complex(facts, days, petition_road):
    """By the rule for complex complaints of its round and place, from the day it was accepted."""
    for on, due_on in SETTLED[days]:
        petition = petition_road.make(complaint_accepted(petition_road, on, **facts), "extend", on=on)
        assert (petition.complexity, petition.handling.due_on) == ("complex", due_on)
        with pytest.raises(MoveRefused):
            petition_road.make(petition, "extend", on=on)


def test_a_complaint_extended_keeps_the_days_its_clock_stood(petition_road):
    petition = petition_road.make(petition_road.to(C, State.APPROVED), "accept", on=date(2026, 3, 2))
    petition = petition_road.make(petition, "start", on=date(2026, 3, 3))
    petition = petition_road.make(petition, "suspend", on=date(2026, 3, 10))
    petition = petition_road.make(petition, "resume", on=date(2026, 3, 30))
    # 30 days from acceptance are 01/04; 20 days stood.
    assert petition.handling.due_on == date(2026, 4, 21)
    petition = petition_road.make(petition, "extend", on=date(2026, 4, 1))
    # 45 days are 16/04; with 20 days 06/05.
    assert petition.handling.due_on == date(2026, 5, 6)


def test_a_denunciation_found_complex_later_is_extended(petition_road):
    petition = petition_road.to(D, State.APPROVED)
    Petition.objects.filter(pk=petition.pk).update(complexity="ordinary")
    petition = petition_road.make(petition, "accept")
    with pytest.raises(ValidationError) as refusal:
        petition_road.make(petition, "extend")
    assert list(refusal.value.error_dict) == ["complexity"]
    petition = petition_road.make(petition, "extend", complexity="complex")
    assert petition.complexity == "complex"
    with pytest.raises(ValidationError):
        petition_road.make(petition, "extend")
    assert petition_road.make(petition, "extend", complexity="very_complex").handling.extensions.count() == 2


def test_a_recommendation_is_extended_as_far_as_the_rule_lets(petition_road):
    petition = petition_road.to(R, State.ACCEPTED)
    with pytest.raises(ValidationError) as refusal:
        petition_road.make(petition, "extend", new_due_on=petition.handling.due_on + timedelta(days=115))
    assert "90" in str(refusal.value)
    RuleParameter.objects.filter(key="recommendation.extension_max").update(value=120)
    petition_road.make(petition, "extend", new_due_on=petition.handling.due_on + timedelta(days=115))


@pytest.mark.parametrize(
    ("accepted_on", "latest"),
    [
        # From 06/11/2026: ninety days end on 04/02/2027, the first day off of Tết 2027.
        (date(2026, 10, 7), date(2027, 2, 11)),
        (date(2026, 3, 2), date(2026, 6, 30)),
        # From 23/02/2026, since thirty days end within Tết 2026; 24/05 is a Sunday.
        (date(2026, 1, 20), date(2026, 5, 25)),
    ],
)
def test_a_recommendation_is_extended_until_the_last_day_of_the_rule(accepted_on, latest, petition_road):
    petition = accepted(petition_road, R, accepted_on)
    with pytest.raises(ValidationError) as refusal:
        petition_road.make(petition, "extend", on=accepted_on, new_due_on=latest + timedelta(days=1))
    assert list(refusal.value.error_dict) == ["new_due_on"]
    extended = petition_road.make(petition, "extend", on=accepted_on, new_due_on=latest)
    assert extended.handling.due_on == latest


def test_the_clock_stands_still_while_suspended(petition_road):
    petition = petition_road.to(C, State.IN_PROGRESS)
    leader = petition_road.people["leader"]
    data = {"document": petition_road.document(date(2026, 10, 12)), "ground": "court"}
    petition = move(petition, "suspend", by=leader, on=date(2026, 10, 12), data=data)
    petition = move(petition, "resume", by=leader, on=date(2026, 10, 26), data={})
    # 06/11 and 14 days: 20/11.
    assert (petition.handling.due_on, petition.handling.original_due_on) == (date(2026, 11, 20), date(2026, 11, 6))
    assert petition.history.last().facts == {"due_on": "2026-11-20", "days": 14}


def test_the_notice_to_the_sender_has_a_clock_of_its_own(petition_road):
    petition = petition_road.to(C, State.APPROVED)
    assert (petition.notice_due_on, petition.notified_on) == (date(2026, 10, 19), None)
    assert petition_road.make(petition, "accept").notified_on == date(2026, 10, 7)


def test_the_notice_says_by_which_rule_it_is_due(petition_road, petition_officer, client_of):
    rule = RuleParameter.objects.filter(key="petition.notice")
    rule.update(value=7, legal_basis="Quy chế số 5", verified=False)
    unsure = petition_road.registered(C)
    rule.update(verified=True)
    sure = petition_road.registered(C)
    client = client_of(petition_officer)
    pages = [client.get(reverse("petitions:petition", args=[one.code])) for one in (unsure, sure)]
    for petition, page in zip((unsure, sure), pages, strict=True):
        assert (petition.notice_due_on, petition.notice_basis["days"]) == (date(2026, 10, 14), 7)
        text = page.content.decode()
        assert "Quy chế số 5" in text and "11-QĐi/TW" not in text
    first, second = (page.context["notice_sentences"] for page in pages)
    assert first[:-1] == second


def test_notices_of_before_are_given_their_basis(petition_road):
    kept = petition_road.registered(C).notice_basis
    told = petition_road.to(C, State.ACCEPTED)
    Petition.objects.update(notice_basis={})
    fill = import_module("petitions.migrations.0022_bases_of_waiting_notices").fill
    fill(apps, None)
    assert Petition.objects.exclude(pk=told.pk).get().notice_basis == kept
    assert Petition.objects.get(pk=told.pk).notice_basis == {}


def test_without_a_rule_there_is_no_notice_and_no_basis(petition_road):
    RuleParameter.objects.filter(key="petition.notice").delete()
    petition = petition_road.registered(C)
    assert (petition.notice_due_on, petition.notice_basis) == (None, {})


# --- papers that are recorded later ---


def dated(road, petition, name, written, *, on):
    return road.make(petition, name, on=on, document=road.document(written))


@pytest.mark.parametrize(
    ("written", "accepted_on", "due"),
    [
        (date(2026, 10, 7), date(2026, 10, 7), date(2026, 11, 6)),
        # Before the receipt: a mistake of the paper gives no earlier date.
        (date(2026, 10, 1), date(2026, 10, 5), date(2026, 11, 4)),
        (date(2026, 10, 20), date(2026, 10, 20), date(2026, 11, 19)),
        (date(2026, 10, 28), date(2026, 10, 20), date(2026, 11, 19)),
    ],
)
def test_a_settlement_counts_from_the_day_of_the_notice(written, accepted_on, due, petition_road):
    petition = dated(petition_road, petition_road.to(C, State.APPROVED), "accept", written, on=date(2026, 10, 20))
    handling = petition.handling
    assert (handling.assigned_on, handling.due_on) == (accepted_on, due)
    assert petition.history.last().on == date(2026, 10, 20)


@pytest.mark.parametrize(
    ("written", "stopped_on"),
    [
        (date(2026, 10, 12), date(2026, 10, 12)),
        (date(2026, 10, 6), date(2026, 10, 7)),
        (date(2026, 10, 30), date(2026, 10, 20)),
    ],
)
def test_the_clock_stops_on_the_day_of_the_decision(written, stopped_on, petition_road):
    petition = petition_road.to(C, State.IN_PROGRESS)
    petition = dated(petition_road, petition, "suspend", written, on=date(2026, 10, 20))
    assert petition.handling.stopped_on == stopped_on
    resumed = petition_road.make(petition, "resume", on=date(2026, 10, 22))
    assert resumed.history.last().facts["days"] == (date(2026, 10, 22) - stopped_on).days


def test_a_second_suspension_begins_after_the_first(petition_road):
    petition = petition_road.to(C, State.IN_PROGRESS)
    petition = dated(petition_road, petition, "suspend", date(2026, 10, 12), on=date(2026, 10, 12))
    petition = petition_road.make(petition, "resume", on=date(2026, 10, 22))
    petition = dated(petition_road, petition, "suspend", date(2026, 10, 14), on=date(2026, 10, 26))
    assert petition.handling.stopped_on == date(2026, 10, 22)


# --- every rule of petitions that counts days, as it ships ---

#: Three starts: a Wednesday, a Thursday, and a Tuesday before Tết.
STARTS = (date(2026, 10, 7), date(2026, 10, 1), date(2026, 2, 10))
#: (days, how they are counted): the last day from each start, as day and month.
LAST_DAYS = {
    (5, "working"): ("14/10", "08/10", "24/02"),
    (7, "working"): ("16/10", "12/10", "26/02"),
    (10, "working"): ("21/10", "15/10", "03/03"),
    (20, "working"): ("04/11", "29/10", "17/03"),
    # 17/10 and 11/10 are days off; 20/02 lies within Tết.
    (10, "calendar"): ("19/10", "12/10", "23/02"),
    (15, "calendar"): ("22/10", "16/10", "25/02"),
    (20, "calendar"): ("27/10", "21/10", "02/03"),
    # 31/10 is a Saturday.
    (30, "calendar"): ("06/11", "02/11", "12/03"),
    # 21/11 and 15/11 are days off.
    (45, "calendar"): ("23/11", "16/11", "27/03"),
    (60, "calendar"): ("07/12", "30/11", "13/04"),
    (70, "calendar"): ("16/12", "10/12", "21/04"),
    (90, "calendar"): ("05/01", "30/12", "11/05"),
}
#: The rules of the law, in days; what is kept for a year has no due date.
RULES_OF_THE_LAW = {
    "petition.process": (10, "working"),
    "petition.notice": (10, "working"),
    "recommendation.extension_max": (90, "calendar"),
    "complaint.accept": (10, "calendar"),
    "complaint.limitation": (90, "calendar"),
    "complaint.first.settle": (30, "calendar"),
    "complaint.first.settle_complex": (45, "calendar"),
    "complaint.first.settle_remote": (45, "calendar"),
    "complaint.first.settle_remote_complex": (60, "calendar"),
    "complaint.second.file": (30, "calendar"),
    "complaint.second.file_remote": (45, "calendar"),
    "complaint.second.settle": (45, "calendar"),
    "complaint.second.settle_complex": (60, "calendar"),
    "complaint.second.settle_remote": (60, "calendar"),
    "complaint.second.settle_remote_complex": (70, "calendar"),
    "denunciation.preliminary": (7, "working"),
    "denunciation.preliminary_complex": (10, "working"),
    "denunciation.transfer_if_not_competent": (5, "working"),
    "denunciation.notify_acceptance": (5, "working"),
    "denunciation.settle": (30, "calendar"),
    "denunciation.extension": (30, "calendar"),
    "denunciation.reply_to_forwarder": (20, "calendar"),
    "denunciation.publish_conclusion": (7, "working"),
    "denunciation.publish_posting": (15, "calendar"),
    "recommendation.settle": (30, "calendar"),
    "petition.reply_awaited": (20, "working"),
}
#: Rules that say how often, or whether, and give no date.
RULES_WITHOUT_DAYS = {
    "denunciation.extensions": (0, "count"),
    "denunciation.extensions_complex": (1, "count"),
    "denunciation.extensions_very_complex": (2, "count"),
    "complaint.second.dialogue": (1, "required"),
}


#: The laws on complaints and denunciations changed on this day, and the new texts are not at hand.
LAWS_CHANGED = date(2026, 7, 1)


@pytest.fixture
def shipped(db):
    """The rules of petitions that ship and are in force before the laws changed, by key."""
    load_rules()
    rooms = ("petition.", "complaint.", "denunciation.", "recommendation.")
    before = RuleParameter.objects.filter(valid_from__lt=LAWS_CHANGED)
    return {rule.key: rule for rule in before if rule.key.startswith(rooms)}


def test_every_rule_of_the_law_ships_with_its_days_and_its_basis(shipped):
    kept_for = shipped.pop("petition.ineligible.keep")
    assert (kept_for.value, kept_for.unit) == (1, "years")
    assert {key: (rule.value, rule.unit) for key, rule in shipped.items()} == {
        **RULES_OF_THE_LAW,
        **RULES_WITHOUT_DAYS,
    }
    without_basis = {key for key, rule in shipped.items() if not rule.legal_basis}
    # Nobody knows a rule for it, and it says so.
    assert without_basis == {"recommendation.settle", "recommendation.extension_max", "petition.reply_awaited"}
    assert not any(shipped[key].verified for key in without_basis)


def test_after_the_laws_changed_the_same_values_hold_and_say_that_they_are_unchecked(shipped):
    with translation.override("en"):
        for key in RULES_OF_THE_LAW:
            rule = RuleParameter.objects.for_date(key, LAWS_CHANGED)
            assert (rule.value, rule.unit) == RULES_OF_THE_LAW[key]
            if key.startswith(("complaint.", "denunciation.")):
                said = explain(compute_due(key, LAWS_CHANGED).basis)
                assert said[-1] == "This rule has not been checked against the text of the regulation."
        before = explain(compute_due("complaint.first.settle", date(2026, 6, 30)).basis)
        assert before[-1] == "Basis: Luật Khiếu nại 2011, Điều 28."


def test_the_page_says_that_the_rule_of_its_date_is_unchecked(petition_road, petition_officer, client_of):
    RuleParameter.objects.all().delete()
    load_rules()
    client = client_of(petition_officer)

    def said_of(received_on):
        accepted = petition_road.to(C, State.CLASSIFIED, received_on=received_on)
        page = client.get(reverse("petitions:petition", args=[accepted.code]), HTTP_ACCEPT_LANGUAGE="en")
        sentences = page.context["due_sentences"]
        assert all(escape(sentence) in page.content.decode() for sentence in sentences)
        return sentences

    assert len(said_of(date(2026, 6, 30))) + 1 == len(said_of(date(2026, 10, 5)))


@pytest.mark.parametrize("key", RULES_OF_THE_LAW)
def test_each_rule_from_three_days_one_of_them_before_tet(key, shipped):
    found = [compute_due(key, start).on for start in STARTS]
    assert [f"{day:%d/%m}" for day in found] == list(LAST_DAYS[RULES_OF_THE_LAW[key]])


def test_the_rules_that_these_tests_set_up_are_those_that_ship(shipped):
    assert {key: (shipped[key].value, str(shipped[key].unit)) for key in RULES} == RULES


@pytest.mark.parametrize(
    ("received", "expected"),
    [
        (date(2026, 10, 5), date(2026, 10, 19)),
        (date(2026, 9, 25), date(2026, 10, 9)),
        (date(2026, 2, 9), date(2026, 3, 2)),
    ],
)
@pytest.mark.parametrize("kind", [C, D, R])
def test_the_sender_is_told_within_ten_working_days(kind, received, expected, petition_road):
    assert petition_road.registered(kind, received_on=received).notice_due_on == expected


@pytest.mark.parametrize(
    ("accepted_on", "first", "second"),
    [
        (date(2026, 10, 7), date(2026, 12, 7), date(2027, 1, 6)),
        (date(2026, 10, 1), date(2026, 12, 2), date(2027, 1, 4)),
        # The first thirty days end within Tết.
        (date(2026, 1, 19), date(2026, 3, 25), date(2026, 4, 24)),
    ],
)
def test_a_denunciation_is_extended_from_the_date_before(accepted_on, first, second, petition_road):
    petition = accepted(petition_road, D, accepted_on, complexity="very_complex")
    days = [petition_road.make(petition, "extend", on=accepted_on).handling.due_on for _time in range(2)]
    assert days == [first, second]


# --- what passed stays missed (decision 28) ---


def test_an_extension_after_the_date_does_not_take_the_delay_away(petition_road):
    petition = petition_road.to(C, State.ACCEPTED)
    late = petition_road.make(petition, "extend", on=date(2026, 11, 9)).handling
    assert (late.due_on, late.missed_due_on) == (date(2026, 11, 23), date(2026, 11, 6))
    assert late.extensions.get().is_late


def test_an_extension_before_the_date_is_a_new_promise(petition_road):
    found = petition_road.make(petition_road.to(C, State.ACCEPTED), "extend").handling
    assert (found.missed_due_on, found.extensions.get().is_late) == (None, False)


@pytest.mark.parametrize(
    ("stopped", "missed"), [(date(2026, 11, 6), None), (date(2026, 11, 9), date(2026, 11, 6))], ids=["in time", "late"]
)
def test_a_date_missed_before_the_clock_stopped_stays_missed(stopped, missed, petition_road):
    petition = petition_road.make(petition_road.to(C, State.IN_PROGRESS), "suspend", on=stopped)
    found = petition_road.make(petition, "resume", on=date(2026, 11, 20)).handling
    assert (found.missed_due_on, found.due_on > date(2026, 11, 6)) == (missed, True)


def test_a_stage_begun_late_keeps_what_the_stage_before_missed(petition_road):
    petition = petition_road.to(R, State.APPROVED)
    accepted_late = petition_road.make(petition, "accept", on=date(2026, 10, 20)).handling
    assert (accepted_late.missed_due_on, accepted_late.due_on) == (date(2026, 10, 19), date(2026, 11, 19))


def test_what_could_not_be_processed_is_kept_as_long_as_the_rule_says(petition_road):
    RuleParameter.objects.create(key="petition.ineligible.keep", value=1, unit="years", valid_from=date(2021, 11, 15))
    filed = petition_road.to(R, State.FILED)
    assert kept_until(filed) is None
    # A year is counted from day to day: a day off within Tết is its end like any other.
    for filed_on, until in [
        (date(2026, 10, 7), date(2027, 10, 7)),
        (date(2026, 2, 27), date(2027, 2, 27)),
        (date(2026, 2, 5), date(2027, 2, 5)),
    ]:
        petition = petition_road.registered(R, received_on=filed_on)
        petition = petition_road.make(petition, "classify", is_eligible=False, ineligibilities=["no_date"])
        for name in ("propose", "approve", "file"):
            petition = petition_road.make(petition, name, Direction.FILE, on=filed_on)
        assert kept_until(petition) == until
    petition.handling.done_on = date(2028, 2, 29)
    assert kept_until(petition) == date(2029, 3, 1)
    petition.handling.done_on = date(2021, 11, 14)
    assert kept_until(petition) is None


def test_what_was_withdrawn_before_it_was_filed_is_not_kept_on_file(petition_road):
    RuleParameter.objects.create(
        key="petition.ineligible.keep", value=1, unit="years", valid_from=date(2018, 1, 1), level=""
    )
    petition = petition_road.to(R, State.CLASSIFIED, Direction.REWRITE)
    petition = petition_road.make(petition, "propose", Direction.FILE)
    petition = petition_road.make(petition, "approve")
    filed = petition_road.make(petition, "file")
    assert kept_until(filed) == date(2027, 10, 7)
    assert kept_until(petition_road.make(filed, "close")) == date(2027, 10, 7)
    other = petition_road.to(R, State.CLASSIFIED, Direction.REWRITE)
    for name in ("propose", "approve", "withdraw"):
        other = petition_road.make(other, name, Direction.FILE)
    assert kept_until(other) is None
