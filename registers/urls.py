from django.urls import path
from django.views.generic import RedirectView

from .views import calendar, lists, units

app_name = "registers"

urlpatterns = [
    path("registers/", RedirectView.as_view(pattern_name="registers:unit_list"), name="index"),
    path("registers/units/", units.unit_list, name="unit_list"),
    path("registers/units/options/", units.unit_options, name="unit_options"),
    path("registers/units/<int:pk>/", units.unit_detail, name="unit"),
    path("registers/organisations/", lists.organisation_list, name="organisation_list"),
    path("registers/fields/", lists.field_list, name="field_list"),
    path("registers/rules/", lists.rule_list, name="rule_list"),
    path("registers/reasons/", lists.reason_list, name="reason_list"),
    path("registers/calendar/", calendar.calendar_year, name="calendar"),
]
