from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import translation

from accounts.models import Membership, User
from accounts.roles import Role
from tests.conftest import make_user

pytestmark = pytest.mark.django_db


def test_a_user_name_is_kept_in_small_letters_and_found_in_any():
    user = User.objects.create_user(" Xa.CanBo ", password="x", full_name="Nguyễn Văn An")
    assert user.username == "xa.canbo"
    assert User.objects.get_by_natural_key("XA.canbo") == user


@pytest.mark.parametrize("username", ["cán.bộ", "a b", "-a", "a@b", "đức", ""])
def test_a_user_name_is_plain_ascii(username):
    with pytest.raises(ValidationError) as caught:
        User(username=username, full_name="A", password="x").full_clean()
    assert "username" in caught.value.message_dict


def test_the_database_itself_refuses_capitals_and_nameless_people():
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.bulk_create([User(username="Capital", full_name="A")])
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.bulk_create([User(username="nameless", full_name="")])


def test_people_are_ordered_by_given_name():
    for username, name in [
        ("a", "Trần Văn Đức"),
        ("b", "Lê Thị Ánh"),
        ("c", "Nguyễn Văn Dũng"),
        ("d", "Bùi An (minh họa)"),
    ]:
        make_user(username, name)
    assert [user.full_name for user in User.objects.all()] == [
        "Bùi An (minh họa)",
        "Lê Thị Ánh",
        "Nguyễn Văn Dũng",
        "Trần Văn Đức",
    ]


@pytest.mark.parametrize("words", ["nguyen duc", "Đức", "DUC NGU", "đu\u031b\u0301c", "kim.lien", "lien kim"])
def test_people_are_found_without_diacritics_by_beginnings_of_words(words):
    found = make_user("xa.kimlien", "Nguyễn Minh Đức") if "lien" not in words else make_user("kim.lien", "Đức")
    make_user("other", "Trần Thị Bình")
    assert list(User.objects.matching(words)) == [found]


def test_a_word_is_not_found_in_the_middle_of_another():
    make_user("one", "Trần Thị Bình")
    assert list(User.objects.matching("inh")) == []


def test_a_very_long_strange_name_is_stored():
    make_user("long", "ﬃ" * 120)
    assert User.objects.get(username="long").full_name == "ﬃ" * 120


def test_a_name_is_stored_composed_and_without_invisible_characters():
    user = make_user("nfd", "Nguye\u0302\u0303n\u00a0 \u200bAn")
    user.refresh_from_db()
    assert user.full_name == "Nguyễn An"


def test_the_role_line_names_role_and_organisation_in_the_active_language(clerk):
    with translation.override("en"):
        assert User.objects.get(pk=clerk.pk).role_line == "Commune officer, Đảng ủy xã Kim Liên"


def test_the_role_line_of_nobody_in_particular_is_empty(outsider):
    assert outsider.role_line == ""


def test_only_administrators_enter_the_admin(administrator, specialist):
    assert administrator.is_staff and administrator.has_module_perms("registers")
    assert not administrator.has_module_perms("accounts")
    assert not specialist.is_staff and not specialist.has_perm("registers.change_field")


def test_the_database_refuses_the_same_open_membership_twice(clerk, commune_body):
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(
            user=clerk, organisation=commune_body, role=Role.COMMUNE_CLERK, valid_from=date(2020, 1, 1)
        )


def test_the_database_refuses_a_membership_that_ends_before_it_starts(clerk, commune_body):
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(
            user=clerk,
            organisation=commune_body,
            role=Role.COMMUNE_LEADER,
            valid_from=date(2020, 1, 2),
            valid_until=date(2020, 1, 1),
        )


def test_the_database_refuses_an_unknown_role(clerk, commune_body):
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(user=clerk, organisation=commune_body, role="king", valid_from=date(2020, 1, 1))


def test_people_holding_a_role_in_an_organisation_on_a_day(clerk, leader, commune_body, sibling_clerk):
    day = date(2024, 5, 5)
    assert set(User.objects.holding(on=day, organisation=commune_body)) == {clerk, leader}
    assert set(User.objects.holding(on=day, role=Role.COMMUNE_CLERK)) == {clerk, sibling_clerk}
    assert list(User.objects.holding(on=date(2017, 1, 1), role=Role.COMMUNE_CLERK)) == []
