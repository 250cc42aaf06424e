"""The calendar of receptions: a month of sessions, and the days on which heads must receive."""

from calendar import monthrange
from datetime import date, timedelta

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.reach import reach_of
from registers.models import Organisation

from ... import permissions
from ...forms.calendar import CalendarForm
from ...models import ReceptionSession, SessionState
from ...reception_proposals import proposals_for
from ...reception_quota import QuotaYear

PAGE = 60


@require_safe
def reception_list(request):
    """The sessions of a month that this user sees, day by day; body and receiving person narrow them down."""
    if not permissions.sees_receptions(request.user):
        raise PermissionDenied
    today = timezone.localdate()
    form = CalendarForm(request.GET, user=request.user, today=today)
    month, body = form.month(), form.chosen("body")
    last = month.replace(day=monthrange(month.year, month.month)[1])
    sessions = ReceptionSession.objects.visible_to(request.user).between(month, last)
    if body:
        sessions = sessions.filter(owner=body)
    if leader := form.chosen("leader"):
        sessions = sessions.filter(leader=leader)
    rows = sessions.with_figures(request.user).select_related("owner").order_by("on", "starts_at", "pk")
    context = {
        "form": form,
        "month": month,
        "before": (month - timedelta(days=1)).replace(day=1),
        "after": last + timedelta(days=1),
        "page_obj": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "weeks": _weeks(month, last, set(sessions.exclude(state=SessionState.CANCELLED).values_list("on", flat=True))),
        "today": today,
        "quota": _quota(request.user, body, month, today),
        "receiving": list(_bodies_receiving(request.user)),
        "shows_bodies": body is None and len(form.bodies) > 1,
    }
    return render(request, "petitions/reception_list.html", context)


def _weeks(month, last, taken):
    """The weeks of a month: (day or None, whether there is a session)."""
    days = [None] * month.weekday() + [month + timedelta(days=offset) for offset in range(last.day)]
    days += [None] * (-len(days) % 7)
    return [[(day, day in taken) for day in days[start : start + 7]] for start in range(0, len(days), 7)]


def _quota(user, body, month, today):
    """(body, its days) of the chosen body, or of the one that the user receives for; None where no rule binds it."""
    bodies = [body] if body else list(_bodies_receiving(user)[:2])
    quota = QuotaYear.load(month.year)
    bound = quota.bound(Organisation.objects.filter(pk__in=[one.pk for one in bodies])).select_related("unit")
    years = quota.years(bound, today=today)
    return (years[0].body, years[0].months[month.month - 1]) if len(years) == 1 else None


def _bodies_receiving(user):
    bodies = Organisation.objects.filter(pk__in=permissions.bodies_receiving(user))
    return bodies.select_related("unit").order_by("rank")


@require_safe
def reception_days(request):
    """The year of every head in reach: required, held, missing, planned, by which rule; and ad hoc ones proposed."""
    if not permissions.sees_receptions(request.user):
        raise PermissionDenied
    today = timezone.localdate()
    form = CalendarForm(request.GET, user=request.user, today=today)
    year = form.month().year
    quota = QuotaYear.load(year)
    page = Paginator(_heads_in_reach(request.user, quota), PAGE).get_page(request.GET.get("page"))
    context = {
        "year": year,
        "page_obj": page,
        "years": quota.years(page, today=today),
        "proposals": proposals_for(request.user, quota) if year == today.year else [],
        "months": [date(year, number, 1) for number in range(1, 13)],
        "before": date(year - 1, 1, 1),
        "after": date(year + 1, 1, 1),
    }
    return render(request, "petitions/reception_days.html", context)


def _heads_in_reach(user, quota):
    """Bodies bound in the year, of the user's tree and of the unit that an officer receives in: the days are public."""
    reach = reach_of(user)
    receiving = Organisation.objects.filter(pk__in=permissions.bodies_receiving(user))
    bodies = Organisation.objects.filter(unit__in=receiving.order_by().values("unit"))
    if reach.tree_unit_ids:
        bodies = bodies | Organisation.objects.filter(unit__in=reach.units_within())
    living = quota.bound(bodies).filter(valid_from__lte=date(quota.year, 12, 31))
    living = living.exclude(valid_until__lt=date(quota.year, 1, 1))
    return living.select_related("unit").order_by("rank", "sort_key", "pk")
