"""A form filled in for one reader: the bodies in their reach, each counted as far as they may know."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from accounts.reach import reach_of
from accounts.roles import Role
from registers.levels import Level
from registers.models import Organisation
from registers.periods import PeriodKind, months_of
from registers.succession import present_unit_map

from ..models import Petition, ReceptionSession
from . import xld
from .forms import Form, Line, lines_in_groups
from .letters import Facts, read_facts
from .tcd import TCD, Receptions
from .withholding import LEAST, UNTOLD, Counts, telling

#: Kinds of period for which a body's denunciations are told beside the line of all: a month lies in one year.
TOLD_KINDS = (PeriodKind.MONTH, PeriodKind.YEAR)


def may_read_statistics(user):
    """Whoever reads a tree of units, and petition officers for their own body."""
    reach = reach_of(user)
    return bool(reach.tree_unit_ids) or reach.has(Role.PETITION_OFFICER)


def bodies_to_choose(user):
    """Bodies of the user's reach that registered a petition or received citizens, and the officer's own.

    Others' denunciations do not make a body appear: its presence would tell of them.
    """
    return _bodies(user, Petition.objects.without_denunciations())


def bodies_read(user):
    """The same with bodies that have denunciations alone, which no line shows; `is_shown` says which are."""
    has_petition = Exists(Petition.objects.without_denunciations().order_by().filter(owner=OuterRef("pk")))
    has_session = Exists(ReceptionSession.objects.order_by().filter(owner=OuterRef("pk")))
    return _bodies(user, Petition.objects.all()).annotate(is_shown=has_petition | has_session)


def _bodies(user, petitions):
    reach = reach_of(user)
    own = reach.bodies_of(Role.PETITION_OFFICER)
    today = reach.organisations_of(Role.PETITION_OFFICER)
    received = Q(Exists(ReceptionSession.objects.filter(owner=OuterRef("pk"))))
    rows = Q(pk__in=today) | Q(pk__in=own) & (Q(Exists(Petition.objects.filter(owner=OuterRef("pk")))) | received)
    if reach.tree_unit_ids:
        rows |= Q(unit__in=reach.units_within()) & (Q(Exists(petitions.filter(owner=OuterRef("pk")))) | received)
    return Organisation.objects.filter(rows).select_related("unit").order_by("unit__sort_key", "rank", "pk")


def open_bodies(user):
    """Ids of bodies whose denunciations this user counts one by one: those they are petition officer of."""
    return set(reach_of(user).bodies_of(Role.PETITION_OFFICER))


def is_protected(body, opened, period):
    """A body whose denunciations this reader may only know as counts of 3 and more: one below the province, and of a
    free range any. A range of one day beside who came on it would tell which of them denounced.
    """
    if body.pk in opened:
        return False
    return period.kind == PeriodKind.FREE or body.unit.level not in (Level.CENTRAL, Level.PROVINCE)


@dataclass(frozen=True)
class Reading:
    """Facts of every body in reach, and what is told of denunciations; a form of some of them is made from it."""

    period: object
    bodies: list
    facts: dict
    protected: set
    told: object

    def of(self, body, denounced):
        return self.facts.get((body.pk, denounced), Facts())

    def shown(self, body):
        """The facts that the line of a body counts."""
        return [self.of(body, False)] if body.pk in self.protected else [self.of(body, False), self.of(body, True)]


def read_for(user, period, *, today, closing_day):
    """Read the facts of a period for a user. The number of queries does not grow with the bodies."""
    bodies, opened = list(bodies_read(user)), open_bodies(user)
    facts = read_facts([body.pk for body in bodies], period)
    protected = {body.pk for body in bodies if is_protected(body, opened, period)}
    for pk in protected:
        _hide_what_went(facts, pk)
    counts = {pk: _counts(facts.get((pk, True), Facts()), period, closing_day) for pk in protected}
    is_over = period.last < today
    may_tell = is_over and period.kind in TOLD_KINDS
    # Two ranges a day apart would tell what one denunciation did that day.
    may_sum = is_over and period.kind != PeriodKind.FREE and enough_communes(bodies, protected, period, today)
    return Reading(period, bodies, facts, protected, telling(counts, may_tell=may_tell, may_sum=may_sum))


def enough_communes(bodies, protected, period, today):
    """Whether the protected bodies that were there in a period are those of enough communes: several bodies of one
    commune are one to whoever reads, and so are those of the communes it was made of. One with denunciations alone does
    not count: beside two that are shown the common line would tell of it.
    """
    there = [one for one in bodies if one.pk in protected and one.is_shown and _was_there(one, period)]
    present = present_unit_map(today) if there else {}
    return len({present[one.unit_id] for one in there}) >= LEAST


def _was_there(body, period):
    return body.valid_from <= period.last and (body.valid_until is None or body.valid_until >= period.first)


def _hide_what_went(facts, pk):
    """Of a protected body one number tells what its line lost since the period before: were the denunciations found
    not in it, column 5 less column 2 would be how many there were. Of its denunciations nothing of the kind is told.
    """
    if (pk, False) in facts:
        facts[pk, False].left += facts[pk, False].denounced
    if (pk, True) in facts:
        facts[pk, True].left = 0
        for letter in facts[pk, True].letters:
            # Carried over, it would be one more than the common line of the period before had.
            letter.entered_on = max(letter.entered_on, letter.denounced_on or letter.entered_on)


def _counts(facts, period, closing_day):
    eligible = [letter for letter in facts.letters if xld.counted_as_eligible(letter)]
    months = months_of(period, closing_day) if period.kind == PeriodKind.YEAR else []
    return Counts(
        eligible=len(eligible),
        own=sum(1 for letter in eligible if letter.is_own),
        months=tuple(sum(1 for letter in eligible if month.holds(letter.processed_on)) for month in months),
    )


def by_level(bodies, line_of):
    """(level, lines) of bodies, highest level first; a body whose line is None is left out."""
    for level in Level:
        lines = [line for body in bodies if body.unit.level == level and (line := line_of(body))]
        if lines:
            yield level.label, lines


def xld_form(reading, body=None):
    """Form 01/XLD of all bodies read, or of one of them."""
    chosen = [one for one in reading.bodies if body is None or one.pk == body.pk]
    counted = [facts for one in chosen for facts in reading.shown(one)]
    after = []
    if body is None and reading.told.together:
        together = [reading.of(one, True) for one in chosen if one.pk in reading.protected]
        figures = xld.XLD.added(xld.XLD.figures(facts, reading.period) for facts in together)
        after.append(Line(_("Denunciations of these bodies together"), figures, "", "together"))
        counted += together
    groups = by_level(chosen, lambda one: _line(reading, one, always=body is not None))
    lines = lines_in_groups(xld.XLD, groups, after, _("TOTAL"))
    return Form(xld.XLD, reading.period, lines, _notes(reading, chosen, counted, body))


def tcd_form(bodies, receptions, period, body=None, *, protected=frozenset(), tells=False):
    """Form 01/TCD of bodies, or of one of them, from `{(id, of denunciations): Receptions}`.

    As in 01/XLD the lines of `protected` bodies are without denunciations; these make a line of their own where it
    `tells` them together (decision 0027).
    """
    chosen = [one for one in bodies if body is None or one.pk == body.pk]

    def figures_of(one, *kinds):
        return TCD.added(TCD.figures(receptions.get((one.pk, denounced), Receptions()), period) for denounced in kinds)

    def line_of(one):
        figures = figures_of(one, False) if one.pk in protected else figures_of(one, False, True)
        return Line(one, figures) if body is not None or any(figures.values()) else None

    after, notes = [], []
    if any(one.pk in protected for one in chosen):
        notes.append(
            _left_out(period) or _("Denunciations of bodies below the province are not in their lines and sums.")
        )
        if body is None and tells:
            together = TCD.added(figures_of(one, True) for one in bodies if one.pk in protected)
            after.append(Line(_("Denunciations of these bodies together"), together, "", "together"))
        else:
            notes.append(_("The total is without the denunciations of these bodies."))
    lines = lines_in_groups(TCD, by_level(chosen, line_of), after, _("TOTAL"))
    return Form(TCD, period, lines, notes)


def _left_out(period):
    """What is said of a free range, of which no denunciation is told; nothing for another period."""
    return _("Of a free range no denunciation is in a line or a sum.") if period.kind == PeriodKind.FREE else ""


def _line(reading, body, *, always):
    """The line of a body; None when it has nothing to show."""
    protected = body.pk in reading.protected
    figures = xld.XLD.added(xld.XLD.figures(facts, reading.period) for facts in reading.shown(body))
    told = _told(reading, body) if protected else {}
    if always or any(figures.values()) or body.pk in reading.told.bodies:
        return Line(body, figures, told=told)
    return None


def _told(reading, body):
    counts = reading.of(body, True)
    values = {}
    for column, bodies in (
        (xld.DENUNCIATIONS, reading.told.bodies),
        (xld.OWN_DENUNCIATIONS, reading.told.own),
    ):
        figure = xld.XLD.columns[column - 1].count(counts, reading.period)
        values[column] = f"({figure})" if body.pk in bodies else UNTOLD
    return values


def _notes(reading, chosen, counted, body):
    hides = any(one.pk in reading.protected for one in chosen)
    notes = xld.notes(counted, reading.period, hides=hides)
    if not hides:
        return notes
    notes.append(
        _left_out(reading.period)
        or _(
            "Denunciations of bodies below the province are not in their lines and sums. A count of 3 or more stands "
            "in brackets, for months and years that are over; “%(untold)s” is less, or withheld so that nothing "
            "less follows from it."
        )
        % {"untold": UNTOLD}
    )
    if not reading.told.together or body is not None:
        notes.append(_("The total is without the denunciations of these bodies."))
    return notes
