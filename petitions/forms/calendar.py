"""What the calendar of receptions is asked: a month, a body, a receiving person. All of it stands in the address."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from registers.models import Organisation

from ..models import ReceptionSession

FIRST_YEAR, LAST_YEAR = 2000, 2100


class CalendarForm(forms.Form):
    """Nothing is required, and what makes no sense is passed over: the running month, every body, everybody."""

    body = forms.ModelChoiceField(
        label=_("Body"), queryset=Organisation.objects.none(), required=False, empty_label=_("All bodies")
    )
    leader = forms.ChoiceField(label=_("Receiving person"), required=False)

    def __init__(self, data, *, user, today):
        super().__init__(data)
        self.today = today
        visible = ReceptionSession.objects.visible_to(user)
        owners = visible.order_by().values("owner").distinct()
        self.fields["body"].queryset = Organisation.objects.filter(pk__in=owners).order_by("rank", "sort_key")
        if chosen := self.chosen("body"):
            visible = visible.filter(owner=chosen)
        names = visible.order_by("leader").values_list("leader", flat=True).distinct()[:200]
        self.fields["leader"].choices = [("", _("Everybody")), *((name, name) for name in names)]
        for name in ("body", "leader"):
            self.fields[name].widget.attrs["class"] = "form-select form-select-sm"

    @property
    def bodies(self):
        return list(self.fields["body"].queryset)

    def chosen(self, name):
        """What was chosen in a field, or None."""
        try:
            return self.fields[name].clean(self.data.get(name, "")) or None
        except forms.ValidationError:
            return None

    def month(self):
        """The first day of the month asked for as “2026-11”; else of the running one."""
        asked = self.data.get("month", "")
        try:
            year, month = (int(part) for part in asked.split("-"))
            found = date(year, month, 1)
        except ValueError:
            return self.today.replace(day=1)
        return found if FIRST_YEAR <= found.year <= LAST_YEAR else self.today.replace(day=1)
