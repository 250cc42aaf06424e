"""The history of handled work in sentences: what every room tells alike. Each says in words what its moves decided."""

from datetime import date

from django.utils import formats, timezone
from django.utils.translation import gettext as _

from registers.models import Field, Organisation


def rows_since(obj, since):
    """The moves after a version, oldest first, with who made them and the words given with them."""
    return list(obj.history.filter(version__gt=since).select_related("by", "note").order_by("pk"))


def step_of(row, *, title, text, named):
    """One row for `components/_history.html`; the words given with a move are for those who see names."""
    return {
        "title": title,
        "text": text,
        "note": row.note.text if named and hasattr(row, "note") else "",
        "at": when_words(row),
        "who": row.by.full_name,
    }


def when_words(row):
    """When a move was made; and when it was recorded, where that was another day."""
    recorded = timezone.localtime(row.at)
    if row.on == recorded.date():
        return moment_words(recorded)
    return _("%(day)s, recorded %(moment)s") % {"day": day_words(row.on), "moment": moment_words(recorded)}


def moment_words(moment):
    return formats.date_format(timezone.localtime(moment), "SHORT_DATETIME_FORMAT")


def day_words(day):
    """A day as the page writes it; facts of the history keep days in ISO."""
    return formats.date_format(date.fromisoformat(day) if isinstance(day, str) else day, "SHORT_DATE_FORMAT")


def due_words(facts):
    return _("due on %(day)s") % {"day": day_words(facts["due_on"])}


class RegisterNames:
    """Names of the bodies and fields that facts of a history tell by code, in one query each.

    `known` are bodies and fields at hand, which are not asked for.
    """

    def __init__(self, rows, *, bodies=(), fields=(), known=()):
        present = [one for one in known if one is not None]
        self._bodies = {one.code: str(one) for one in present if isinstance(one, Organisation)}
        self._fields = {one.code: one.name for one in present if isinstance(one, Field)}
        asked = {row.facts.get(name) for row in rows for name in bodies} - {None, "", *self._bodies}
        if asked:
            self._bodies |= {body.code: str(body) for body in Organisation.objects.filter(code__in=asked)}
        asked = {row.facts.get(name) for row in rows for name in fields} - {None, "", *self._fields}
        if asked:
            self._fields |= {row.code: row.name for row in Field.objects.filter(code__in=asked)}

    def body(self, code):
        return self._bodies.get(code, code)

    def field(self, code):
        return self._fields.get(code, code)
