"""The registry of kinds of work and of things to jump to."""

import pytest

from handling import kinds
from handling.kinds import JumpTarget, WorkKind


@pytest.fixture
def empty(monkeypatch):
    monkeypatch.setattr(kinds, "_kinds", {})
    monkeypatch.setattr(kinds, "_targets", {})


def kind(key, **values):
    return WorkKind(
        key=key,
        label=key.title(),
        handled=lambda user: [],
        waiting=lambda user, on: [],
        rows=lambda queryset: queryset,
        table_template="",
        **values,
    )


def target(key, **values):
    return JumpTarget(key, key.title(), lambda user, query, limit: [], **values)


def test_the_rooms_of_this_site_have_made_theirs_known():
    assert [one.key for one in kinds.kinds()] == ["opinion", "petition"]
    assert [one.key for one in kinds.targets()] == ["conferences", "opinions", "petitions", "units"]


def test_nothing_is_known_before_a_room_says_so(empty):
    assert (kinds.kinds(), kinds.targets()) == ([], [])


def test_kinds_stand_in_the_order_in_which_they_were_made_known(empty):
    for key in ("task", "opinion", "petition"):
        kinds.register(kind(key))
    assert [one.key for one in kinds.kinds()] == ["task", "opinion", "petition"]


def test_targets_stand_in_their_order_and_those_without_one_last(empty):
    for key, order in (("units", 30), ("conferences", 10)):
        kinds.register_target(target(key, order=order))
    kinds.register_target(target("papers"))
    kinds.register_target(target("opinions", order=20))
    assert [one.key for one in kinds.targets()] == ["conferences", "opinions", "units", "papers"]


def test_the_same_key_again_replaces_and_keeps_its_place(empty):
    first, again = kind("opinion"), kind("opinion")
    kinds.register(first)
    kinds.register(kind("task"))
    kinds.register(again)
    assert [one.key for one in kinds.kinds()] == ["opinion", "task"]
    assert kinds.kinds()[0] is again
    old, new = target("units"), target("units")
    kinds.register_target(old)
    kinds.register_target(new)
    assert kinds.targets() == [new] and kinds.targets()[0] is new


def test_the_registry_hands_out_copies(empty):
    kinds.register(kind("opinion"))
    kinds.kinds().clear()
    kinds.register_target(target("units"))
    kinds.targets().clear()
    assert (len(kinds.kinds()), len(kinds.targets())) == (1, 1)


def test_a_kind_may_do_without_a_list_and_actions(empty, outsider):
    plain = kind("opinion")
    assert (plain.list_url("overdue"), plain.actions(outsider)) == ("", [])
