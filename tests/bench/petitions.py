"""As many petitions as asked for, written in bulk: of a province's bodies over eight years, with words of opinions."""

import random
from collections import Counter
from datetime import date, timedelta

from django.db import transaction

from accounts.models import User
from conferences.models import OpinionText
from conferences.search import index_words
from handling.models import Handling, NumberSeries
from petitions import tallies
from petitions.models import Petition, PetitionContent, PetitionKind, PetitionMove, PetitionSearch, Sender, Source
from petitions.models import PetitionState as State
from petitions.models.vocabulary import PREFIXES
from petitions.services.registering import SERIES, book_series, code_series, folded_name
from registers.models import Field, Organisation

SEED, CHUNK, DAYS = 20261123, 5_000, 8 * 365
OFFICER = "tinh.xulydon"
KINDS = [
    *[PetitionKind.RECOMMENDATION] * 6,
    *[PetitionKind.COMPLAINT] * 3,
    PetitionKind.DENUNCIATION,
]
ENDS = [State.CLOSED] * 12 + [State.TRANSFERRED, State.GUIDED, State.FILED, State.DECLINED, State.CLASSIFIED]


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

    def write(self, number):
        today = date.today()
        with transaction.atomic():
            for row in NumberSeries.objects.filter(series__startswith=SERIES):
                self.last[(row.series, row.year)] = row.last
            for start in range(0, number, CHUNK):
                days = [
                    today - timedelta(days=self.chance.randrange(DAYS)) for _one in range(min(CHUNK, number - start))
                ]
                self._chunk(sorted(days))
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
        Sender.objects.bulk_create(self._sender(row) for row in named)
        PetitionMove.objects.bulk_create(
            PetitionMove(
                petition=row, move="register", to_state="received", on=row.received_on, by=self.officer, version=1
            )
            for row in petitions
        )

    def _handling(self, owner, day):
        due = day + timedelta(days=self.chance.randint(10, 45))
        done = None if (date.today() - day).days < 40 else due - timedelta(days=self.chance.randint(-5, 9))
        values = {"due_on": due, "original_due_on": due, "done_on": done}
        return Handling(kind="petition", unit=owner.unit, assigned_on=day, **values)

    def _petition(self, kind, owner, day, handling, content):
        is_secret = kind == PetitionKind.DENUNCIATION
        codes, book = code_series(is_secret), book_series(SERIES, owner, is_secret)
        self.last[(codes, day.year)] += 1
        self.last[(book, day.year)] += 1
        return Petition(
            code=f"{PREFIXES[kind]}-{day.year}-{self.last[(codes, day.year)]:04d}",
            arrival_year=day.year,
            booked_on=day,
            arrival_number=self.last[(book, day.year)],
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
            state=self.chance.choice(ENDS) if handling.done_on else State.RECEIVED,
            handling=handling,
            content=content,
            created_by=self.officer,
            is_demo=True,
        )

    def _sender(self, petition):
        name = f"Nguyễn Văn {self.chance.choice('ABCDEGHIKLMN')}"
        return Sender(content_id=petition.content_id, full_name=name, address="xóm 3", folded_name=folded_name(name))
