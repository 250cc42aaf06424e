"""Rows of senders: one row at first, further ones by a button that works without scripts."""

from django import forms
from django.utils.translation import gettext_lazy as _

from dialogue_portal.fields import LineInput
from dialogue_portal.forms import dress
from dialogue_portal.text import whole_number

from ..numbers_of_people import check_id_number, check_phone
from ..services.registering import SenderData

PREFIX = "senders"
#: Free rows that the button "more senders" adds.
MORE = 2
MOST = 40
#: A letter that was imported with more keeps them. Five fields a row, see DATA_UPLOAD_MAX_NUMBER_FIELDS.
MOST_KEPT = 500


class SenderForm(forms.Form):
    full_name = LineInput(label=_("Full name"), max_length=160, required=False)
    address = LineInput(label=_("Address"), max_length=200, required=False)
    phone = LineInput(label=_("Telephone"), max_length=30, required=False)
    id_number = LineInput(label=_("Identity number"), max_length=20, required=False)
    represents = forms.BooleanField(label=_("Represents the others"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        dress(self)
        self.fields["represents"].widget.attrs["class"] = "form-check-input"

    def clean_phone(self):
        check_phone(self.cleaned_data["phone"])
        return self.cleaned_data["phone"]

    def clean_id_number(self):
        check_id_number(self.cleaned_data["id_number"])
        return self.cleaned_data["id_number"]

    def clean(self):
        cleaned = super().clean()
        if any(cleaned.get(name) for name in ("address", "phone", "id_number")) and not cleaned.get("full_name"):
            self.add_error("full_name", _("Give the name, or write “unknown”."))
        return cleaned


class BaseSenders(forms.BaseFormSet):
    def rows(self, *, many=False):
        """The filled rows. A single sender of a letter that many signed represents them."""
        given = [form.cleaned_data for form in self.forms if form.cleaned_data.get("full_name")]
        alone = len(given) == 1
        return tuple(SenderData(**{**row, "represents": row["represents"] or (alone and many)}) for row in given)


def senders_formset(data=None, *, initial=(), more=0):
    """What is there, at least one row, and `more` free ones."""
    factory = forms.formset_factory(
        SenderForm, formset=BaseSenders, extra=max(1 - len(initial), 0) + more, max_num=MOST, absolute_max=MOST_KEPT
    )
    return factory(data, initial=list(initial), prefix=PREFIX)


def more_rows(data, *, more=MORE):
    """What was typed, unjudged, with `more` free rows as long as there are not too many."""
    count = whole_number(data.get(f"{PREFIX}-TOTAL_FORMS", "")) or 1
    typed = [SenderForm(data, prefix=f"{PREFIX}-{number}") for number in range(min(count, MOST_KEPT))]
    given = [{name: row[name].value() for name in row.fields} for row in typed]
    found = senders_formset(initial=given, more=more)
    if more:
        # Whoever asked for a row goes on writing in it.
        free = min(len(given), len(found.forms) - 1)
        found.forms[free].fields["full_name"].widget.attrs["autofocus"] = True
    return found


def rows_of(content):
    """The senders of a content as initial values."""
    names = ("full_name", "address", "phone", "id_number", "represents")
    return [{name: getattr(row, name) for name in names} for row in content.senders.all()]
