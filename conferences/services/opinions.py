"""Registering opinions and keeping their texts: what the quick form, an import and the demonstration data call."""

from dataclasses import dataclass, field
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.masking import mask_text
from audit.actions import Action
from audit.services import record
from dialogue_portal.submissions import sent_before, submission_key
from handling.models import Extension, Handling
from handling.moves import MoveRefused, StaleVersion, note_change
from handling.numbering import format_code, take_numbers

from ..models import Opinion, OpinionMove, OpinionNote, OpinionSearch, OpinionText, Speaker, SpeakerTurn
from ..models.vocabulary import Channel, OpinionState, Phase, SpeakerKind
from ..search import words_for_everybody
from ..tallies import counted, recount
from ..workflow import OPINIONS


@dataclass(frozen=True)
class ContentItem:
    """One thing a speaker raised: the text as said, an English gloss where one exists."""

    text: str
    gloss_en: str = ""


#: What history rows call the changes that are no move of the table.
REGISTERED, REVISED, ERASED = "register", "revise_text", "erase_speaker"


@dataclass(frozen=True)
class SpeakerData:
    """Who took the floor; empty values for what was not given."""

    kind: str = SpeakerKind.CITIZEN
    delegate: object = None
    full_name: str = ""
    capacity: str = ""
    address: str = ""
    phone: str = ""
    group_size: int | None = None


@dataclass(frozen=True)
class TurnData:
    """A turn to register, with its items. `conference` may be None: then `unit` received it on `taken_on`."""

    unit: object
    taken_on: date
    phase: str = Phase.AT
    channel: str = Channel.SPOKEN
    conference: object = None
    speaker: SpeakerData = SpeakerData()
    items: tuple[ContentItem, ...] = field(default=())
    token: object = None


def register_turn(turn_data, *, by, on, is_demo=False):
    """Register a speaker's turn with its content items as opinions in state received.

    `turn_data.token` makes it idempotent: the same form that says the same returns the opinions of the first time.
    Returns the list of opinions. The caller has checked `permissions.can_register`.
    """
    if earlier := registered_before(turn_data):
        return earlier
    try:
        with transaction.atomic():
            return _register(turn_data, by=by, on=on, is_demo=is_demo)
    except IntegrityError:
        # Two identical submissions at once: the second finds what the first wrote.
        earlier = registered_before(turn_data)
        if not earlier:
            raise
        return earlier


def registered_before(turn_data):
    """The opinions that the same form left when it said the same; empty when there are none."""
    turn = sent_before(SpeakerTurn.objects, turn_data)
    return list(turn.opinions.order_by("item")) if turn else []


def _register(turn_data, *, by, on, is_demo):
    turn = _create_turn(turn_data)
    raised_on = turn_data.conference.held_on if turn_data.conference else turn_data.taken_on
    first = take_numbers("YK", raised_on.year, len(turn_data.items))
    opinions = []
    for offset, item in enumerate(turn_data.items):
        handling = Handling.objects.create(kind="opinion", unit=turn_data.unit)
        opinion = Opinion.objects.create(
            code=format_code("YK", raised_on.year, first + offset),
            turn=turn,
            item=offset + 1,
            conference=turn_data.conference,
            unit=turn_data.unit,
            level=turn_data.unit.level,
            raised_on=raised_on,
            phase=turn_data.phase,
            channel=turn_data.channel,
            handling=handling,
            created_by=by,
            is_demo=is_demo,
        )
        _set_text(opinion, item.text, item.gloss_en, by=by)
        OpinionMove.objects.create(
            opinion=opinion, move=REGISTERED, to_state=OpinionState.RECEIVED, on=on, by=by, version=1
        )
        record(Action.CREATED, opinion, by=by, fields=["text", "speaker", "unit"], label=opinion.code)
        recount(None, counted(opinion))
        opinions.append(opinion)
    return opinions


def _create_turn(turn_data):
    number = 1
    if turn_data.conference:
        # The conference row is the lock under which turns are numbered without a gap. NO KEY: whoever refers to the
        # conference is not kept waiting, and so cannot wait for this transaction while it waits for a tally.
        type(turn_data.conference).objects.select_for_update(no_key=True).get(pk=turn_data.conference.pk)
        highest = SpeakerTurn.objects.filter(conference=turn_data.conference).aggregate(highest=Max("number"))
        number = (highest["highest"] or 0) + 1
    turn = SpeakerTurn.objects.create(
        conference=turn_data.conference,
        unit=turn_data.unit,
        number=number,
        phase=turn_data.phase,
        channel=turn_data.channel,
        taken_on=turn_data.taken_on,
        submission_token=submission_key(turn_data),
    )
    speaker = turn_data.speaker
    Speaker.objects.create(
        turn=turn,
        kind=speaker.kind,
        delegate=speaker.delegate,
        full_name=speaker.full_name,
        capacity=speaker.capacity,
        address=speaker.address,
        phone=speaker.phone,
        group_size=speaker.group_size,
    )
    return turn


def _set_text(opinion, text, gloss_en, *, by):
    opinion.current_text = OpinionText.objects.create(opinion=opinion, text=text, gloss_en=gloss_en, by=by)
    opinion.save(update_fields=["current_text"])
    refresh_search(opinion)


def refresh_search(opinion):
    """Write the folded words everybody finds an opinion by: its code, text and gloss; never what is masked in these."""
    speaker = Speaker.objects.filter(turn=opinion.turn_id).select_related("delegate__person").first()
    words = words_for_everybody(opinion, opinion.current_text, speaker)
    OpinionSearch.objects.update_or_create(opinion=opinion, defaults={"words": words})


def revise_text(opinion, *, text, gloss_en="", version, by, on):
    """Store a new version of the text, where it differs. Raises `handling.moves.StaleVersion` when somebody else saved
    first, `MoveRefused` for what was turned into a petition.
    """
    with transaction.atomic():
        locked = Opinion.objects.for_move().get(pk=opinion.pk)
        if locked.version != version:
            raise StaleVersion(locked)
        if locked.is_petition:
            raise MoveRefused(_("It is kept as a petition now; nothing is written down here any more."))
        given = {"text": text, "gloss_en": gloss_en}
        changed = [name for name, value in given.items() if getattr(locked.current_text, name, "") != value]
        if changed:
            _set_text(locked, text, gloss_en, by=by)
            note_change(OPINIONS, locked, REVISED, changed, by=by, on=on)
    return locked


def erase_speaker(opinion, *, by, on):
    """Erase who took the floor, for every opinion of the turn: the row, older versions of the text, and the name,
    telephone and identity numbers in the present one and in whatever else is written down in words. The opinions and
    their history stay, and so do files.

    Returns the opinions concerned. Erasing twice changes nothing.
    """
    with transaction.atomic():
        speaker = Speaker.objects.filter(turn=opinion.turn_id).select_related("delegate__person").first()
        erased, _rows = Speaker.objects.filter(turn=opinion.turn_id).delete()
        concerned = list(Opinion.objects.for_move().filter(turn=opinion.turn_id).order_by("item"))
        if erased:
            names = [speaker.full_name, speaker.delegate.person.full_name if speaker.delegate_id else ""]
            for row in concerned:
                _erase_from_texts(row, names)
                _erase_from_words(row, names)
                # One event for the turn: beside that of an item which turned out to be a denunciation, events of
                # the others in the same minute would tell who raised it.
                is_asked = row.pk == opinion.pk
                note_change(OPINIONS, row, ERASED, ["speaker", "text"], by=by, on=on, in_trail=is_asked)
    return concerned


def _erase_from_words(opinion, names):
    """Mask the name in answers, decisions, and the reasons given with moves and extensions."""
    extensions = Extension.objects.filter(handling=opinion.handling_id)
    notes = OpinionNote.objects.filter(opinion=opinion)
    for rows, columns in (
        (opinion.answers.all(), ("text",)),
        (opinion.decisions.all(), ("confirmed_by", "milestone")),
        (extensions, ("reason",)),
        (notes, ("text",)),
    ):
        for row in rows:
            masked = {name: mask_text(getattr(row, name), names) for name in columns}
            type(row).objects.filter(pk=row.pk).update(**masked)


def _erase_from_texts(opinion, names):
    OpinionText.objects.filter(opinion=opinion).exclude(pk=opinion.current_text_id).delete()
    text = opinion.current_text
    if text is None:
        # Its words went before: it turned out to be a denunciation.
        return
    masked = {"text": mask_text(text.text, names), "gloss_en": mask_text(text.gloss_en, names)}
    OpinionText.objects.filter(pk=text.pk).update(**masked)
    opinion.current_text.refresh_from_db()
    refresh_search(opinion)
