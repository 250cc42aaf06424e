from .cases import CaseLink, CaseParty, FieldVisit, PetitionCase
from .papers import PetitionPaper
from .petitions import (
    Petition,
    PetitionAttachment,
    PetitionContent,
    PetitionMove,
    PetitionNote,
    PetitionSearch,
    Sender,
)
from .statements import NilStatement
from .tallies import PetitionTally
from .vocabulary import (
    Competence,
    Complexity,
    DeclineReason,
    Direction,
    EndGround,
    Finding,
    Ineligibility,
    PaperKind,
    PauseGround,
    PetitionKind,
    PetitionState,
    Round,
    Source,
)

__all__ = [
    "CaseLink",
    "CaseParty",
    "Competence",
    "Complexity",
    "DeclineReason",
    "Direction",
    "EndGround",
    "FieldVisit",
    "Finding",
    "Ineligibility",
    "NilStatement",
    "PaperKind",
    "PauseGround",
    "Petition",
    "PetitionAttachment",
    "PetitionCase",
    "PetitionContent",
    "PetitionKind",
    "PetitionMove",
    "PetitionNote",
    "PetitionPaper",
    "PetitionSearch",
    "PetitionState",
    "PetitionTally",
    "Round",
    "Sender",
    "Source",
]
