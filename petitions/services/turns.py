"""Turns of citizen reception: recording, correcting, striking out, and going on as a petition."""

from dataclasses import dataclass, fields, replace

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from audit.actions import Action
from audit.services import record
from dialogue_portal.submissions import submission_key
from handling.copies import erase_copies
from handling.moves import MoveRefused, StaleVersion
from handling.numbering import take_numbers
from registers.models import ReasonList
from registers.reasons import codes_in_force

from ..confidentiality import sentence
from ..models import (
    PetitionContent,
    PetitionKind,
    ReceptionSession,
    ReceptionTurn,
    Sender,
    SessionState,
    Source,
    TurnDirection,
)
from ..reception_rules import delegation_rules
from .receptions import mark_held, save_session
from .registering import PetitionData, SenderData, book_series, folded_name, register_petition, sent_before

#: The numbers of a body's reception register, one series per year.
REGISTER = "reception"


@dataclass(frozen=True)
class TurnData:
    """A turn to record. For a denunciation everything from `summary` on must be empty."""

    kind: str
    people: int = 1
    cases: int = 1
    is_again: bool = False
    has_letter: bool = False
    refusal: str = ""
    direction: str = ""
    body: object = None
    field: object = None
    token: object = None
    summary: str = ""
    settled_by: str = ""
    visitors: tuple[SenderData, ...] = ()


_WORDS = ("summary", "settled_by", "visitors")
_CODED = tuple(one.name for one in fields(TurnData) if one.name not in (*_WORDS, "token"))


def record_turn(session, data, *, on, by):
    """Record who came to a session, on the day `on`; the first turn makes the session held.

    `data.token` makes it idempotent for what it says. Raises `ValidationError` by field, and `MoveRefused` where the
    session takes nobody. The caller has checked that `by` receives for the body.
    """
    if earlier := sent_before(ReceptionTurn, data):
        return earlier
    try:
        with transaction.atomic():
            held = ReceptionSession.objects.held_for_change().select_related("owner").get(pk=session.pk)
            if held.state != SessionState.HELD:
                mark_held(held, on=on)
                save_session(held, ["state"], by=by)
            return _record(held, data, on=on, by=by)
    except IntegrityError:
        # Two identical submissions at once: the second finds what the first wrote.
        earlier = sent_before(ReceptionTurn, data)
        if earlier is None:
            raise
        return earlier


def _record(session, data, *, by, on=None):
    """`on` is the day on which it is entered, today when None."""
    is_delegation = _refuse(session, data)
    _count_turn(session)
    turn = ReceptionTurn.objects.create(
        session=session,
        number=session.last_turn,
        **_number(session, data.kind == PetitionKind.DENUNCIATION),
        is_delegation=is_delegation,
        content=_keep(data),
        entered_on=on or timezone.localdate(),
        submission_token=submission_key(data),
        created_by=by,
        **{name: getattr(data, name) for name in _CODED},
    )
    record(Action.CREATED, turn, by=by, fields=["kind", "people"], label=str(turn))
    return turn


def _count_turn(session):
    session.last_turn += 1
    session.version += 1
    session.save(update_fields=["last_turn", "version"])


def record_petition(session, data, *, on, by, paper_file=""):
    """Record who came and register what they brought, both or nothing; returns the petition, the same for the same
    token. Raises what `record_turn` and `turn_into_petition` raise.
    """
    with transaction.atomic():
        turn = record_turn(session, data, on=on, by=by)
        if turn.petition_id:
            return turn.petition
        return turn_into_petition(turn, version=turn.version, by=by, on=on, paper_file=paper_file)


def _number(session, is_secret):
    """The next number of the book that the turn belongs in."""
    series = book_series(REGISTER, session.owner, is_secret)
    return {"register_number": take_numbers(series, session.on.year), "in_secret_book": is_secret}


def correct_turn(turn, data, *, version, by):
    """Write a turn anew; returns it, or the turn that takes its place where it turns out to be a denunciation, or
    to be none: a number that was given stays in its book, struck out.

    Raises `StaleVersion`, `ValidationError`, and `MoveRefused` once it was struck out or went on as a petition, which
    is corrected there.
    """
    with transaction.atomic():
        held = _held(turn, version)
        if held.petition_id:
            raise MoveRefused(_("This turn went on as a petition; what is wrong is corrected there."))
        before, is_secret = held.content, data.kind == PetitionKind.DENUNCIATION
        is_delegation = _refuse(held.session, data)
        if is_secret and not held.in_secret_book:
            return record_in_secret_book(held, by=by, **{name: getattr(data, name) for name in _CODED})
        if held.in_secret_book and not is_secret:
            _strike(held, by=by)
            return _record(_held_session(held), replace(data, token=None), by=by)
        held.is_delegation = is_delegation
        changed = [name for name in _CODED if getattr(held, name) != getattr(data, name)]
        for name in _CODED:
            setattr(held, name, getattr(data, name))
        if not _says_the_same(before, data):
            changed.append("content")
            held.content = _keep(data)
        held.version += 1
        held.save()
        if before is not None and before != held.content:
            _erase(held, before)
        record(Action.CHANGED, held, by=by, fields=changed, label=str(held))
    return held


def strike_turn(turn, *, version, by):
    """Strike out what was recorded by mistake: its number stays in the register, its words go.

    The session stays as it is: were it planned again, one that stays held would tell that its turn went into the
    secret book. One that is left without a turn can be called off.
    """
    with transaction.atomic():
        held = _held(turn, version)
        if held.petition_id:
            raise MoveRefused(_("This turn went on as a petition; what is wrong is corrected there."))
        _strike(held, by=by)
    return held


def strike_turns_of(petition, *, by):
    """Strike out the turn that went on as this petition, within the caller's transaction: it has no words but those
    of the petition. Whoever was received all the same is recorded anew.
    """
    for turn in ReceptionTurn.objects.filter(petition=petition, is_struck=False).select_related("session"):
        _strike(turn, by=by)


def _held_session(turn):
    return ReceptionSession.objects.held_for_change().select_related("owner").get(pk=turn.session_id)


def _strike(turn, *, by):
    content, turn.content, turn.petition, turn.is_struck = turn.content, None, None, True
    turn.struck_on = timezone.localdate()
    turn.version += 1
    turn.save(update_fields=["content", "petition", "is_struck", "struck_on", "version"])
    if content is not None:
        content.delete()
    erase_copies("reception_turn", turn)
    record(Action.CHANGED, turn, by=by, fields=["is_struck"], label=str(turn))


def record_in_secret_book(turn, *, by, **changed):
    """What a turn turns out to be a denunciation for: it is struck out as any mistake is, and recorded anew in the
    secret book, where nothing open leads. Returns the new turn; within the caller's transaction.
    """
    petition, session = turn.petition, _held_session(turn)
    _strike(turn, by=by)
    _count_turn(session)
    coded = {name: getattr(turn, name) for name in _CODED} | changed | {"kind": PetitionKind.DENUNCIATION}
    anew = ReceptionTurn.objects.create(
        session=session,
        number=session.last_turn,
        **_number(session, True),
        is_delegation=delegation_rules(session.on).is_large(coded["people"]),
        petition=petition,
        created_by=by,
        **coded,
    )
    record(Action.CREATED, anew, by=by, fields=["kind", "people"], label=str(anew))
    return anew


def turn_into_petition(turn, *, version, by, on, paper_file=""):
    """Register what was brought to a reception as a petition, received on the day of the reception; its words move
    there, so that they stand in one place. Returns the petition.

    Raises `MoveRefused` for a refused turn and one that went on before, `ValidationError` by field (the paper file of
    a denunciation).
    """
    with transaction.atomic():
        held = _held(turn, version)
        if held.petition_id:
            raise MoveRefused(_("This turn went on as a petition already."))
        if held.refusal:
            raise MoveRefused(_("Who was refused was not received."))
        content = held.content
        held.petition = register_petition(
            _petition_data(held, content, paper_file), by=by, on=on, is_demo=held.session.is_demo
        )
        held.content = None
        held.version += 1
        held.save(update_fields=["petition", "content", "version"])
        if content is not None:
            content.delete()
        record(Action.CHANGED, held, by=by, fields=["petition"], label=str(held))
    return held.petition


def _petition_data(turn, content, paper_file):
    common = {
        "owner": turn.session.owner,
        "kind": turn.kind,
        "source": Source.RECEPTION,
        "received_on": turn.session.on,
        "field": turn.field,
    }
    if content is None:
        return PetitionData(**common, paper_file=paper_file)
    return PetitionData(
        **common,
        summary=content.summary,
        settled_by=content.settled_by,
        signatories=turn.people if turn.people > 1 else None,
        senders=tuple(visitors_of(content)),
    )


def visitors_of(content):
    """The visitors of a content as they were given."""
    return [
        SenderData(row.full_name, row.address, row.phone, row.id_number, row.represents)
        for row in content.senders.all()
    ]


def _held(turn, version):
    held = (
        ReceptionTurn.objects.select_for_update(of=("self",), no_key=True)
        .select_related("session__owner__unit", "content")
        .get(pk=turn.pk)
    )
    if held.version != version:
        raise StaleVersion(held)
    if held.is_struck:
        raise MoveRefused(_("This turn was struck out."))
    return held


def _refuse(session, data):
    """Refuse what may not be kept, and return whether a large delegation came."""
    if data.kind == PetitionKind.DENUNCIATION:
        wrong = {name: sentence() for name in _WORDS if getattr(data, name)}
        large = delegation_rules(session.on).is_large(data.people)
    else:
        wrong, large = _wrong_words(session, data)
    if data.refusal and data.refusal not in codes_in_force(ReasonList.REFUSAL, session.on):
        wrong["refusal"] = _("This value cannot be chosen here.")
    if data.refusal and data.direction:
        wrong["direction"] = _("Who was refused has no direction.")
    if data.direction == TurnDirection.TRANSFER and data.body is None:
        wrong["body"] = _("Say to which body the letter goes.")
    if wrong:
        raise ValidationError(wrong)
    return large


def _wrong_words(session, data):
    wrong, rules = {}, delegation_rules(session.on)
    large = rules.is_large(data.people)
    if not data.refusal and not data.summary:
        wrong["summary"] = _("Say in a few words what the visitor came for.")
    if not data.refusal and not data.visitors:
        wrong["visitors"] = _("Give the name of the visitor.")
    if len(data.visitors) > data.people:
        wrong["people"] = _("More names are given than people came.")
    most = rules.most_representatives(data.people)
    speaking = speaking_for(data.visitors)
    if large and speaking > most:
        wrong["visitors"] = _(
            "A delegation of %(people)d sends at most %(most)d representatives; %(number)d are given."
        ) % {"people": data.people, "most": most, "number": speaking}
    return wrong, large


def speaking_for(visitors):
    """How many of the visitors speak for the others: those who are marked so, all where nobody is."""
    return sum(1 for one in visitors if one.represents) or len(visitors)


def representatives_recorded(turn):
    """The sentence on who speaks for a large delegation as it was recorded, and how many may; "" for other turns.

    The rule sets no more than one as the least, so that fewer than may speak are told and not refused.
    """
    if not turn.is_delegation or turn.is_denunciation or turn.refusal or turn.content is None:
        return ""
    number, most = speaking_for(visitors_of(turn.content)), _most_speaking(turn)
    return ngettext(
        "Delegation of %(people)d with %(number)d representative; the rule allows %(most)d.",
        "Delegation of %(people)d with %(number)d representatives; the rule allows %(most)d.",
        number,
    ) % {"people": turn.people, "number": number, "most": most}


def _most_speaking(turn):
    return delegation_rules(turn.session.on).most_representatives(turn.people)


def _keep(data):
    if not data.summary and not data.visitors:
        return None
    content = PetitionContent.objects.create(summary=data.summary, settled_by=data.settled_by)
    Sender.objects.bulk_create(
        Sender(content=content, folded_name=folded_name(one.full_name), **vars(one)) for one in data.visitors
    )
    return content


def _erase(turn, content):
    """Take words away for good, and the files that were written of them."""
    content.delete()
    erase_copies("reception_turn", turn)


def _says_the_same(content, data):
    if content is None:
        return not data.summary and not data.visitors
    now = (content.summary, content.settled_by, tuple(visitors_of(content)))
    return now == (data.summary, data.settled_by, tuple(data.visitors))
