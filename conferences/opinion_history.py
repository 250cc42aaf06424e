"""What happened to an opinion, in sentences. Names and reasons appear only for those who may see them."""

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from handling.history_words import RegisterNames, day_words, due_words, moment_words, rows_since, step_of
from registers.levels import Level

from .models.vocabulary import Channel, Outcome, Phase, RefusalReason
from .services.corrections import CORRECTED
from .services.opinions import ERASED, REGISTERED, REVISED
from .workflow import OPINIONS

#: Changes that are no move of the table.
_CHANGES = {
    REGISTERED: gettext_lazy("Registered"),
    REVISED: gettext_lazy("Text corrected"),
    CORRECTED: gettext_lazy("Record corrected"),
    ERASED: gettext_lazy("Personal data of the speaker erased"),
}
#: Facts that a correction of the record may change, in words.
_FACTS = {
    "speaker": gettext_lazy("speaker"),
    "kind": gettext_lazy("kind of speaker"),
    "capacity": gettext_lazy("capacity"),
    "address": gettext_lazy("village or address"),
    "phone": gettext_lazy("telephone"),
    "group_size": gettext_lazy("number of people"),
    "conference": gettext_lazy("conference"),
    "raised_on": gettext_lazy("date"),
    "phase": gettext_lazy("phase"),
    "channel": gettext_lazy("channel"),
}
#: Facts of a move that are codes of organisations, in the order they are told.
_BODIES = ("former_lead", "lead", "organisation", "addressee")


def steps_of(opinion, *, named, since=0, extensions=()):
    """The moves after version `since` and these extensions, newest first, for `components/_history.html`.

    One query for the history, whatever its length, and one each for bodies and fields it names beside the present.
    """
    rows = rows_since(opinion, since)
    words = _Words(rows, opinion)
    last = rows[-1].pk if rows else 0
    steps = [(row.on, row.pk, _step(row, words, named)) for row in rows]
    # On one day an extension follows the moves: only open work is extended.
    steps += [(localdate(row.at), last + row.pk, _extension(row, named)) for row in extensions]
    return [step for _day, _order, step in sorted(steps, key=lambda entry: entry[:2], reverse=True)]


def _step(row, words, named):
    labels = {move.name: move.label for move in OPINIONS.moves} | _CHANGES
    step = step_of(row, title=labels.get(row.move, row.move), text=words.of(row.facts), named=named)
    # Who erased a speaker would tell why: the leader on request, an officer beside a denunciation. The trail has it.
    return {**step, "who": ""} if row.move == ERASED else step


def _extension(row, named):
    return {
        "title": _("Due date extended after it had passed") if row.is_late else _("Due date extended"),
        "text": _("from %(old)s to %(new)s") % {"old": day_words(row.old_due_on), "new": day_words(row.new_due_on)},
        "note": row.reason if named else "",
        "at": moment_words(row.at),
        "who": row.by.full_name,
    }


def _changed(old, new):
    return f"{old} → {new}" if old else new


def _level(value):
    return Level(value).label if value else ""


def _corrected(facts):
    """What a correction changed: by name alone what concerns the speaker, the rest with what it was and is."""
    for name in facts["corrected"]:
        label = _FACTS.get(name, name)
        if name in facts["changes"]:
            old, new = (_value(name, value) for value in facts["changes"][name])
            yield f"{label}: {old} → {new}"
        else:
            yield label


def _value(name, value):
    if name == "raised_on":
        return day_words(value)
    if name in ("phase", "channel"):
        return (Phase if name == "phase" else Channel)(value).label
    return value or _("none")


class _Words:
    """Turns the facts of many moves into words; knows the present lead and field without asking."""

    def __init__(self, rows, opinion):
        known = (opinion.handling.lead, opinion.field)
        self.names = RegisterNames(rows, bodies=_BODIES, fields=("field", "former_field"), known=known)

    def of(self, facts):
        bodies = [self.names.body(facts[name]) for name in _BODIES if name in facts]
        parts = [" → ".join(bodies)] if "former_lead" in facts else bodies
        if "field" in facts:
            parts.append(_changed(self.names.field(facts.get("former_field")), self.names.field(facts["field"])))
        if "competent_level" in facts:
            parts.append(_changed(_level(facts.get("former_level")), _level(facts["competent_level"])))
        if "outcome" in facts and facts["outcome"] != Outcome.MERGED:
            parts.append(Outcome(facts["outcome"]).label)
        if "refusal_reason" in facts:
            parts.append(RefusalReason(facts["refusal_reason"]).label)
        if "master" in facts:
            parts.append(facts["master"])
        if facts.get("withdrawn_outcome"):
            parts.append(_("it was “%(outcome)s”") % {"outcome": Outcome(facts["withdrawn_outcome"]).label})
        if "due_on" in facts:
            parts.append(due_words(facts))
        if "corrected" in facts:
            parts += _corrected(facts)
        return " · ".join(str(part) for part in parts)
