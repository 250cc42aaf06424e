"""Keeping a case: what it is about, whom it touches, what belongs to it. The trail has names of fields only."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from audit.actions import Action
from audit.services import record
from conferences.models import Conference, Opinion
from handling.moves import MoveRefused, StaleVersion, perform_held
from handling.numbering import next_code
from registers.models import DocumentType
from registers.services import record_document

from ..case_workflow import CASES
from ..models import CaseLink, CaseMeeting, CaseNote, CaseParty, FieldVisit, Petition, PetitionCase, PetitionContent
from ..permissions import may_link

#: Vụ việc.
SERIES = "VV"


@dataclass(frozen=True)
class PartyData:
    """`party` is the id of the party as it was, None for a new one."""

    part: str
    name: str = ""
    organisation: object = None
    party: int | None = None


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
    """Write matter and parties anew; a party that is left out is left out of meetings too.

    Raises `StaleVersion` when somebody else saved first.
    """
    with transaction.atomic():
        held = _held(case, version)
        held.title, held.needs_review = title, False
        _put_parties(held, parties)
        _note(held, ["title", "parties"], by=by)
    return held


def _put_parties(case, parties):
    """Those that were there stay the same rows: meetings tell who of them took part."""
    known = {party.pk: party for party in case.parties.all()}
    case.parties.exclude(pk__in={one.party for one in parties} & known.keys()).delete()
    for one in parties:
        # The first row of a party is it; a second one is somebody else.
        party = known.pop(one.party, None) or CaseParty(case=case)
        party.part, party.name, party.organisation = one.part, one.name, one.organisation
        party.save()


def make_move(case, name, *, by, on, data, document=None, version=None):
    """Make a move of a case the caller holds (`for_move`), with number and day of the paper that it brings."""
    values = dict(data)
    if document:
        values["document"] = _record(document, by=by)
    return perform_held(CASES, case, name, by=by, on=on, data=values, version=version)


def _record(document, *, by):
    """The paper by type, number and day alone: no words of it are kept with a case."""
    named = {name: document[name] for name in ("type", "number", "mark", "symbol", "date")}
    return record_document(**named, by=by)


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
    _check_may_link(by, petition)
    if petition.content.case_id not in (None, case.pk):
        raise ValidationError({"code": _("This petition belongs to another case.")})
    _put(petition, case, by=by)


def _check_may_link(by, petition):
    if not may_link(by, petition):
        raise ValidationError({"code": _("Only the officer of the body that received it links this petition.")})


def _hold_petitions(by, **where):
    """What is of this user's sight and no denunciation, held until the transaction ends."""
    seen = Petition.objects.visible_to(by).without_denunciations().filter(**where).order_by()
    held = Petition.objects.for_move().filter(pk__in=list(seen.values_list("pk", flat=True)))
    # What turned out to be one while it was waited for is none of these any more.
    return held.without_denunciations()


def unlink(case, code, *, by):
    """Take what has this code out of the case. Raises `ValidationError` for what is not in it, and for a petition that
    only the officer of another body takes out.
    """
    code = code.strip().upper()
    with transaction.atomic():
        petition = _hold_petitions(by, content__case=case, code=code).first()
        held = _held(case)
        if petition:
            _check_may_link(by, petition)
            _put(petition, None, by=by)
        elif not _linked(held, code, by).delete()[0]:
            raise ValidationError({"code": _("There is nothing with this code in the case.")})
        _note(held, ["links"], by=by)


def _linked(case, code, by):
    """The links of a case to a conference or an opinion with this code that the user sees."""
    conferences = Conference.objects.visible_to(by).filter(code=code)
    opinions = Opinion.objects.visible_to(by).filter(code=code)
    return CaseLink.objects.filter(
        Q(conference__in=conferences.values("pk")) | Q(opinion__in=opinions.values("pk")), case=case
    )


def add_visit(case, *, by, version=None, **values):
    """Record a visit on the spot. Raises `StaleVersion` when somebody else saved first, as a form sent twice does."""
    with transaction.atomic():
        held = _held(case, version)
        visit = FieldVisit.objects.create(case=held, **values)
        _note(held, ["visits"], by=by)
    return visit


def remove_visit(visit, *, by):
    with transaction.atomic():
        held = _held(visit.case)
        visit.delete()
        _note(held, ["visits"], by=by)


def add_meeting(case, *, parties, document=None, by, version=None, **values):
    """Record a working meeting of the parties; `document` are the values of its minutes.

    Raises `ValidationError` where nobody of the case took part, and `StaleVersion` as `add_visit` does.
    """
    with transaction.atomic():
        held = _held(case, version)
        present = list(held.parties.filter(pk__in=[party.pk for party in parties]))
        if not present:
            raise ValidationError({"parties": _("Say which parties of the case took part.")})
        minutes = _record({**document, "type": DocumentType.MINUTES}, by=by) if document else None
        meeting = CaseMeeting.objects.create(case=held, document=minutes, **values)
        meeting.parties.set(present)
        _note(held, ["meetings"], by=by)
    return meeting


def remove_meeting(meeting, *, by):
    with transaction.atomic():
        held = _held(meeting.case)
        meeting.delete()
        _note(held, ["meetings"], by=by)


def take_erased_out(case):
    """What becomes of a case when the words of something in it were erased: of a petition that is a denunciation or was
    struck out, of an opinion. Within the caller's transaction.

    An empty one goes: its title tells of what was in it. One that others share stays, and its words are closed until
    its officer has looked through them, since nothing knows any more which names in them are the sender's.
    """
    if case.contents.exists() or case.links.exists():
        PetitionCase.objects.filter(pk=case.pk).update(needs_review=True, version=F("version") + 1)
        # No page changes them, so nobody could take out what must go.
        CaseNote.objects.filter(case=case).delete()
    else:
        case.delete()


def take_opinion_out(opinion):
    """Take an opinion whose words were erased out of the cases it is linked to, as `take_erased_out` does."""
    for found in CaseLink.objects.filter(opinion=opinion).select_related("case"):
        found.delete()
        take_erased_out(found.case)


def _put(petition, case, *, by):
    PetitionContent.objects.filter(pk=petition.content_id).update(case=case)
    record(Action.CHANGED, petition, by=by, fields=["case"], label=petition.code)


def _held(case, version=None):
    held = PetitionCase.objects.for_move().get(pk=case.pk)
    if version not in (None, held.version):
        raise StaleVersion(held)
    return held


def _note(case, fields, *, by):
    """Save a change of the case; whoever has its form open is told by the version."""
    case.version += 1
    case.save(update_fields=["title", "needs_review", "version"])
    record(Action.CHANGED, case, by=by, fields=fields, label=case.code)
