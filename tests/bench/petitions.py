"""As many petitions as asked for, written in bulk: of a province's bodies over eight years, with words of opinions.

They have what a page asks for: senders of many names, papers, flags, and earlier petitions of the same content. A visit
to citizen reception stands beside every fifth.
"""

import random
from collections import Counter
from datetime import date, timedelta

from django.db import transaction

from accounts.models import User
from conferences.models import OpinionText
from conferences.search import index_words
from handling.models import Handling, NumberSeries
from petitions import tallies
from petitions.models import (
    Direction,
    PaperKind,
    Petition,
    PetitionContent,
    PetitionKind,
    PetitionMove,
    PetitionPaper,
    PetitionSearch,
    Sender,
    Source,
)
from petitions.models import PetitionState as State
from petitions.models.vocabulary import PREFIXES
from petitions.services.registering import SERIES, book_series, code_series, folded_name
from registers.models import Field, OfficialDocument, Organisation
from reports.demo.names import person

from .receptions import write_receptions

SEED, CHUNK, DAYS = 20261123, 5_000, 8 * 365
OFFICER = "tinh.xulydon"
KINDS = [
    *[PetitionKind.RECOMMENDATION] * 6,
    *[PetitionKind.COMPLAINT] * 3,
    PetitionKind.DENUNCIATION,
]
ENDS = [State.CLOSED] * 12 + [State.TRANSFERRED, State.GUIDED, State.FILED, State.DECLINED, State.CLASSIFIED]
DIRECTIONS = {
    State.TRANSFERRED: Direction.TRANSFER,
    State.GUIDED: Direction.GUIDE,
    State.FILED: Direction.FILE,
    State.DECLINED: Direction.DECLINE,
    State.CLOSED: Direction.TRANSFER,
}
#: The papers of what was transferred, by how often it was urged.
PAPERS = (PaperKind.TRANSFER, PaperKind.URGING, PaperKind.URGING, PaperKind.REPLY)


class Writer:
    def __init__(self):
        self.chance = random.Random(SEED)
        self.officer = User.objects.get(username=OFFICER)
        commission = self.officer.memberships.select_related("organisation__unit").get().organisation
        communes = Organisation.objects.filter(code__startswith="DU-", valid_until=None).select_related("unit")
        self.owners = [commission] * len(communes) + list(communes)
        self.fields = list(Field.objects.filter(parent__isnull=False))
        self.texts = list(OpinionText.objects.order_by("pk").values_list("text", flat=True)[:5000])
        self.last = Counter()
        #: The newest petition of each body and kind, which the next of the same content is linked to.
        self.newest = {}

    def write(self, number):
        today = date.today()
        with transaction.atomic():
            for row in NumberSeries.objects.all():
                self.last[(row.series, row.year)] = row.last
            for start in range(0, number, CHUNK):
                days = [
                    today - timedelta(days=self.chance.randrange(DAYS)) for _one in range(min(CHUNK, number - start))
                ]
                self._chunk(sorted(days))
            write_receptions(number // 20, self)
            for (series, year), last in self.last.items():
                NumberSeries.objects.update_or_create(series=series, year=year, defaults={"last": last})
        tallies.rebuild()

    def _chunk(self, days):
        chance = self.chance
        kinds = [chance.choice(KINDS) for _day in days]
        owners = [chance.choice(self.owners) for _day in days]
        contents = PetitionContent.objects.bulk_create(
            PetitionContent(summary=chance.choice(self.texts)) for kind in kinds if kind != PetitionKind.DENUNCIATION
        )
        handlings = Handling.objects.bulk_create(
            self._handling(owner, day) for owner, day in zip(owners, days, strict=True)
        )
        left = iter(contents)
        petitions = Petition.objects.bulk_create(
            self._petition(kind, owner, day, handling, None if kind == PetitionKind.DENUNCIATION else next(left))
            for kind, owner, day, handling in zip(kinds, owners, days, handlings, strict=True)
        )
        named = [petition for petition in petitions if petition.content_id]
        PetitionSearch.objects.bulk_create(
            PetitionSearch(content_id=row.content_id, words=index_words(row.code, row.content.summary)) for row in named
        )
        Sender.objects.bulk_create(self._sender(row) for row in named for _one in range(chance.choice([1, 1, 1, 2])))
        self._link(named)
        self._keep_papers(petitions)
        PetitionMove.objects.bulk_create(
            PetitionMove(
                petition=row, move="register", to_state="received", on=row.received_on, by=self.officer, version=1
            )
            for row in petitions
        )

    def _link(self, petitions):
        """Every tenth is sent again: it leads to the one before it of the same body and kind."""
        again = []
        for row in petitions:
            if row.is_repeat and (earlier := self.newest.get((row.owner_id, row.kind))):
                row.earlier_id = earlier
                again.append(row)
            else:
                self.newest[(row.owner_id, row.kind)] = row.pk
        Petition.objects.bulk_update(again, ["earlier"], batch_size=1000)

    def _keep_papers(self, petitions):
        kept = [
            (row, kind)
            for row in petitions
            if row.direction == Direction.TRANSFER
            for kind in PAPERS[: self.chance.randint(1, len(PAPERS))]
        ]
        documents = OfficialDocument.objects.bulk_create(
            OfficialDocument(type="notice", number=str(number), symbol="TB", date=row.received_on)
            for number, (row, _kind) in enumerate(kept, start=1)
        )
        PetitionPaper.objects.bulk_create(
            PetitionPaper(petition=row, kind=kind, document=document, body=row.addressee, on=row.received_on)
            for (row, kind), document in zip(kept, documents, strict=True)
        )

    def _handling(self, owner, day):
        due = day + timedelta(days=self.chance.randint(10, 45))
        done = None if (date.today() - day).days < 40 else due - timedelta(days=self.chance.randint(-5, 9))
        values = {"due_on": due, "original_due_on": due, "done_on": done}
        return Handling(kind="petition", unit=owner.unit, assigned_on=day, **values)

    def _petition(self, kind, owner, day, handling, content):
        is_secret = kind == PetitionKind.DENUNCIATION
        code = self.next(code_series(is_secret), day.year)
        state = self.chance.choice(ENDS) if handling.done_on else State.RECEIVED
        direction = DIRECTIONS.get(state, "")
        return Petition(
            code=f"{PREFIXES[kind]}-{day.year}-{code:04d}",
            arrival_year=day.year,
            booked_on=day,
            arrival_number=self.next(book_series(SERIES, owner, is_secret), day.year),
            in_secret_book=is_secret,
            kind=kind,
            owner=owner,
            unit=owner.unit,
            level=owner.unit.level,
            source=self.chance.choice(Source.values),
            received_on=day,
            paper_file="15/HSM-2026" if content is None else "",
            field=self.chance.choice(self.fields),
            is_eligible=True,
            competence=self.chance.choice(["own", "other_body"]),
            round="first" if kind == PetitionKind.COMPLAINT else "",
            state=state,
            direction=direction,
            addressee=self.chance.choice(self.owners) if direction in (Direction.TRANSFER, Direction.GUIDE) else None,
            is_mass=self.seldom(30),
            is_prolonged=self.seldom(50),
            is_over_level=self.seldom(100),
            is_repeat=self.seldom(10),
            handling=handling,
            content=content,
            created_by=self.officer,
            is_demo=True,
        )

    def next(self, series, year):
        """The next number of a series."""
        self.last[(series, year)] += 1
        return self.last[(series, year)]

    def seldom(self, times):
        """True once in so many times."""
        return self.chance.randrange(times) == 0

    def name(self):
        return person(self.chance).full_name

    def _sender(self, petition):
        name, address = self.name(), f"xóm {self.chance.randint(1, 20)}"
        return Sender(content_id=petition.content_id, full_name=name, address=address, folded_name=folded_name(name))
