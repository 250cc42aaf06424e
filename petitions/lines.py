"""Petitions as their tables show them: every cell written out, masked for everybody."""

from functools import cache
from typing import NamedTuple

from django.urls import reverse
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _

from dialogue_portal.templatetags.portal import due_badge, tag

from .tones import state_tone
from .words import sender_words, summary_words

NOTHING = "–"


class Line(NamedTuple):
    code: str
    url: str
    day: str
    kind: str
    text: str
    who: str
    owner: str
    field: str
    state: str
    due: str


def dress_rows(petitions, today=None):
    """Lines of the table from petitions with their list columns and senders. Due dates are seen from `today`."""
    today = today or timezone.localdate()
    address = reverse("petitions:petition", args=["CODE"])
    day = cache(lambda value: formats.date_format(value, "SHORT_DATE_FORMAT"))
    due = cache(lambda due_on, *ended: due_badge(due_on, today, *ended) if due_on else NOTHING)
    awaited = cache(lambda since: _awaited(since, day) if since and since <= today else "")
    return [
        Line(
            code=row.code,
            url=address.replace("CODE", row.code),
            day=day(row.received_on),
            kind=row.get_kind_display(),
            text=summary_words(row),
            who="; ".join(sender_words(row, named=False)[:2]),
            owner=row.owner.short_name or str(row.owner),
            field=row.field.name if row.field_id else NOTHING,
            state=tag(row.get_state_display(), state_tone(row)),
            due=awaited(row.handling.reply_due_on)
            or due(row.handling.due_on, row.handling.done_on, row.handling.stopped_on),
        )
        for row in petitions
    ]


def _awaited(since, day):
    """In place of "on time": what was passed on in time is waited for all the same."""
    badge = tag(_("Reply awaited"), "soon")
    return format_html('{}<span class="sub">{}</span>', badge, _("from %(day)s on") % {"day": day(since)})
