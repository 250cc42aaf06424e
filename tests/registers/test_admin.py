"""`/admin/` holds the registers only, for administrators only, and every change leaves an event."""

from datetime import date

import pytest
from django.urls import reverse

from audit.models import AuditEvent
from registers.models import CalendarDay, Field, ListedReason, Organisation, RuleParameter
from tests.conftest import SINCE

pytestmark = pytest.mark.django_db
MODELS = [
    *("administrativeunit", "unitsuccession", "organisation", "field", "ruleparameter", "calendarday"),
    *("reportingperiod", "listedreason"),
]


@pytest.fixture
def admin(client_of, administrator):
    return client_of(administrator)


def test_the_index_has_the_registers_and_nothing_else(admin):
    apps = admin.get(reverse("admin:index")).context["app_list"]
    assert [app["app_label"] for app in apps] == ["registers"]
    assert sorted(model["object_name"].lower() for model in apps[0]["models"]) == sorted(MODELS)


@pytest.mark.parametrize("person", ["specialist", "commission_leader", "auditor", "outsider"])
def test_nobody_else_comes_in(request, client_of, person):
    response = client_of(request.getfixturevalue(person)).get(reverse("admin:index"))
    assert response.status_code == 302


@pytest.mark.parametrize("model", MODELS)
def test_every_list_is_shown_and_searched(admin, organisations, model):
    address = reverse(f"admin:registers_{model}_changelist")
    assert admin.get(address).status_code == 200
    if model not in ("unitsuccession", "calendarday"):
        assert admin.get(address, {"q": "kim lien"}).status_code == 200


def test_units_change_only_by_import(admin, commune_a):
    assert admin.get(reverse("admin:registers_administrativeunit_add")).status_code == 403
    change = reverse("admin:registers_administrativeunit_change", args=[commune_a.pk])
    assert admin.get(change).status_code == 200
    assert admin.post(change, {"name": "Xã Khác"}).status_code == 403
    assert admin.post(reverse("admin:registers_administrativeunit_delete", args=[commune_a.pk])).status_code == 403


def test_an_organisation_is_found_without_marks(admin, organisations):
    response = admin.get(reverse("admin:registers_organisation_changelist"), {"q": "nong nghiep"})
    assert [body.code for body in response.context["cl"].queryset] == ["SNNMT"]


def test_a_renamed_organisation_keeps_its_keys_and_leaves_an_event(admin, administrator, lead_department):
    form = {
        "code": "SNNMT",
        "name": "Sở Nông nghiệp và Phát triển nông thôn",
        "side": "state",
        "unit": lead_department.unit_id,
        "rank": 40,
        "valid_from": SINCE,
    }
    response = admin.post(reverse("admin:registers_organisation_change", args=[lead_department.pk]), form)
    assert response.status_code == 302
    body = Organisation.objects.get(pk=lead_department.pk)
    assert body.folded_name == "so nong nghiep va phat trien nong thon"
    event = AuditEvent.objects.latest("pk")
    assert (event.actor, event.action, event.fields, event.object_label) == (
        administrator,
        "changed",
        ["name"],
        "SNNMT",
    )


def test_a_day_of_the_calendar_can_be_entered_and_taken_back(admin):
    form = {"date": "24/11/2026", "kind": "working", "label": "Ngày Văn hóa Việt Nam"}
    assert admin.post(reverse("admin:registers_calendarday_add"), form).status_code == 302
    day = CalendarDay.objects.get()
    assert (day.date, day.kind, day.verified) == (date(2026, 11, 24), "working", False)
    admin.post(reverse("admin:registers_calendarday_delete", args=[day.pk]), {"post": "yes"})
    assert not CalendarDay.objects.exists()
    events = AuditEvent.objects.filter(object_type="registers.calendarday").order_by("pk")
    assert [(event.action, event.fields) for event in events] == [
        ("created", ["date", "kind", "label"]),
        ("changed", ["date", "deleted", "kind"]),
    ]


@pytest.mark.parametrize("model", ["organisation", "field", "ruleparameter", "listedreason"])
def test_what_records_point_to_is_ended_and_not_deleted(admin, lead_department, model):
    rows = {
        "organisation": lead_department,
        "field": Field.objects.create(code="04", name_vi="Giao thông", name_en="Transport"),
        "ruleparameter": RuleParameter.objects.create(key="x", value=1, unit="working", valid_from=SINCE),
        "listedreason": ListedReason.objects.create(
            list="pause", code="court", name="Chờ", name_en="Wait", valid_from=SINCE
        ),
    }
    address = reverse(f"admin:registers_{model}_delete", args=[rows[model].pk])
    assert admin.post(address, {"post": "yes"}).status_code == 403


def test_the_code_of_a_reason_stays_what_records_hold(admin):
    form = {"list": "pause", "code": "court", "name": "Chờ", "name_en": "Wait", "rank": 1, "valid_from": "01/01/2026"}
    address = reverse("admin:registers_listedreason_add")
    assert admin.post(address, {**form, "code": "Nguyễn A"}).status_code == 200
    assert admin.post(address, form).status_code == 302
    row = ListedReason.objects.get()
    address = reverse("admin:registers_listedreason_change", args=[row.pk])
    assert admin.post(address, {**form, "code": "other", "name": "Chờ Tòa án"}).status_code == 302
    row.refresh_from_db()
    assert (row.code, row.name) == ("court", "Chờ Tòa án")
    assert AuditEvent.objects.latest("pk").fields == ["name"]
