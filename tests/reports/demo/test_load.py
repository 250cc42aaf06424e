"""Loading the demonstration: the published figures to the last one, the same rows for the same day, all or nothing.

How rows written in bulk compare with those of the services is the matter of test_history.py.
"""

import hashlib
import json
from collections import Counter
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import transaction
from django.db.models import Count, Sum

from accounts.models import User
from conferences import tallies
from conferences.models import Answer, Conference, ConferenceMove, Delegate, Opinion, OpinionMove, OpinionText
from handling import worklist
from petitions.models import PetitionCase
from registers.models import AdministrativeUnit
from reports.demo import load
from reports.demo.load import DemoRefused, load_demo
from reports.figures import gather
from reports.models import PublishedFigure
from reports.rates import rate
from reports.scope import Scope

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
AS_OF = date(2026, 11, 23)
FIRST, LAST = date(2018, 1, 1), date(2023, 7, 31)


@pytest.fixture
def small_record(monkeypatch):
    """One planned conference of two hundred: the rest of a load as it is."""
    plan = load.plan_conferences
    monkeypatch.setattr(load, "plan_conferences", lambda rng, **values: plan(rng, **values)[::200])


def count_rows():
    return {model: model.objects.count() for model in (AdministrativeUnit, User, Conference, Opinion, Delegate, Answer)}


# --- the whole of it ---


def test_a_load_gives_exactly_the_published_record():
    """One test of many figures, since one load takes half a minute."""
    said = []
    load_demo(AS_OF, say=said.append)
    opinions = Opinion.objects.filter(raised_on__range=(FIRST, LAST))
    by_outcome = opinions.values_list("level", "outcome").annotate(number=Count("pk"))
    assert {(level, outcome): number for level, outcome, number in by_outcome} == {
        ("province", "after_conference"): 28,
        ("province", "step_by_step"): 2,
        ("district", "at_conference"): 1_414,
        ("district", "after_conference"): 74,
        ("district", "unresolved"): 47,
        ("commune", "at_conference"): 20_749,
        ("commune", "after_conference"): 589,
        ("commune", "unresolved"): 442,
    }
    held = Conference.objects.held_in(FIRST, LAST)
    assert dict(held.values_list("level").annotate(number=Count("pk"))) == {
        "province": 5,
        "district": 207,
        "commune": 2_606,
    }
    assert held.aggregate(sum=Sum("participants"))["sum"] == 195_853
    assert opinions.exclude(is_demo=True).count() == held.exclude(is_demo=True).count() == 0
    assert tallies.differences() == []
    _figures_are_those_of_the_articles()
    _every_row_is_whole(opinions)
    programme = Conference.objects.annotate(number=Count("delegates")).get(number__gt=0, held_on=date(2023, 8, 3))
    assert (programme.number, programme.opinions.count()) == (1_121, 18)
    assert said[-4:] == [
        "samples around 23/11/2026: 30",
        "petitions around 23/11/2026: 10 samples",
        "cases: 2",
        "citizen receptions up to 23/11/2026: 62 sessions held",
    ]
    _a_second_load_adds_nothing()


def _figures_are_those_of_the_articles():
    """As the dashboard counts them: 2,818 conferences, 23,345 opinions, the rates by level."""
    province = AdministrativeUnit.objects.get(code="40", parent__isnull=True)
    found = gather(Scope(province, FIRST, LAST), AS_OF)
    assert (found.total.conferences, found.total.participants, found.total.counts.received) == (2_818, 195_853, 23_345)
    rates = {
        line.level: [str(rate(key, line.counts).percent) for key in ("resolution", "at_conference")]
        for line in found.levels
    }
    assert rates == {"province": ["93.3", "0.0"], "district": ["96.9", "92.1"], "commune": ["98.0", "95.3"]}
    assert PublishedFigure.objects.filter(unit=province, measure="at_conference", level="").get().value == 22_154


def _every_row_is_whole(opinions):
    """What `rebuild_tallies` does not look at: texts, speakers, history, answers of whatever was answered."""
    assert opinions.filter(current_text__isnull=True).count() == 0
    assert opinions.filter(turn__speaker__isnull=True).count() == 0
    assert opinions.filter(search__isnull=True).count() == 0
    answered = ("at_conference", "after_conference")
    assert opinions.filter(outcome__in=answered, answers__isnull=True).count() == 0
    assert opinions.exclude(outcome__in=answered).filter(answers__isnull=False).count() == 0
    steps = OpinionMove.objects.filter(opinion__in=opinions).values_list("move", "version")
    assert {move for move, version in steps if version == 1} == {"register"}
    assert Counter(move for move, _version in steps)["verify"] == 1_414 + 74 + 20_749 + 589 + 28
    assert ConferenceMove.objects.filter(conference__held_on__lte=LAST, version=1).count() == 2_818


def _a_second_load_adds_nothing():
    before = count_rows()
    with pytest.raises(DemoRefused):
        load_demo(AS_OF + timedelta(days=1))
    assert count_rows() == before


# --- the same again ---


def digest():
    """Of what a reader of the demonstration sees; ids and the moment of writing are left out."""
    shown = [
        Conference.objects.order_by("code").values_list(
            "code", "title", "unit__code", "held_on", "participants", "state", "kind"
        ),
        Opinion.objects.order_by("code").values_list(
            *("code", "conference__code", "current_text__text", "field__code", "state", "outcome", "raised_on"),
            *("turn__speaker__full_name", "turn__speaker__address", "handling__lead__code"),
            *("handling__due_on", "handling__done_on"),
        ),
        OpinionMove.objects.order_by("opinion__code", "version").values_list("move", "on", "by__username"),
        Answer.objects.order_by("opinion__code", "text").values_list("organisation__code", "text", "answered_on"),
    ]
    return [hashlib.sha256(json.dumps(list(rows), default=str).encode()).hexdigest() for rows in shown]


@contextmanager
def loaded(as_of):
    """The digest of a load, which is taken back afterwards."""
    with transaction.atomic():
        load_demo(as_of)
        yield digest()
        transaction.set_rollback(True)


def test_the_same_day_gives_the_same_rows(small_record, monkeypatch):
    """Record and samples; the programme's delegates and questions take half the time and come from a file."""
    monkeypatch.setattr(load, "load_programme", lambda *args: None)
    with loaded(AS_OF) as first:
        # The control: the digest sees a single word.
        OpinionText.objects.filter(opinion__code="YK-2022-0001").update(text="Khác")
        assert [before == after for before, after in zip(first, digest(), strict=True)].count(False) == 1
    with loaded(AS_OF) as second:
        assert second == first
    assert Conference.objects.count() == 0


# --- refused ---


def test_cases_have_parties_links_visits_and_meetings(small_record):
    """Petitions, a conference, an opinion, a visit, a meeting of investor, households and agency; one is resolved."""
    load_demo(AS_OF)
    resolved, under_way = PetitionCase.objects.order_by("-state", "pk")
    assert [(case.state, case.outcome) for case in (under_way, resolved)] == [("open", ""), ("resolved", "agreed")]
    assert resolved.meetings.count() == 1
    links = under_way.links.all()
    assert (under_way.contents.count(), len(links)) == (2, 2)
    assert [link for link in links if link.conference_id] != [link for link in links if link.opinion_id]
    meeting = under_way.meetings.get()
    parts = ["agency", "households", "investor"]
    assert sorted(meeting.parties.values_list("part", flat=True)) == parts
    assert (under_way.visits.count(), bool(meeting.document), under_way.responsible.code) == (1, True, "SNNMT")


def test_a_database_with_conferences_is_refused_with_a_sentence(province):
    Conference.objects.create(code="HN-2026-0001", title="Thật", level="province", unit=province, held_on=AS_OF)
    before = count_rows()
    with pytest.raises(CommandError) as refusal:
        call_command("load_demo")
    assert str(refusal.value) == (
        "Nothing was loaded. The database already holds conferences; demonstration data goes into an empty one."
    )
    assert count_rows() == before


@pytest.mark.parametrize("typed", ["yesterday", "23/11/2026", "2026-02-30"])
def test_a_day_that_is_none_is_refused_with_a_sentence(typed):
    with pytest.raises(CommandError) as refusal:
        call_command("load_demo", f"--as-of={typed}")
    assert str(refusal.value) == f"--as-of takes a date such as 2026-11-23, not “{typed}”."
    assert Conference.objects.count() == 0


def test_every_role_that_works_has_something_of_each_kind_to_do(small_record):
    load_demo(AS_OF)
    working = ("tinh.lanhdao", "tinh.chuyenvien", "xa.canbo", "xa.langgieng", "so.daumoi", "so.xaydung")
    for name in working:
        counts = worklist.counts(User.objects.get(username=name), AS_OF)
        alive = {part: getattr(counts, part) > 0 for part in worklist.PARTS}
        assert alive == dict.fromkeys(worklist.PARTS, True), name


def test_a_load_that_fails_at_the_end_leaves_nothing(small_record, monkeypatch):
    class Broken(Exception):
        pass

    def fail(*args):
        assert Conference.objects.exists()
        raise Broken

    monkeypatch.setattr(load, "load_programme", fail)
    before = count_rows()
    with pytest.raises(Broken):
        load_demo(AS_OF)
    assert count_rows() == before
