from .cases import CaseLink, CaseParty, FieldVisit, PetitionCase
from .imports import PetitionImport, RowMark
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
from .receptions import (
    CancelReason,
    ReceptionKind,
    ReceptionSession,
    ReceptionTurn,
    SessionState,
    TurnDirection,
)
from .statements import NilStatement
from .tallies import PetitionTally
from .vocabulary import (
    Competence,
    Complexity,
    Direction,
    Finding,
    PaperKind,
    PetitionKind,
    PetitionState,
    PublicationWay,
    Round,
    Source,
    StrikeGround,
)

__all__ = [
    "CancelReason",
    "CaseLink",
    "CaseParty",
    "Competence",
    "Complexity",
    "Direction",
    "FieldVisit",
    "Finding",
    "NilStatement",
    "PaperKind",
    "Petition",
    "PetitionAttachment",
    "PetitionCase",
    "PetitionContent",
    "PetitionImport",
    "PetitionKind",
    "PetitionMove",
    "PetitionNote",
    "PetitionPaper",
    "PetitionSearch",
    "PetitionState",
    "PetitionTally",
    "PublicationWay",
    "ReceptionKind",
    "ReceptionSession",
    "ReceptionTurn",
    "Round",
    "RowMark",
    "Sender",
    "SessionState",
    "Source",
    "StrikeGround",
    "TurnDirection",
]
