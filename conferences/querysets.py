"""Which rows a user sees, and the domain words of sets of conferences and opinions."""

from functools import reduce
from operator import or_

from django.db import models
from django.db.models import BooleanField, ExpressionWrapper, Q

from accounts.reach import reach_of
from accounts.roles import PERSONAL_DATA_ROLES, Role
from dialogue_portal.text import fold_words
from handling.models import Handling, is_running
from registers.models import AdministrativeUnit

from . import search


def _handled_by(organisation_ids):
    """Opinions an organisation leads, coordinates or was forwarded."""
    return Q(handling__in=Handling.objects.of_organisations(organisation_ids))


def _served_conferences(user, on):
    from .models import ConferenceStaff

    return (
        ConferenceStaff.objects.filter(user=user, valid_from__lte=on)
        .filter(Q(valid_until__isnull=True) | Q(valid_until__gte=on))
        .values("conference")
    )


def _named_where_kept(reach, user, conference):
    """People by name: for the officials of the unit, the commission above it, and secretaries of the conference."""
    named = []
    if reach.has(*PERSONAL_DATA_ROLES):
        named.append(Q(unit__in=reach.named_unit_ids()))
    if reach.serves_conferences:
        named.append(Q(**{f"{conference}__in": _served_conferences(user, reach.on)}))
    return named


def _named_opinions(user):
    """A Q of the opinions whose speaker this user sees by name; None where there can be none.

    The only place that decides it: the owning unit's officials, the commission above, the secretary of the
    conference, and whoever speaks for the lead. Coordinators, supervisors and auditors see them masked.
    """
    reach = reach_of(user)
    named = _named_where_kept(reach, user, "conference")
    if led := reach.bodies_of(Role.FOCAL_POINT):
        named.append(Q(handling__lead__in=led))
    if communes := reach.owning_units_for(Role.COMMUNE_CLERK):
        units = AdministrativeUnit.objects.ids_within_any(communes, forerunners=False)
        named.append(Q(handling__lead__unit__in=units))
    return reduce(or_, named) if named else None


def sees_names_somewhere(user):
    """Whether there may be opinions whose speaker this user sees by name."""
    return _named_opinions(user) is not None


class ConferenceQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Conferences of the user's unit tree, those their own body organises, and those they serve."""
        reach = reach_of(user)
        seen = Q(pk__in=_served_conferences(user, reach.on))
        if reach.tree_unit_ids:
            seen |= Q(unit__in=reach.units_within())
        if reach.organisation_ids:
            seen |= Q(organiser__in=reach.organisation_ids)
        return self.filter(seen)

    def editable_by(self, user):
        """Conferences whose data the user keeps: the commission, the owning commune's officials, the secretary."""
        reach = reach_of(user)
        kept = Q(pk__in=_served_conferences(user, reach.on))
        if reach.keeps_unit_ids:
            kept |= Q(unit__in=reach.kept_unit_ids())
        return self.filter(kept)

    def named_to(self, user):
        """Conferences whose delegates this user sees by name; others see them masked."""
        named = _named_where_kept(reach_of(user), user, "pk")
        return self.filter(reduce(or_, named)) if named else self.none()

    def held(self):
        from .models.vocabulary import HELD_STATES

        return self.filter(state__in=HELD_STATES)

    def held_in(self, first, last):
        """Held conferences whose first day lies in the range, both ends included."""
        return self.held().filter(held_on__gte=first, held_on__lte=last)

    def matching(self, query):
        """Conferences whose code, title or theme has every word, by prefix and without diacritics."""
        found = self
        for word in fold_words(query):
            found = found.filter(Q(words__startswith=word) | Q(words__contains=f" {word}"))
        return found

    def for_move(self):
        """The row locked, with what a move reads; others may refer to it meanwhile (no key lock)."""
        return self.select_for_update(of=("self",), no_key=True).select_related("unit")

    def with_list_columns(self):
        return self.select_related("unit", "unit__parent", "organiser")


class OpinionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Opinions of the user's unit tree, those their organisation handles, and those of conferences they serve.

        What was turned into a petition is read there, and here by nobody, whatever its kind: of a denunciation the row
        would tell the commune, the conference, and by its missing words what it is.
        """
        from .models.vocabulary import Outcome

        reach = reach_of(user)
        ways = []
        if reach.serves_conferences:
            ways.append(Q(conference__in=_served_conferences(user, reach.on)))
        if reach.tree_unit_ids:
            ways.append(Q(unit__in=reach.units_within()))
        if reach.organisation_ids:
            ways.append(_handled_by(reach.organisation_ids))
        if not ways:
            return self.none()
        return self.filter(reduce(or_, ways)).exclude(outcome=Outcome.PETITION)

    def editable_by(self, user):
        """Opinions whose text and attachments the user keeps (moves ask their own table)."""
        reach = reach_of(user)
        kept = Q(pk__in=[])
        if reach.serves_conferences:
            kept |= Q(conference__in=_served_conferences(user, reach.on))
        if reach.keeps_unit_ids:
            kept |= Q(unit__in=reach.kept_unit_ids())
        return self.filter(kept)

    def with_naming(self, user):
        """Each opinion with `names_shown`: whether this user sees its speaker by name, its text and files unmasked."""
        named = _named_opinions(user)
        return self.annotate(
            names_shown=ExpressionWrapper(Q(pk__in=[]) if named is None else named, output_field=BooleanField())
        )

    def counted(self):
        """Received, for every statistic (see `Opinion.is_counted`)."""
        from .models.vocabulary import UNCOUNTED_OUTCOMES, OpinionState

        return self.exclude(state=OpinionState.REFUSED).filter(
            Q(outcome__isnull=True) | ~Q(outcome__in=UNCOUNTED_OUTCOMES)
        )

    def raised_in(self, first, last):
        return self.filter(raised_on__gte=first, raised_on__lte=last)

    def overdue(self, on):
        return self.filter(is_running("handling__"), handling__due_on__lt=on)

    def matching(self, words, *, reader=None):
        """Opinions whose code or text has every word, by prefix and without diacritics.

        With a `reader` also those whose speaker is called so, as far as this user sees the speaker by name.
        """
        return search.matching(self, words, named=_named_opinions(reader) if reader else None)

    def for_move(self):
        """The row and its handling locked, which every move reads; others may refer to them meanwhile (no key lock).

        Without its own lock the handling would come as it was before the wait for the opinion, with a former lead.
        What few moves read (unit, conference, lead) is fetched by those.
        """
        return self.select_for_update(of=("self", "handling"), no_key=True).select_related("handling")

    def with_list_columns(self):
        return self.select_related(
            "unit", "field", "field__parent", "handling", "handling__lead", "current_text", "turn__speaker"
        )
