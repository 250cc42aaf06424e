"""Filters of the register pages, and the fields of an official document for forms of the rooms above."""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import formats
from django.utils.translation import gettext_lazy as _

from dialogue_portal.fields import DayAskedInput, DayInput, LineInput

from .documents import split_number
from .levels import Level
from .models import AdministrativeUnit, Organisation, OrganisationSide
from .uploads import ACCEPT, validate_upload

#: Bytes of a workbook whose rows are read.
MOST_UPLOAD = 10 * 1024 * 1024


class AsOfFilter(forms.Form):
    """Words and a day. What cannot be understood is said beside its field and filters nothing."""

    q = LineInput(label=_("Name or code"), required=False, max_length=120)
    on = DayAskedInput(label=_("In force on"), required=False, help_text=_("For example 31/12/2019."))

    def __init__(self, data, *, today):
        super().__init__(data)
        self.today = today
        if self.is_valid() and self.cleaned_data["on"]:
            # The day stands in the field as this language writes it, however it came.
            day = formats.date_format(self.cleaned_data["on"], "SHORT_DATE_FORMAT")
            self.data = {**data.dict(), "on": day}

    @property
    def day(self):
        return self.cleaned_data.get("on") or self.today

    @property
    def is_narrowed(self):
        """Something was asked for that a link can clear."""
        return any(self.cleaned_data.values()) or bool(self.errors)


class UnitFilter(AsOfFilter):
    level = forms.ChoiceField(
        label=_("Level"), required=False, choices=[("", _("All levels")), *list(Level.choices)[1:]]
    )
    province = forms.ModelChoiceField(
        label=_("Province"),
        required=False,
        queryset=AdministrativeUnit.objects.filter(parent=None),
        empty_label=_("All provinces"),
    )

    def filter(self):
        units = AdministrativeUnit.objects.on(self.day)
        given = self.cleaned_data
        if given.get("province"):
            units = units.within(given["province"], forerunners=False)
        if given.get("level"):
            units = units.filter(level=given["level"])
        if given.get("q"):
            units = units.named_or_coded(given["q"])
        return units.in_register_order()


class OrganisationFilter(AsOfFilter):
    side = forms.ChoiceField(label=_("Side"), required=False, choices=[("", _("All sides")), *OrganisationSide.choices])
    unit = forms.ModelChoiceField(queryset=AdministrativeUnit.objects.all(), required=False, widget=forms.HiddenInput)

    def filter(self):
        given = self.cleaned_data
        bodies = Organisation.objects.on(self.day)
        if given.get("side"):
            bodies = bodies.filter(side=given["side"])
        if given.get("unit"):
            bodies = bodies.filter(unit=given["unit"])
        if given.get("q"):
            bodies = bodies.filter(Q(pk__in=bodies.matching(given["q"])) | Q(code__iexact=given["q"]))
        return bodies.order_by("rank", "sort_key", "pk")


class DocumentFieldsMixin(forms.Form):
    """The fields of an official document, as a part of another form; all may be left empty, or number and date given.

    `document_values()` is what `registers.services.record_document` takes beside `type` and `by`, or None.
    """

    document_number = LineInput(
        label=_("Number and symbol"),
        required=False,
        max_length=60,
        help_text=_("Exactly as on the paper, for example 07-ĐA/TU."),
    )
    document_date = DayInput(label=_("Date of the document"), required=False)
    document_abstract = LineInput(label=_("Abstract"), required=False, max_length=500)
    document_file = forms.FileField(
        label=_("File"),
        required=False,
        help_text=_("PDF, Word, Excel or a picture, 20 MB at most."),
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPT}),
    )

    def clean_document_file(self):
        file = self.cleaned_data["document_file"]
        if file:
            validate_upload(file)
        return file

    def clean(self):
        cleaned = super().clean()
        needed = {
            "document_number": _("Give the number and symbol of the document."),
            "document_date": _("Give the date of the document."),
        }
        if any(
            cleaned.get(name) for name in ("document_number", "document_date", "document_abstract", "document_file")
        ):
            for name, sentence in needed.items():
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, ValidationError(sentence, code="required"))
        return cleaned

    def document_values(self):
        """The values of the document, with the file under `file`; None when none was entered."""
        if not self.cleaned_data.get("document_number"):
            return None
        number, mark, symbol = split_number(self.cleaned_data["document_number"])
        return {
            "number": number,
            "mark": mark,
            "symbol": symbol,
            "date": self.cleaned_data["document_date"],
            # A form may do without these two.
            "abstract": self.cleaned_data.get("document_abstract", ""),
            "file": self.cleaned_data.get("document_file"),
        }


class WorkbookForm(forms.Form):
    """A workbook whose rows are read."""

    file = forms.FileField(
        label=_("Excel file (.xlsx)"), widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}), allow_empty_file=True
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if not file.size:
            raise ValidationError(_("The file is empty."))
        if not file.name.lower().endswith(".xlsx"):
            # The name is not repeated: names of files name people.
            raise ValidationError(_("This is not an .xlsx file. Save it as an Excel workbook first."))
        if file.size > MOST_UPLOAD:
            raise ValidationError(_("The file is larger than 10 MB."))
        return file
