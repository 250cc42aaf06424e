"""The table of moves in docs/petitions.md says what the code does, row by row: from, to, kinds."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from handling.models import Handling
from petitions.models import Direction, Petition, PetitionKind
from petitions.models import PetitionState as State
from petitions.workflow import MOVES
from registers.models import Organisation
from tests.petitions.petition_roads import IMPOSSIBLE

LETTERS = {
    "C": PetitionKind.COMPLAINT,
    "D": PetitionKind.DENUNCIATION,
    "R": PetitionKind.RECOMMENDATION,
    "M": PetitionKind.MIXED,
}
#: The states in the order of the way of a petition, as "received … in progress" counts them.
WAY = [State.RECEIVED, State.CLASSIFIED, State.PROPOSED, State.APPROVED, State.ACCEPTED, State.IN_PROGRESS]
NO_STATE = "–"


def rows():
    """{move: (from, to, kinds)} as the cells of the table are written."""
    text = (Path(settings.BASE_DIR) / "docs/petitions.md").read_text(encoding="utf-8")
    section = text.split("\n## Moves\n")[1].split("\n#")[0]
    lines = [line for line in section.splitlines() if re.match(r"\| `\w+` \|", line)]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    assert len({row[0] for row in cells}) == len(cells), "a move has two rows"
    return {row[0].strip("`"): row[1:4] for row in cells}


def states(cell):
    """The states that a cell names: a list, a stretch of the way, or all but some."""
    if cell.startswith("every state but "):
        return set(State) - states(cell.removeprefix("every state but "))
    found = set()
    for part in cell.split(", "):
        first, *last = [State(word.replace(" ", "_")) for word in part.split(" … ")]
        found |= set(WAY[WAY.index(first) : WAY.index(last[0]) + 1]) if last else {first}
    return found


def target_of(cell):
    """The state that a cell names; a dash leaves the state as it is."""
    return None if cell == NO_STATE else State(cell.replace(" ", "_"))


def kinds_of(move):
    """The kinds of petitions that can come to a state of the move and have it there, whatever else they are."""
    own, other = Organisation(pk=1), Organisation(pk=2)
    found = set()
    for kind in PetitionKind:
        for state in set(move.sources) - IMPOSSIBLE[kind]:
            for direction in ("", *Direction):
                work = Handling(kind="petition", lead=other, forwarded_to=other)
                petition = Petition(
                    kind=kind, state=state, direction=direction, owner=own, addressee=other, handling=work
                )
                if move.applies(petition):
                    found.add(kind)
    return found


def test_the_table_has_a_row_for_every_move_and_no_other():
    assert set(rows()) == {move.name for move in MOVES}


@pytest.mark.parametrize("move", MOVES, ids=lambda move: move.name)
def test_a_row_of_the_table_says_what_the_code_does(move):
    sources, target, kinds = rows()[move.name]
    assert states(sources) == set(move.sources)
    assert target_of(target) == move.target if " or " not in target else callable(move.target)
    assert {LETTERS[letter] for letter in kinds.split()} == kinds_of(move)


def test_what_is_resumed_goes_back_to_a_state_in_which_it_may_be_suspended():
    assert {target_of(one) for one in rows()["resume"][1].split(" or ")} == states(rows()["suspend"][0])


def test_the_cells_of_the_table_are_read_as_they_are_meant():
    assert states("accepted, in progress") == {State.ACCEPTED, State.IN_PROGRESS}
    assert states("received … approved, rewriting") == {*WAY[:4], State.REWRITING}
    assert states("every state but split, closed") == set(State) - {State.SPLIT, State.CLOSED}
    with pytest.raises(ValueError, match="settling"):
        states("accepted, settling")
