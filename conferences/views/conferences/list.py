"""The list of conferences, and the same list as a workbook."""

from django.core.paginator import Paginator
from django.http import QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import only_for
from audit.actions import Action
from audit.downloads import file_response
from audit.services import record
from registers.spreadsheets import XLSX, Sheet, write_workbook

from ... import permissions
from ...filters_conferences import ConferenceFilter
from ...models import Conference
from ...models.vocabulary import ConferenceState
from ...overview import OpinionCounts, opinion_counts

PAGE = 50
_WIDTHS = [12, 14, 50, 30, 28, 16, 18, 20, 12, 10, 10]
#: Colours of the states, for the list and the page.
TONES = {
    ConferenceState.DRAFT_PLAN: "none",
    ConferenceState.PLAN_APPROVED: "none",
    ConferenceState.PREPARING: "calm",
    ConferenceState.ANNOUNCED: "calm",
    ConferenceState.HELD: "soon",
    ConferenceState.MINUTES_DRAFTED: "soon",
    ConferenceState.MINUTES_SIGNED: "calm",
    ConferenceState.CONCLUDED: "ok",
    ConferenceState.FOLLOW_UP: "ok",
    ConferenceState.CLOSED: "ok",
    ConferenceState.POSTPONED: "late",
    ConferenceState.CANCELLED: "none",
}


def _filtered(request, data):
    form = ConferenceFilter(data)
    visible = Conference.objects.visible_to(request.user)
    return form, form.order(form.filter(visible)).with_list_columns()


@require_safe
@only_for(permissions.sees_conferences)
def conference_list(request):
    """The conferences this user sees; filters, order and page are in the address."""
    form, conferences = _filtered(request, request.GET)
    page = Paginator(conferences, PAGE).get_page(request.GET.get("page"))
    counts = opinion_counts(page.object_list)
    rows = [(row, counts.get(row.pk, OpinionCounts()), TONES[row.state]) for row in page.object_list]
    context = {
        "form": form,
        "page_obj": page,
        "rows": rows,
        "chips": form.chips(),
        "sort": form.sort,
        "can_create": permissions.can_create_conference(request.user),
    }
    return render(request, "conferences/conference_list.html", context)


@require_POST
@only_for(permissions.sees_conferences)
def conference_export(request):
    """What the list shows, all pages of it, with the same filters and order."""
    _form, conferences = _filtered(request, QueryDict(request.POST.get("query", "")))
    rows = list(conferences)
    counts = opinion_counts(rows)
    headings = [
        *(_("Date"), _("Code"), _("Title of the conference"), _("Theme"), _("Unit"), _("Level"), _("Kind"), _("State")),
        *(_("Participants"), _("Opinions"), _("Pending")),
    ]
    lines = []
    for row in rows:
        opinions = counts.get(row.pk, OpinionCounts())
        lines.append(
            [
                *(row.held_on, row.code, row.title, row.theme, row.unit.full_name()),
                *(row.get_level_display(), row.get_kind_display(), row.get_state_display()),
                *(row.participants, opinions.total, opinions.pending),
            ]
        )
    data = write_workbook([Sheet(_("Conferences"), headings, lines, widths=_WIDTHS)])
    record(Action.EXPORTED, request.user, by=request.user, fields=["conferences"], label="conferences")
    return file_response(data, name=f"hoi-nghi-{timezone.localdate():%Y-%m-%d}.xlsx", content_type=XLSX)
