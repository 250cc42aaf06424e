"""The list of opinions, and the same list as a workbook."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.reach import reach_of
from audit.actions import Action
from audit.services import record
from registers.models import AdministrativeUnit
from registers.spreadsheets import XLSX, Sheet, write_workbook

from ... import permissions
from ...filters_opinions import OpinionFilter, field_options
from ...models import Opinion
from ...work import dress_rows

PAGE = 50
#: Beyond this the list says "more than", since counting would cost more than it tells.
COUNTED_EXACTLY = 10_000
MOST_EXPORTED = 50_000
_WIDTHS = [16, 12, 70, 26, 26, 16, 34, 30, 18, 24, 12, 12]


class CappedPaginator(Paginator):
    """Counts up to a limit only."""

    @cached_property
    def count(self):
        return min(self.found, COUNTED_EXACTLY)

    @cached_property
    def found(self):
        """The number of rows, or one more than the limit."""
        return self.object_list.order_by()[: COUNTED_EXACTLY + 1].count()

    @property
    def is_more(self):
        return self.found > COUNTED_EXACTLY


def filtered(request, data=None):
    """(filter, rows in order) for what the address asks, over what this user sees."""
    visible = Opinion.objects.visible_to(request.user)
    chosen = OpinionFilter(request.GET if data is None else data, user=request.user, queryset=visible)
    return chosen, chosen.rows()


@require_safe
def opinion_list(request):
    """The opinions this user sees; filters, order and page are in the address."""
    chosen, rows = filtered(request)
    paginator = CappedPaginator(rows, PAGE)
    page = paginator.get_page(request.GET.get("page"))
    context = {
        "form": chosen.form,
        "page_obj": page,
        "rows": dress_rows(page.object_list.with_list_columns()),
        "is_more": paginator.is_more,
        "limit": COUNTED_EXACTLY,
        "chips": chosen.chips(),
        "sort": chosen.sort,
        "today": timezone.localdate(),
        "field_options": field_options(),
        "filters_open": bool(chosen.form.errors),
        "can_register": permissions.may_register_somewhere(request.user),
        "can_assign": permissions.may_assign_somewhere(request.user),
        "english": get_language() == "en",
    }
    return render(request, "conferences/opinion_list.html", context)


@require_safe
def opinion_export(request):
    """What the list shows, all pages of it, with the same filters and order."""
    _chosen, rows = filtered(request)
    rows = rows.with_list_columns().select_related("unit__parent", "conference")
    named_units = set(_units_with_names(request.user))
    headings = [
        *(
            _("Code"),
            _("Date"),
            _("Content"),
            _("Speaker"),
            _("Unit"),
            _("Level"),
            pgettext("subject", "Field"),
            _("Lead"),
        ),
        *(_("State"), _("Outcome"), _("Due"), _("Done")),
    ]
    lines = (_line(row, named_units) for row in rows[:MOST_EXPORTED].iterator(chunk_size=2000))
    data = write_workbook([Sheet(_("Opinions"), headings, lines, widths=_WIDTHS)])
    record(Action.EXPORTED, request.user, by=request.user, fields=["opinions"], label="opinions")
    name = f"y-kien-{timezone.localdate():%Y-%m-%d}.xlsx"
    return HttpResponse(data, headers={"Content-Type": XLSX, "Content-Disposition": f'attachment; filename="{name}"'})


def _units_with_names(user):
    """Ids of the units whose speakers this user sees by name."""
    roots = reach_of(user).owning_units_for(*permissions.NAMING_ROLES)
    return AdministrativeUnit.objects.within_any(roots).values_list("pk", flat=True) if roots else []


def _line(row, named_units):
    speaker = getattr(row.turn, "speaker", None)
    who = ""
    if speaker is not None:
        who = (speaker.full_name or speaker.capacity) if row.unit_id in named_units else speaker.capacity
    return [
        *(row.code, row.raised_on, row.current_text.text if row.current_text_id else "", who, row.unit.full_name()),
        *(row.get_level_display(), str(row.field or ""), str(row.handling.lead or "")),
        row.get_state_display(),
        row.get_outcome_display() if row.outcome else _("Pending"),
        *(row.handling.due_on, row.handling.done_on),
    ]
