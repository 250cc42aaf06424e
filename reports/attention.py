"""Single opinions that a leader should look at: bounded reads over indexes, both lists in one statement."""

from dataclasses import dataclass
from datetime import date

from django.db.models import CharField, Value
from django.urls import reverse

from conferences.models import Opinion

SHOWN = 5
#: Longer texts are cut in these lists; the opinion's page has all of it.
LONGEST = 110
_COLUMNS = (
    "list_name",
    "code",
    "raised_on",
    "handling__due_on",
    "unit__name",
    "current_text__text",
    "handling__lead__name",
    "pk",
)


@dataclass(frozen=True)
class Pressing:
    """An open opinion as these lists show it."""

    code: str
    raised_on: date
    due_on: date | None
    unit: str
    text: str
    lead: str

    @property
    def url(self):
        return reverse("conferences:opinion", args=[self.code])


def pressing_opinions(scope, today):
    """(most overdue, oldest open) of a scope: the first few of each."""
    rows = scope.opinions().filter(handling__done_on__isnull=True)
    overdue = rows.filter(handling__due_on__lt=today).order_by("handling__due_on", "pk")
    oldest = rows.order_by("raised_on", "pk")
    found = {"overdue": [], "oldest": []}
    for name, *facts in _named("overdue", overdue).union(_named("oldest", oldest), all=True):
        found[name].append(facts)
    by_due = sorted(found["overdue"], key=lambda facts: (facts[2], facts[-1]))
    by_age = sorted(found["oldest"], key=lambda facts: (facts[1], facts[-1]))
    return [_dressed(facts) for facts in by_due], [_dressed(facts) for facts in by_age]


def _named(name, rows):
    """The first rows with the name of their list. SQLite takes no LIMIT in a part of a union, but within a subquery."""
    chosen = Opinion.objects.filter(pk__in=rows.values("pk")[:SHOWN]).order_by()
    return chosen.annotate(list_name=Value(name, output_field=CharField())).values_list(*_COLUMNS)


def _dressed(facts):
    code, raised_on, due_on, unit, text, lead, _pk = facts
    text = text or ""
    shown = f"{text[:LONGEST].rstrip()}…" if len(text) > LONGEST else text
    return Pressing(code, raised_on, due_on, unit, shown, lead or "")
