"""Reminders before and after the due date, and of replies that are awaited: one each per person, record and day, in
the portal and by e-mail.

Every day a job writes the reminders that are due in the transaction that ends it, and asks for one letter per person.
The letter goes out in the transaction that marks its reminders as sent; should the worker die between the two, the
second letter carries the same Message-ID, so that a mail box shows it once.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import Case, Exists, F, OuterRef, Q, When
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import User
from jobs import registry, schedule
from jobs.registry import PartAway, Result
from jobs.services import enqueue

from .kinds import kinds
from .models import Reminder, is_running
from .worklist import DUE_SOON_DAYS

DAILY, LETTER = "handling.reminders", "handling.reminder_letter"
_OF_WORK = (Reminder.About.BEFORE, Reminder.About.AFTER)
#: A reminder that nobody had read is not shown for ever.
SHOWN_DAYS = 60


@dataclass(frozen=True)
class Line:
    """A reminder as the work list and the letter show it. `days` is negative when the due date has passed, or the day
    from which a reply is awaited.
    """

    code: str
    url: str
    due_on: date
    days: int
    is_reply: bool = False


# --- writing ---


def ask_for_reminders(now):
    """The daily schedule: short, it only asks for the job."""
    on = timezone.localdate(now)
    enqueue(DAILY, key=f"{DAILY}:{on}", arguments={"on": on.isoformat()})


def run_daily(job, progress):
    on = date.fromisoformat(job.arguments["on"])
    due = [reminder for kind in kinds() for reminder in due_reminders(kind, on)]
    return Result(apply=lambda: _write(due, on))


#: The day that a record is reminded of: its due date while it is worked on, then that of the reply that is awaited.
_DAY = Case(When(handling__done_on__isnull=True, then=F("handling__due_on")), default=F("handling__reply_due_on"))
_AWAITED = Q(handling__done_on__isnull=False, handling__reply_due_on__isnull=False)
#: The reminder is of what the record waits for now, and of the day that holds now.
_HOLDS = (
    is_running("handling__")
    & Q(handling__reminders__about__in=_OF_WORK, handling__reminders__due_on=F("handling__due_on"))
) | (
    _AWAITED
    & Q(handling__reminders__about=Reminder.About.REPLY, handling__reminders__due_on=F("handling__reply_due_on"))
)


def due_reminders(kind, on):
    """Reminders of one kind of work that a day asks for, written before or not; two queries."""
    if kind.open_work is None:
        return []
    soon = is_running("handling__") & Q(handling__due_on__lte=on + timedelta(days=DUE_SOON_DAYS))
    rows = kind.open_work().filter(soon | _AWAITED & Q(handling__reply_due_on__lte=on))
    days = {
        handling: (day, Reminder.About.REPLY if done_on else _before_or_after(day, on))
        for handling, day, done_on in rows.values_list("handling", _DAY, "handling__done_on")
    }
    return [
        Reminder(handling_id=handling, to_id=user, about=days[handling][1], due_on=days[handling][0])
        for handling, user in kind.reminded(rows, on)
    ]


def _before_or_after(day, on):
    return Reminder.About.AFTER if day < on else Reminder.About.BEFORE


def _write(due, on):
    """Each reminder once: what was written on an earlier day, or by another worker, stays as it is."""
    Reminder.objects.bulk_create(due, ignore_conflicts=True, batch_size=1000)
    for user in User.objects.filter(Exists(_unmailed(on)), is_active=True).exclude(email=""):
        # What was done meanwhile, is handled by others or stands in no letter leaves nothing to write.
        if unseen(user, on, by_mail=True):
            enqueue(LETTER, key=f"{LETTER}:{user.pk}:{on}", arguments={"user": user.pk, "on": on.isoformat()})


def _unmailed(on):
    """Reminders of the person of the row outside that a letter of the day may hold."""
    fresh = Reminder.objects.filter(mailed_at__isnull=True, seen_at__isnull=True, to=OuterRef("pk"))
    return fresh.filter(due_on__gte=on - timedelta(days=SHOWN_DAYS))


# --- showing ---


def unseen(user, on, *, by_mail=False):
    """[(reminder ids, `Line`)] of what this person has not seen of records they still handle, most late first."""
    found = []
    fresh = Reminder.objects.filter(to=user, seen_at__isnull=True, due_on__gte=on - timedelta(days=SHOWN_DAYS))
    if by_mail:
        fresh = fresh.filter(mailed_at__isnull=True)
    for kind in kinds():
        rows = kind.handled(user) if not by_mail else kind.mailable(kind.handled(user))
        # One condition on reminders: a day that was moved since is reminded of anew when the new one is near.
        shown = rows.filter(_HOLDS, handling__reminders__in=fresh).select_related("handling")
        # Whole rows, so that a reading that must be noted is.
        found += [
            (row.reminder, _line(kind, row, on)) for row in shown.annotate(reminder=F("handling__reminders"), day=_DAY)
        ]
    return sorted(found, key=lambda pair: (pair[1].due_on, pair[1].code))


def _line(kind, row, on):
    is_reply = row.handling.done_on is not None
    return Line(row.code, kind.url(row.code), row.day, (row.day - on).days, is_reply=is_reply)


def lines(pairs):
    """Each record once, most late first."""
    return list({line.code: line for _key, line in pairs}.values())


def mark_seen(user, at):
    """The person has read all reminders they were shown."""
    Reminder.objects.filter(to=user, seen_at__isnull=True).update(seen_at=at)


# --- the letter ---


def run_letter(job, progress):
    user = User.objects.filter(pk=job.arguments["user"], is_active=True).exclude(email="").first()
    if user is None:
        return None
    on = date.fromisoformat(job.arguments["on"])

    def send():
        rows = Reminder.objects.select_for_update().filter(to=user, mailed_at__isnull=True)
        held = set(rows.values_list("pk", flat=True))
        pairs = [(key, line) for key, line in unseen(user, on, by_mail=True) if key in held]
        if pairs:
            Reminder.objects.filter(pk__in=[key for key, _line in pairs]).update(mailed_at=timezone.now())
            _send(letter(user, lines(pairs), on))

    return Result(apply=send)


def _send(message):
    """Raises `PartAway` when the mail server does not take it: the next attempt has the same Message-ID."""
    try:
        message.send()
    except OSError as error:
        raise PartAway from error


def letter(user, found, on):
    """The letter to one person: codes and dates, never what a record says."""
    replies = sum(line.is_reply for line in found)
    late = sum(line.days < 0 and not line.is_reply for line in found)
    soon = len(found) - late - replies
    counted = (
        (late, _("%(number)d overdue")),
        (soon, _("%(number)d due soon")),
        (replies, ngettext("%(number)d reply awaited", "%(number)d replies awaited", replies)),
    )
    said = ", ".join(sentence % {"number": number} for number, sentence in counted if number)
    subject = _("Reminder: %(work)s") % {"work": said}
    text = "\n".join([_("Work with a due date near or passed:"), "", *map(_written, found), "", *_where()])
    message_id = f"<reminder-{user.pk}-{on.isoformat()}@{settings.DEFAULT_FROM_EMAIL.rpartition('@')[2]}>"
    return EmailMessage(subject, text, to=[user.email], headers={"Message-ID": message_id})


def _written(line):
    day = formats.date_format(line.due_on, "SHORT_DATE_FORMAT")
    if line.is_reply:
        return f"- {line.code}: {day} ({_('reply awaited')})"
    if line.days < 0:
        late = ngettext("%(days)d day late", "%(days)d days late", -line.days) % {"days": -line.days}
        return f"- {line.code}: {day} ({late})"
    return f"- {line.code}: {day}"


def _where():
    return [f"{settings.SITE_URL}{reverse('handling:work')}"] if settings.SITE_URL else []


def register():
    registry.register(DAILY, label=gettext_lazy("Reminders of the day"), run=run_daily)
    registry.register(LETTER, label=gettext_lazy("Letter of reminders"), run=run_letter)
    schedule.register("reminders", ask_for_reminders)
