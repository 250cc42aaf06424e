"""Correcting what was mistyped when a petition was registered: coded columns, before anything was proposed."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from handling.due import compute_due
from handling.moves import MoveRefused, StaleVersion, note_change
from registers.models import RuleMissing

from ..confidentiality import sentence
from ..deadlines import await_notice, classified_rule, processing_rule
from ..effects.shared import save_handling
from ..models import Petition, PetitionState
from ..models.vocabulary import CHOSEN_SOURCES, SENT_BY_A_BODY
from ..paper_numbers import check_paper_file
from ..tallies import counted, recount
from ..workflow import PETITIONS
from .registering import wrong_days
from .row_marks import key_of, leave_mark_of_change

#: What history rows call this change.
CORRECTED = "correct_registration"
#: What says how it came is not chosen where it came from a reception, an opinion or another petition.
ORIGIN = ("source", "sent_by", "received_on")


def correctable_columns(petition):
    """Names of the columns that may be corrected, in the order of the form."""
    columns = ORIGIN if petition.source in CHOSEN_SOURCES else ()
    columns += ("dated_on", "is_remote", "is_repeat")
    return (*columns, "paper_file") if petition.is_denunciation else columns


def correct_registration(petition, *, version, by, on, **values):
    """Put these columns in place of what was registered; the clocks start anew on the day it was received.

    History and trail get the names of what changed. Nothing changed is no change. Raises `StaleVersion`, `MoveRefused`
    once something was proposed, and `ValidationError` by field.
    """
    with transaction.atomic():
        held = Petition.objects.for_move().get(pk=petition.pk)
        if not held.is_correctable:
            raise MoveRefused(_("Once something is proposed, the registration stays as it is."))
        if held.version != version:
            raise StaleVersion(held)
        values = {name: values[name] for name in correctable_columns(held) if name in values}
        if values.get("source", held.source) not in SENT_BY_A_BODY and "sent_by" in values:
            values["sent_by"] = None
        changed = [name for name, value in values.items() if getattr(held, name) != value]
        before, key = counted(held), key_of(held)
        for name in changed:
            setattr(held, name, values[name])
        _refuse(held, changed, on)
        if "received_on" in changed:
            _start_clocks_anew(held)
            if not _came_again(held):
                held.booked_on = held.received_on
        leave_mark_of_change(held, key)
        if changed:
            held.save(update_fields=[*changed, "notice_due_on", "notice_basis", "booked_on"])
            recount(before, counted(held))
            note_change(PETITIONS, held, CORRECTED, changed, by=by, on=on, facts={"changed": changed})
    return held


def _refuse(petition, changed, on):
    wrong = wrong_days(petition.received_on, petition.dated_on, on)
    is_other_year = petition.received_on.year != petition.arrival_year
    if "received_on" in changed and is_other_year and not _came_again(petition):
        wrong["received_on"] = _("Its number is one of the register of %(year)d.") % {"year": petition.arrival_year}
    if "source" in changed and petition.source not in CHOSEN_SOURCES:
        wrong["source"] = _("This value cannot be chosen here.")
    if "is_repeat" in changed and petition.earlier_id:
        wrong["is_repeat"] = _("It is linked to an earlier one.")
    if "paper_file" in changed:
        try:
            check_paper_file(petition.paper_file)
        except ValidationError as error:
            wrong["paper_file"] = error.messages[0] if petition.paper_file else sentence()
    if wrong:
        raise ValidationError(wrong)


def _came_again(petition):
    """Its letter was rewritten: number and place in the book are those of the first one."""
    return petition.history.filter(move="resubmit").exists()


def _start_clocks_anew(petition):
    """The dates that the right day would have given; what a mistyped day made seem missed was not, but what an earlier
    letter of the sender missed stays missed.
    """
    try:
        decide = compute_due(processing_rule(petition), petition.received_on, level=petition.level)
        due, missed = decide, petition.handling.missed_due_on if _came_again(petition) else None
        if petition.state == PetitionState.CLASSIFIED:
            classified_on = petition.history.filter(move="classify").latest("pk").on
            missed = decide.on if decide.on < classified_on else missed
            if rule := classified_rule(petition):
                due = compute_due(rule, petition.received_on, level=petition.level)
    except RuleMissing as missing:
        raise ValidationError({"received_on": str(missing)}) from missing
    values = {"due_on": due.on, "original_due_on": due.on, "missed_due_on": missed, "due_basis": due.basis}
    save_handling(petition, **values)
    await_notice(petition)
