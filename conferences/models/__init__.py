from .answers import Answer, DecisionRecord, OpinionAttachment
from .conferences import (
    CommitteeMember,
    Conference,
    ConferenceChair,
    ConferenceMove,
    ConferenceNote,
    ConferenceStaff,
    Venue,
)
from .drafts import OpinionDraft
from .imports import DelegateImport
from .opinions import Opinion, OpinionMove, OpinionNote, OpinionSearch, OpinionText
from .people import Delegate, Person, Post
from .tallies import FieldMonthTally, OpinionTally
from .turns import Speaker, SpeakerTurn
from .vocabulary import (
    AttendanceStatus,
    Channel,
    ConferenceKind,
    ConferenceMode,
    ConferenceState,
    DelegateGroup,
    OpinionState,
    Outcome,
    Phase,
    Salutation,
    Side,
    SpeakerKind,
    UnresolvedReason,
)

__all__ = [
    "Answer",
    "AttendanceStatus",
    "Channel",
    "CommitteeMember",
    "Conference",
    "ConferenceChair",
    "ConferenceKind",
    "ConferenceMode",
    "ConferenceMove",
    "ConferenceNote",
    "ConferenceStaff",
    "ConferenceState",
    "DecisionRecord",
    "Delegate",
    "DelegateGroup",
    "DelegateImport",
    "FieldMonthTally",
    "Opinion",
    "OpinionAttachment",
    "OpinionDraft",
    "OpinionMove",
    "OpinionNote",
    "OpinionSearch",
    "OpinionState",
    "OpinionTally",
    "OpinionText",
    "Outcome",
    "Person",
    "Phase",
    "Post",
    "Salutation",
    "Side",
    "Speaker",
    "SpeakerKind",
    "SpeakerTurn",
    "UnresolvedReason",
    "Venue",
]
