"""The dashboard page: range, unit and level are in the address."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.reach import reach_of

from .. import dashboard as boards
from ..figures import Scope, recorded_range
from ..forms import RangeForm


@require_safe
def dashboard(request):
    """Figures of a unit tree the user reads; people without one have no dashboard (403)."""
    reach = reach_of(request.user)
    if not reach.tree_unit_ids:
        raise PermissionDenied
    today = timezone.localdate()
    units = reach.unit_rows()
    form = RangeForm(request.GET, units=units)
    if "unit" in form.errors:
        raise Http404
    unit = form.cleaned_data.get("unit") if form.is_valid() else None
    unit = unit or get_object_or_404(units, pk=reach.tree_unit_ids[0])
    scope = _scope(form, unit, today)
    context = {
        "form": form,
        "scope": scope,
        "today": today,
        "now": timezone.now(),
        "presets": boards.presets(today),
        "ancestors": [parent for parent in unit.ancestors() if units.filter(pk=parent.pk).exists()],
        **boards.build(scope, today=today),
    }
    context |= boards.tables_of(scope, context, here=request.path)
    return render(request, "reports/dashboard.html", context)


def _scope(form, unit, today):
    """The range asked for; by default the whole record up to today, so that what is logged now shows at once."""
    asked = form.cleaned_data if form.is_valid() else {}
    first, last = asked.get("from"), asked.get("to")
    if not first:
        recorded, _last = recorded_range(unit)
        first = recorded or today.replace(month=1, day=1)
    last = last or max(today, first)
    return Scope(unit=unit, first=first, last=last, level=asked.get("level", ""))
