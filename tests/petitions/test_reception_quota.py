"""The days on which heads must receive: whose count, by which rule, and what proposes an ad hoc day."""

from datetime import date, time

import pytest
from django.urls import reverse

from accounts.roles import Role
from petitions.models import Petition, PetitionKind, ReceptionKind, ReceptionSession
from petitions.reception_proposals import proposals_for
from petitions.reception_quota import KEYS, QuotaYear
from petitions.services.receptions import cancel_session, hold_session
from registers.loading import DATA, load_rules
from registers.models import Organisation, RuleParameter
from registers.tables import read_rows
from tests.conftest import make_organisation, make_user

from .receptions_cast import Receptions as Receive

TODAY = date(2026, 11, 20)
OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)


@pytest.fixture
def committee(commission_body):
    Organisation.objects.filter(pk=commission_body.pk).update(side="party", kind="committee")
    commission_body.refresh_from_db()
    return commission_body


def make_body(code, name, unit, side, kind):
    body = make_organisation(code, name, unit, side=side)
    body.kind = kind
    body.save()
    return body


@pytest.fixture
def chair(commune_body, reception_rules):
    """The People's Committee of a commune, whose chair receives once a week."""
    weekly = {"key": "reception.chair_commune", "unit": "days_per_week", "value": 1}
    RuleParameter.objects.create(**weekly, valid_from=date(2018, 1, 1))
    body = make_body("UBND-1", "Ủy ban nhân dân xã", commune_body.unit, "state", "authority")
    return Receive(body, make_user("xa.xulydon", "Lê Thị D", Role.PETITION_OFFICER, body))


def year_of(body, year=2026):
    body = Organisation.objects.select_related("unit").get(pk=body.pk)
    [found] = QuotaYear.load(year).years([body], today=TODAY)
    return found


def month_of(body, month):
    return year_of(body, month.year).months[month.month - 1]


def held(receptions, **more):
    session = receptions.session(**more)
    return hold_session(session, version=1, on=session.on, by=receptions.officer)


def test_a_month_is_kept_by_days_in_person(receptions, committee):
    assert month_of(committee, OCTOBER).is_missed
    held(receptions, kind=ReceptionKind.ROUTINE)
    held(receptions, on=date(2026, 10, 9), delegate="Phó trưởng ban")
    held(receptions, on=date(2026, 10, 14), receiver="other", leader="Lê Văn Phó, Phó trưởng ban")
    cancel_session(receptions.session(on=date(2026, 10, 12)), reason="away", version=1, by=receptions.officer)
    still = month_of(committee, OCTOBER)
    assert (still.required, still.held, still.missing, still.is_missed) == (1, 0, 1, True)
    held(receptions, on=date(2026, 10, 13), kind=ReceptionKind.AD_HOC, grounds=("complex",))
    assert month_of(committee, OCTOBER).is_kept


def test_a_day_of_which_nobody_said_who_received_is_neither_held_nor_missing(receptions, committee):
    session = held(receptions)
    ReceptionSession.objects.filter(pk=session.pk).update(receiver="unsaid")
    month = month_of(committee, OCTOBER)
    assert (month.held, month.unsaid, month.missing, month.unclear) == (0, 1, 0, 1)
    assert (month.is_unclear, month.is_missed, year_of(committee).is_recorded) == (True, False, True)


def test_two_sessions_of_one_day_are_one_day(receptions, committee):
    held(receptions)
    held(receptions, kind=ReceptionKind.AD_HOC, grounds=("prolonged",))
    assert month_of(committee, OCTOBER).held == 1


def test_a_running_month_is_short_until_enough_is_planned(receptions, committee):
    assert month_of(committee, NOVEMBER).is_short
    assert (year_of(committee).covered, year_of(committee).ahead) == (0, 2)
    receptions.session(on=date(2026, 11, 26))
    month = month_of(committee, NOVEMBER)
    assert (month.is_short, month.is_missed, month.planned) == (False, False, 1)
    # A second day of the month does not cover the next one.
    receptions.session(on=date(2026, 11, 27))
    assert (year_of(committee).covered, year_of(committee).ahead) == (1, 2)


def test_a_year_of_many_bodies_takes_three_queries(receptions, committee, django_assert_num_queries):
    held(receptions)
    bodies = list(Organisation.objects.select_related("unit"))
    with django_assert_num_queries(3):
        years = QuotaYear.load(2026).years(bodies, today=TODAY)
    mine = next(one for one in years if one.body == committee)
    # October was kept; the nine months before it were not.
    assert (mine.held, mine.missed, mine.missing, mine.required) == (1, 9, 9, 12)


def test_a_body_owes_nothing_outside_its_life(receptions, committee):
    Organisation.objects.filter(pk=committee.pk).update(valid_from=date(2026, 9, 15))
    assert month_of(committee, date(2026, 8, 1)).required is None
    assert month_of(committee, date(2026, 9, 1)).required == 1


def test_the_chair_of_a_commune_receives_every_week_on_a_day_of_that_week(chair):
    """October 2026 has five Thursdays; two days of one week do not make up for another."""
    for day in (6, 7, 14, 30):
        held(chair, on=date(2026, 10, day))
    month = month_of(chair.owner, OCTOBER)
    assert (month.required, month.held, month.missing) == (5, 4, 2)
    # Thursday 1 October: its week began in September.
    held(chair, on=date(2026, 9, 29))
    assert (month_of(chair.owner, OCTOBER).missing, month_of(chair.owner, date(2026, 9, 1)).held) == (1, 0)


def test_a_week_of_which_every_day_is_off_asks_for_nothing(chair):
    # Tết: 16 to 20 February 2026 are off.
    assert [month_of(chair.owner, date(2026, number, 1)).required for number in (2, 3)] == [3, 4]


def test_a_year_across_a_change_of_the_rule_is_counted_by_parts(chair):
    RuleParameter.objects.filter(key="reception.chair_commune").update(valid_until=date(2026, 6, 30), verified=True)
    changed = {"key": "reception.chair_commune", "unit": "days_per_month", "value": 2}
    RuleParameter.objects.create(**changed, valid_from=date(2026, 7, 1), legal_basis="Luật mới")
    year = year_of(chair.owner)
    assert [month.required for month in year.months[4:8]] == [4, 4, 2, 2]
    assert [(rule.value, rule.verified) for rule in year.rules] == [(1, True), (2, False)]
    assert "Luật mới" in year.source


def test_every_quota_of_the_register_is_read(db):
    """Of each row that ships, a head of that level is asked on its first full month."""
    load_rules()
    rows = [row for _number, row in read_rows(DATA / "rules.csv") if row["unit"] in ("days_per_month", "days_per_week")]
    assert len(rows) >= 8
    assert {row["key"] for row in rows} <= set(KEYS)
    for row in rows:
        level = row["level"] or row["key"].removeprefix("reception.chair_")
        year = 2026 if not row["valid_until"] else int(row["valid_until"][:4])
        rules = {one.rule.pk for one in QuotaYear.load(year)._of(row["key"], level) if one.rule}
        assert RuleParameter.objects.get(key=row["key"], level=row["level"], valid_from=row["valid_from"]).pk in rules


def test_whom_a_rule_binds(committee, lead_department, chair):
    make_body("DUUB", "Đảng ủy UBND tỉnh", committee.unit, "party", "agency_committee")
    province = make_body("UBND", "Ủy ban nhân dân tỉnh", committee.unit, "state", "authority")
    bodies = Organisation.objects.all()
    assert set(QuotaYear.load(2026).bound(bodies)) == {committee, chair.owner}
    # Without a rule for the chair of the province nobody is bound by one.
    monthly = {"key": "reception.chair_province", "unit": "days_per_month", "value": 1}
    RuleParameter.objects.create(**monthly, valid_from=date(2018, 1, 1))
    assert province in QuotaYear.load(2026).bound(bodies)
    assert not QuotaYear.load(2017).bound(bodies).exists()


# --- ad hoc days proposed ---


@pytest.fixture
def flagged(petition_road, committee, reception_rules):
    petition = petition_road.registered(PetitionKind.COMPLAINT)
    Petition.objects.filter(pk=petition.pk).update(is_mass=True, is_prolonged=True)
    petition.refresh_from_db()
    return petition


def proposed(user):
    return proposals_for(user, QuotaYear.load(2026))


def test_a_flagged_petition_proposes_a_day_of_the_head(flagged, petition_officer, commission_leader):
    [mine] = proposed(petition_officer)
    assert (mine.petition, mine.head, mine.grounds) == (flagged, flagged.owner, ["many_people", "prolonged"])
    assert (mine.can_plan, mine.session_on) == (True, None)
    assert [one.can_plan for one in proposed(commission_leader)] == [False]
    Petition.objects.update(is_mass=False, is_prolonged=False)
    assert proposed(petition_officer) == []


@pytest.mark.parametrize("kind", ["denunciation", "mixed"])
def test_neither_a_denunciation_nor_what_may_hold_one_proposes(kind, petition_road, committee, petition_officer):
    petition = petition_road.registered(kind)
    Petition.objects.filter(pk=petition.pk).update(is_mass=True)
    assert proposed(petition_officer) == []


# --- the board ---


@pytest.fixture
def on_the_day(time_machine):
    time_machine.move_to(TODAY)


def test_the_board_shows_each_head_with_rule_and_mark_and_plans_in_one_step(
    on_the_day, client_of, petition_officer, flagged, receptions
):
    held(receptions)
    client = client_of(petition_officer)
    page = client.get(reverse("petitions:reception_days"))
    [row] = page.context["years"]
    assert (row.body, row.required, row.held, row.missing) == (flagged.owner, 12, 1, 9)
    assert [one.petition for one in page.context["proposals"]] == [flagged]
    link = f"?kind=ad_hoc&amp;owner={flagged.owner_id}&amp;grounds=many_people&amp;grounds=prolonged"
    assert link in page.content.decode()
    # Nothing of the petition goes along: it may be found to be a denunciation.
    form = client.get(reverse("petitions:reception_new") + link.replace("&amp;", "&")).context["form"]
    values = {name: form[name].value() for name in ("owner", "kind", "receiver", "grounds", "leader")}
    assert values == {
        "owner": flagged.owner_id,
        "kind": "ad_hoc",
        "receiver": "head",
        "grounds": ["many_people", "prolonged"],
        "leader": "Trần Văn Lâm, Trưởng ban",
    }
    receptions.session(on=date(2026, 11, 27), kind=ReceptionKind.AD_HOC, grounds=("prolonged",))
    assert [one.session_on for one in proposed(petition_officer)] == [date(2026, 11, 27)]


def test_an_officer_of_a_body_that_is_not_bound_sees_the_heads_of_its_unit(
    on_the_day, client_of, petition_officer, committee, reception_rules
):
    Organisation.objects.filter(pk=committee.pk).update(kind="commission")
    head = make_body("TU", "Tỉnh ủy", committee.unit, "party", "committee")
    page = client_of(petition_officer).get(reverse("petitions:reception_days"))
    assert [row.body for row in page.context["years"]] == [head]


@pytest.mark.parametrize("heads", [1, 40])
def test_the_board_asks_as_many_questions_for_many_heads_and_days(
    heads, on_the_day, client_of, petition_officer, flagged, receptions, django_assert_num_queries
):
    for number in range(heads):
        make_body(f"TU-{number}", f"Tỉnh ủy {number}", flagged.unit, "party", "committee")
        receptions.session(on=date(2026, 9, 1 + number % 28), starts_at=time(7, number))
    client = client_of(petition_officer)
    client.get(reverse("petitions:reception_days"))
    with django_assert_num_queries(14):
        client.get(reverse("petitions:reception_days"))
