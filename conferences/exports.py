"""The list of opinions as a workbook: at once when it is short, by a job when it is long."""

from uuid import uuid4

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from accounts.models import User
from accounts.reach import reach_of
from audit.actions import Action
from audit.services import record
from jobs import registry
from jobs.registry import JobFailed, Result
from jobs.services import enqueue
from registers.models import AdministrativeUnit
from registers.spreadsheets import XLSX, Sheet, write_workbook

from . import permissions
from .filters_opinions import OpinionFilter
from .models import Opinion

KIND = "conferences.opinion_export"
#: Longer lists take seconds, so a worker writes them.
AT_ONCE = 1_000
MOST_EXPORTED = 50_000
#: A step of the progress bar.
STEP = 1_000
_WIDTHS = [16, 12, 70, 26, 26, 16, 34, 30, 18, 24, 12, 12]


def opinions_asked_for(user, query):
    """The opinions that a query string of the list asks for, over what this user sees, in its order."""
    visible = Opinion.objects.visible_to(user)
    return OpinionFilter(QueryDict(query), user=user, queryset=visible).rows()


def file_name(on):
    return f"y-kien-{on:%Y-%m-%d}.xlsx"


def opinion_workbook(user, rows, *, step=lambda done: None):
    """The bytes of the workbook; names of speakers only where this user sees them."""
    named_units = set(_units_with_names(user))
    headings = [
        *(_("Code"), _("Date"), _("Content"), _("Speaker"), _("Unit"), _("Level")),
        *(pgettext("subject", "Field"), _("Lead"), _("State"), _("Outcome"), _("Due"), _("Done")),
    ]
    rows = rows.with_list_columns().select_related("unit__parent", "conference")[:MOST_EXPORTED]
    return write_workbook([Sheet(_("Opinions"), headings, _lines(rows, named_units, step), widths=_WIDTHS)])


def _lines(rows, named_units, step):
    for number, row in enumerate(rows.iterator(chunk_size=STEP)):
        if number % STEP == 0:
            step(number)
        yield _line(row, named_units)


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


def ask_for_export(user, query):
    """Queue a long export and return its job."""
    return enqueue(KIND, key=f"{KIND}:{uuid4()}", arguments={"user": user.pk, "query": query}, by=user)


def run(job, progress):
    """The job: what the person may see is decided when it runs, not when it was asked for."""
    user = User.objects.filter(pk=job.arguments["user"], is_active=True).first()
    if user is None:
        raise JobFailed(_("The person who asked for this export has no access any more."))
    rows = opinions_asked_for(user, job.arguments["query"])
    total = min(rows.order_by().count(), MOST_EXPORTED)
    data = opinion_workbook(user, rows, step=lambda done: progress(done, total))

    def note():
        record(Action.EXPORTED, user, by=user, fields=["opinions"], label="opinions")

    return Result(apply=note, file=(file_name(timezone.localdate()), XLSX, data))


def register():
    registry.register(KIND, label=gettext_lazy("List of opinions"), run=run)
