"""The register of units: the list as of a day, one unit with its history, options for fields that find a unit.

The register is public record: everybody who signs in reads it, nobody changes it here.
"""

from datetime import date

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.html import format_html_join
from django.views.decorators.http import require_safe

from dialogue_portal.text import whole_number

from ..forms import UnitFilter
from ..models import AdministrativeUnit, Organisation, UnitSuccession
from ..parts import parts_of
from ..succession import present_unit_of

PER_PAGE = 50
MOST_OPTIONS = 20
MOST_BODIES = 20


@require_safe
def unit_list(request):
    form = UnitFilter(request.GET, today=timezone.localdate())
    page = Paginator(form.filter().select_related("parent"), PER_PAGE).get_page(request.GET.get("page"))
    units = list(page.object_list)
    came_from = _by(UnitSuccession.objects.filter(new__in=units).select_related("old"), "new_id")
    became = _by(UnitSuccession.objects.filter(old__in=units).select_related("new"), "old_id")
    rows = [(unit, came_from.get(unit.pk, []), became.get(unit.pk, [])) for unit in units]
    return render(request, "registers/unit_list.html", {"form": form, "page_obj": page, "rows": rows})


@require_safe
def unit_detail(request, pk):
    unit = get_object_or_404(AdministrativeUnit.objects.select_related("parent"), pk=pk)
    today = timezone.localdate()
    day = _day_within(unit, UnitFilter(request.GET, today=today).day)
    present = present_unit_of(unit, today)
    came_from = unit.predecessions.select_related("old__parent").order_by("-is_default", "old__sort_key")
    became = unit.successions.select_related("new__parent").order_by("-is_default", "new__sort_key")
    bodies = Organisation.objects.filter(unit=unit).on(day).order_by("rank", "sort_key")
    context = {
        "unit": unit,
        "day": day,
        "above": unit.ancestors_on(day),
        "parts": list(parts_of(unit, day, day)),
        "came_from": _own_code_first(unit, [(step, step.old) for step in came_from]),
        "became": _own_code_first(unit, [(step, step.new) for step in became]),
        "present": present if present.pk != unit.pk else None,
        "is_former_level": present.level != unit.level,
        "bodies": list(bodies[:MOST_BODIES]),
        "has_more_bodies": bodies.count() > MOST_BODIES,
    }
    return render(request, "registers/unit_detail.html", context)


@require_safe
def unit_options(request):
    """`<option>`s for a list of suggestions: units in force whose names have every word of `q`, below `within`."""
    form = UnitFilter(request.GET, today=timezone.localdate())
    words = form.cleaned_data.get("q", "")
    units = form.filter().select_related("parent") if words else AdministrativeUnit.objects.none()
    within = whole_number(request.GET.get("within", ""))
    if within is not None:
        units = units.within_any([within])
    options = ((unit.full_name(), unit.code) for unit in units[:MOST_OPTIONS])
    return HttpResponse(format_html_join("\n", '<option value="{}">{}</option>', options))


def _own_code_first(unit, steps):
    return sorted(steps, key=lambda pair: pair[1].code != unit.code)


def _day_within(unit, day):
    """The day asked for, as far as the unit was in force on it."""
    return max(min(day, unit.valid_until or date.max), unit.valid_from)


def _by(successions, key):
    found = {}
    for succession in successions.order_by("-is_default", "pk"):
        found.setdefault(getattr(succession, key), []).append(succession)
    return found
