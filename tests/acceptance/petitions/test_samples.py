"""The ten sample petitions walk to the states their file gives, through the services."""

import json
import random
from datetime import date, timedelta
from itertools import pairwise

import pytest

from accounts.demo import load_demo_accounts
from handling.worklist import counts_by_kind
from petitions.models import Petition, PetitionMove
from petitions.statistics.catalogue import FORMS, form_asked
from petitions.tallies import differences
from registers.loading import load_all
from registers.models import Field
from registers.periods import period
from reports.demo.load import PEOPLE
from reports.demo.petitions import SAMPLES, PetitionLoader
from reports.demo.receptions import ReceptionLoader
from reports.demo.texts import DATA, Writer

pytestmark = [pytest.mark.acceptance, pytest.mark.django_db]
AS_OF = date(2026, 11, 23)


@pytest.fixture
def people(db):
    load_all()
    accounts = load_demo_accounts()
    return {role: accounts[name] for role, name in PEOPLE.items()}


def loaded(people, as_of=AS_OF):
    rng = random.Random(7)
    fields = {field.code: field for field in Field.objects.all()}
    return PetitionLoader(rng, Writer(rng), people, fields, as_of).load()


def test_the_samples_walk_to_the_states_of_their_file(people):
    samples = json.loads((DATA / "samples.json").read_text(encoding="utf-8"))["petitions"]
    found = {petition.code: petition for petition in loaded(people)}
    assert list(found) == [sample["code"] for sample in samples] == list(SAMPLES)
    assert {code: petition.state for code, petition in found.items()} == {
        sample["code"]: sample["state"].lower() for sample in samples
    }
    assert {code: petition.kind for code, petition in found.items()} == {
        sample["code"]: sample["kind"].lower() for sample in samples
    }
    assert {code: petition.field.code for code, petition in found.items()} == {
        sample["code"]: sample["field"] for sample in samples
    }
    assert differences() == []
    _every_step_is_in_the_history(found.values())
    _denunciations_have_codes_alone()


def _every_step_is_in_the_history(petitions):
    for petition in petitions:
        steps = list(petition.history.order_by("pk").values_list("from_state", "to_state", "version"))
        assert steps[-1][1] == petition.state
        assert [version for *_states, version in steps] == list(range(1, petition.version + 1))
        assert all(before == after for (_f, before, _v), (after, _t, _w) in pairwise(steps))


def _denunciations_have_codes_alone():
    rows = Petition.objects.filter(kind="denunciation")
    assert rows.count() == 3
    assert set(rows.values_list("content", "parent", "signatories")) == {(None, None, None)}
    assert "" not in set(rows.values_list("paper_file", flat=True))


@pytest.mark.parametrize("days", [0, 3, 60, 200])
def test_the_samples_load_on_any_day(people, days):
    on = AS_OF + timedelta(days=days)
    assert len(loaded(people, on)) == len(SAMPLES)
    assert PetitionMove.objects.filter(on__gt=on).count() == 0


@pytest.mark.parametrize("role", ["petitions", "commune_petitions"])
def test_the_officers_have_work(people, role):
    loaded(people)
    assert counts_by_kind(people[role], AS_OF)["petition"].waiting > 0


@pytest.fixture
def filled_forms(people):
    """Every statistical form of the year, for the leader of the province and for the officer of the commune."""
    loaded(people)
    rng = random.Random(7)
    ReceptionLoader(rng, Writer(rng), people, AS_OF).load()
    year = period("year", AS_OF.year)
    return {
        (key, role): form_asked(key, people[role], year, body=None, today=AS_OF, closing_day=14)
        for key in FORMS
        for role in ("leader", "commune_petitions")
    }


def test_the_forms_of_the_samples_keep_every_equation_and_count_something(filled_forms):
    assert {key for key, _role in filled_forms} == {"xld", "tcd"}
    for asked, form in filled_forms.items():
        assert (asked, form.differences()) == (asked, [])
        assert form.total.figures[1] > 0
        if asked[1] == "leader":
            assert all(form.total.figures[equation.total] > 0 for equation in form.layout.equations)


def test_a_figure_that_is_wrong_breaks_its_equations(filled_forms):
    """The control: each column that an equation reads is found when it is one too many."""
    for form in filled_forms.values():
        for number in {number for one in form.layout.equations for number in (one.total, *one.parts)}:
            form.total.figures[number] += 1
            broken = {str(found.equation) for found in form.differences()}
            expected = {str(one) for one in form.layout.equations if number in (one.total, *one.parts)}
            assert broken == expected
            form.total.figures[number] -= 1
        assert form.differences() == []
