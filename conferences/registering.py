"""What the quick form starts with: for which conference, in which phase, in whose name."""

from django.db.models import Q

from accounts.reach import reach_of
from accounts.roles import Role
from registers.models import AdministrativeUnit

from .models import Channel, Conference, Phase
from .models.vocabulary import HELD_STATES, ConferenceState

#: How many conferences the form offers: the newest, and those to come.
OFFERED = 60
REGISTERING = (Role.COMMUNE_CLERK, Role.COMMISSION_SPECIALIST, Role.COMMISSION_LEADER)


def offered_conferences(user):
    """Conferences this user may register opinions for, the newest first."""
    kept = Conference.objects.editable_by(user).exclude(state__in=[ConferenceState.CANCELLED, ConferenceState.CLOSED])
    return kept.order_by("-held_on", "-pk")


def receiving_units(user):
    """Units in whose name this user receives opinions without a conference: the roots of their memberships."""
    return AdministrativeUnit.objects.filter(pk__in=reach_of(user).owning_units_for(*REGISTERING))


def shown_conferences(conferences, chosen):
    """Those of `conferences` that the form lists: the newest, and the one chosen however old it is."""
    newest = list(conferences.values_list("pk", flat=True)[:OFFERED])
    return conferences.filter(pk__in={*newest, chosen.pk} if chosen else newest)


def nearest_conference(conferences, phase, today):
    """The conference for which somebody types now.

    Before a conference one collects for the next to come; else one writes down what was said at the last that was
    held, or at the one being held. Where there is none of these, the nearest on the other side.
    """
    last = conferences.filter(_takes_place(today), held_on__lte=today).order_by("-held_on", "-pk")
    coming = conferences.filter(held_on__gte=today).exclude(state__in=HELD_STATES).order_by("held_on", "pk")
    first, second = (coming, last) if phase == Phase.BEFORE else (last, coming)
    return first.first() or second.first()


def usual_phase(conference, today):
    """At a conference that was held or goes on today; before any other. Without one, after."""
    if conference is None:
        return Phase.AFTER
    gone = conference.held_on < today and conference.state == ConferenceState.ANNOUNCED
    took_place = conference.state in HELD_STATES or conference.held_on == today or gone
    return Phase.AT if took_place else Phase.BEFORE


def usual_channel(conference, phase):
    """How opinions of a phase usually come in."""
    if conference is None:
        return Channel.WRITTEN
    return Channel.COLLECTED if phase == Phase.BEFORE else Channel.SPOKEN


def _takes_place(today):
    """Held, or announced and its day has come, whether or not somebody has recorded so by now; on its day any."""
    return Q(state__in=[*HELD_STATES, ConferenceState.ANNOUNCED]) | Q(held_on=today)
