"""What is over its limit ends the measuring with 1: in bare pages, and beside as many opinions."""

from types import SimpleNamespace

import pytest

from tests.bench.__main__ import LIMITS, PEERS, report

PEER = PEERS[0][1]


def measured(**changed):
    """A bare page of a millisecond, every surface with a limit exactly at it, every pair exactly at its limit."""
    seconds = {"bare page": 0.001} | {name: limit / 1000 for name, limit in LIMITS.items()}
    seconds |= {peer: 0.010 for _name, peer, _times in PEERS}
    seconds |= {name: 0.010 * times for name, _peer, times in PEERS}
    seconds |= changed
    return [SimpleNamespace(name=name, seconds=value, queries=3) for name, value in seconds.items()]


def test_what_keeps_every_limit_passes(capsys):
    assert report(measured()) == 0
    assert "Missed" not in capsys.readouterr().out


@pytest.mark.parametrize("name", LIMITS)
def test_a_page_over_its_limit_is_missed(name, capsys):
    assert report(measured(**{name: (LIMITS[name] + 1) / 1000})) == 1
    assert f"Missed: {name}" in capsys.readouterr().out


@pytest.mark.parametrize("row", PEERS, ids=lambda row: row[0])
def test_a_page_of_petitions_over_that_of_opinions_is_missed(row, capsys):
    name, peer, times = row
    assert report(measured(**{name: 0.011 * times})) == 1
    assert f"{name} (beside {peer})" in capsys.readouterr().out


def test_without_petitions_nothing_is_beside_opinions(capsys):
    names = {name for name, _peer, _times in PEERS}
    assert report([row for row in measured() if row.name not in names]) == 0
    assert "beside as many opinions" not in capsys.readouterr().out


def test_a_pair_that_was_not_measured_is_an_error():
    with pytest.raises(KeyError):
        report([row for row in measured() if row.name != PEER])
