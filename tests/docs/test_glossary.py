"""The glossary binds: whatever the code stores as a word stands in it."""

from pathlib import Path

import pytest

from accounts.roles import Role
from conferences import workflow
from conferences.models import vocabulary
from petitions import workflow as petition_workflow
from petitions.models import vocabulary as petition_vocabulary
from registers.levels import Level
from registers.models.documents import DocumentType

DOCS = Path(__file__).resolve().parents[2] / "docs"
VOCABULARIES = [
    Level,
    Role,
    DocumentType,
    vocabulary.Side,
    vocabulary.ConferenceKind,
    vocabulary.ConferenceMode,
    vocabulary.ConferenceState,
    vocabulary.DelegateGroup,
    vocabulary.Salutation,
    vocabulary.AttendanceStatus,
    vocabulary.Phase,
    vocabulary.Channel,
    vocabulary.SpeakerKind,
    vocabulary.OpinionState,
    vocabulary.Outcome,
    vocabulary.UnresolvedReason,
    vocabulary.RefusalReason,
    petition_vocabulary.PetitionKind,
    petition_vocabulary.PetitionState,
    petition_vocabulary.Source,
    petition_vocabulary.Competence,
    petition_vocabulary.Round,
    petition_vocabulary.Direction,
    petition_vocabulary.Complexity,
    petition_vocabulary.Finding,
]


@pytest.mark.parametrize("words", VOCABULARIES, ids=lambda words: words.__name__)
def test_every_stored_word_is_in_the_glossary(words):
    glossary = (DOCS / "glossary.md").read_text(encoding="utf-8")
    assert [value for value in words.values if f"`{value}`" not in glossary] == []


def test_the_concepts_draw_every_move_of_an_opinion():
    concepts = (DOCS / "concepts.md").read_text(encoding="utf-8")
    assert [move.name for move in workflow.MOVES if f"`{move.name}`" not in concepts] == []


def test_the_page_of_petitions_draws_every_move_of_a_petition():
    page = (DOCS / "petitions.md").read_text(encoding="utf-8")
    assert [move.name for move in petition_workflow.MOVES if f"`{move.name}`" not in page] == []
