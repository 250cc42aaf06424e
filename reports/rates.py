"""Every rate has a name, a numerator and a denominator, defined here and nowhere else, the strict one first."""

from collections import Counter
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext_lazy as _

from conferences.models import Outcome
from conferences.tallies import AWAITING, PENDING

RESOLVED = (Outcome.AT_CONFERENCE, Outcome.AFTER)
SETTLED = (*RESOLVED, Outcome.EXPLAINED, Outcome.NOT_ACCEPTED)


@dataclass(frozen=True)
class Rate:
    """A rate with both its parts. `percent` is None when the denominator is 0, which prints as “–”."""

    key: str
    label: object
    definition: object
    numerator: int
    denominator: int

    @property
    def percent(self):
        if not self.denominator:
            return None
        return (Decimal(100 * self.numerator) / self.denominator).quantize(Decimal("0.1"), ROUND_HALF_UP)


class OutcomeCounts(Counter):
    """Opinions by bucket: the outcomes, `PENDING` and `AWAITING`."""

    def of(self, *buckets):
        return sum(self[bucket] for bucket in buckets)

    @property
    def received(self):
        return sum(self.values())

    @property
    def resolved(self):
        return self.of(*RESOLVED)

    @property
    def pending(self):
        """No outcome yet: never counted as unresolved."""
        return self.of(PENDING, AWAITING)


#: key, label, definition, numerator buckets, what the denominator is.
_DEFINITIONS = (
    (
        "resolution",
        _("Resolution rate"),
        _("(resolved at the conference + resolved after it) ÷ opinions received"),
        lambda counts: counts.resolved,
        lambda counts: counts.received,
    ),
    (
        "at_conference",
        _("At-conference rate"),
        _("resolved at the conference ÷ opinions received"),
        lambda counts: counts[Outcome.AT_CONFERENCE],
        lambda counts: counts.received,
    ),
    (
        "settlement",
        _("Settlement rate"),
        _("(resolved at + resolved after + explained + not accepted) ÷ opinions received"),
        lambda counts: counts.of(*SETTLED),
        lambda counts: counts.received,
    ),
    (
        "own_authority",
        _("Own-authority rate"),
        _("(resolved at + resolved after) ÷ (opinions received − forwarded to a higher level)"),
        lambda counts: counts.resolved,
        lambda counts: counts.received - counts[Outcome.FORWARDED_UP],
    ),
    (
        "at_conference_share",
        _("At-conference share"),
        _("resolved at the conference ÷ (resolved at the conference + resolved after it)"),
        lambda counts: counts[Outcome.AT_CONFERENCE],
        lambda counts: counts.resolved,
    ),
    (
        "answered",
        _("Answered rate"),
        _("(settled + answered and waiting for verification) ÷ opinions received"),
        lambda counts: counts.of(*SETTLED, AWAITING),
        lambda counts: counts.received,
    ),
)

ON_TIME_LABEL = _("On-time rate")
ON_TIME_DEFINITION = _("done in time, no date missed before ÷ due dates in the period and not after its as-of day")


def rates(counts):
    """All rates of some `OutcomeCounts`, the strict one first."""
    return [
        Rate(key, label, definition, numerator(counts), denominator(counts))
        for key, label, definition, numerator, denominator in _DEFINITIONS
    ]


def rate(key, counts):
    """One rate by its key; raises KeyError for an unknown one."""
    return {entry.key: entry for entry in rates(counts)}[key]


def on_time_rate(done_on_time, due):
    return Rate("on_time", ON_TIME_LABEL, ON_TIME_DEFINITION, done_on_time, due)
