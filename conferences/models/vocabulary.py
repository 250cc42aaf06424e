"""The closed vocabularies of conferences and opinions. `docs/glossary.md` gives the Vietnamese terms."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Side(TextChoices):
    """Who organises, and so whose letterhead the papers carry; joint papers use the Party's."""

    PARTY = "party", _("Party committee")
    STATE = "state", _("State authority")
    BOTH = "both", _("Party committee and State authority together")


class ConferenceKind(TextChoices):
    REGULAR = "regular", _("Regular dialogue")
    AD_HOC = "ad_hoc", _("Ad-hoc dialogue")
    THEMATIC = "thematic", _("Thematic dialogue")
    PROGRAMME = "programme", _("Meeting and dialogue programme")


class ConferenceMode(TextChoices):
    IN_PERSON = "in_person", _("In person")
    ONLINE = "online", _("Online")
    HYBRID = "hybrid", _("In person and online")


class ConferenceState(TextChoices):
    DRAFT_PLAN = "draft_plan", _("Plan being drafted")
    PLAN_APPROVED = "plan_approved", _("Plan approved")
    PREPARING = "preparing", _("In preparation")
    ANNOUNCED = "announced", _("Announced")
    HELD = "held", _("Held")
    MINUTES_DRAFTED = "minutes_drafted", _("Minutes drafted")
    MINUTES_SIGNED = "minutes_signed", _("Minutes signed")
    CONCLUDED = "concluded", _("Conclusions issued")
    FOLLOW_UP = "follow_up", _("Being followed up")
    CLOSED = "closed", _("Closed")
    POSTPONED = "postponed", _("Postponed")
    CANCELLED = "cancelled", _("Cancelled")


#: States in which the conference took place and so counts.
HELD_STATES = (
    ConferenceState.HELD,
    ConferenceState.MINUTES_DRAFTED,
    ConferenceState.MINUTES_SIGNED,
    ConferenceState.CONCLUDED,
    ConferenceState.FOLLOW_UP,
    ConferenceState.CLOSED,
)


class DelegateGroup(TextChoices):
    CENTRAL = "central", _("Central guests")
    PROVINCE = "province", _("Provincial delegates")
    DISTRICT = "district", _("District delegates")
    COMMUNE = "commune", _("Commune delegates")
    DEPARTMENT = "department", _("Departments and sectors")
    FRONT = "front", _("Fatherland Front and mass organisations")
    PEOPLE = "people", _("Representatives of the people")
    PRESS = "press", _("Press")
    OTHER = "other", _("Others")


class Salutation(TextChoices):
    """How papers of the State address a person, where it is known."""

    MR = "mr", pgettext_lazy("form of address", "Mr")
    MS = "ms", pgettext_lazy("form of address", "Ms")


class AttendanceStatus(TextChoices):
    INVITED = "invited", _("Invited")
    ATTENDED = "attended", _("Attended")
    EXCUSED = "excused", _("Absent with leave")
    ABSENT = "absent", _("Absent without leave")
    SUBSTITUTED = "substituted", _("Substituted")


class Phase(TextChoices):
    BEFORE = "before", _("Before the conference")
    AT = "at", _("At the conference")
    AFTER = "after", _("After the conference")


class Channel(TextChoices):
    SPOKEN = "spoken", _("Spoken in the hall")
    SLIP = "slip", _("Opinion slip")
    WRITTEN = "written", _("In writing")
    ONLINE = "online", _("Online")
    PHONE = "phone", _("By telephone")
    COLLECTED = "collected", _("Collected by the Front or the commune")


class SpeakerKind(TextChoices):
    DELEGATE = "delegate", _("Delegate")
    CITIZEN = "citizen", _("Citizen")
    GROUP = "group", _("Group of people")


class OpinionState(TextChoices):
    RECEIVED = "received", _("Received")
    CLASSIFIED = "classified", _("Classified")
    ASSIGNED = "assigned", _("Assigned")
    IN_PROGRESS = "in_progress", _("In progress")
    ANSWERED = "answered", _("Answered")
    VERIFIED = "verified", _("Verified")
    FORWARDED = "forwarded", _("Forwarded")
    CLOSED = "closed", pgettext_lazy("opinion", "Closed")
    REFUSED = "refused", _("Refused at intake")


class Outcome(TextChoices):
    """What is counted. No outcome yet is NULL: pending, received, never unresolved."""

    AT_CONFERENCE = "at_conference", _("Resolved at the conference")
    AFTER = "after_conference", _("Resolved after the conference")
    EXPLAINED = "explained", _("Explained")
    STEP_BY_STEP = "step_by_step", _("Being resolved step by step")
    UNRESOLVED = "unresolved", _("Unresolved")
    FORWARDED_UP = "forwarded_up", _("Forwarded to a higher level")
    NOT_ACCEPTED = "not_accepted", _("Not accepted")
    MERGED = "merged", _("Merged with another opinion")
    PETITION = "petition", _("Turned into a petition")


#: Outcomes that leave every count of received opinions.
UNCOUNTED_OUTCOMES = (Outcome.MERGED, Outcome.PETITION)


class UnresolvedReason(TextChoices):
    CAPITAL = "capital", _("No funds yet")
    POLICY = "policy", _("Mechanism or policy missing")
    WAITING_SUPERIOR = "waiting_superior", _("Waiting for a higher level")
    DISPUTE = "dispute", _("In dispute")
    MISSING_FILE = "missing_file", _("Files incomplete")
    DELAY = "delay", _("Slow handling")


class RefusalReason(TextChoices):
    """Who and what is not taken up in a dialogue (provincial regulations implementing Quy định 11-QĐi/TW)."""

    SETTLED = "settled", _("Already settled by a final decision")
    NO_CAPACITY = "no_capacity", _("Speaker without civil capacity")
    BREACH = "breach", _("Breach of the rules of the dialogue")
    OUT_OF_SCOPE = "out_of_scope", _("Outside the scope of the dialogue")
    NO_CONTENT = "no_content", _("No content that can be acted on")
