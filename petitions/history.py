"""What happened to a petition, in sentences. Reasons appear only for those who see names."""

from datetime import date

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registers.models import Field, Organisation

from .models import (
    Competence,
    DeclineReason,
    Direction,
    EndGround,
    Finding,
    PauseGround,
    PetitionKind,
)
from .services.registering import REGISTERED
from .workflow import PETITIONS

_CHANGES = {REGISTERED: gettext_lazy("Registered")}
_VOCABULARIES = {
    "kind": PetitionKind,
    "competence": Competence,
    "direction": Direction,
    "decline_reason": DeclineReason,
    "finding": Finding,
}


def steps_of(petition, *, named, since=0):
    """The moves after version `since`, newest first, for `components/_history.html`; at most three queries."""
    rows = list(petition.history.filter(version__gt=since).select_related("by", "note").order_by("-pk"))
    bodies = {row.facts.get(name) for row in rows for name in ("addressee", "lead")} - {None}
    fields = {row.facts.get("field") for row in rows} - {None}
    names = {body.code: str(body) for body in Organisation.objects.filter(code__in=bodies)} if bodies else {}
    if fields:
        names |= {field.code: field.name for field in Field.objects.filter(code__in=fields)}
    labels = {move.name: move.label for move in PETITIONS.moves} | _CHANGES
    return [
        {
            "title": labels.get(row.move, row.move),
            "text": _words(row, names),
            "note": row.note.text if named and hasattr(row, "note") else "",
            "at": formats.date_format(row.on, "SHORT_DATE_FORMAT"),
            "who": row.by.full_name,
        }
        for row in rows
    ]


def _words(row, names):
    facts = row.facts
    parts = [vocabulary(facts[name]).label for name, vocabulary in _VOCABULARIES.items() if facts.get(name)]
    parts += [names.get(facts[name], facts[name]) for name in ("field", "addressee", "lead") if facts.get(name)]
    if facts.get("ground"):
        grounds = PauseGround if facts["ground"] in PauseGround.values else EndGround
        parts.append(grounds(facts["ground"]).label)
    if facts.get("parts"):
        parts.append(", ".join(facts["parts"]))
    for name, words in (("day", "%s"), ("received_on", "%s"), ("due_on", _("due on %(day)s"))):
        if facts.get(name):
            day = formats.date_format(date.fromisoformat(facts[name]), "SHORT_DATE_FORMAT")
            parts.append(words % {"day": day} if name == "due_on" else day)
    return " · ".join(str(part) for part in parts)
