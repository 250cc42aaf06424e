"""The year's days off and make-up days, as due dates are counted by them."""

import calendar as months
from datetime import date

from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from dialogue_portal.text import whole_number

from ..calendar import FIRST_YEAR, LAST_YEAR, special_days

#: Monday first: on the page, and in full for whoever listens to it.
WEEKDAYS = [
    (_("Mo"), _("Monday")),
    (_("Tu"), _("Tuesday")),
    (_("We"), _("Wednesday")),
    (_("Th"), _("Thursday")),
    (_("Fr"), _("Friday")),
    (_("Sa"), _("Saturday")),
    (_("Su"), _("Sunday")),
]


@require_safe
def calendar_year(request):
    today = timezone.localdate()
    asked = whole_number(request.GET.get("year", ""))
    year = asked if asked and FIRST_YEAR <= asked <= LAST_YEAR else today.year
    days = special_days(year)
    context = {
        "year": year,
        "days": days,
        "weekdays": WEEKDAYS,
        "months": _months(year, {entry.date: entry for entry in days}),
        "today": today,
        "before": year - 1 if year > FIRST_YEAR else None,
        "after": year + 1 if year < LAST_YEAR else None,
        "unverified": [entry for entry in days if entry.from_table and not entry.verified],
    }
    return render(request, "registers/calendar.html", context)


def _months(year, special):
    """[(first day of the month, its weeks)], Monday first; each day is (day, its entry or None, is it a weekend)."""
    found = []
    for month in range(1, 13):
        weeks = months.Calendar().monthdatescalendar(year, month)
        cells = [[_cell(day, month, special) for day in week] for week in weeks]
        found.append((date(year, month, 1), cells))
    return found


def _cell(day, month, special):
    return (day, special.get(day), day.weekday() > 4) if day.month == month else (None, None, False)
