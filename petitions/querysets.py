"""Which petitions a user sees, and the domain words of sets of petitions."""

from functools import reduce
from operator import or_

from django.db.models import BooleanField, ExpressionWrapper, F, Q

from accounts.reach import reach_of
from accounts.roles import PERSONAL_DATA_ROLES, Role
from audit.noted import NotedQuerySet
from handling.models import Handling, is_running

from . import search
from .models.vocabulary import OFFICERS_SOURCES, UNCOUNTED, Source

_DENUNCIATION = Q(kind="denunciation")
#: What was split is read in its parts; where one of them is hidden, the whole would tell so. What was struck out leaves
#: the same gap, so that none tells which it is.
_APART = Q(state__in=UNCOUNTED)


def _handled_by(ids):
    """Petitions an organisation leads, coordinates or was forwarded."""
    return Q(handling__in=Handling.objects.of_organisations(ids))


def _named(user):
    """A Q of the petitions whose senders this user sees by name; None where there can be none.

    The only place that decides it: the owner's officers, the officials of its unit and the commission above, whoever
    speaks for the lead, and for the body it was transferred to, which has the slip with the names.
    """
    reach = reach_of(user)
    named = []
    if own := reach.bodies_of(Role.PETITION_OFFICER):
        named.append(Q(owner__in=own))
    if reach.has(*PERSONAL_DATA_ROLES):
        named.append(Q(unit__in=reach.named_unit_ids()))
    if speaking := reach.bodies_of(Role.FOCAL_POINT, Role.PETITION_OFFICER):
        named.append(Q(handling__in=Handling.objects.led_by_or_sent_to(speaking)))
    return reduce(or_, named) if named else None


def _flag(condition):
    return ExpressionWrapper(condition, output_field=BooleanField())


def sees_names_somewhere(user):
    """Whether there may be petitions whose senders this user sees by name."""
    return _named(user) is not None


class PetitionQuerySet(NotedQuerySet):
    def is_noted(self, row):
        """Reading a denunciation is noted, wherever its officer sees its codes."""
        return row.is_denunciation

    def visible_to(self, user):
        """Petitions of the officer's own body; other kinds than denunciations also by unit tree and by handling.

        Denunciations, and what was split or struck out, are seen by the petition officers of the owner and by nobody
        else (docs/petitions.md).
        """
        reach = reach_of(user)
        own = reach.bodies_of(Role.PETITION_OFFICER)
        handling = (*reach.organisation_ids, *own)
        others = []
        if reach.tree_unit_ids:
            others.append(Q(unit__in=reach.units_within()))
        if handling:
            others.append(_handled_by(handling))
        ways = [Q(owner__in=own)] if own else []
        if others:
            ways.append(~_DENUNCIATION & ~_APART & reduce(or_, others))
        return self.filter(reduce(or_, ways)).read_by(user) if ways else self.none()

    def with_naming(self, user):
        """Each petition with `names_shown`: whether this user sees senders by name, the summary and files unmasked;
        and `is_own_book`: whether they are its officer, who alone reads that it was an opinion or a part of a letter.
        """
        nothing = Q(pk__in=[])
        own = reach_of(user).bodies_of(Role.PETITION_OFFICER)
        return self.annotate(
            names_shown=_flag(_named(user) or nothing), is_own_book=_flag(Q(owner__in=own) if own else nothing)
        )

    def named_to(self, user):
        """Petitions whose senders this user sees by name."""
        named = _named(user)
        return self.none() if named is None else self.filter(named)

    def counted(self):
        """In every statistic (see `Petition.is_counted`)."""
        return self.exclude(state__in=UNCOUNTED)

    def of_source(self, source, *, reader):
        """Petitions that came so, as far as this reader is told how they came (see `words.source_words`)."""
        own = Q(owner__in=reach_of(reader).bodies_of(Role.PETITION_OFFICER))
        if source in OFFICERS_SOURCES:
            return self.filter(own, source=source)
        if source == Source.OTHER:
            return self.filter(Q(source=source) | Q(source__in=OFFICERS_SOURCES) & ~own)
        return self.filter(source=source)

    def apart_in_trail(self):
        """Denunciations, and what was split with its parts: events of one minute would tell which part is missing."""
        return self.filter(_DENUNCIATION | Q(state="split") | Q(source="split"))

    def denunciations(self):
        return self.filter(_DENUNCIATION)

    def without_denunciations(self):
        """What search, export and notices may hold."""
        return self.exclude(_DENUNCIATION)

    def matching(self, query, *, reader=None):
        """Petitions whose code or summary has every word, by prefix and without diacritics; never a denunciation.

        With a `reader` also those a sender of which is called so, as far as this user sees the senders by name.
        """
        return search.matching(self, query, named=_named(reader) if reader else None)

    def received_in(self, first, last):
        return self.filter(received_on__gte=first, received_on__lte=last)

    def entered_late(self):
        """Entered in the book after the day on which the letter came; the same as `Petition.is_late_entry`."""
        return self.filter(entered_on__gt=F("booked_on"))

    def overdue(self, on):
        return self.filter(is_running("handling__"), handling__due_on__lt=on)

    def for_move(self):
        """The row and its handling locked, which every move reads; others may refer to them meanwhile (no key lock)."""
        return self.select_for_update(of=("self", "handling"), no_key=True).select_related("handling", "content")

    def with_list_columns(self):
        rows = self.select_related("unit", "owner", "field", "handling", "content")
        return rows.prefetch_related("content__senders")
