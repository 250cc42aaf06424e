"""Which form, of which period and body: what the pages of the statistics are asked."""

from django import forms
from django.utils.translation import gettext_lazy as _

from dialogue_portal.fields import DayInput, NumberInput
from registers.models import Organisation, ReportingPeriod, RuleMissing
from registers.periods import NUMBERS, ClosingDays, PeriodKind, free_range, months_of, period, period_of

from ..statistics.reading import bodies_to_choose

FIRST_YEAR, LAST_YEAR = 2000, 2100
#: Before the code of a period that has a row of its own.
SPECIAL = "special:"


class PeriodForm(forms.Form):
    """A period by kind, year and number, or by its days; and one of the bodies the user reads. Nothing is required:
    without anything it is the last month that is over, of all bodies."""

    kind = forms.ChoiceField(label=_("Period"), required=False)
    number = NumberInput(label=_("Month or quarter"), required=False, min_value=1, max_value=12)
    year = NumberInput(label=_("Year"), required=False, min_value=FIRST_YEAR, max_value=LAST_YEAR)
    body = forms.ModelChoiceField(
        label=_("Body"), queryset=Organisation.objects.none(), required=False, empty_label=_("All bodies")
    )

    def __init__(self, *args, user, today, bodies=None, **kwargs):
        """`bodies` are those to choose among, where it is not the bodies of the statistics."""
        super().__init__(*args, **kwargs)
        self.data, self.today = self.data.copy(), today
        special = [(f"{SPECIAL}{row.code}", row.name) for row in ReportingPeriod.objects.all()]
        self.fields["kind"].choices = [*PeriodKind.choices, *special]
        self.fields["body"].queryset = bodies_to_choose(user) if bodies is None else bodies
        # "from" is a Python keyword, so these two cannot be class attributes.
        for name, label in (("from", _("From")), ("to", _("To"))):
            self.fields[name] = DayInput(label=label, required=False)
        for field in self.fields.values():
            select = isinstance(field.widget, forms.Select)
            field.widget.attrs["class"] = f"{'form-select form-select' if select else 'form-control form-control'}-sm"

    def clean(self):
        cleaned = super().clean()
        if self.errors:
            return cleaned
        body = cleaned.get("body")
        cleaned["closing_day"] = closing = ClosingDays.load(body.unit.level if body else "")
        try:
            cleaned["period"] = found = self._period(cleaned)
            self._show(found)
            if found is not None and found.year:
                # Its months are asked for later, where nobody is told that one has no rule.
                months_of(found, closing)
                cleaned["closes_on"] = closing.of(found.last.year, found.last.month)
        except RuleMissing as missing:
            self.add_error("kind", str(missing))
        except ValueError:
            self.add_error("number", _("There is no such period. A year has twelve months and four quarters."))
        return cleaned

    def _period(self, asked):
        kind, closing_day = asked.get("kind") or PeriodKind.MONTH, asked["closing_day"]
        if kind.startswith(SPECIAL):
            row = ReportingPeriod.objects.get(code=kind.removeprefix(SPECIAL))
            return free_range(row.first, row.last, row.name)
        if kind == PeriodKind.FREE:
            return self._free_range(asked)
        last = last_closed_month(self.today, closing_day)
        if kind in NUMBERS:
            number = asked.get("number") or (last.number if kind == PeriodKind.MONTH else (last.number + 2) // 3)
        else:
            number = 0
        return period(kind, asked.get("year") or last.year, number, closing_day)

    def _show(self, found):
        """The fields say which period it is, also where it was left open."""
        if found is not None and found.year:
            for name, value in (("kind", found.kind), ("year", found.year), ("number", found.number or "")):
                self.data[name] = value

    def _free_range(self, asked):
        first, last = asked.get("from"), asked.get("to")
        if not first or not last:
            self.add_error("from" if not first else "to", _("Give the first and the last day."))
        elif last < first:
            self.add_error("to", _("The last day lies before the first one."))
        else:
            return free_range(first, last)
        return None


def last_closed_month(today, closing_day):
    """The month that reports are made of today."""
    running = period_of(today, PeriodKind.MONTH, closing_day)
    if running.number > 1:
        return period(PeriodKind.MONTH, running.year, running.number - 1, closing_day)
    return period(PeriodKind.MONTH, running.year - 1, 12, closing_day)
