"""The closed vocabularies of petitions. `docs/glossary.md` gives the Vietnamese terms.

Why something is ineligible, declined, suspended or terminated is a code of a list in the register of reasons.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PetitionKind(TextChoices):
    """What the content is, whatever the letter calls itself (TT 05/2021/TT-TTCP)."""

    COMPLAINT = "complaint", _("Complaint")
    DENUNCIATION = "denunciation", _("Denunciation")
    RECOMMENDATION = "recommendation", _("Recommendation or reflection")
    MIXED = "mixed", _("Petition of mixed content")


#: First letters of the code, by the kind a petition is registered as.
PREFIXES = {
    PetitionKind.COMPLAINT: "KN",
    PetitionKind.DENUNCIATION: "TC",
    PetitionKind.RECOMMENDATION: "PA",
    PetitionKind.MIXED: "DT",
}


class Source(TextChoices):
    """How it came (TT 05/2021/TT-TTCP)."""

    IN_PERSON = "in_person", _("Handed in")
    RECEPTION = "reception", _("At a citizen reception")
    POST = "post", _("By post")
    LETTER_BOX = "letter_box", _("Suggestion box")
    ONLINE = "online", _("Online")
    LEADER = "leader", _("Given by a leader")
    BODY = "body", _("Transferred by another body")
    DEPUTY = "deputy", _("Transferred by elected deputies")
    PRESS = "press", _("Sent by the press")
    OPINION = "opinion", _("From an opinion of a conference")
    SPLIT = "split", _("Part of a petition of mixed content")
    OTHER = "other", pgettext_lazy("source", "Other")


#: Sources a person may choose; the others are set by what they come from.
CHOSEN_SOURCES = tuple(one for one in Source if one not in (Source.SPLIT, Source.OPINION, Source.RECEPTION))
#: Sources that only the officers of the book are told: an opinion or a letter whose place is empty was a denunciation.
OFFICERS_SOURCES = (Source.OPINION, Source.SPLIT)
#: Sources that expect to be told what became of it, and to whom a petition sent to the wrong body goes back.
SENT_BY_A_BODY = (Source.BODY, Source.DEPUTY, Source.PRESS)


class PetitionState(TextChoices):
    RECEIVED = "received", _("Registered")
    CLASSIFIED = "classified", _("Classified")
    PROPOSED = "proposed", _("Proposed to the leader")
    APPROVED = "approved", _("Direction approved")
    ACCEPTED = "accepted", _("Accepted for settlement")
    IN_PROGRESS = "in_progress", _("In progress")
    SUSPENDED = "suspended", _("Suspended")
    SETTLED = "settled", _("Decision or conclusion issued")
    PUBLISHED = "published", pgettext_lazy("petition", "Published")
    EXECUTED = "executed", _("Executed")
    REPLIED = "replied", _("Replied")
    TRANSFERRED = "transferred", _("Transferred")
    GUIDED = "guided", _("Guided")
    DECLINED = "declined", _("Declined")
    RETURNED = "returned", _("Returned")
    REWRITING = "rewriting", _("To be rewritten")
    FILED = "filed", _("Filed")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    TERMINATED = "terminated", _("Terminated")
    SPLIT = "split", _("Split")
    STRUCK = "struck", _("Struck out")
    CLOSED = "closed", pgettext_lazy("petition", "Closed")


#: What leaves every statistic: it counts as its parts, or was never to be counted.
UNCOUNTED = (PetitionState.SPLIT, PetitionState.STRUCK)


class Competence(TextChoices):
    OWN = "own", _("This body")
    OTHER_BODY = "other_body", _("Another State body")
    PARTY_BODY = "party_body", _("A Party body")
    COURT = "court", _("A court")
    HIGHER = "higher", _("A higher level")


class Round(TextChoices):
    """Of a complaint: the second is against the decision of the first (Luật Khiếu nại 2011, Điều 7)."""

    FIRST = "first", _("First round")
    SECOND = "second", _("Second round")


class Direction(TextChoices):
    """What an officer proposes and the leader approves."""

    ACCEPT = "accept", _("Accept for settlement")
    DECLINE = "decline", _("Decline")
    GUIDE = "guide", _("Guide the sender")
    TRANSFER = "transfer", _("Transfer to the competent body")
    RETURN = "return", _("Return to whoever sent it")
    REWRITE = "rewrite", _("Ask for it to be rewritten")
    FILE = "file", _("File and monitor")


class StrikeGround(TextChoices):
    """Why a petition should not stand in the book at all."""

    TWICE = "twice", _("Registered twice")
    OTHER_BOOK = "other_book", _("Belongs in another book")
    NO_PETITION = "no_petition", _("No petition")


class Finding(TextChoices):
    JUSTIFIED = "justified", pgettext_lazy("finding", "Justified")
    PARTLY = "partly", pgettext_lazy("finding", "Partly justified")
    UNJUSTIFIED = "unjustified", pgettext_lazy("finding", "Not justified")


class PublicationWay(TextChoices):
    """How a decision or conclusion was made public."""

    MEETING = "meeting", _("Read out at a meeting")
    POSTED = "posted", _("Posted at the office or where citizens are received")
    ONLINE = "online", pgettext_lazy("publication", "On the web site of the body")
    MEDIA = "media", _("In the mass media")


class Complexity(TextChoices):
    """How much longer a settlement may take (Luật Khiếu nại 2011, Điều 28; Luật Tố cáo 2018, Điều 30)."""

    ORDINARY = "ordinary", _("Ordinary")
    COMPLEX = "complex", _("Complex")
    VERY_COMPLEX = "very_complex", _("Very complex")


class PaperKind(TextChoices):
    """Papers recorded with a petition, by the move that brought them."""

    ACCEPTANCE = "acceptance", _("Acceptance notice")
    REFUSAL = "refusal", _("Refusal notice")
    GUIDANCE = "guidance", _("Guidance slip")
    TRANSFER = "transfer", _("Transfer slip")
    LETTER = "letter", _("Letter to the sender")
    APPROVAL = "approval", _("Decision on the proposal")
    VERIFICATION = "verification", _("Decision to verify")
    DIALOGUE = "dialogue", _("Minutes of the settlement dialogue")
    EXTENSION = "extension", _("Decision to extend")
    SUSPENSION = "suspension", _("Decision to suspend")
    RESUMPTION = "resumption", _("Decision to resume")
    TERMINATION = "termination", _("Decision to terminate")
    SETTLEMENT = "settlement", _("Settlement decision")
    URGING = "urging", _("Urging letter")
    REPLY = "reply", _("Reply received")
    INTERIM = "interim", _("Letter that does not settle the matter")
    ANSWER = "answer", _("Answer given")
