from datetime import date, datetime, time
from decimal import Decimal
from threading import Barrier, Thread
from uuid import UUID

import pytest
from django.db import connection, transaction

from audit import context
from audit.actions import Action
from audit.models import AuditEvent, ReadMark
from audit.services import record, record_many, record_read, record_reads
from tests.at_once import at_once

TODAY = date(2026, 11, 23)


def test_an_event_says_who_did_what_to_which_record_and_from_where(clerk, outsider):
    token = context.enter(context.RequestFacts(ip="10.1.2.3", request_id="abc"))
    try:
        record(Action.CHANGED, outsider, by=clerk, fields=["email", "full_name"], label=outsider.username)
    finally:
        context.leave(token)
    event = AuditEvent.objects.get()
    assert (event.actor, event.action, event.object_type, event.object_id, event.object_label) == (
        clerk,
        "changed",
        "accounts.user",
        str(outsider.pk),
        "outsider",
    )
    assert (event.fields, event.changes, event.ip, event.request_id) == (["email", "full_name"], {}, "10.1.2.3", "abc")


def test_outside_a_request_there_is_no_address(outsider):
    event = record(Action.CREATED, outsider, by=None)
    assert (event.actor, event.ip, event.request_id) == (None, None, "")


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        ("in_progress", "in_progress"),
        ("120-CV/BTGDVTU", "120-CV/BTGDVTU"),
        ("x" * 80, "x" * 80),
        (Action.MOVED, "moved"),
        (7, 7),
        (1.5, 1.5),
        (True, True),
        (None, None),
        (Decimal("95.2"), "95.2"),
        (date(2026, 9, 5), "2026-09-05"),
        (datetime(2026, 9, 5, 7, 30), "2026-09-05T07:30:00"),
        (time(7, 30), "07:30:00"),
        (UUID(int=1), "00000000-0000-0000-0000-000000000001"),
    ],
)
def test_codes_numbers_dates_and_truth_values_are_kept(outsider, value, kept):
    record(Action.CHANGED, outsider, by=outsider, changes={"state": (None, value)})
    assert AuditEvent.objects.get().changes == {"state": [None, kept]}


@pytest.mark.parametrize(
    "value",
    ["Nguyễn Văn An", "x" * 81, "one\ntwo", "a\tb", ["a"], {"a": 1}, b"a", object()],
    ids=lambda value: type(value).__name__,
)
@pytest.mark.parametrize("place", [0, 1])
def test_a_text_or_a_name_is_refused_and_nothing_is_written(outsider, value, place):
    pair = [None, None]
    pair[place] = value
    with pytest.raises(ValueError, match="not the value of “text”"):
        record(Action.CHANGED, outsider, by=outsider, changes={"text": pair})
    assert AuditEvent.objects.count() == 0


@pytest.mark.parametrize("label", ["x" * 81, "one\ntwo"])
def test_a_label_that_is_a_text_is_refused(outsider, label):
    with pytest.raises(ValueError, match="label"):
        record(Action.CHANGED, outsider, by=outsider, label=label)


def test_an_action_outside_the_vocabulary_is_refused(outsider):
    with pytest.raises(ValueError, match="deleted"):
        record("deleted", outsider, by=outsider)


def test_a_single_name_instead_of_a_list_is_refused(outsider):
    with pytest.raises(ValueError, match="list of names"):
        record(Action.CHANGED, outsider, by=outsider, fields="email")


def test_an_event_goes_with_the_change_it_tells_of(outsider):
    with pytest.raises(RuntimeError), transaction.atomic():
        record(Action.CHANGED, outsider, by=outsider)
        raise RuntimeError
    assert AuditEvent.objects.count() == 0


def test_many_events_are_one_statement(organisations, clerk, django_assert_num_queries):
    bodies = list(organisations.values())
    with django_assert_num_queries(1):
        record_many(Action.IMPORTED, bodies, by=clerk, fields=["name"])
    found = AuditEvent.objects.order_by("pk").values_list("object_label", "action", "actor", "fields")
    assert list(found) == [(body.code, "imported", clerk.pk, ["name"]) for body in bodies]


def test_a_record_read_ten_times_a_day_is_one_event(clerk, outsider):
    for _time in range(10):
        record_read(clerk, outsider, on=TODAY, label="outsider")
    event = AuditEvent.objects.get()
    assert (event.action, event.actor, event.object_label) == ("read", clerk, "outsider")


def test_another_day_another_reader_or_another_record_is_another_event(clerk, leader, outsider):
    record_read(clerk, outsider, on=TODAY)
    record_read(clerk, outsider, on=date(2026, 11, 24))
    record_read(leader, outsider, on=TODAY)
    record_read(clerk, leader, on=TODAY)
    assert AuditEvent.objects.filter(action=Action.READ).count() == 4


def test_a_second_reading_costs_one_question_and_no_write(clerk, outsider, django_assert_num_queries):
    record_read(clerk, outsider, on=TODAY)
    with django_assert_num_queries(1):
        record_read(clerk, outsider, on=TODAY)


def test_requests_at_the_same_moment_write_one_read_event(transactional_db, clerk, outsider):
    start = Barrier(8)

    def read():
        start.wait()
        try:
            record_read(clerk, outsider, on=TODAY)
        finally:
            connection.close()

    threads = [Thread(target=read) for _number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (ReadMark.objects.count(), AuditEvent.objects.count()) == (1, 1)


def test_several_records_are_noted_in_as_many_queries_as_one(clerk, organisations, django_assert_num_queries):
    bodies = list(organisations.values())
    record_reads(clerk, bodies[:1], on=TODAY)
    with django_assert_num_queries(5):
        record_reads(clerk, bodies, on=TODAY)
    labels = AuditEvent.objects.filter(action=Action.READ).order_by("pk").values_list("object_label", flat=True)
    assert sorted(labels) == sorted(body.code for body in bodies)
    with django_assert_num_queries(1):
        record_reads(clerk, bodies, on=TODAY)
    with django_assert_num_queries(0):
        record_reads(clerk, [], on=TODAY)


def test_several_records_read_at_the_same_moment_are_one_event_each(transactional_db, clerk, organisations):
    bodies = list(organisations.values())
    at_once(lambda number: record_reads(clerk, bodies[number:], on=TODAY))
    assert (ReadMark.objects.count(), AuditEvent.objects.count()) == (len(bodies), len(bodies))
