"""What a form registers is known by its token and what was said."""

from dataclasses import dataclass, replace
from uuid import UUID, uuid4

import pytest

from conferences.models import SpeakerTurn
from dialogue_portal.submissions import sent_before, sent_with, submission_key


@dataclass(frozen=True)
class Said:
    words: str
    unit: object = None
    rows: tuple = ()
    token: object = None


TOKEN = UUID("0123456789abcdeffedcba9876543210")


def test_the_key_is_the_same_for_the_same_words_and_another_for_others():
    said = Said("Sửa đường", rows=(Said("một"),), token=TOKEN)
    key = submission_key(said)
    assert key == submission_key(replace(said))
    others = [replace(said, words="Sửa cầu"), replace(said, rows=(Said("hai"),)), replace(said, token=uuid4())]
    assert key not in [submission_key(one) for one in others]


def test_the_key_keeps_half_of_the_token_alone():
    assert submission_key(Said("x", token=TOKEN)).hex[:16] == TOKEN.hex[:16]
    assert TOKEN.hex[16:] not in submission_key(Said("x", token=TOKEN)).hex


def test_without_a_token_nothing_is_known_again():
    assert submission_key(Said("x")) is None
    assert sent_before(SpeakerTurn.objects, Said("x")) is None


@pytest.mark.django_db
def test_rows_of_a_form_are_found_together(commune_a):
    said = [Said("một", token=TOKEN), Said("hai", token=TOKEN), Said("một", token=uuid4())]
    rows = [
        SpeakerTurn.objects.create(
            unit=commune_a, number=1, phase="at", taken_on="2026-10-07", submission_token=submission_key(one)
        )
        for one in said
    ]
    assert set(sent_with(SpeakerTurn.objects, TOKEN)) == set(rows[:2])
    assert [sent_before(SpeakerTurn.objects, one) for one in said] == rows
    assert sent_before(SpeakerTurn.objects, Said("ba", token=TOKEN)) is None
