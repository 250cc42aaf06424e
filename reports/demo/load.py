"""Loading the whole demonstration: registers, accounts, the record, the programme, the work of these weeks."""

import json
import random
from datetime import date

from django.db import connection, transaction

from accounts.demo import load_demo_accounts
from accounts.models import User
from conferences import tallies
from registers.calendar import WorkingCalendar
from registers.levels import Level
from registers.loading import load_all
from registers.models import AdministrativeUnit, Field

from ..models import PublishedFigure
from .cases import CaseLoader
from .history import HistoryLoader
from .petitions import PetitionLoader
from .plan import FIRST, LAST, plan_conferences
from .present import PresentLoader
from .programme import load_programme
from .receptions import ReceptionLoader
from .texts import DATA, Writer

SEED = 20_230_803
PEOPLE = {
    "leader": "tinh.lanhdao",
    "specialist": "tinh.chuyenvien",
    "secretary": "thuky.hoinghi",
    "clerk": "xa.canbo",
    "sibling": "xa.langgieng",
    "agriculture": "so.daumoi",
    "construction": "so.xaydung",
    "petitions": "tinh.xulydon",
    "commune_petitions": "xa.xulydon",
    "commune_leader": "xa.lanhdao",
}


class DemoRefused(Exception):
    """The database already holds records; the message says so."""


def load_demo(as_of, say=lambda line: None):
    """Load everything for the day `as_of`, all or nothing. The same day gives the same rows.

    Raises `DemoRefused` when conferences exist already.
    """
    from conferences.models import Conference

    if Conference.objects.exists():
        raise DemoRefused("The database already holds conferences; demonstration data goes into an empty one.")
    with transaction.atomic():
        _take_time()
        for name, report in load_all().items():
            say(f"{name}: {report}")
        load_demo_accounts()
        people = {role: User.objects.get(username=name) for role, name in PEOPLE.items()}
        rng = random.Random(SEED)
        fields = {field.code: field for field in Field.objects.all()}
        opinions = HistoryLoader(rng, people, _calendar(), as_of).load(_plan(rng))
        say(f"opinions 2018-2023: {opinions}")
        tallies.rebuild()
        _load_published()
        load_programme(Writer(rng), people, fields)
        say("programme of 3-4 August 2023: 1,121 delegates, 18 questions")
        samples = PresentLoader(rng, Writer(rng), people, fields, as_of).load(_communes(people))
        say(f"samples around {as_of:%d/%m/%Y}: {len(samples)}")
        petitions = PetitionLoader(rng, Writer(rng), people, fields, as_of).load()
        say(f"petitions around {as_of:%d/%m/%Y}: {len(petitions)} samples")
        say(f"cases: {len(CaseLoader(people, as_of).load())}")
        held = ReceptionLoader(rng, Writer(rng), people, as_of).load()
        say(f"citizen receptions up to {as_of:%d/%m/%Y}: {held} sessions held")
        _gather_statistics()


def _calendar():
    return WorkingCalendar.load(FIRST, date(LAST.year + 1, 1, 1))


def _plan(rng):
    nghe_an = AdministrativeUnit.objects.get(code="40", parent__isnull=True)
    units = AdministrativeUnit.objects.within(nghe_an).filter(valid_from__lte=LAST).select_related("parent")
    # Communes of one name stand in no order of their own; the same seed would take another of them.
    units = units.order_by("sort_key", "valid_from", "code")
    by_level = {level: list(units.filter(level=level)) for level in (Level.PROVINCE, Level.DISTRICT, Level.COMMUNE)}
    return plan_conferences(rng, units_by_level=by_level, calendar=_calendar())


def _communes(people):
    """The two communes that have demonstration accounts, with their clerks."""
    found = []
    for role in ("clerk", "sibling"):
        membership = people[role].memberships.select_related("organisation__unit__parent").first()
        found.append((membership.organisation.unit, people[role]))
    return found


def _load_published():
    facts = json.loads((DATA / "published.json").read_text(encoding="utf-8"))
    unit = AdministrativeUnit.objects.get(code="40", parent__isnull=True)
    PublishedFigure.objects.bulk_create(
        PublishedFigure(unit=unit, first=facts["first"], last=facts["last"], **figure) for figure in facts["figures"]
    )


def _take_time():
    """Lift the time limit of statements, which is meant for pages, for the length of the transaction."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = 0")


def _gather_statistics():
    """Let the planner know the new rows; otherwise the first pages are planned for empty tables."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
