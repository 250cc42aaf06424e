"""Lists of reasons: what is in force on a day, what a code is called, and what a list rests on."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import translation

from registers.loading import load_reasons
from registers.models import ListedReason, ReasonList
from registers.reasons import codes_in_force, in_force, label_of, labels_of, read_once, source_words

pytestmark = pytest.mark.django_db
CHANGE = date(2026, 7, 1)
BEFORE = CHANGE - timedelta(days=1)
PAUSE = ReasonList.PAUSE


@pytest.fixture
def make():
    def make(code, valid_from=date(2018, 1, 1), valid_until=None, **more):
        values = {"list": PAUSE, "name": f"Tên {code}", "name_en": f"Name {code}", **more}
        return ListedReason.objects.create(code=code, valid_from=valid_from, valid_until=valid_until, **values)

    return make


def test_what_is_in_force_on_a_day_stands_in_its_order(make):
    make("second", rank=20)
    make("first", rank=10)
    make("over", valid_until=BEFORE, rank=30)
    make("new", CHANGE, rank=40)
    make("elsewhere", list=ReasonList.END)
    assert [row.code for row in in_force(PAUSE, BEFORE)] == ["first", "second", "over"]
    assert [row.code for row in in_force(PAUSE, CHANGE)] == ["first", "second", "new"]
    assert codes_in_force(PAUSE, date(2017, 12, 31)) == set()


def test_a_code_is_called_as_on_the_day_in_the_language_of_the_page(make):
    make("court", valid_until=BEFORE, name="Tòa án", name_en="Court", rank=90)
    make("court", CHANGE, name="Tòa án khu vực", name_en="Regional court", rank=10)
    assert [label_of(PAUSE, "court", day) for day in (date(2000, 1, 1), BEFORE, CHANGE)] == [
        *("Tòa án", "Tòa án", "Tòa án khu vực")
    ]
    with translation.override("en"):
        assert labels_of(PAUSE, ["court", "unknown"], CHANGE) == ["Regional court", "unknown"]
    assert label_of(PAUSE, "", CHANGE) == ""


def test_the_register_is_read_once_and_only_when_a_reason_is_asked_for(make, django_assert_num_queries):
    make("court")
    with django_assert_num_queries(0), read_once():
        assert labels_of(PAUSE, [], CHANGE) == []
    with django_assert_num_queries(1), read_once():
        for _again in range(3):
            assert label_of(PAUSE, "court", CHANGE) == "Tên court"
            with read_once():
                assert codes_in_force(ReasonList.END, CHANGE) == set()
    make("expert")
    with read_once():
        assert codes_in_force(PAUSE, CHANGE) == {"court", "expert"}


@pytest.mark.parametrize(
    ("marks", "said"),
    [
        ([True, True], "Basis: Act 1; Act 2."),
        (
            [False, False],
            "Basis: Act 1; Act 2. Unverified: this list has not been checked against the text of the regulation.",
        ),
        (
            [True, False],
            "Basis: Act 1; Act 2. Unverified in part: "
            "not all of this list has been checked against the text of the regulation.",
        ),
    ],
)
def test_a_list_says_what_it_rests_on_and_whether_anybody_checked_it(make, marks, said):
    for number, verified in enumerate(marks, start=1):
        for twin in "ab":
            make(f"{twin}{'x' * number}", legal_basis=f"Act {number}", verified=verified, rank=number)
    with translation.override("en"):
        assert source_words(PAUSE, CHANGE) == said
        assert source_words(ReasonList.END, CHANGE) == (
            "The register has no reason of this list in force on 01/07/2026."
        )


def test_a_reason_begins_once_and_ends_after_it_begins(make):
    make("court")
    for wrong in ({"code": "court"}, {"code": "expert", "valid_until": date(2017, 1, 1)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            make(**wrong)
    make("court", list=ReasonList.END)


# --- what ships ---


def test_every_list_ships_for_both_times_and_nothing_is_verified_since_the_laws_changed():
    load_reasons()
    for one in ReasonList:
        assert codes_in_force(one, BEFORE) == codes_in_force(one, CHANGE) != set()
    assert not ListedReason.objects.filter(verified=True, valid_from__gte=CHANGE).exists()
    assert not ListedReason.objects.filter(verified=True, valid_until=None).exists()
    assert not ListedReason.objects.filter(verified=True, legal_basis="").exists()
    assert ListedReason.objects.filter(verified=True).exists()


def test_what_the_province_wrote_of_a_reason_stays():
    created = load_reasons().created
    ListedReason.objects.filter(list=PAUSE, code="court", valid_from=CHANGE).update(name="Tòa án", verified=True)
    again = load_reasons()
    assert (again.created, again.unchanged) == (0, created)
    assert label_of(PAUSE, "court", CHANGE) == "Tòa án"


def test_a_reason_whose_days_were_edited_is_not_brought_again(db):
    load_reasons()
    row = ListedReason.objects.filter(list=PAUSE, valid_until=None).first()
    ListedReason.objects.filter(pk=row.pk).update(valid_from=date(2026, 8, 1))
    assert load_reasons().created == 0
    row.delete()
    assert load_reasons().created == 1


@pytest.mark.parametrize(
    ("valid_from", "valid_until", "is_refused"),
    [
        (date(2019, 1, 1), None, True),
        (date(2010, 1, 1), None, True),
        (BEFORE, BEFORE, True),
        (CHANGE, None, False),
        (date(2010, 1, 1), date(2017, 12, 31), False),
    ],
)
def test_a_reason_stands_once_in_its_list_on_each_day(valid_from, valid_until, is_refused, make):
    kept = make("court", valid_until=BEFORE)
    kept.full_clean()
    values = {"name": "Tòa", "name_en": "Court", "valid_from": valid_from, "valid_until": valid_until}
    again = ListedReason(list=PAUSE, code="court", **values)
    ListedReason(list=ReasonList.END, code="court", **values).full_clean()
    if not is_refused:
        again.full_clean()
        return
    with pytest.raises(ValidationError) as refused:
        again.full_clean()
    assert set(refused.value.message_dict) == {"valid_from"}
