"""The tallies equal the opinions after any history, also when several people write at once."""

import random
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection

from conferences import tallies
from conferences.models import FieldMonthTally, Opinion, OpinionTally, Outcome
from conferences.services.opinions import ContentItem, TurnData, register_turn
from conferences.workflow import move, open_moves
from handling.moves import MoveRefused
from registers.models import OfficialDocument
from tests.conferences.opinion_roads import DAY, registered
from tests.reports.conftest import hold

STEPS = 110
OUTCOMES = [outcome for outcome in Outcome if outcome not in (Outcome.MERGED, Outcome.PETITION)]


def kept():
    """Every row of both grains that counts something."""
    rows = OpinionTally.objects.filter(count__gt=0).values_list(
        "conference", "unit", "level", "day", "phase", "outcome", "count"
    )
    months = FieldMonthTally.objects.filter(count__gt=0).values_list("unit", "month", "field", "outcome", "count")
    return sorted(map(repr, rows)), sorted(map(repr, months))


@pytest.fixture
def people(commission_leader, clerk, leader, focal_point, secretary, other_focal_point):
    return [commission_leader, clerk, leader, focal_point, secretary, other_focal_point]


@pytest.fixture
def data_of(field, other_field, lead_department, other_department, commission_body, front_body):
    """What each move is given, by its name: enough that most random moves go through."""
    letter = OfficialDocument.objects.create(type="official_letter", number="9", date=DAY, issuer_name="Ban")

    def data(rng, opinion):
        others = Opinion.objects.exclude(pk=opinion.pk)
        return {
            "field": rng.choice([field, other_field]),
            "competent_level": "commune",
            "lead": other_department if opinion.handling.lead == lead_department else lead_department,
            "coordinators": rng.choice([[], [front_body]]),
            "assigner": commission_body,
            "text": "Đã trả lời.",
            "answerer": "Chủ tịch UBND xã",
            "outcome": rng.choice(OUTCOMES),
            "confirmed_by": "Trưởng xóm",
            "unresolved_reason": "capital",
            "milestone": "Xong giai đoạn 1",
            "next_review_on": DAY + timedelta(days=90),
            "addressee": other_department,
            "document": letter,
            "master": rng.choice(list(others)) if others else None,
            "reason": "Cần bổ sung",
            "refusal_reason": "out_of_scope",
        }

    return data


def random_history(rng, conferences, people, data_of, commune):
    """Register opinions and move them about; returns the number of moves that went through."""
    done = 0
    for _step in range(STEPS):
        if rng.random() < 0.25 or not Opinion.objects.exists():
            conference = rng.choice([*conferences, None])
            if conference is None:
                turn = TurnData(unit=commune, taken_on=DAY, channel="written", items=(ContentItem("Đơn gửi xã"),))
                register_turn(turn, by=people[1], on=DAY)
            else:
                registered(conference, people[1], phase=rng.choice(["before", "at", "after"]))
            continue
        opinion, by = rng.choice(list(Opinion.objects.all())), rng.choice(people)
        possible = open_moves(by, opinion)
        if not possible:
            continue
        try:
            move(opinion, rng.choice(possible).name, by=by, on=DAY, data=data_of(rng, opinion))
            done += 1
        except (MoveRefused, ValidationError):
            continue
    return done


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(4))
def test_tallies_equal_the_opinions_after_a_random_history(seed, conference, commune_a, people, data_of):
    rng = random.Random(seed)
    conferences = [conference, hold(commune_a, DAY - timedelta(days=45))]
    assert random_history(rng, conferences, people, data_of, commune_a) > 15
    assert tallies.differences() == []
    before = kept()
    tallies.rebuild()
    assert kept() == before


@pytest.mark.django_db
def test_a_rebuild_mends_what_was_tampered_with_and_says_so(conference, road_of, capsys):
    road_of(conference).to("classified")
    OpinionTally.objects.update(count=5)
    # The control: a tally that is wrong is found.
    with pytest.raises(SystemExit):
        call_command("rebuild_tallies")
    assert "kept 5, counted 1" in capsys.readouterr().out
    call_command("rebuild_tallies", write=True)
    call_command("rebuild_tallies")
    assert capsys.readouterr().out.endswith("The tallies equal the opinions.\nThe tallies equal the petitions.\n")


# --- several at once ---

WRITERS, MOVES_EACH = 6, 12


def at_once(works):
    together = Barrier(len(works))

    def run(work):
        together.wait()
        try:
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


def write_many(conference, by, field):
    def work():
        for _number in range(MOVES_EACH):
            (opinion,) = registered(conference, by)
            move(opinion, "classify", by=by, on=DAY, data={"field": field, "competent_level": "commune"})

    return work


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_tallies_equal_the_opinions_after_concurrent_writers(conference, commune_a, commission_leader, field):
    others = [hold(commune_a, DAY - timedelta(days=number)) for number in range(1, WRITERS // 2)]
    conferences = [conference, *others]
    at_once([write_many(conferences[n % len(conferences)], commission_leader, field) for n in range(WRITERS)])
    assert Opinion.objects.count() == WRITERS * MOVES_EACH
    assert sum(OpinionTally.objects.values_list("count", flat=True)) == WRITERS * MOVES_EACH
    assert tallies.differences() == []


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_control_reading_and_writing_back_loses_counts(conference, commission_leader, monkeypatch):
    def read_then_write(model, key, delta, extra=None):
        """What `add_to` would be without F(): both writers read the same number."""
        lookup = {
            (f"{name}__isnull" if value is None else name): (True if value is None else value)
            for name, value in key.items()
        }
        row = model.objects.filter(**lookup).first() or model(**{**(extra or {}), **key}, count=0)
        row.count += delta
        row.save()

    rows = [registered(conference, commission_leader)[0] for _number in range(WRITERS * MOVES_EACH)]
    shares = [rows[start::WRITERS] for start in range(WRITERS)]

    def answer(share):
        def work():
            for opinion in share:
                data = {"answerer": "Chủ tịch UBND xã", "text": "Đã rõ."}
                move(opinion, "answer_in_hall", by=commission_leader, on=DAY, data=data)

        return work

    with monkeypatch.context() as patch:
        patch.setattr(tallies, "add_to", read_then_write)
        at_once([answer(share) for share in shares])
    assert tallies.differences() != []
