"""What opinions are to the rooms below: a kind of work for the work list, rows to jump to, a navigation entry."""

from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.managers import MEMBERSHIPS, valid_on
from accounts.reach import reach_of
from accounts.roles import Role
from dialogue_portal.navigation import NavItem
from dialogue_portal.navigation import register as register_entry
from handling.kinds import JumpHit, JumpTarget, WorkKind, register_target
from handling.kinds import register as register_kind
from registers.models import AdministrativeUnit

from . import permissions
from .models import Opinion, OpinionState, Outcome
from .speakers import text_words

State = OpinionState
#: States in which the next move is somebody's here.
_WAITING = [State.RECEIVED, State.CLASSIFIED, State.ASSIGNED, State.IN_PROGRESS, State.ANSWERED, State.VERIFIED]


def handled(user):
    """Opinions within the user's reach."""
    return Opinion.objects.visible_to(user)


def waiting(user, on):
    """Opinions whose usual next move is this user's: by role, as the table of moves has it.

    Each role asks for the units it was given for: who is a clerk in one commune and leads another has the clerk's
    work of the first alone.
    """
    reach = reach_of(user)
    asked = Q(pk__in=[])
    if commission := reach.owning_units_for(Role.COMMISSION_SPECIALIST, Role.COMMISSION_LEADER):
        asked |= Q(unit__in=_kept(commission), state__in=[State.CLASSIFIED, State.ANSWERED])
        # What the commission's own unit received has no commune officer to classify it.
        asked |= Q(unit__in=commission, state=State.RECEIVED)
    if heads := reach.owning_units_for(Role.COMMISSION_LEADER, Role.COMMUNE_LEADER):
        asked |= Q(unit__in=_kept(heads), state=State.VERIFIED) & ~Q(outcome=Outcome.STEP_BY_STEP)
    if leaders := reach.owning_units_for(Role.COMMUNE_LEADER):
        own = Q(unit__in=_kept(leaders))
        asked |= own & Q(state=State.CLASSIFIED, competent_level=F("level"))
        # The leader verifies what the unit assigned itself, and what was answered in its own hall.
        own_answer = Q(handling__assigner__isnull=True) | Q(handling__assigner__unit=F("unit"))
        asked |= own & Q(state=State.ANSWERED) & own_answer
    if led := reach.bodies_of(Role.FOCAL_POINT):
        asked |= Q(handling__lead__in=led, state__in=[State.ASSIGNED, State.IN_PROGRESS])
    if clerks := reach.owning_units_for(Role.COMMUNE_CLERK):
        asked |= Q(unit__in=_kept(clerks), state=State.RECEIVED)
        asked |= Q(handling__lead__unit__in=_kept(clerks), state__in=[State.ASSIGNED, State.IN_PROGRESS])
    # By state a few are found at once; by unit, which SQLite would begin with, the whole record of a province is read.
    of_these_states = Opinion.objects.filter(state__in=_WAITING).order_by().values("pk")
    return Opinion.objects.visible_to(user).filter(asked, pk__in=of_these_states)


def _kept(roots):
    """Ids of the units whose records a role for these roots changes."""
    return AdministrativeUnit.objects.ids_within_any(roots, forerunners=False)


def rows(opinions):
    return opinions.with_list_columns()


def list_url(part):
    return f"{reverse('conferences:opinion_list')}?due={part}"


def url(code):
    return reverse("conferences:opinion", args=[code])


def reminded(opinions, on):
    """Focal points of the lead, and the clerks of a commune whose own body leads: four queries."""
    ways = (
        *((f"handling__lead__{members}", Role.FOCAL_POINT) for members in MEMBERSHIPS),
        ("handling__lead__unit__organisations__memberships__", Role.COMMUNE_CLERK),
    )
    return {
        pair
        for way, role in ways
        for pair in opinions.filter(valid_on(on, way), **{f"{way}role": role, f"{way}user__is_active": True})
        .order_by()
        .values_list("handling", f"{way}user")
    }


def actions(user):
    """What the work list offers on top."""
    if not permissions.may_register_somewhere(user):
        return []
    return [(_("Register an opinion"), reverse("conferences:opinion_new"))]


def find_opinions(user, query, limit):
    """Visible opinions whose code or text has every word, newest first."""
    found = Opinion.objects.visible_to(user).matching(query).with_list_columns().order_by("-raised_on", "-pk")
    return [
        JumpHit(
            label=row.code,
            detail=text_words(row)[:90],
            url=reverse("conferences:opinion", kwargs={"code": row.code}),
        )
        for row in found[:limit]
    ]


def register():
    register_kind(
        WorkKind(
            key="opinion",
            label=_("Opinions"),
            handled=handled,
            waiting=waiting,
            rows=rows,
            table_template="conferences/_opinion_work_table.html",
            list_url=list_url,
            actions=actions,
            open_work=Opinion.objects.all,
            reminded=reminded,
            url=url,
        )
    )
    register_target(JumpTarget("opinions", _("Opinions"), find_opinions, order=20))
    register_entry(
        NavItem(
            "dialogue",
            _("Opinions"),
            "conferences:opinion_list",
            order=30,
            icon="opinion",
            visible=permissions.sees_conferences,
        )
    )
