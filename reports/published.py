"""Published figures beside derived ones: where they differ, by how much. Nothing is silently fixed."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from dialogue_portal.templatetags.portal import vn
from registers.levels import Level

from .models import Measure, PublishedFigure

_LEVELS = ["", *Level.values]


@dataclass(frozen=True)
class Comparison:
    """A printed figure and what the records give for the same period and level.

    `derived` is None when there is no such figure. `parts` are numerator and denominator of a rate.
    """

    figure: PublishedFigure
    derived: Decimal | int | None
    parts: tuple[int, int] | None = None

    @property
    def is_rate(self):
        return self.figure.is_rate

    @property
    def gap(self):
        """Published minus derived, both as exact as the published one: 95 % agrees with 95.27 %, 94.9 % with 94.898 %.

        None when there is nothing to compare.
        """
        return None if self.derived is None else self.figure.value - self._as_printed

    @property
    def agrees(self):
        return self.gap is not None and (self.gap == 0 or (self.is_rate and self._rounds_to_it))

    @property
    def _as_printed(self):
        return Decimal(self.derived).quantize(Decimal("0.1"), ROUND_HALF_UP) if self.is_rate else self.derived

    @property
    def _rounds_to_it(self):
        numerator, denominator = self.parts
        if not denominator:
            return False
        exact = Decimal(100 * numerator) / denominator
        return exact.quantize(self._places, ROUND_HALF_UP) == self.figure.value

    @property
    def _places(self):
        whole = self.figure.value == self.figure.value.to_integral_value()
        return Decimal("1") if whole else Decimal("0.1")

    @property
    def level(self):
        return self.figure.get_level_display() if self.figure.level else ""

    @property
    def printed(self):
        """The published value in words; a qualifier stands before it."""
        value = self._words(self.figure.value)
        return value if self.figure.is_exact else f"{self.figure.get_qualifier_display()} {value}"

    @property
    def derived_text(self):
        return "–" if self.derived is None else self._words(self._as_printed)

    @property
    def parts_text(self):
        return f"{vn(self.parts[0])} / {vn(self.parts[1])}" if self.parts else ""

    @property
    def gap_text(self):
        """The size of the gap with its sign: percentage points for a rate."""
        if self.gap is None:
            return "–"
        if self.agrees:
            return "0"
        sign = "+" if self.gap > 0 else "−"
        if self.is_rate:
            return _("%(gap)s points") % {"gap": sign + number_format(abs(self.gap), decimal_pos=1)}
        return sign + vn(int(abs(self.gap)))

    def _words(self, value):
        value = Decimal(value)
        if not self.is_rate:
            return vn(int(value))
        places = 0 if value == value.to_integral_value() else 1
        return f"{number_format(value, decimal_pos=places)}%"


@dataclass(frozen=True)
class Published:
    """What was published of a unit: the comparisons of the period shown, and other periods that lie within it."""

    comparisons: list
    periods: list
    within: list

    @property
    def differing(self):
        return [entry for entry in self.comparisons if not entry.agrees]

    @property
    def agreeing(self):
        return [entry for entry in self.comparisons if entry.agrees]


def published_for(scope, first, total, levels):
    """`Published` of a scope whose figures begin on `first`. One query."""
    figures = list(PublishedFigure.objects.filter(unit=scope.unit))
    periods = sorted({(figure.first, figure.last) for figure in figures})
    shown = (first, scope.last)
    here = [figure for figure in figures if (figure.first, figure.last) == shown]
    if scope.level:
        here = [figure for figure in here if figure.level == scope.level]
    within = [period for period in periods if period != shown and first <= period[1] and period[0] <= scope.last]
    return Published(comparisons=compare(here, total, levels), periods=periods, within=within)


def compare(figures, total, levels):
    """Each published figure beside the derived one, all levels first, in the order of the vocabulary."""
    lines = {line.key: line for line in levels} | {"": total}
    ordered = sorted(figures, key=lambda row: (_LEVELS.index(row.level), Measure.values.index(row.measure)))
    return [_compare(figure, lines.get(figure.level)) for figure in ordered]


def _compare(figure, line):
    kind, _, name = figure.measure.partition(":")
    if line is None:
        return Comparison(figure, None)
    if kind == "rate":
        rate = line.rates[name]
        return Comparison(figure, rate.percent, (rate.numerator, rate.denominator))
    derived = {
        Measure.CONFERENCES: line.conferences,
        Measure.PARTICIPANTS: line.participants,
        Measure.RECEIVED: line.counts.received,
    }.get(kind, line.counts[kind])
    return Comparison(figure, derived)
