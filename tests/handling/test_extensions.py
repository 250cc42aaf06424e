"""A later due date: who may grant it, what it leaves behind, and what is refused."""

from datetime import date, timedelta
from importlib import import_module
from threading import Barrier

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from audit.models import AuditEvent
from conferences.models import Opinion
from conferences.models.vocabulary import OpinionState as State
from conferences.workflow import move
from handling.extensions import extend_due
from handling.models import Extension, Handling, kept_time
from registers.models import RuleParameter
from tests.conferences.opinion_roads import DAY

from .together import at_once

#: 15 working days after Monday 05/10/2026.
DUE = date(2026, 10, 26)
LATER = date(2026, 11, 10)
REASON = "Chờ trích lục bản đồ"


def page(opinion):
    return reverse("conferences:opinion_extend", args=[opinion.code])


def rows():
    return (
        list(Extension.objects.values_list("old_due_on", "new_due_on")),
        list(Handling.objects.order_by("pk").values_list("due_on", "original_due_on", "done_on")),
        AuditEvent.objects.count(),
    )


# --- the rule ---


@pytest.mark.django_db
def test_an_extension_moves_the_due_date_and_keeps_the_original(road, specialist):
    opinion = road.to(State.IN_PROGRESS)
    basis = opinion.handling.due_basis
    extended = extend_due(opinion.handling, new_due_on=LATER, reason=REASON, by=specialist, on=DAY)
    assert (extended.pk, extended.due_on) == (opinion.handling_id, LATER)
    kept = Handling.objects.get(pk=opinion.handling_id)
    assert (kept.due_on, kept.original_due_on) == (LATER, DUE)
    assert kept.due_basis == basis | {"steps": [{"named": LATER.isoformat()}]}
    granted = Extension.objects.get()
    assert (granted.handling, granted.old_due_on, granted.new_due_on, granted.reason, granted.by) == (
        kept,
        DUE,
        LATER,
        REASON,
        specialist,
    )


@pytest.mark.django_db
def test_extensions_follow_each_other_and_all_keep_the_first_date(road, specialist, commission_leader):
    handling = road.to(State.ASSIGNED).handling
    extend_due(handling, new_due_on=LATER, reason=REASON, by=specialist, on=DAY)
    # The row in hand is the one from before the first extension.
    extend_due(handling, new_due_on=LATER + timedelta(days=1), reason="Mưa lũ", by=commission_leader, on=DAY)
    assert list(handling.extensions.values_list("old_due_on", "new_due_on", "by__username")) == [
        (DUE, LATER, "specialist"),
        (LATER, LATER + timedelta(days=1), "chief"),
    ]
    assert Handling.objects.get(pk=handling.pk).original_due_on == DUE


@pytest.mark.django_db
def test_the_trail_tells_both_dates_and_never_the_reason(road, specialist):
    opinion = road.to(State.ASSIGNED)
    before = AuditEvent.objects.count()
    extend_due(opinion.handling, new_due_on=LATER, reason=REASON, by=specialist, on=DAY, label=opinion.code)
    event = AuditEvent.objects.first()
    assert AuditEvent.objects.count() == before + 1
    assert (event.actor, event.action, event.object_type, event.object_id, event.object_label) == (
        specialist,
        "changed",
        "handling.handling",
        str(opinion.handling_id),
        opinion.code,
    )
    assert (event.fields, event.changes) == (["due_on"], {"due_on": ["2026-10-26", "2026-11-10"]})


@pytest.mark.django_db
@pytest.mark.parametrize("state", [State.RECEIVED, State.CLASSIFIED])
def test_work_without_a_due_date_has_none_to_extend(state, road, specialist):
    handling, before = road.to(state).handling, rows()
    with pytest.raises(ValidationError) as refused:
        extend_due(handling, new_due_on=LATER, reason=REASON, by=specialist, on=DAY)
    assert refused.value.message_dict == {"new_due_on": ["Chỉ gia hạn được việc đang mở và đã có hạn."]}
    assert rows() == before


@pytest.mark.django_db
@pytest.mark.parametrize("state", [State.ANSWERED, State.VERIFIED, State.CLOSED])
def test_work_that_is_done_is_not_extended_even_from_a_row_read_before(state, road, specialist):
    opinion = road.to(state)
    stale = Handling.objects.get(pk=opinion.handling_id)
    stale.done_on, before = None, rows()
    with pytest.raises(ValidationError) as refused:
        extend_due(stale, new_due_on=LATER, reason=REASON, by=specialist, on=DAY)
    assert refused.value.message_dict == {"new_due_on": ["Chỉ gia hạn được việc đang mở và đã có hạn."]}
    assert rows() == before


@pytest.mark.django_db
@pytest.mark.parametrize("days", [0, -1, -365])
def test_a_date_that_is_not_later_is_refused(days, road, specialist):
    handling, before = road.to(State.ASSIGNED).handling, rows()
    with pytest.raises(ValidationError) as refused:
        extend_due(handling, new_due_on=DUE + timedelta(days=days), reason=REASON, by=specialist, on=DAY)
    assert refused.value.message_dict == {"new_due_on": ["Hạn mới phải sau hạn hiện tại."]}
    assert rows() == before


@pytest.mark.django_db
@pytest.mark.parametrize(("days", "is_granted"), [(366, True), (367, False)])
def test_one_extension_goes_as_far_as_the_rule_lets_it(days, is_granted, road, specialist):
    handling = road.to("in_progress").handling
    before, later = rows(), handling.due_on + timedelta(days=days)
    if is_granted:
        assert extend_due(handling, new_due_on=later, reason=REASON, by=specialist, on=DAY).due_on == later
        return
    with pytest.raises(ValidationError) as refused:
        extend_due(handling, new_due_on=later, reason=REASON, by=specialist, on=DAY)
    assert refused.value.message_dict == {
        "new_due_on": [
            "Quy định “Gia hạn giải quyết ý kiến, mỗi lần không quá” chỉ cho mỗi lần gia hạn 366 ngày, muộn nhất đến "
            "ngày 27/10/2027."
        ]
    }
    assert rows() == before


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("due_on", "latest"),
    [
        (date(2026, 10, 26), date(2027, 10, 27)),
        # 30/04/2027 and 03/05/2027 are holidays with a weekend between.
        (date(2026, 4, 29), date(2027, 5, 4)),
        # 06/02/2027 is the first day of Tết.
        (date(2026, 2, 5), date(2027, 2, 11)),
    ],
)
def test_the_last_day_that_the_rule_lets_is_a_working_day(due_on, latest, road, specialist):
    opinion = road.to(State.ASSIGNED)
    Handling.objects.filter(pk=opinion.handling_id).update(due_on=due_on)
    handling, given = Handling.objects.get(pk=opinion.handling_id), {"reason": REASON, "by": specialist, "on": DAY}
    with pytest.raises(ValidationError):
        extend_due(handling, new_due_on=latest + timedelta(days=1), **given)
    assert extend_due(handling, new_due_on=latest, **given).due_on == latest


@pytest.mark.django_db
def test_the_rule_of_the_level_in_force_that_day_counts(road, specialist):
    handling = road.to(State.ASSIGNED).handling
    values = {"unit": "working", "level": "commune", "valid_from": DAY}
    RuleParameter.objects.create(key="opinion.extension_max", value=10, **values)
    with pytest.raises(ValidationError):
        extend_due(handling, new_due_on=date(2026, 11, 10), reason=REASON, by=specialist, on=DAY)
    # Ten working days after Monday 26/10/2026.
    assert extend_due(handling, new_due_on=date(2026, 11, 9), reason=REASON, by=specialist, on=DAY).due_on
    eve = DAY - timedelta(days=1)
    assert extend_due(handling, new_due_on=date(2027, 5, 4), reason=REASON, by=specialist, on=eve).due_on


@pytest.mark.django_db
def test_without_a_rule_the_page_says_which_is_missing_and_nothing_is_extended(road, specialist, client_of):
    opinion, client = road.to(State.ASSIGNED), client_of(specialist)
    RuleParameter.objects.filter(key="opinion.extension_max").delete()
    before = rows()
    assert client.get(page(opinion)).status_code == 200
    response = client.post(page(opinion), {"new_due_on": "10/11/2026", "reason": REASON})
    assert (response.status_code, rows()) == (422, before)
    assert "opinion.extension_max" in response.content.decode()


# --- granted after the date had passed ---


@pytest.mark.django_db
@pytest.mark.parametrize(("on", "missed"), [(DUE, None), (DUE + timedelta(days=1), DUE)])
def test_a_date_that_had_passed_when_it_was_extended_is_kept_as_missed(on, missed, road, specialist):
    handling = road.to(State.IN_PROGRESS).handling
    assert extend_due(handling, new_due_on=LATER, reason=REASON, by=specialist, on=on).missed_due_on == missed
    assert list(Handling.objects.moved_late()) == ([handling] if missed else [])
    assert Extension.objects.get().is_late is (missed is not None)


@pytest.mark.django_db
def test_the_first_date_missed_is_the_one_that_stays(road, specialist):
    handling = road.to(State.IN_PROGRESS).handling
    for day in (DUE, LATER):
        late = day + timedelta(days=3)
        extend_due(handling, new_due_on=late + timedelta(days=7), reason=REASON, by=specialist, on=late)
        handling.refresh_from_db()
        if day == DUE:
            Handling.objects.filter(pk=handling.pk).update(due_on=LATER)
    assert handling.missed_due_on == DUE


@pytest.mark.django_db
def test_extensions_from_before_these_columns_are_judged_by_the_day_they_were_granted(road, specialist):
    """The migration of what was there; these were all granted today."""
    handling, today = road.to(State.IN_PROGRESS).handling, timezone.localdate()
    first, last = today - timedelta(days=9), today + timedelta(days=9)
    for old, new in ((today, last), (first, today), (first + timedelta(days=1), last)):
        Extension.objects.create(handling=handling, old_due_on=old, new_due_on=new, reason=REASON, by=specialist)
    import_module("handling.migrations.0005_missed_due_dates_of_late_extensions").keep_missed(apps, None)
    assert list(Extension.objects.values_list("is_late", flat=True)) == [False, True, True]
    assert Handling.objects.get(pk=handling.pk).missed_due_on == first


@pytest.mark.django_db
def test_what_was_extended_late_and_then_done_is_not_on_time(road, specialist):
    late, in_time = road.to(State.ANSWERED), road.to(State.ANSWERED)
    Handling.objects.update(due_on=LATER, done_on=LATER)
    Handling.objects.filter(pk=late.handling_id).update(missed_due_on=DUE)
    assert list(Handling.objects.filter(kept_time())) == [in_time.handling]
    assert list(Opinion.objects.filter(kept_time("handling__"))) == [in_time]


@pytest.mark.django_db
def test_the_page_warns_whoever_extends_late(road, specialist, client_of):
    opinion, client, today = road.to(State.ASSIGNED), client_of(specialist), timezone.localdate()
    words = "Hạn trả lời đã qua."
    for due_on, warned in ((today, False), (today - timedelta(days=1), True)):
        Handling.objects.update(due_on=due_on)
        assert (words in client.get(page(opinion)).content.decode()) is warned


@pytest.mark.django_db
def test_the_date_extended_to_is_the_one_the_next_must_pass(road, specialist):
    handling = road.to(State.ASSIGNED).handling
    extend_due(handling, new_due_on=LATER, reason=REASON, by=specialist, on=DAY)
    with pytest.raises(ValidationError):
        extend_due(handling, new_due_on=DUE + timedelta(days=1), reason=REASON, by=specialist, on=DAY)
    assert Extension.objects.count() == 1


@pytest.mark.django_db
def test_work_assigned_anew_begins_with_a_due_date_of_its_own(road, specialist):
    opinion = road.to(State.ASSIGNED)
    extend_due(opinion.handling, new_due_on=LATER, reason=REASON, by=specialist, on=DAY)
    opinion = move(opinion, "return_assignment", by=road.focal_point, on=DAY, data={"reason": "Không thuộc thẩm quyền"})
    assert (opinion.handling.due_on, opinion.handling.original_due_on, opinion.handling.due_basis) == (None, None, {})
    opinion = move(opinion, "assign", by=road.chief, on=DAY, data=road.data["assign"])
    kept = Handling.objects.get(pk=opinion.handling_id)
    assert (kept.due_on, kept.original_due_on, kept.extensions.count()) == (DUE, DUE, 1)


@pytest.mark.django_db
def test_an_extension_that_leaves_no_trace_is_not_granted(road, specialist, monkeypatch):
    class Broken(Exception):
        pass

    def fail(*args, **kwargs):
        raise Broken

    handling, before = road.to(State.ASSIGNED).handling, rows()
    monkeypatch.setattr("handling.extensions.record", fail)
    with pytest.raises(Broken):
        extend_due(handling, new_due_on=LATER, reason=REASON, by=specialist, on=DAY)
    assert rows() == before


# --- at the same moment ---


def grant(handling, by):
    """Four extensions to four days; whoever comes after a later one is refused."""
    return [
        lambda days=days: (
            extend_due(handling, new_due_on=DUE + timedelta(days=days), reason=REASON, by=by, on=DAY).due_on
        )
        for days in (1, 2, 3, 4)
    ]


@pytest.mark.django_db(transaction=True)
def test_extensions_at_once_form_one_chain_to_the_latest_day(road, specialist):
    handling = road.to(State.ASSIGNED).handling
    found = at_once(*grant(handling, specialist), expected=ValidationError)
    chain = list(handling.extensions.order_by("new_due_on").values_list("old_due_on", "new_due_on"))
    assert [old for old, _new in chain] == [DUE, *(new for _old, new in chain[:-1])]
    assert chain[-1][1] == DUE + timedelta(days=4) == Handling.objects.get(pk=handling.pk).due_on
    assert len(chain) + sum(isinstance(one, ValidationError) for one in found) == 4


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_control_without_the_lock_two_would_extend_the_same_date(road, specialist, monkeypatch):
    handling = road.to(State.ASSIGNED).handling
    both_have_read, create = Barrier(2), Extension.objects.create

    def create_together(**values):
        both_have_read.wait(timeout=20)
        return create(**values)

    monkeypatch.setattr(Handling.objects, "select_for_update", Handling.objects.all)
    monkeypatch.setattr(Extension.objects, "create", create_together)
    at_once(*grant(handling, specialist)[:2])
    assert list(handling.extensions.values_list("old_due_on", flat=True)) == [DUE, DUE]


# --- the page ---


@pytest.fixture
def sent():
    return {"new_due_on": "10/11/2026", "reason": REASON}


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["specialist", "commission_leader"])
def test_the_commission_extends_on_the_page(who, sent, road, request, client_of):
    opinion = road.to(State.IN_PROGRESS)
    client = client_of(request.getfixturevalue(who))
    assert client.get(page(opinion)).status_code == 200
    response = client.post(page(opinion), sent)
    assert (response.status_code, response.url) == (302, reverse("conferences:opinion", args=[opinion.code]))
    granted = Extension.objects.get()
    assert (granted.old_due_on, granted.new_due_on, granted.reason, granted.by.username) == (
        DUE,
        LATER,
        REASON,
        request.getfixturevalue(who).username,
    )
    assert AuditEvent.objects.filter(object_type="handling.handling").get().object_label == opinion.code


@pytest.mark.django_db
def test_the_owning_leader_extends_what_the_unit_assigned_itself_and_nothing_else(
    sent, road, leader, commune_body, client_of
):
    of_the_commission = road.to(State.ASSIGNED)
    own = move(
        road.to(State.CLASSIFIED), "assign", by=leader, on=DAY, data={**road.data["assign"], "assigner": commune_body}
    )
    client = client_of(leader)
    assert [client.post(page(one), sent).status_code for one in (of_the_commission, own)] == [403, 302]
    assert [extension.handling for extension in Extension.objects.all()] == [own.handling]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("clerk", 403),
        ("focal_point", 403),
        ("secretary", 403),
        ("supervisor", 403),
        ("auditor", 403),
        ("sibling_clerk", 404),
        ("other_focal_point", 404),
        ("administrator", 404),
        ("outsider", 404),
    ],
)
def test_nobody_else_extends_either_way(who, status, sent, road, request, client_of):
    opinion = road.to(State.ASSIGNED)
    client, before = client_of(request.getfixturevalue(who)), rows()
    assert [client.get(page(opinion)).status_code, client.post(page(opinion), sent).status_code] == [status] * 2
    assert rows() == before


@pytest.mark.django_db
def test_a_visitor_is_asked_to_sign_in(sent, road, client):
    opinion = road.to(State.ASSIGNED)
    for response in (client.get(page(opinion)), client.post(page(opinion), sent)):
        assert (response.status_code, response.url.partition("?")[0]) == (302, reverse("accounts:login"))
    assert Extension.objects.count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_other_methods_are_405(method, road, specialist, client_of):
    assert getattr(client_of(specialist), method)(page(road.to(State.ASSIGNED))).status_code == 405


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("values", "fields"),
    [
        ({"new_due_on": "26/10/2026"}, ["new_due_on"]),
        ({"new_due_on": "31/11/2026"}, ["new_due_on"]),
        ({"new_due_on": ""}, ["new_due_on"]),
        ({"reason": " \u00a0 "}, ["reason"]),
        ({"new_due_on": "", "reason": ""}, ["new_due_on", "reason"]),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_written(
    values, fields, sent, road, specialist, client_of
):
    opinion = road.to(State.ASSIGNED)
    before = rows()
    response = client_of(specialist).post(page(opinion), sent | values)
    assert (response.status_code, list(response.context["form"].errors)) == (422, fields)
    assert rows() == before


@pytest.mark.django_db
@pytest.mark.parametrize("state", [State.CLASSIFIED, State.ANSWERED, State.CLOSED])
def test_the_page_does_not_open_where_there_is_nothing_to_extend(state, sent, road, specialist, client_of):
    opinion = road.to(state)
    client = client_of(specialist)
    assert [client.get(page(opinion)).status_code, client.post(page(opinion), sent).status_code] == [403, 403]


@pytest.mark.django_db
def test_an_extended_opinion_leaves_the_list_of_the_overdue(road, specialist, client_of):
    opinion, today = road.to(State.ASSIGNED), timezone.localdate()
    Handling.objects.update(due_on=today - timedelta(days=1))
    assert list(Opinion.objects.overdue(today)) == [opinion]
    sent = {"new_due_on": f"{today:%d/%m/%Y}", "reason": REASON}
    assert client_of(specialist).post(page(opinion), sent).status_code == 302
    assert list(Opinion.objects.overdue(today)) == []
