"""The list of opinions as a workbook."""

from django.http import QueryDict
from django.utils.translation import get_language, gettext_lazy, pgettext
from django.utils.translation import gettext as _

from handling.exports import ListExport

from .filters_opinions import OpinionFilter
from .models import Opinion
from .speakers import gloss_words, speaker_words, text_words


def opinions_asked_for(user, query):
    """The opinions that a query string of the list asks for, over what this user sees, in its order."""
    visible = Opinion.objects.visible_to(user)
    return OpinionFilter(QueryDict(query), user=user, queryset=visible).rows()


def _read(opinions, user):
    rows = opinions.with_list_columns().with_naming(user)
    return rows.select_related("unit__parent", "conference", "turn__speaker__delegate__person")


def _columns():
    """(heading, width, value of a row) for each column; the gloss in the English interface alone, as on screen."""
    gloss = [(_("English gloss"), 60, lambda row: gloss_words(row, named=row.names_shown))]
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


OPINIONS = ListExport(
    kind="conferences.opinion_export",
    label=gettext_lazy("List of opinions"),
    record="opinion",
    noun="opinions",
    stem="y-kien",
    sheet=gettext_lazy("Opinions"),
    asked_for=opinions_asked_for,
    read=_read,
    columns=_columns,
)
