"""Which part of a book: the body whose book it is, and a period."""

from registers.periods import PeriodKind, closing_day_on, period_of

from ..permissions import bodies_registering
from .statistics import PeriodForm


class BookForm(PeriodForm):
    """Without anything it is the running year of the user's own body; two days alone are a free range."""

    def __init__(self, *args, user, today, **kwargs):
        super().__init__(*args, user=user, today=today, **kwargs)
        body = self.fields["body"]
        body.empty_label, body.required = None, True
        if not self.data.get("body"):
            self.data["body"] = _first_body(user, body.queryset)
        if not self.data.get("kind"):
            self._take_range_or_year(today)

    def _take_range_or_year(self, today):
        if self.data.get("from") or self.data.get("to"):
            self.data["kind"] = PeriodKind.FREE
            return
        self.data["kind"] = PeriodKind.YEAR
        self.data.setdefault("year", period_of(today, PeriodKind.YEAR, closing_day_on(today)).year)


def _first_body(user, bodies):
    """The key of the user's own body, else of the first they read; empty when there is none."""
    own = bodies.filter(pk__in=bodies_registering(user)).order_by("rank").values_list("pk", flat=True).first()
    return own or bodies.values_list("pk", flat=True).first() or ""
