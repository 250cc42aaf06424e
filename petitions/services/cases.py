"""Keeping a case: what it is about, whom it touches, what belongs to it. The trail has names of fields only."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from audit.actions import Action
from audit.services import record
from conferences.models import Conference, Opinion
from handling.moves import MoveRefused, StaleVersion
from handling.numbering import next_code

from ..models import CaseLink, CaseParty, FieldVisit, Petition, PetitionCase, PetitionContent
from ..permissions import may_link

#: Vụ việc.
SERIES = "VV"


@dataclass(frozen=True)
class PartyData:
    part: str
    name: str = ""
    organisation: object = None


def open_case(petition, *, title, by, on):
    """Open the case of a petition and return it. Raises `MoveRefused` where there is one, or may be none."""
    with transaction.atomic():
        held = Petition.objects.for_move().get(pk=petition.pk)
        if held.is_denunciation:
            raise MoveRefused(_("A case names people: a denunciation belongs to none."))
        if held.content.case_id:
            raise MoveRefused(_("This petition belongs to a case already."))
        case = PetitionCase.objects.create(code=next_code(SERIES, on.year), title=title, unit=held.unit, opened_on=on)
        record(Action.CREATED, case, by=by, fields=["title"], label=case.code)
        _put(held, case, by=by)
    return case


def change_case(case, *, title, parties, version, by):
    """Write matter and parties anew. Raises `StaleVersion` when somebody else saved first."""
    with transaction.atomic():
        held = _held(case)
        if held.version != version:
            raise StaleVersion(held)
        held.title, held.needs_review = title, False
        held.parties.all().delete()
        CaseParty.objects.bulk_create(
            CaseParty(case=held, part=one.part, name=one.name, organisation=one.organisation) for one in parties
        )
        _note(held, ["title", "parties"], by=by)
    return held


def link(case, code, *, by):
    """Link what has this code and the user sees: a petition of theirs, a conference, an opinion.

    Raises `ValidationError` for anything else. Of a denunciation the answer is that there is no such thing.
    """
    code = code.strip().upper()
    with transaction.atomic():
        # The petition before the case, as a move that erases it does.
        petition = _hold_petitions(by, code=code).first()
        held = _held(case)
        if petition:
            _link_petition(held, petition, by=by)
        elif conference := Conference.objects.visible_to(by).filter(code=code).first():
            CaseLink.objects.get_or_create(case=held, conference=conference)
        elif opinion := Opinion.objects.visible_to(by).filter(code=code).first():
            CaseLink.objects.get_or_create(case=held, opinion=opinion)
        else:
            raise ValidationError({"code": _("There is nothing with this code that you may link here.")})
        _note(held, ["links"], by=by)
    return held


def _link_petition(case, petition, *, by):
    if not may_link(by, petition):
        raise ValidationError({"code": _("Only the officer of the body that received it links this petition.")})
    if petition.content.case_id not in (None, case.pk):
        raise ValidationError({"code": _("This petition belongs to another case.")})
    _put(petition, case, by=by)


def _hold_petitions(by, **where):
    """What is of this user's sight and no denunciation, held until the transaction ends."""
    seen = Petition.objects.visible_to(by).without_denunciations().filter(**where).order_by()
    held = Petition.objects.for_move().filter(pk__in=list(seen.values_list("pk", flat=True)))
    # What turned out to be one while it was waited for is none of these any more.
    return held.without_denunciations()


def unlink(case, code, *, by):
    """Take what has this code out of the case; what is not in it stays as it is."""
    with transaction.atomic():
        petitions = list(_hold_petitions(by, content__case=case, code=code))
        held = _held(case)
        for petition in petitions:
            if may_link(by, petition):
                _put(petition, None, by=by)
        CaseLink.objects.filter(case=held, conference__in=Conference.objects.visible_to(by).filter(code=code)).delete()
        CaseLink.objects.filter(case=held, opinion__in=Opinion.objects.visible_to(by).filter(code=code)).delete()
        _note(held, ["links"], by=by)


def add_visit(case, *, by, **values):
    with transaction.atomic():
        held = _held(case)
        visit = FieldVisit.objects.create(case=held, **values)
        _note(held, ["visits"], by=by)
    return visit


def remove_visit(visit, *, by):
    with transaction.atomic():
        held = _held(visit.case)
        visit.delete()
        _note(held, ["visits"], by=by)


def take_denunciation_out(case):
    """What becomes of a case when the words of a petition in it were erased, within the caller's transaction.

    An empty one goes: its title tells of what was in it. One that others share stays, and its words are closed until
    its officer has looked through them, since nothing knows any more which names in them are the sender's.
    """
    if case.contents.exists() or case.links.exists():
        PetitionCase.objects.filter(pk=case.pk).update(needs_review=True, version=F("version") + 1)
    else:
        case.delete()


def take_opinion_out(opinion):
    """Take an opinion whose words were erased out of the cases it is linked to, as `take_denunciation_out` does."""
    for found in CaseLink.objects.filter(opinion=opinion).select_related("case"):
        found.delete()
        take_denunciation_out(found.case)


def _put(petition, case, *, by):
    PetitionContent.objects.filter(pk=petition.content_id).update(case=case)
    record(Action.CHANGED, petition, by=by, fields=["case"], label=petition.code)


def _held(case):
    return PetitionCase.objects.select_for_update(no_key=True).get(pk=case.pk)


def _note(case, fields, *, by):
    """Save a change of the case; whoever has its form open is told by the version."""
    case.version += 1
    case.save(update_fields=["title", "needs_review", "version"])
    record(Action.CHANGED, case, by=by, fields=fields, label=case.code)
