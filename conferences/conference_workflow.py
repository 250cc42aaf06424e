"""The moves of a conference (`domain.md` calls them its life): plan, hold, minute, conclude, follow up."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from audit.actions import Action
from audit.services import record
from handling.moves import Move, MoveRefused, Workflow, perform
from registers.models import RuleParameter

from . import permissions
from .effects import require
from .models import Conference, ConferenceMove, ConferenceNote, Opinion
from .models.vocabulary import ConferenceState as State


def needs_document(name):
    def check(conference, data):
        require(data, "document")

    def effect(conference, data, *, by, on):
        setattr(conference, name, data["document"])
        return {name: str(data["document"])}

    return {"check": check, "effect": effect}


def check_announce(conference, data):
    """Time, place and content are announced at least 7 days before (Luật TCCQĐP 2025 Art. 43), else say why not."""
    require(data, "announced_on")
    rule = RuleParameter.objects.for_date("dialogue.announce_before", conference.held_on, conference.level)
    latest = conference.held_on - timedelta(days=rule.value)
    if data["announced_on"] > conference.held_on:
        raise ValidationError({"announced_on": _("A conference is announced before its day.")})
    if data["announced_on"] > latest and not data.get("reason"):
        raise ValidationError(
            {
                "reason": _("The rule asks for an announcement %(days)d days before, by %(latest)s. Give the reason.")
                % {"days": rule.value, "latest": formats.date_format(latest, "SHORT_DATE_FORMAT")}
            }
        )


def announce(conference, data, *, by, on):
    conference.announced_on = data["announced_on"]
    rule = RuleParameter.objects.for_date("dialogue.announce_before", conference.held_on, conference.level)
    if data["announced_on"] > conference.held_on - timedelta(days=rule.value):
        record(Action.OVERRIDDEN, conference, by=by, fields=["dialogue.announce_before"], label=conference.code)
    return {"announced_on": data["announced_on"].isoformat()}


def check_hold(conference, data):
    if data.get("participants") is None:
        raise ValidationError({"participants": _("This field is required.")})


def hold(conference, data, *, by, on):
    if on < conference.held_on:
        raise MoveRefused(
            _("The conference is on %(day)s; that it was held can be recorded from that day on.")
            % {"day": formats.date_format(conference.held_on, "SHORT_DATE_FORMAT")}
        )
    conference.participants = data["participants"]
    return {"participants": data["participants"]}


def check_reason(conference, data):
    require(data, "reason")


def check_close(conference, data):
    """Closing needs an outcome for every opinion, or a stated hand-over of the rest to the next period."""
    undecided = Opinion.objects.counted().filter(conference=conference, outcome__isnull=True).count()
    if undecided and not data.get("reason"):
        raise MoveRefused(
            _(
                "%(count)d opinions of this conference have no outcome yet. Decide them, or give the reason "
                "for handing them over to the next period."
            )
            % {"count": undecided}
        )


MOVES = (
    Move(
        "approve_plan",
        (State.DRAFT_PLAN,),
        State.PLAN_APPROVED,
        gettext_lazy("Approve the plan"),
        permissions.can_lead_conference,
        needs=("document",),
        weight="main",
        **needs_document("plan"),
    ),
    Move(
        "prepare",
        (State.PLAN_APPROVED, State.POSTPONED),
        State.PREPARING,
        gettext_lazy("Start preparing"),
        permissions.can_edit_conference,
        weight="main",
    ),
    Move(
        "announce",
        (State.PREPARING,),
        State.ANNOUNCED,
        gettext_lazy("Record the announcement"),
        permissions.can_edit_conference,
        needs=("announced_on", "reason"),
        check=check_announce,
        effect=announce,
        weight="main",
    ),
    Move(
        "hold",
        (State.ANNOUNCED,),
        State.HELD,
        gettext_lazy("Record that it was held"),
        permissions.can_edit_conference,
        needs=("participants",),
        check=check_hold,
        effect=hold,
        weight="main",
    ),
    Move(
        "draft_minutes",
        (State.HELD,),
        State.MINUTES_DRAFTED,
        gettext_lazy("Minutes are drafted"),
        permissions.can_edit_conference,
        weight="main",
    ),
    Move(
        "sign_minutes",
        (State.MINUTES_DRAFTED,),
        State.MINUTES_SIGNED,
        gettext_lazy("Record the signed minutes"),
        permissions.can_lead_conference,
        needs=("document",),
        weight="main",
        **needs_document("minutes"),
    ),
    Move(
        "conclude",
        (State.MINUTES_SIGNED,),
        State.CONCLUDED,
        gettext_lazy("Record the notice of conclusions"),
        permissions.can_lead_conference,
        needs=("document",),
        weight="main",
        **needs_document("notice"),
    ),
    Move(
        "follow_up",
        (State.CONCLUDED,),
        State.FOLLOW_UP,
        gettext_lazy("Start following up"),
        permissions.can_edit_conference,
        weight="main",
    ),
    Move(
        "close",
        (State.FOLLOW_UP,),
        State.CLOSED,
        gettext_lazy("Close"),
        permissions.can_lead_conference,
        needs=("reason",),
        check=check_close,
        weight="main",
    ),
    Move(
        "postpone",
        (State.PLAN_APPROVED, State.PREPARING, State.ANNOUNCED),
        State.POSTPONED,
        gettext_lazy("Postpone the conference"),
        permissions.can_lead_conference,
        needs=("reason",),
        check=check_reason,
        weight="quiet",
    ),
    Move(
        "cancel",
        (State.DRAFT_PLAN, State.PLAN_APPROVED, State.PREPARING, State.ANNOUNCED, State.POSTPONED),
        State.CANCELLED,
        gettext_lazy("Cancel the conference"),
        permissions.can_lead_conference,
        needs=("reason",),
        check=check_reason,
        weight="quiet",
    ),
)

CONFERENCES = Workflow(
    model=Conference,
    moves=MOVES,
    history=ConferenceMove,
    notes=ConferenceNote,
    owner_field="conference",
    changed_fields=("plan", "minutes", "notice", "announced_on", "participants"),
)


def move(conference, name, *, by, on, data=None, version=None):
    """Make one move of a conference; see `handling.moves.perform` for what it refuses."""
    return perform(CONFERENCES, conference, name, by=by, on=on, data=data, version=version)


def open_moves(user, conference):
    """The moves this user may make on this conference now."""
    return CONFERENCES.open_moves(user, conference)
