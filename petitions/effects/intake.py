"""Classifying a petition by its content, and splitting what has several."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from handling.due import compute_due
from handling.moves import MoveRefused
from registers.models import ReasonList

from ..confidentiality import refuse_words, sentence
from ..deadlines import await_no_notice, classified_rule, processing_rule
from ..marks import MARKS
from ..models.vocabulary import PetitionKind, Round, Source, StrikeGround
from ..paper_numbers import check_paper_file
from ..services.erasing import erase_content, erase_words_beside_denunciation, erase_words_of_struck
from ..services.registering import register_parts
from ..services.turns import strike_turns_of
from .shared import refuse_outside, refuse_unlisted, require, save_handling, set_due


def check_classify(petition, data):
    refuse_words(petition, data)
    require(data, "kind", "field")
    refuse_outside(data, "kind", PetitionKind.values)
    if data["kind"] == PetitionKind.DENUNCIATION and data.get("reason"):
        raise ValidationError({"reason": sentence()})
    if data.get("is_eligible") is None:
        raise ValidationError({"is_eligible": _("Say whether it can be processed.")})
    if data["is_eligible"] and _names_nobody(petition, data):
        raise ValidationError({"is_eligible": _("No sender is recorded: give one, or say what is missing.")})
    reasons = data.get("ineligibilities") or []
    if not data["is_eligible"] and not reasons:
        raise ValidationError({"ineligibilities": _("Tick what is missing.")})
    refuse_unlisted(data, "ineligibilities", ReasonList.INELIGIBILITY)
    if petition.is_denunciation and data["kind"] != PetitionKind.DENUNCIATION:
        raise MoveRefused(
            _("A petition registered as a denunciation has no content here. Register it anew with its content.")
        )
    if data["kind"] == PetitionKind.DENUNCIATION:
        _check_paper_file(data.get("paper_file") or petition.paper_file)
    if data["kind"] != PetitionKind.MIXED:
        require(data, "competence")
    if data["kind"] == PetitionKind.COMPLAINT:
        require(data, "round")
        _check_round(petition, data)


def _names_nobody(petition, data):
    """A letter without a name is not eligible (TT 05/2021/TT-TTCP); who denounced stands in the paper file."""
    is_secret = PetitionKind.DENUNCIATION in (petition.kind, data["kind"])
    return not is_secret and petition.content is not None and not petition.content.senders.exists()


def _check_paper_file(number):
    if not number:
        raise ValidationError({"paper_file": _("Give the number of the paper file, which alone holds the letter.")})
    try:
        check_paper_file(number)
    except ValidationError as error:
        raise ValidationError({"paper_file": error.messages}) from error


def _check_round(petition, data):
    """The second round is against the decision of the first (Luật Khiếu nại 2011, Điều 7)."""
    known = petition.earlier_id or data.get("first_decided_elsewhere") or petition.source == Source.SPLIT
    if data["round"] == Round.SECOND and not known:
        raise ValidationError(
            {"round": _("Link the petition of the first round, or say that it was decided elsewhere.")}
        )


def classify(petition, data, *, by, on):
    was = petition.kind
    petition.kind, petition.field = data["kind"], data["field"]
    petition.is_eligible = bool(data["is_eligible"])
    petition.ineligibilities = [] if petition.is_eligible else sorted(data["ineligibilities"])
    petition.competence = data.get("competence") or ""
    petition.round = data["round"] if petition.kind == PetitionKind.COMPLAINT else ""
    if petition.is_denunciation and data.get("paper_file"):
        petition.paper_file = data["paper_file"]
    for flag in (*MARKS, "is_remote"):
        if flag in data:
            setattr(petition, flag, bool(data[flag]))
    if petition.is_denunciation and was != PetitionKind.DENUNCIATION:
        erase_content(petition, by=by, on=on)
    rule = classified_rule(petition) or processing_rule(petition)
    set_due(petition, compute_due(rule, petition.received_on, level=petition.level), on=on)
    return {
        "kind": str(petition.kind),
        "field": petition.field.code,
        "eligible": petition.is_eligible,
        "competence": str(petition.competence),
        "round": str(petition.round),
        "due_on": petition.handling.due_on.isoformat(),
    }


def check_split(petition, data):
    refuse_words(petition, data)
    parts = data.get("parts") or []
    if len(parts) < 2:
        raise ValidationError({"parts": _("A petition of mixed content has two contents at least.")})
    for number, part in enumerate(parts, start=1):
        if part.get("kind") not in (
            PetitionKind.COMPLAINT,
            PetitionKind.DENUNCIATION,
            PetitionKind.RECOMMENDATION,
        ):
            raise ValidationError({"parts": _("Part %(number)d: say what kind it is.") % {"number": number}})
        if not part.get("field"):
            raise ValidationError({"parts": _("Part %(number)d: choose its field.") % {"number": number}})
        if part["kind"] == PetitionKind.DENUNCIATION:
            if part.get("summary"):
                raise ValidationError({"parts": _("Part %(number)d: a denunciation has no text.") % {"number": number}})
        elif not part.get("summary"):
            raise ValidationError({"parts": _("Part %(number)d: say what it asks for.") % {"number": number}})
    if _has_denunciation(parts) and not data.get("erases_words"):
        raise ValidationError({"erases_words": _("Tick this: it cannot be undone.")})


def _has_denunciation(parts):
    return any(part["kind"] == PetitionKind.DENUNCIATION for part in parts)


def hinders_striking(petition):
    """What was something else before, or what others lead to, is not struck out alone."""
    if petition.source in (Source.OPINION, Source.SPLIT):
        return _("It was an opinion, or is a part of another petition: what is wrong with it ends by the usual moves.")
    if petition.later.exists():
        return _("Other petitions of the same content are linked to it.")
    if petition.history.filter(move="propose").exists():
        return _("Something was proposed on it already, so it was no mistake of the book.")
    return ""


def check_strike(petition, data):
    refuse_words(petition, data)
    require(data, "ground")
    refuse_outside(data, "ground", StrikeGround.values)


def strike(petition, data, *, by, on):
    """Its number stays in the book; its words go, and nothing is counted, waited for or late: it was no work.

    The turn of the reception at which it was brought is struck out with it.
    """
    if not petition.is_denunciation:
        erase_words_of_struck(petition, by=by, on=on)
    strike_turns_of(petition, by=by)
    save_handling(petition, done_on=on, due_on=None)
    await_no_notice(petition)
    return {"ground": str(data["ground"])}


def split(petition, data, *, by, on):
    """The parts take the place of the petition in every count; beside a denunciation what it says goes with its
    senders."""
    register_parts(petition, data["parts"], by=by, on=on)
    save_handling(petition, done_on=on)
    # The senders are told of each part.
    await_no_notice(petition)
    if _has_denunciation(data["parts"]):
        erase_words_beside_denunciation(petition, by=by, on=on)
    # History and trail say the same of every split: its page has the parts that may be told.
    return {}
