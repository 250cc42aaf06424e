"""A filtered list as a workbook: at once when it is short, by a job when it is long."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from uuid import uuid4

from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.reach import reach_of
from audit.actions import Action
from audit.downloads import file_response
from audit.services import record
from jobs import registry
from jobs.models import Job
from jobs.registry import JobFailed, Result
from jobs.services import enqueue, take_back_files
from registers.spreadsheets import XLSX, Sheet, write_workbook

from . import copies
from .lists import rows_of_keys

#: Longer lists take seconds, so a worker writes them.
AT_ONCE = 1_000
MOST_EXPORTED = 50_000
#: The file names people; whoever needs it longer has saved it.
KEEP_DAYS = 30
#: A step of the progress bar.
STEP = 1_000


@dataclass(frozen=True)
class ListExport:
    """What a room says of a list that can be written as a workbook.

    `kind` is the kind of its job and `label` its name; `record` the kind of record for `handling.copies`; `noun` what
    the trail calls the list; `stem` the begin of the name of the file.
    `asked_for(user, query)`: the rows a query string of the list asks for, over what this user sees, in its order.
    `read(rows, user)`: the same with what the columns read, names only where this user sees them.
    `columns()`: (heading, width, value of a row) for each. `note` stands over the headings.
    """

    kind: str
    label: object
    record: str
    noun: str
    stem: str
    sheet: object
    asked_for: Callable
    read: Callable
    columns: Callable
    note: object = ""

    def take_back(self, obj):
        """Take away the lists written since the record was made: any of them may hold its words."""
        take_back_files(Job.objects.filter(kind=self.kind), since=obj.created_at)


def register(export):
    """Make the job of this list known, and how its files are taken away."""
    registry.register(export.kind, label=export.label, run=partial(run, export), permits=permits, keep_days=KEEP_DAYS)
    copies.register(export.record, export.take_back)


def export_response(export, request):
    """The answer to asking for the list at the query string that was posted: the file, or the way to its job."""
    query = request.POST.get("query", "")
    rows = export.asked_for(request.user, query)
    if rows.order_by()[: AT_ONCE + 1].count() > AT_ONCE:
        return redirect("jobs:detail", ask_for_export(export, request.user, query).pk)
    data = list_workbook(export, request.user, rows)
    _note(export, request.user)
    return file_response(data, name=file_name(export, timezone.localdate()), content_type=XLSX)


def list_workbook(export, user, rows, *, keys=None, step=lambda done: None):
    """The bytes of the workbook of these rows; with `keys` of those among them, in the order of the keys."""
    columns = export.columns()
    headings = [heading for heading, _width, _value in columns]
    widths = [width for _heading, width, _value in columns]
    values = [value for _heading, _width, value in columns]
    lines = lines_of(keys_of(rows) if keys is None else keys, export.read(rows, user), values, step)
    return write_workbook([Sheet(export.sheet, headings, lines, widths=widths, title=export.note)])


def keys_of(rows):
    return list(rows.values_list("pk", flat=True)[:MOST_EXPORTED])


def lines_of(keys, rows, values, step):
    """The values of each row of these keys, chunk by chunk, each read to its end before the step: the step writes, and
    on SQLite whoever writes while a read of theirs is open is refused at once when others wrote meanwhile.
    """
    for start in range(0, len(keys), STEP):
        step(start)
        for row in rows_of_keys(keys[start : start + STEP], rows):
            yield [value(row) for value in values]


def file_name(export, on):
    return f"{export.stem}-{on:%Y-%m-%d}.xlsx"


def ask_for_export(export, user, query):
    """Queue a long export and return its job. An address may hold any words, names among them: keys go in its place."""
    arguments = {"user": user.pk, "roles": roles_of(user), "keys": keys_of(export.asked_for(user, query))}
    return enqueue(export.kind, key=f"{export.kind}:{uuid4()}", arguments=arguments, by=user)


def roles_of(user):
    return [[str(grant.role), grant.organisation_id] for grant in reach_of(user).grants]


def permits(user, job):
    """The file names citizens: it stays open while its owner holds every role they asked with."""
    held = roles_of(user)
    return all(role in held for role in job.arguments["roles"])


def owner_of(job):
    """Who asked. Raises `JobFailed` when they have no access any more."""
    user = User.objects.filter(pk=job.arguments["user"], is_active=True).first()
    if user is None:
        raise JobFailed(_("The person who asked for this export has no access any more."))
    return user


def run(export, job, progress):
    """The job: what the person may see is decided when it runs, not when it was asked for."""
    user = owner_of(job)
    rows = export.asked_for(user, job.arguments.get("query", ""))
    keys = job.arguments["keys"] if "keys" in job.arguments else keys_of(rows)
    data = list_workbook(export, user, rows, keys=keys, step=lambda done: progress(done, len(keys)))
    return Result(apply=lambda: _note(export, user), file=(file_name(export, timezone.localdate()), XLSX, data))


def _note(export, user):
    record(Action.EXPORTED, user, by=user, fields=[export.noun], label=export.noun)
