"""The list of opinions as a workbook: at once when it is short, by a job when it is long."""

from uuid import uuid4

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, pgettext
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.reach import reach_of
from audit.actions import Action
from audit.services import record
from handling import copies
from handling.lists import rows_of_keys
from jobs import registry
from jobs.models import JobFile
from jobs.registry import JobFailed, Result
from jobs.services import enqueue
from registers.spreadsheets import XLSX, Sheet, write_workbook

from .filters_opinions import OpinionFilter
from .models import Opinion
from .speakers import speaker_words, text_words

KIND = "conferences.opinion_export"
#: Longer lists take seconds, so a worker writes them.
AT_ONCE = 1_000
MOST_EXPORTED = 50_000
#: The file names people; whoever needs it longer has saved it.
KEEP_DAYS = 30
#: A step of the progress bar.
STEP = 1_000


def opinions_asked_for(user, query):
    """The opinions that a query string of the list asks for, over what this user sees, in its order."""
    visible = Opinion.objects.visible_to(user)
    return OpinionFilter(QueryDict(query), user=user, queryset=visible).rows()


def file_name(on):
    return f"y-kien-{on:%Y-%m-%d}.xlsx"


def opinion_workbook(user, rows, *, step=lambda done: None):
    """The bytes of the workbook; names of speakers only where this user sees them."""
    columns = _columns()
    rows = rows.with_list_columns().with_naming(user)
    rows = rows.select_related("unit__parent", "conference", "turn__speaker__delegate__person")
    headings = [heading for heading, _width, _value in columns]
    widths = [width for _heading, width, _value in columns]
    lines = _lines(rows, columns, step)
    return write_workbook([Sheet(_("Opinions"), headings, lines, widths=widths)])


def _lines(rows, columns, step):
    """Chunk by chunk, each read to its end before the step: the step writes, and on SQLite whoever writes while a read
    of theirs is open is refused at once when others wrote meanwhile.
    """
    keys = list(rows.values_list("pk", flat=True)[:MOST_EXPORTED])
    for start in range(0, len(keys), STEP):
        step(start)
        for row in rows_of_keys(keys[start : start + STEP], rows):
            yield [value(row) for _heading, _width, value in columns]


def _columns():
    """(heading, width, value of a row) for each column; the gloss in the English interface alone, as on screen."""
    gloss = [(_("English gloss"), 60, lambda row: row.current_text.gloss_en if row.current_text_id else "")]
    return [
        (_("Code"), 16, lambda row: row.code),
        (_("Date"), 12, lambda row: row.raised_on),
        (_("Content"), 70, lambda row: text_words(row, named=row.names_shown)),
        *(gloss if get_language() == "en" else []),
        (_("Speaker"), 34, lambda row: speaker_words(row, named=row.names_shown)),
        (_("Unit"), 30, lambda row: row.unit.full_name()),
        (_("Level"), 14, lambda row: row.get_level_display()),
        (_("Conference"), 14, lambda row: row.conference.code if row.conference_id else ""),
        (_("Phase"), 18, lambda row: row.get_phase_display()),
        (pgettext("subject", "Field"), 26, lambda row: row.field.name if row.field_id else ""),
        (_("Lead"), 34, lambda row: str(row.handling.lead or "")),
        (_("State"), 18, lambda row: row.get_state_display()),
        (_("Outcome"), 26, lambda row: row.get_outcome_display() if row.outcome else _("Pending")),
        (_("Due"), 12, lambda row: row.handling.due_on),
        (_("Done"), 12, lambda row: row.handling.done_on),
    ]


def ask_for_export(user, query):
    """Queue a long export and return its job."""
    arguments = {"user": user.pk, "query": query, "roles": _roles_of(user)}
    return enqueue(KIND, key=f"{KIND}:{uuid4()}", arguments=arguments, by=user)


def _roles_of(user):
    return [[str(grant.role), grant.organisation_id] for grant in reach_of(user).grants]


def permits(user, job):
    """The file names citizens: it stays open while its owner holds every role they asked with."""
    held = _roles_of(user)
    return all(role in held for role in job.arguments["roles"])


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


def erase_copies(opinion):
    """Take away the lists written since the opinion was registered: any of them may hold its words."""
    JobFile.objects.filter(job__kind=KIND, job__created_at__gte=opinion.created_at).delete()


def register():
    copies.register("opinion", erase_copies)
    registry.register(KIND, label=gettext_lazy("List of opinions"), run=run, permits=permits, keep_days=KEEP_DAYS)
