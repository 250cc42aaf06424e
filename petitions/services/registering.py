"""Registering petitions: what the form, a reception, an opinion and the demonstration data call."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from audit.actions import Action
from audit.services import record_many
from dialogue_portal.submissions import sent_with, submission_key
from dialogue_portal.text import fold_words
from handling.due import compute_due
from handling.models import Handling
from handling.numbering import format_code, take_several
from registers.models import RuleMissing

from ..confidentiality import sentence
from ..deadlines import await_notice, processing_rule
from ..marks import marks_of
from ..models import (
    Petition,
    PetitionContent,
    PetitionKind,
    PetitionMove,
    PetitionSearch,
    PetitionState,
    Sender,
    Source,
)
from ..models.vocabulary import PREFIXES
from ..paper_numbers import check_paper_file
from ..search import words_for_everybody
from ..tallies import count_new

#: What history rows call registering, which is no move of the table.
REGISTERED = "register"
#: One series of codes for petitions of every kind but denunciations; the letters before it tell the kind.
SERIES = "petition"


@dataclass(frozen=True)
class SenderData:
    full_name: str
    address: str = ""
    phone: str = ""
    id_number: str = ""
    represents: bool = False


@dataclass(frozen=True)
class PetitionData:
    """A petition to register. For a denunciation everything from `summary` on must be empty."""

    owner: object
    kind: str
    source: str
    received_on: date
    # The day it was put in a book, that of registering when None.
    entered_on: date | None = None
    dated_on: date | None = None
    sent_by: object = None
    paper_file: str = ""
    field: object = None
    earlier: object = None
    # An earlier letter of the same content, be it registered here (`earlier`) or not.
    is_repeat: bool = False
    is_remote: bool = False
    token: object = None
    opinion: object = None
    summary: str = ""
    gloss_en: str = ""
    settled_by: str = ""
    signatories: int | None = None
    senders: tuple[SenderData, ...] = ()
    case: object = None
    parent: object = None
    # Names of `MARKS`: what a part takes over; else they are asked for when it is classified.
    marks: tuple[str, ...] = ()


def register_petition(data, *, by, on, is_demo=False):
    """Register a petition in the owner's book, on the day `on`; its clocks start on the day it was received.

    `data.token` makes it idempotent: the same form that says the same gives the petition of the first time.
    Raises `ValidationError` by field for what may not be kept. The caller has checked that `by` registers for the
    owner.
    """
    _refuse(data, on)
    if earlier := sent_before(Petition, data):
        return earlier
    try:
        with transaction.atomic():
            (petition,) = _register([(data, on)], by=by, is_demo=is_demo)
            return petition
    except IntegrityError:
        # Two identical submissions at once: the second finds what the first wrote.
        earlier = sent_before(Petition, data)
        if earlier is None:
            raise
        return earlier


def sent_before(model, data):
    """The row that the same form left when it said the same; None where there is none.

    Raises `ValidationError` when the form left one with words and this would be a denunciation, or the other way round:
    whoever went back and changed the kind must not read that it is done.
    """
    rows = list(sent_with(model.objects, data.token)) if data.token else []
    if any(row.is_denunciation != (data.kind == PetitionKind.DENUNCIATION) for row in rows):
        told = _("This form was sent before as another kind. Correct what was recorded then.")
        raise ValidationError({"kind": told})
    return next((row for row in rows if row.submission_token == submission_key(data)), None)


def register_petitions(letters, *, by, is_demo=False):
    """Register several petitions at once, all or none: [(data, on)] gives the petitions in the same order.

    Raises what `register_petition` raises. Forms sent twice are no matter of this function: no `data.token` is read.
    """
    for data, on in letters:
        _refuse(data, on)
    with transaction.atomic():
        return _register(letters, by=by, is_demo=is_demo)


def _refuse(data, on):
    wrong = wrong_days(data.received_on, data.dated_on, on)
    if data.kind == PetitionKind.DENUNCIATION:
        kept = ("summary", "gloss_en", "settled_by", "signatories", "senders", "case", "parent")
        wrong |= {name: sentence() for name in kept if getattr(data, name)}
        if data.earlier is not None and not data.earlier.is_denunciation:
            wrong["earlier"] = _("A denunciation can be linked to another denunciation only.")
        wrong |= _wrong_code(data.paper_file)
    elif not data.summary.strip():
        wrong["summary"] = _("Say in a few words what it is about.")
    elif data.earlier is not None and data.earlier.is_denunciation:
        wrong["earlier"] = _("A denunciation can be linked to another denunciation only.")
    if wrong:
        raise ValidationError(wrong)


def wrong_days(received_on, dated_on, on):
    """What is wrong, by column, with the days of a letter that is looked at on the day `on`."""
    wrong = {}
    if received_on > on:
        wrong["received_on"] = _("This day lies in the future.")
    if dated_on and dated_on > received_on:
        wrong["dated_on"] = _("A letter cannot be dated after the day it was received.")
    return wrong


def _wrong_code(paper_file):
    if not paper_file:
        return {"paper_file": _("Give the number of the paper file, which alone holds the letter.")}
    try:
        check_paper_file(paper_file)
    except ValidationError as error:
        return {"paper_file": error.messages[0]}
    return {}


def _register(letters, *, by, is_demo):
    """Numbers are taken last, and everything that needs them is written at once: whoever registers a letter anywhere
    in the province waits for the series of codes until this transaction ends."""
    petitions = [_prepared(data, by=by, on=on, is_demo=is_demo) for data, on in letters]
    _number(petitions)
    Petition.objects.bulk_create(petitions)
    _index_words(petitions, [data for data, _on in letters])
    PetitionMove.objects.bulk_create(
        PetitionMove(
            petition=petition,
            move=REGISTERED,
            to_state=PetitionState.RECEIVED,
            on=on,
            by=by,
            version=1,
            facts={"due_on": petition.handling.due_on.isoformat()},
        )
        for petition, (_data, on) in zip(petitions, letters, strict=True)
    )
    record_many(Action.CREATED, petitions, by=by, fields=["kind", "source", "received_on"])
    count_new(petitions)
    return petitions


def _prepared(data, *, by, on, is_demo):
    """The row with its clocks and its content, to be numbered and saved."""
    petition = _row(data, by=by, on=on, is_demo=is_demo)
    _start_clocks(petition, on)
    if not petition.is_denunciation:
        petition.content = _keep_content(data)
    return petition


def _row(data, *, by, on, is_demo):
    first, unit = _first_of_content(data), data.owner.unit
    return Petition(
        arrival_year=data.received_on.year,
        in_secret_book=data.kind == PetitionKind.DENUNCIATION,
        kind=data.kind,
        owner=data.owner,
        unit=unit,
        level=unit.level,
        source=data.source,
        sent_by=data.sent_by,
        received_on=data.received_on,
        booked_on=data.received_on,
        entered_on=data.entered_on or on,
        dated_on=data.dated_on,
        paper_file=data.paper_file,
        signatories=data.signatories,
        field=data.field,
        is_remote=data.is_remote,
        earlier=first,
        is_repeat=data.is_repeat or first is not None,
        parent=data.parent,
        opinion=data.opinion,
        submission_token=submission_key(data),
        created_by=by,
        is_demo=is_demo,
        **dict.fromkeys(data.marks, True),
    )


def _number(petitions):
    """Give each its code and the next number of its book."""
    wanted = Counter(series for petition in petitions for series in _series_of(petition))
    numbers = take_several(wanted)
    for petition in petitions:
        codes, book = _series_of(petition)
        petition.code = format_code(PREFIXES[petition.kind], petition.arrival_year, next(numbers[codes]))
        petition.arrival_number = next(numbers[book])


def _series_of(petition):
    """(series, year) of its code and of its number in the book."""
    is_secret, year = petition.in_secret_book, petition.arrival_year
    return (code_series(is_secret), year), (book_series(SERIES, petition.owner, is_secret), year)


def _start_clocks(petition, on):
    try:
        due = compute_due(processing_rule(petition), petition.received_on, level=petition.level)
    except RuleMissing as missing:
        raise ValidationError({"received_on": str(missing)}) from missing
    await_notice(petition)
    petition.handling = Handling.objects.create(
        kind="petition",
        unit=petition.unit,
        assigned_on=on,
        due_on=due.on,
        original_due_on=due.on,
        due_basis=due.basis,
    )


def _first_of_content(data):
    """All that say the same point to the first of them; its row is held, so that it stays of the kind it is."""
    if data.earlier is None:
        return None
    rows = Petition.objects.select_for_update(of=("self",), no_key=True)
    first = rows.get(pk=data.earlier.earlier_id or data.earlier.pk)
    if first.is_denunciation != (data.kind == PetitionKind.DENUNCIATION):
        raise ValidationError({"earlier": _("A denunciation can be linked to another denunciation only.")})
    if first.state == PetitionState.SPLIT:
        # What was guided or transferred once is asked of those linked to it, and of the whole nothing was.
        raise ValidationError({"earlier": _("That petition was split by content: link the part that says the same.")})
    if first.state == PetitionState.STRUCK:
        raise ValidationError({"earlier": _("That petition was struck out of the book.")})
    return first


def code_series(is_secret):
    """The series of codes; that of denunciations is its own, so that no gap between other codes tells of one."""
    return f"{SERIES}-M" if is_secret else SERIES


def book_series(book, owner, is_secret):
    """The series of numbers of a body's book; denunciations have one of their own, so that no gap tells of them."""
    return f"{book}-{owner.pk}-M" if is_secret else f"{book}-{owner.pk}"


def _keep_content(data):
    content = PetitionContent.objects.create(
        summary=data.summary, gloss_en=data.gloss_en, settled_by=data.settled_by, case=data.case
    )
    Sender.objects.bulk_create(
        Sender(
            content=content,
            full_name=sender.full_name,
            address=sender.address,
            phone=sender.phone,
            id_number=sender.id_number,
            represents=sender.represents,
            folded_name=folded_name(sender.full_name),
        )
        for sender in data.senders
    )
    return content


def _index_words(petitions, letters):
    """What new petitions are found by; a denunciation by nothing."""
    PetitionSearch.objects.bulk_create(
        PetitionSearch(
            content=petition.content,
            words=words_for_everybody(petition.code, petition.content, [one.full_name for one in data.senders]),
        )
        for petition, data in zip(petitions, letters, strict=True)
        if petition.content is not None
    )


def folded_name(full_name):
    """How senders are compared: "Nguyễn Văn A" and "NGUYEN VAN A" are one."""
    return " ".join(fold_words(full_name))[:170].rstrip()


def refresh_search(content, code):
    """Write the folded words a petition is found by: code, summary, gloss; never the name of a sender."""
    words = words_for_everybody(code, content, list(content.senders.values_list("full_name", flat=True)))
    PetitionSearch.objects.update_or_create(content=content, defaults={"words": words})


def register_parts(petition, parts, *, by, on):
    """The parts of a petition of mixed content, each a petition of its own, to be classified by its own content.

    A denunciation part takes nothing along but owner, source, days and codes: neither the sender nor the way back.
    """
    letters = []
    for part in parts:
        common = {
            "owner": petition.owner,
            "kind": part["kind"],
            "received_on": petition.received_on,
            "entered_on": petition.received_on + _lateness(petition),
            "field": part["field"],
            "is_remote": petition.is_remote,
            "is_repeat": petition.is_repeat,
            "marks": tuple(name for name, is_set in marks_of(petition).items() if is_set),
            "sent_by": petition.sent_by,
        }
        if part["kind"] == PetitionKind.DENUNCIATION:
            data = PetitionData(**common, source=petition.source, paper_file=part.get("paper_file", ""))
        else:
            data = PetitionData(
                **common,
                source=Source.SPLIT,
                dated_on=petition.dated_on,
                signatories=petition.signatories,
                parent=petition,
                summary=part["summary"],
                senders=_senders_of(petition),
                case=petition.content.case,
            )
        letters.append((data, on))
    return register_petitions(letters, by=by, is_demo=petition.is_demo)


def _lateness(petition):
    """How long after it came a letter was entered; none where nobody kept it. Its parts are as late as the whole."""
    return (petition.entered_on or petition.booked_on) - petition.booked_on


def _senders_of(petition):
    return tuple(
        SenderData(row.full_name, row.address, row.phone, row.id_number, row.represents)
        for row in petition.content.senders.all()
    )
