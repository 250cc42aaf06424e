"""What happened to a petition, in sentences. Reasons appear only for those who see names."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from dialogue_portal.text import lower_first
from handling.history_words import RegisterNames, day_words, due_words, rows_since, step_of
from registers.models import ReasonList
from registers.reasons import label_of

from .marks import MARKS
from .models import Competence, Direction, Finding, PetitionKind, PetitionState, PublicationWay, StrikeGround
from .services.contents import REVISED
from .services.correcting import CORRECTED
from .services.registering import REGISTERED
from .workflow import PETITIONS

#: Changes that are no move of the table.
_CHANGES = {
    REGISTERED: gettext_lazy("Registered"),
    REVISED: gettext_lazy("Record corrected"),
    CORRECTED: gettext_lazy("Registration corrected"),
}
#: What a correction may change, in words; of what concerns people the name alone is told, as of all here.
_CHANGED = {
    "summary": pgettext_lazy("petition", "summary"),
    "gloss_en": gettext_lazy("English gloss"),
    "settled_by": gettext_lazy("settled so far by"),
    "signatories": gettext_lazy("number of signatories"),
    "senders": gettext_lazy("senders"),
    "source": gettext_lazy("source"),
    "sent_by": gettext_lazy("body that sent it"),
    "received_on": gettext_lazy("received on"),
    "dated_on": gettext_lazy("dated"),
    "is_remote": gettext_lazy("remote area"),
    "is_repeat": gettext_lazy("sent before"),
    "paper_file": gettext_lazy("paper file"),
}
_BODIES = ("addressee", "lead")
#: The lists of the register that the ground of a move is of.
_GROUNDS = {"suspend": ReasonList.PAUSE, "terminate": ReasonList.END}
#: Facts that are codes of a vocabulary, in the order they are told.
_VOCABULARIES = {
    "kind": PetitionKind,
    "competence": Competence,
    "direction": Direction,
    "finding": Finding,
    "way": PublicationWay,
}


def steps_of(petition, *, named, since=0):
    """The moves after version `since`, newest first, for `components/_history.html`; at most four queries."""
    rows = rows_since(petition, since)
    known = (petition.handling.lead, petition.addressee, petition.field)
    names = RegisterNames(rows, bodies=_BODIES, fields=("field",), known=known)
    papers = {paper.document_id: paper.document.designation for paper in petition.papers.select_related("document")}
    labels = {move.name: move.label for move in PETITIONS.moves} | _CHANGES
    steps = [
        step_of(row, title=labels.get(row.move, row.move), text=_words(row, names, papers), named=named) for row in rows
    ]
    return steps[::-1]


def grounds_of(petition):
    """The grounds of a proposal that waits for the leader, for those who see names; one query."""
    if petition.state != PetitionState.PROPOSED or not petition.names_shown:
        return ""
    proposal = petition.history.filter(move="propose").select_related("note").latest("pk")
    return proposal.note.text if hasattr(proposal, "note") else ""


def _words(row, names, papers):
    facts = row.facts
    parts = [vocabulary(facts[name]).label for name, vocabulary in _VOCABULARIES.items() if facts.get(name)]
    if facts.get("eligible") is False:
        parts.append(_("cannot be processed"))
    if facts.get("field"):
        parts.append(names.field(facts["field"]))
    parts += [names.body(facts[name]) for name in _BODIES if facts.get(name)]
    parts += _reasons(row)
    for name, sentence in (("marked", _("marked: %(marks)s")), ("unmarked", _("taken back: %(marks)s"))):
        if facts.get(name):
            parts.append(sentence % {"marks": ", ".join(lower_first(str(MARKS[mark])) for mark in facts[name])})
    parts += [_CHANGED[name] for name in facts.get("changed", ()) if name in _CHANGED]
    parts += [day_words(facts[name]) for name in ("day", "received_on") if facts.get(name)]
    if facts.get("document") in papers:
        parts.append(_("paper %(designation)s") % {"designation": papers[facts["document"]]})
    if facts.get("days"):
        parts.append(
            ngettext("the clock stood for %(days)d day", "the clock stood for %(days)d days", facts["days"])
            % {"days": facts["days"]}
        )
    if facts.get("due_on"):
        parts.append(due_words(facts))
    return " · ".join(str(part) for part in parts)


def _reasons(row):
    """Why it was declined, suspended, terminated or struck out, as the lists said on the day of the move."""
    parts = [label_of(ReasonList.DECLINE, row.facts.get("decline_reason"), row.on)]
    ground = row.facts.get("ground")
    if row.move in _GROUNDS:
        parts.append(label_of(_GROUNDS[row.move], ground, row.on))
    elif ground in StrikeGround.values:
        parts.append(StrikeGround(ground).label)
    return [part for part in parts if part]
