"""The list of petitions as a workbook; never a denunciation in it."""

from django.http import QueryDict
from django.utils.translation import get_language, gettext_lazy, pgettext
from django.utils.translation import gettext as _

from handling.exports import ListExport

from .filters import PetitionFilter
from .models import Petition
from .words import gloss_words, sender_words, source_words, summary_words, why_uncounted


def petitions_asked_for(user, query):
    """The petitions that a query string of the list asks for, over what this user sees, without denunciations."""
    visible = Petition.objects.visible_to(user).without_denunciations()
    return PetitionFilter(QueryDict(query), user=user, queryset=visible).rows()


def _read(petitions, user):
    rows = petitions.with_list_columns().with_naming(user)
    return rows.select_related("unit__parent", "owner", "field", "addressee", "handling__lead", "content")


def _senders(row):
    return "; ".join(sender_words(row, named=row.names_shown)) if row.is_counted else ""


def _content(row):
    """Of what was split nothing is written, with a denunciation in it or without."""
    return summary_words(row, named=row.names_shown) if row.is_counted else why_uncounted(row)


def _gloss(row):
    return gloss_words(row, named=row.names_shown) if row.is_counted else ""


def _columns():
    """(heading, width, value of a row) for each column; the gloss in the English interface alone, as on screen."""
    gloss = [(_("English gloss"), 60, _gloss)]
    return [
        (_("Code"), 16, lambda row: row.code),
        (_("Received on"), 12, lambda row: row.received_on),
        (pgettext("petition", "Kind"), 20, lambda row: row.get_kind_display()),
        (_("Content"), 70, _content),
        *(gloss if get_language() == "en" else []),
        (_("Sender"), 34, _senders),
        (_("Number of signatories"), 10, lambda row: row.signatories if row.is_counted else None),
        (_("Source"), 22, source_words),
        (_("Receiving body"), 34, lambda row: str(row.owner)),
        (_("Unit"), 30, lambda row: row.unit.full_name()),
        (pgettext("subject", "Field"), 26, lambda row: row.field.name if row.field_id else ""),
        (_("Competence"), 20, lambda row: row.get_competence_display()),
        (_("Direction"), 22, lambda row: row.get_direction_display()),
        (_("Addressee"), 34, lambda row: str(row.addressee or "")),
        (_("Lead"), 34, lambda row: str(row.handling.lead or "")),
        (_("State"), 18, lambda row: row.get_state_display()),
        (_("Due"), 12, lambda row: row.handling.due_on),
        (_("Done"), 12, lambda row: row.handling.done_on),
    ]


PETITIONS = ListExport(
    kind="petitions.petition_export",
    label=gettext_lazy("List of petitions"),
    record="petition",
    noun="petitions",
    stem="don-thu",
    sheet=gettext_lazy("Petitions"),
    asked_for=petitions_asked_for,
    read=_read,
    columns=_columns,
    note=gettext_lazy("Denunciations stand in no export."),
)
