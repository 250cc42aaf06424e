"""Published figures beside derived ones: where they differ, by how much. Nothing is silently fixed."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.formats import number_format

from dialogue_portal.templatetags.portal import vn

from .models import PublishedFigure


@dataclass(frozen=True)
class Comparison:
    """A printed figure and what the records give for the same period and level; `derived` None means no such figure."""

    figure: PublishedFigure
    derived: Decimal | int | None
    is_rate: bool
    parts: tuple[int, int] | None = None

    @property
    def gap(self):
        """Derived minus published; None when there is nothing to compare."""
        return None if self.derived is None else self.derived - self.figure.value

    @property
    def agrees(self):
        return self.gap == 0

    @property
    def printed(self):
        return self._words(self.figure.value)

    @property
    def derived_text(self):
        return "–" if self.derived is None else self._words(self.derived)

    @property
    def gap_text(self):
        """The size of the gap with its sign: percentage points for a rate."""
        if self.gap is None:
            return "–"
        sign = "+" if self.gap > 0 else "−"
        return sign + self._words(abs(self.gap))

    def _words(self, value):
        value = Decimal(value)
        if not self.is_rate:
            return vn(int(value))
        places = 0 if value == value.to_integral_value() else 1
        return f"{number_format(value, decimal_pos=places)}%"


def comparisons(scope, total, lines):
    """The published figures of exactly this unit and period, each beside the derived one. One query."""
    figures = PublishedFigure.objects.filter(unit=scope.unit, first=scope.first, last=scope.last)
    if scope.level:
        figures = figures.filter(level=scope.level)
    by_level = {line.key: line for line in lines}
    by_level[""] = total
    return [_compare(figure, by_level.get(figure.level)) for figure in figures]


def _compare(figure, line):
    kind, _, name = figure.measure.partition(":")
    if line is None:
        return Comparison(figure, None, kind == "rate")
    if kind == "rate":
        rate = line.rates[name]
        return Comparison(figure, rate.percent, True, (rate.numerator, rate.denominator))
    derived = {
        "conferences": line.conferences,
        "participants": line.participants,
        "received": line.counts.received,
    }.get(name or kind, line.counts[kind])
    return Comparison(figure, derived, False)
