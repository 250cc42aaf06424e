"""Sessions of citizen reception with their turns, written in bulk: four visitors a session, over eight years."""

from datetime import date, time, timedelta

from petitions.models import (
    PetitionContent,
    PetitionKind,
    Receiver,
    ReceptionKind,
    ReceptionSession,
    ReceptionTurn,
    Sender,
    SessionState,
)
from petitions.models.receptions import TurnDirection
from petitions.services.receptions import SERIES
from petitions.services.registering import book_series, folded_name
from petitions.services.turns import REGISTER

DAYS, TURNS, CHUNK = 8 * 365, 4, 2_000
KINDS = [PetitionKind.RECOMMENDATION] * 6 + [PetitionKind.COMPLAINT] * 3 + [PetitionKind.DENUNCIATION]


def write_receptions(number, writer):
    """So many sessions; owners, fields, texts, names and numbers are those of the `writer` of petitions."""
    for start in range(0, number, CHUNK):
        days = [
            date.today() - timedelta(days=writer.chance.randrange(DAYS)) for _one in range(min(CHUNK, number - start))
        ]
        sessions = ReceptionSession.objects.bulk_create(_session(day, writer) for day in sorted(days))
        turns = [(session, place, writer.chance.choice(KINDS)) for session in sessions for place in range(1, TURNS + 1)]
        contents = PetitionContent.objects.bulk_create(
            PetitionContent(summary=writer.chance.choice(writer.texts))
            for _session, _place, kind in turns
            if kind != PetitionKind.DENUNCIATION
        )
        Sender.objects.bulk_create(_visitor(content, writer) for content in contents)
        left = iter(contents)
        ReceptionTurn.objects.bulk_create(
            _turn(session, place, kind, None if kind == PetitionKind.DENUNCIATION else next(left), writer)
            for session, place, kind in turns
        )


def _session(day, writer):
    owner = writer.chance.choice(writer.owners)
    return ReceptionSession(
        code=f"{SERIES}-{day.year}-{writer.next(SERIES, day.year):04d}",
        owner=owner,
        unit=owner.unit,
        level=owner.unit.level,
        kind=ReceptionKind.PERIODIC,
        receiver=Receiver.HEAD,
        on=day,
        starts_at=time(7, 30),
        place="Trụ sở tiếp công dân",
        leader=writer.name(),
        state=SessionState.HELD,
        last_turn=TURNS,
        created_by=writer.officer,
        is_demo=True,
    )


def _turn(session, place, kind, content, writer):
    is_secret = kind == PetitionKind.DENUNCIATION
    return ReceptionTurn(
        session=session,
        number=place,
        register_number=writer.next(book_series(REGISTER, session.owner, is_secret), session.on.year),
        in_secret_book=is_secret,
        kind=kind,
        field=writer.chance.choice(writer.fields),
        direction=writer.chance.choice([TurnDirection.ACCEPT, TurnDirection.EXPLAIN, TurnDirection.GUIDE]),
        content=content,
        entered_on=session.on,
        created_by=writer.officer,
    )


def _visitor(content, writer):
    name, address = writer.name(), f"xóm {writer.chance.randint(1, 20)}"
    return Sender(content=content, full_name=name, address=address, folded_name=folded_name(name))
