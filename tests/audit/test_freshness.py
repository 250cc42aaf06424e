import pytest
from django.db import connection

from audit.actions import Action
from audit.freshness import NEWEST, newest_changes
from audit.models import AuditEvent
from audit.services import record, record_read

pytestmark = pytest.mark.django_db


def change(obj, by):
    return record(Action.CHANGED, obj, by=by, fields=["title"])


def test_nothing_recorded_tells_nothing():
    assert newest_changes() == ""


def test_a_change_shows(province, clerk):
    change(province, clerk)
    before = newest_changes()
    assert newest_changes() == before
    change(province, clerk)
    assert newest_changes() != before


def test_reading_and_exporting_change_nothing(province, clerk):
    change(province, clerk)
    before = newest_changes()
    record_read(clerk, province, on=province.valid_from)
    record(Action.EXPORTED, province, by=clerk)
    assert newest_changes() == before


def test_an_event_that_was_numbered_before_and_committed_after_the_newest_shows(province, clerk, lift_triggers):
    for _number in range(NEWEST + 3):
        change(province, clerk)
    late = AuditEvent.objects.order_by("-pk")[1]
    with lift_triggers(connection):
        AuditEvent.objects.filter(pk=late.pk).delete()
    without = newest_changes()
    AuditEvent(pk=late.pk, action=Action.CHANGED, object_type="x", object_id="1").save(force_insert=True)
    assert newest_changes() != without


def test_it_takes_one_query(province, clerk, django_assert_num_queries):
    change(province, clerk)
    with django_assert_num_queries(1):
        newest_changes()
