"""Rows of a list, read after their keys."""

import pytest

from conferences.models import Opinion
from handling.lists import rows_of_keys
from tests.conferences.opinion_roads import registered

pytestmark = pytest.mark.django_db


def test_rows_stand_in_the_order_of_their_keys_and_take_one_query(held_conference, clerk, django_assert_num_queries):
    first, second, third = registered(held_conference, clerk, "Một", "Hai", "Ba")
    with django_assert_num_queries(1):
        rows = rows_of_keys([third.pk, first.pk, second.pk], Opinion.objects.order_by("code"))
    assert rows == [third, first, second]


def test_a_row_that_is_gone_or_not_among_these_rows_is_left_out(held_conference, clerk):
    first, second = registered(held_conference, clerk, "Một", "Hai")
    assert rows_of_keys([second.pk, 0, first.pk], Opinion.objects.exclude(pk=first.pk)) == [second]
    assert rows_of_keys([], Opinion.objects.all()) == []
