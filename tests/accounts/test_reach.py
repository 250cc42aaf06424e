from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from accounts.models import Membership, User
from accounts.reach import forget_reach, reach_of
from accounts.roles import REACH, Role
from registers.levels import Level
from registers.models import AdministrativeUnit, UnitSuccession
from registers.reach import rebuild_reach
from tests.conftest import make_organisation, make_unit, make_user

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def forerunner(province, commune_a):
    """The commune of 2023 that commune A succeeded, under a district that has ended."""
    district = make_unit("430", "Huyện Nam Đàn", Level.DISTRICT, province, kind="huyện", valid_until=date(2025, 6, 30))
    old = make_unit("17956", "Xã Nam Giang", Level.COMMUNE, district, kind="xã", valid_until=date(2025, 6, 30))
    UnitSuccession.objects.create(
        old=old, new=commune_a, effective=date(2025, 7, 1), resolution="1678/NQ-UBTVQH15", change="merge"
    )
    rebuild_reach()
    return old


def names(units):
    return sorted(units.values_list("name", flat=True))


def test_every_role_has_a_reach():
    assert set(REACH) == set(Role)


def test_a_commune_reads_itself_and_its_forerunners_and_keeps_only_itself(clerk, forerunner, commune_b):
    reach = reach_of(clerk)
    assert names(reach.unit_rows()) == ["Xã Kim Liên", "Xã Nam Giang"]
    assert names(reach.kept_units()) == ["Xã Kim Liên"]
    assert set(reach.units_within().values_list("unit", flat=True)) == {
        *AdministrativeUnit.objects.filter(name__in=["Xã Kim Liên", "Xã Nam Giang"]).values_list("pk", flat=True)
    }


def test_a_clerk_acts_for_the_own_commune_and_only_reads_its_forerunner(clerk, commune_a, commune_b, forerunner):
    reach = reach_of(clerk)
    assert reach.acts_for(commune_a, Role.COMMUNE_CLERK)
    assert not reach.acts_for(commune_a, Role.COMMUNE_LEADER)
    assert not reach.acts_for(forerunner, Role.COMMUNE_CLERK)
    assert reach.reads_for(forerunner, Role.COMMUNE_CLERK)
    assert not reach.reads_for(commune_b, Role.COMMUNE_CLERK)
    assert not reach.acts_for(commune_b, Role.COMMUNE_CLERK)


def test_nobody_reaches_above(clerk, province, commune_a):
    assert not reach_of(clerk).reads_for(province)
    assert not reach_of(clerk).acts_for_unit_id(province.pk, Role.COMMUNE_CLERK)


def test_the_commission_acts_for_the_whole_province(specialist, province, commune_a, forerunner):
    reach = reach_of(specialist)
    assert reach.is_commission and not reach.is_commission_leader
    assert reach.acts_for(commune_a, Role.COMMISSION_SPECIALIST)
    # Former communes lie in the tree of the province itself, not only behind a succession.
    assert reach.acts_for(forerunner, Role.COMMISSION_SPECIALIST)
    assert reach.keeps_unit_ids == (province.pk,)


def named(reach, unit):
    return reach.named_unit_ids().filter(unit=unit).exists()


@pytest.mark.parametrize("who", ["supervisor", "auditor"])
def test_supervisors_and_auditors_read_the_tree_keep_nothing_and_see_no_personal_data(who, request, commune_a):
    reach = reach_of(request.getfixturevalue(who))
    assert commune_a in reach.unit_rows()
    assert list(reach.kept_units()) == []
    assert not named(reach, commune_a)


@pytest.mark.parametrize(("who", "sees"), [("clerk", True), ("leader", True), ("specialist", True)])
def test_own_officials_and_the_commission_see_personal_data(who, sees, request, commune_a, forerunner):
    reach = reach_of(request.getfixturevalue(who))
    assert named(reach, commune_a) is sees
    assert named(reach, forerunner) is sees


def test_a_sibling_sees_no_personal_data(sibling_clerk, commune_a):
    assert not named(reach_of(sibling_clerk), commune_a)


def test_a_focal_point_reaches_its_organisation_and_no_unit(focal_point, lead_department, other_department):
    reach = reach_of(focal_point)
    assert reach.organisation_ids == (lead_department.pk,)
    assert reach.tree_unit_ids == ()
    assert list(reach.unit_rows()) == []
    assert reach.speaks_for(lead_department.pk)
    assert not reach.speaks_for(other_department.pk)
    assert not reach.speaks_for(None)


def test_a_registry_clerk_handles_the_organisation_and_does_not_speak_for_it(registry_clerk, commission_body):
    reach = reach_of(registry_clerk)
    assert reach.organisation_ids == (commission_body.pk,)
    assert not reach.speaks_for(commission_body.pk)
    assert not reach.is_commission


def test_an_administrator_reaches_no_record(administrator, lead_department):
    reach = reach_of(administrator)
    assert (reach.tree_unit_ids, reach.organisation_ids, reach.serves_conferences) == ((), (), False)


def test_a_superuser_is_an_administrator_and_no_more(province):
    root = User.objects.create_superuser("root", password="a long test password", full_name="Quản trị")
    reach = reach_of(root)
    assert reach.roles == {Role.ADMINISTRATOR}
    assert list(reach.unit_rows()) == []
    assert root.is_staff and root.has_perm("registers.change_field") and not root.has_perm("conferences.view_opinion")


def test_the_roles_of_two_memberships_keep_to_their_own_places(commission_body, sibling_body, commune_a, commune_b):
    user = make_user("two", "Hai Vai", Role.SUPERVISOR, commission_body)
    Membership.objects.create(
        user=user, organisation=sibling_body, role=Role.COMMUNE_CLERK, valid_from=date(2018, 1, 1)
    )
    reach = reach_of(user)
    assert reach.acts_for(commune_b, Role.COMMUNE_CLERK)
    assert not reach.acts_for(commune_a, Role.COMMUNE_CLERK)
    assert commune_a in reach.unit_rows()
    assert not named(reach, commune_a)


@pytest.mark.parametrize(
    ("first", "last", "counts"),
    [(0, None, True), (-1, 0, True), (1, None, False), (-2, -1, False)],
)
def test_a_membership_counts_on_its_days_both_ends_included(first, last, counts, outsider, commune_body):
    Membership.objects.create(
        user=outsider,
        organisation=commune_body,
        role=Role.COMMUNE_CLERK,
        valid_from=TODAY + timedelta(first),
        valid_until=None if last is None else TODAY + timedelta(last),
    )
    assert reach_of(outsider, TODAY).has(Role.COMMUNE_CLERK) is counts


def test_a_withdrawn_membership_gives_nothing_on_any_day(clerk):
    clerk.memberships.update(withdrawn_at=timezone.now())
    assert reach_of(clerk).roles == frozenset()
    assert reach_of(clerk, date(2019, 1, 1)).roles == frozenset()


@pytest.mark.parametrize("who", ["visitor", "closed"])
def test_visitors_and_closed_accounts_reach_nothing(who, clerk):
    if who == "visitor":
        user = AnonymousUser()
    else:
        clerk.is_active = False
        user = clerk
    assert reach_of(user).roles == frozenset()
    assert list(reach_of(user).unit_rows()) == []


def test_memberships_are_read_once_per_instance_and_each_unit_asked_once(
    clerk, commune_a, forerunner, commune_b, django_assert_num_queries
):
    clerk = User.objects.get(pk=clerk.pk)
    with django_assert_num_queries(1):
        assert (
            clerk.has_role(Role.COMMUNE_CLERK)
            and clerk.role_line
            and reach_of(clerk).acts_for(commune_a, Role.COMMUNE_CLERK)
        )
    with django_assert_num_queries(1):
        for _again in range(3):
            assert not reach_of(clerk).acts_for(commune_b, Role.COMMUNE_CLERK)


def test_the_same_number_of_queries_with_one_membership_and_with_three(clerk, organisations, django_assert_num_queries):
    for code in ("SNNMT", "SXD"):
        Membership.objects.create(
            user=clerk, organisation=organisations[code], role=Role.FOCAL_POINT, valid_from=date(2018, 1, 1)
        )
    clerk = User.objects.get(pk=clerk.pk)
    with django_assert_num_queries(1):
        assert len(reach_of(clerk).organisation_ids) == 2 and clerk.role_line.count(";") == 2


def test_forgetting_reads_anew(clerk):
    assert reach_of(clerk).roles
    clerk.memberships.update(withdrawn_at=timezone.now())
    assert reach_of(clerk).roles
    forget_reach(clerk)
    assert not reach_of(clerk).roles


def test_the_lazy_user_of_a_request_shares_the_reading_with_the_user(clerk, django_assert_num_queries):
    lazy = SimpleLazyObject(lambda: User.objects.get(pk=clerk.pk))
    with django_assert_num_queries(2):
        assert reach_of(lazy).roles and lazy.has_role(Role.COMMUNE_CLERK) and lazy.role_line


def test_bodies_that_were_succeeded_come_in_one_query(commission_body, lead_department, django_assert_num_queries):
    first, second = (make_organisation(code, code, lead_department.unit, "state", 900) for code in ("CU-1", "CU-2"))
    for body, successor in ((first, second), (second, lead_department)):
        type(body).objects.filter(pk=body.pk).update(successor=successor, valid_until=date(2025, 6, 30))
    user = make_user("dau.moi.khac", "Đầu mối", Role.FOCAL_POINT, lead_department)
    with django_assert_num_queries(1):
        reach = reach_of(user)
    assert set(reach.bodies_of(Role.FOCAL_POINT)) == {first.pk, second.pk, lead_department.pk}
    assert reach.organisations_of(Role.FOCAL_POINT) == (lead_department.pk,)
    assert reach.speaks_for(first.pk) and not reach.speaks_for(commission_body.pk)
    assert reach.bodies_of(Role.PETITION_OFFICER) == ()
    # One grant and one line of roles, however many forerunners there are.
    assert (len(reach.grants), len(reach.held)) == (1, 1)
