"""What petitions are to the rooms below: a kind of work for the work list, rows to jump to, a navigation entry."""

from django.db.models import Count, Q, Window
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.managers import MEMBERSHIPS, valid_on
from accounts.reach import reach_of
from accounts.roles import Role
from dialogue_portal.navigation import NavItem
from dialogue_portal.navigation import register as register_entry
from handling.kinds import JumpHit, JumpTarget, WorkKind, register_target
from handling.kinds import register as register_kind
from handling.models import Handling
from registers.models import AdministrativeUnit

from . import permissions
from .models import Petition, PetitionKind, ReceptionSession
from .models import PetitionState as State
from .words import summary_words

_OFFICERS = (State.RECEIVED, State.CLASSIFIED, State.APPROVED, State.SETTLED, State.PUBLISHED)
_DENUNCIATION = Q(kind=PetitionKind.DENUNCIATION)


def handled(user):
    """Petitions within the user's reach."""
    return Petition.objects.visible_to(user)


def waiting(user, on):
    """Petitions whose usual next move is this user's, as the table of moves has it."""
    reach = reach_of(user)
    asked = Q(pk__in=[])
    if own := reach.bodies_of(Role.PETITION_OFFICER):
        asked |= Q(owner__in=own, state__in=_OFFICERS)
        asked |= Q(owner__in=own, state=State.PROPOSED) & _DENUNCIATION
        asked |= Q(owner__in=own, state__in=[State.ACCEPTED, State.IN_PROGRESS])
        # By keys, each from an index of its own: a condition on the joined rows would join every transferred petition.
        replying = Handling.objects.filter(reply_due_on__lte=on).values("pk")
        asked |= Q(owner__in=own, state=State.TRANSFERRED, handling__in=replying)
    if led := (*reach.bodies_of(Role.FOCAL_POINT), *own):
        asked |= Q(handling__in=Handling.objects.filter(lead__in=led).values("pk"), state=State.IN_PROGRESS)
    leading = Q(owner__in=reach.bodies_of(Role.COMMISSION_LEADER, Role.COMMUNE_LEADER))
    leading |= Q(unit__in=reach.owning_units_for(Role.COMMISSION_LEADER))
    if communes := reach.owning_units_for(Role.COMMUNE_LEADER):
        leading |= Q(unit__in=AdministrativeUnit.objects.ids_within_any(communes))
    if reach.has(Role.COMMISSION_LEADER, Role.COMMUNE_LEADER):
        asked |= leading & Q(state=State.PROPOSED) & ~_DENUNCIATION
    return Petition.objects.visible_to(user).filter(asked)


def rows(petitions):
    return petitions.with_list_columns()


def list_url(part):
    return f"{reverse('petitions:petition_list')}?due={part}"


def url(code):
    return reverse("petitions:petition", args=[code])


def actions(user):
    """What the work list offers on top."""
    if not permissions.may_register_somewhere(user):
        return []
    return [*_unrecorded(user), (_("Register a petition"), reverse("petitions:petition_new"))]


def _unrecorded(user):
    """The way to the oldest reception whose day is over and of which nothing is recorded: one query."""
    sessions = ReceptionSession.objects.filter(owner__in=reach_of(user).bodies_of(Role.PETITION_OFFICER))
    sessions = sessions.unrecorded(timezone.localdate()).annotate(number=Window(Count("pk")))
    oldest = sessions.order_by("on", "starts_at", "pk").first()
    if oldest is None:
        return []
    words = _("Record receptions that are over (%(number)d)") % {"number": oldest.number}
    return [(words, reverse("petitions:reception", args=[oldest.code]))]


def reminded(petitions, on):
    """The officers of the owner, and whoever speaks for the body that leads: six queries."""
    roles_by_body = {
        "owner__": (Role.PETITION_OFFICER,),
        "handling__lead__": (Role.FOCAL_POINT, Role.PETITION_OFFICER),
    }
    return {
        pair
        for body, roles in roles_by_body.items()
        for way in (body + members for members in MEMBERSHIPS)
        for pair in petitions.filter(valid_on(on, way), **{f"{way}role__in": roles, f"{way}user__is_active": True})
        .order_by()
        .values_list("handling", f"{way}user")
    }


def mailable(petitions):
    """Denunciations stand in no letter."""
    return petitions.without_denunciations()


def find_petitions(user, query, limit):
    """Visible petitions whose code or summary has every word, newest first; a denunciation by its whole code alone,
    which its officers have from the paper file or the list.
    """
    seen = Petition.objects.visible_to(user)
    if permissions.may_register_somewhere(user):
        secret = seen.denunciations().filter(code=query.strip().upper()).first()
        if secret is not None:
            return [JumpHit(label=secret.code, detail=summary_words(secret), url=url(secret.code))]
    found = seen.matching(query).with_list_columns().order_by("-received_on", "-pk")
    return [JumpHit(label=row.code, detail=summary_words(row)[:90], url=url(row.code)) for row in found[:limit]]


def register():
    register_kind(
        WorkKind(
            key="petition",
            label=_("Petitions"),
            handled=handled,
            waiting=waiting,
            rows=rows,
            table_template="petitions/_petition_work_table.html",
            list_url=list_url,
            actions=actions,
            open_work=Petition.objects.all,
            reminded=reminded,
            mailable=mailable,
            url=url,
        )
    )
    register_target(JumpTarget("petitions", _("Petitions"), find_petitions, order=25))
    register_entry(
        NavItem(
            "petitions",
            _("Petitions"),
            "petitions:petition_list",
            order=40,
            icon="opinion",
            visible=permissions.sees_petitions,
        )
    )
    register_entry(
        NavItem(
            "petitions",
            _("Citizen reception"),
            "petitions:reception_list",
            order=45,
            icon="people",
            visible=permissions.sees_receptions,
        )
    )
