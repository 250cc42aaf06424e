"""Which part of a book: the body whose book it is, and a period."""

from registers.periods import PeriodKind

from ..permissions import bodies_registering
from .statistics import PeriodForm


class BookForm(PeriodForm):
    """Without anything it is the running year of the user's own body; two days alone are a free range.

    Numbers of a register run by years of the calendar, so its year is not that of the statistics.
    """

    def __init__(self, *args, user, today, **kwargs):
        super().__init__(*args, user=user, today=today, **kwargs)
        body = self.fields["body"]
        body.empty_label, body.required = None, True
        if not self.data.get("body"):
            self.data["body"] = _first_body(user, body.queryset)
        if not self.data.get("kind"):
            self.data["kind"] = PeriodKind.FREE
            if not self.data.get("from") and not self.data.get("to"):
                year = self.data.get("year") or today.year
                self.data["from"], self.data["to"] = f"01/01/{year}", f"31/12/{year}"


def _first_body(user, bodies):
    """The key of the user's own body, else of the first they read; empty when there is none."""
    own = bodies.filter(pk__in=bodies_registering(user)).order_by("rank").values_list("pk", flat=True).first()
    return own or bodies.values_list("pk", flat=True).first() or ""
