"""Fields that keep clean text only, whichever door it came through: form, import, service or bulk load."""

import re
from datetime import date
from uuid import uuid4

from django import forms
from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from .text import clean, clean_line

_TIME = re.compile(r"(?P<hour>\d{1,2}?)\s*(?:giờ|[hg:.])?\s*(?P<minute>\d\d)?(?::00)?", re.IGNORECASE)
#: What is written as a day, be it one of the calendar or not.
_LIKE_A_DAY = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-](\d{4}|\d\d)|\d{4}-\d{1,2}-\d{1,2}")
_BETWEEN = _("Give a day between 01/01/1945 and 31/12/2100.")


def why_no_day(typed):
    """What is wrong with a text that could not be read as a day; repeats nothing of it."""
    if _LIKE_A_DAY.fullmatch(str(typed).strip()):
        return _("The calendar has no such day. Write a day like 25/11/2026.")
    return _("Write a day like 25/11/2026.")


class LineInput(forms.CharField):
    """Form field for one line of human text. Cleans before it counts: NFD text is longer than what is stored.

    What is too long is said and never cut: browsers drop the rest of a pasted text without a word.
    """

    normalise = staticmethod(clean_line)

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        for validator in self.validators:
            if isinstance(validator, MaxLengthValidator):
                validator.message = _("At most %(limit_value)d characters; these are %(show_value)d.")

    def widget_attrs(self, widget):
        return {name: value for name, value in super().widget_attrs(widget).items() if name != "maxlength"}

    def to_python(self, value):
        return self.normalise(super().to_python(value) or "") or self.empty_value


class ParagraphsInput(LineInput):
    """Form field for human text of several lines."""

    widget = forms.Textarea
    normalise = staticmethod(clean)


class NumberInput(forms.IntegerField):
    """Form field for a whole number; what lies outside its limits is said in plain words."""

    default_error_messages = {"invalid": _("Write a whole number.")}

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        for validator in self.validators:
            if isinstance(validator, MinValueValidator):
                validator.message = _("At least %(limit_value)s.")
            elif isinstance(validator, MaxValueValidator):
                validator.message = _("At most %(limit_value)s.")


class DayAskedInput(forms.DateField):
    """Form field for a day that is asked for, and not kept."""

    def to_python(self, value):
        try:
            return super().to_python(value)
        except forms.ValidationError:
            raise forms.ValidationError(why_no_day(value), code="invalid") from None


class DayInput(DayAskedInput):
    """Form field for a day that is kept. A mistyped year ("0202") is said: numbering and due dates would follow it."""

    default_validators = [
        MinValueValidator(date(1945, 1, 1), _BETWEEN),
        MaxValueValidator(date(2100, 12, 31), _BETWEEN),
    ]


class TimeInput(forms.TimeField):
    """Form field for a time of day as people here write it: 7:30, 07h30, 7h, 0730."""

    default_error_messages = {"invalid": _("Give a time such as 07:30.")}

    def __init__(self, **kwargs):
        widget = forms.TimeInput(attrs={"inputmode": "text", "autocomplete": "off"}, format="%H:%M")
        super().__init__(widget=widget, input_formats=["%H:%M"], **kwargs)

    def to_python(self, value):
        if isinstance(value, str) and value.strip():
            written = _TIME.fullmatch(value.strip())
            value = f"{written['hour']}:{written['minute'] or '00'}" if written else "?"
        return super().to_python(value)


class RowsChoice(forms.ModelMultipleChoiceField):
    """Several rows. A number that no key can be is none of them: SQLite refuses to be asked for it."""

    def _check_values(self, value):
        try:
            return super()._check_values(value)
        except OverflowError as error:
            sent = {"value": ", ".join(map(str, value))}
            raise forms.ValidationError(self.error_messages["invalid_choice"], "invalid_choice", sent) from error


class TokenInput(forms.UUIDField):
    """The hidden token under which a form is registered once (`submissions`). A form that came without a good one gets
    one anew, so that sending it again helps. The page keeps it when it is reloaded or come back to (`once.js`)."""

    def __init__(self, **kwargs):
        super().__init__(widget=forms.HiddenInput(attrs={"data-form-token": ""}), **kwargs)

    def bound_data(self, data, initial):
        try:
            self.clean(data)
        except forms.ValidationError:
            return uuid4()
        return data


class _CleanMixin:
    """Normalises in `to_python` (forms), in `pre_save`, so that the instance has what the row has, and in
    `get_db_prep_save`, which `update`, `bulk_create` and `bulk_update` pass through."""

    def to_python(self, value):
        value = super().to_python(value)
        return self.normalise(value) if isinstance(value, str) else value

    def pre_save(self, instance, add):
        value = super().pre_save(instance, add)
        if isinstance(value, str):
            value = self.normalise(value)
            setattr(instance, self.attname, value)
        return value

    def get_db_prep_save(self, value, connection):
        return super().get_db_prep_save(self.normalise(value) if isinstance(value, str) else value, connection)

    def formfield(self, **kwargs):
        return super().formfield(**{"form_class": self.input_class, **kwargs})


class LineField(_CleanMixin, models.CharField):
    """One line of text: NFC, no invisible characters, single spaces."""

    normalise = staticmethod(clean_line)
    input_class = LineInput


class ParagraphsField(_CleanMixin, models.TextField):
    """Text of several lines: NFC, no invisible characters, line breaks kept."""

    normalise = staticmethod(clean)
    input_class = ParagraphsInput
