"""The dashboard page: unit, range, level and grouping are in the address."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.reach import reach_of
from audit.kept import kept_until_change

from ..dashboard import board_context, presets
from ..forms import NOW, RangeForm
from ..petition_part import petition_part
from ..scope import Scope


@require_safe
@kept_until_change
def dashboard(request):
    """Figures of a unit tree the user reads; people without one have no dashboard (403)."""
    reach = reach_of(request.user)
    if not reach.tree_unit_ids:
        raise PermissionDenied
    today = timezone.localdate()
    units = reach.unit_rows().select_related("parent__parent")
    form = RangeForm(request.GET, units=units)
    asked = form.cleaned_data if form.is_valid() else {}
    if "unit" in form.errors:
        raise Http404
    # An invalid range says so beside what was typed, over the figures of the whole record.
    unit = form.unit_asked or get_object_or_404(units, pk=reach.tree_unit_ids[0])
    scope = _scope(asked, unit, today)
    board = board_context(scope, today)
    context = {
        **board,
        "form": form,
        "petitions": petition_part(scope, request.user, today),
        "now": timezone.now(),
        "presets": presets(today, board["published"].periods),
        "ancestors": _ancestors(unit, reach.tree_unit_ids),
        "may_regroup": unit.is_valid_on(today),
    }
    return render(request, "reports/dashboard.html", context)


def _scope(asked, unit, today):
    """The range asked for; by default the whole record up to today, so that what is logged now shows at once."""
    first, last = asked.get("from"), asked.get("to")
    as_now = today if asked.get("grouping") == NOW and unit.is_valid_on(today) else None
    last = last or max(today, first or today)
    return Scope(unit=unit, first=first, last=last, level=asked.get("level", ""), as_now=as_now)


def _ancestors(unit, roots):
    """The units above, up to the root of what the user reads; the walk reads no row that is not selected with it."""
    above = []
    while unit.pk not in roots and unit.parent_id:
        unit = unit.parent
        above.insert(0, unit)
    return above if above and above[0].pk in roots else []
