"""Turning an opinion of a conference into a petition, in one step."""

from django.db import transaction

from accounts.models import Membership
from accounts.roles import Role
from conferences.services.erasing import erase_words
from conferences.workflow import move_held
from registers.models import AdministrativeUnit, Organisation

from ..models import PetitionKind, Source
from .registering import PetitionData, SenderData, register_petition


def receiving_bodies(opinion, on):
    """Bodies with a petition officer, of the opinion's unit as it is today or above it, nearest first."""
    officers = Membership.objects.on(on).filter(role=Role.PETITION_OFFICER, user__is_active=True)
    around = AdministrativeUnit.objects.holding(opinion.unit)
    bodies = Organisation.objects.on(on).filter(pk__in=officers.values("organisation"), unit__in=around)
    return sorted(bodies.select_related("unit").order_by("rank"), key=lambda body: body.unit.parent_id is None)


def turn_into_petition(opinion, *, kind, owner, by, on, paper_file="", field=None, version=None):
    """Register a petition with what an opinion says, and close the opinion as counted no more; returns the petition.

    `opinion` is held by the caller (`for_move`), who undoes the transaction when this raises what `register_petition`
    and `move_held` raise. Of a denunciation nothing is taken over: the speaker and every word of the opinion are
    erased, and papers and exports made from them with it.
    """
    is_secret = kind == PetitionKind.DENUNCIATION
    data = PetitionData(
        owner=owner,
        kind=kind,
        source=Source.OPINION,
        received_on=on,
        paper_file=paper_file,
        field=field or opinion.field,
        opinion=opinion,
        **({} if is_secret else _content_of(opinion)),
    )
    with transaction.atomic():
        petition = register_petition(data, by=by, on=on, is_demo=opinion.is_demo)
        move_held(opinion, "turn_into_petition", by=by, on=on, version=version)
        if is_secret:
            erase_words(opinion, by=by, on=on)
    return petition


def _content_of(opinion):
    text, speaker = opinion.current_text, getattr(opinion.turn, "speaker", None)
    words = {"summary": text.text if text else "", "gloss_en": text.gloss_en if text else ""}
    if speaker is None:
        return words
    name = speaker.delegate.person.full_name if speaker.delegate_id else speaker.full_name
    if not name:
        return words
    sender = SenderData(name[:160], speaker.address, speaker.phone)
    return {**words, "senders": (sender,), "signatories": speaker.group_size}
